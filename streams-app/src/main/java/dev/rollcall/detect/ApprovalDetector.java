package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.count.CaseEvent;
import dev.rollcall.count.CaseFile;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Agreement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was released with what was approved: the extract with its request.
 *
 * @param grace how long a request or its approval may take to be logged after the extract
 */
@AutoService(Detector.class)
public record ApprovalDetector(Severity severity, Days grace) implements Detector {
    /** The extract names no request, or one of which nothing is known. */
    static final String WITHOUT_REQUEST = "without-request";
    /** Nobody has approved or refused the request. */
    static final String NOT_APPROVED = "not-approved";
    /** The request was refused, before the release or, where it was never approved, after it. */
    static final String REFUSED = "refused";
    /** The request had been withdrawn. */
    static final String WITHDRAWN = "withdrawn";
    /** The request was approved after the extract was released. */
    static final String BEFORE_APPROVAL = "before-approval";
    /** More children were released than approved. */
    static final String MORE_CHILDREN = "more-children";
    /** Categories were released that were not approved. */
    static final String OTHER_FIELDS = "other-fields";
    /** Datasets were released that were not approved. */
    static final String OTHER_DATASETS = "other-datasets";
    /** The extract went to somebody else than approved. */
    static final String OTHER_RECIPIENT = "other-recipient";
    /** Two extracts of a request hold the same of the same children. */
    static final String SENT_TWICE = "sent-twice";
    /** A refused request came back with another legal gateway. */
    static final String GATEWAY_CHANGED = "gateway-changed";

    /** For what no time will settle. */
    private static final Instant AT_ONCE = Instant.EPOCH;

    public ApprovalDetector() {
        this(Severity.HIGH, new Days(14));
    }

    @Override
    public List<Due> onCase(CaseFile file, Situation situation) {
        return new Case(file, situation).judge();
    }

    /** One request with all that was released for it, or one extract without a request. */
    private final class Case {
        private final CaseFile file;
        private final Situation situation;
        private final List<CaseEvent> requested;
        private final List<CaseEvent> released;
        private final List<Due> found = new ArrayList<>();

        Case(CaseFile file, Situation situation) {
            this.file = file;
            this.situation = situation;
            this.requested = file.events().stream()
                    .filter(event -> isOfRequest(event.stage()))
                    .toList();
            this.released = file.of(Stage.RELEASED);
        }

        List<Due> judge() {
            file.extracts().forEach((extract, events) -> {
                List<CaseEvent> ofExtract = events.stream()
                        .filter(event -> event.stage() == Stage.RELEASED)
                        .toList();
                if (!ofExtract.isEmpty()) {
                    judgeExtract(extract, ofExtract);
                }
            });
            if (file.requestId() != null) {
                if (!released.isEmpty()) {
                    judgeExtent(file.requestId());
                }
                judgeGateway(file.requestId());
            }
            return found;
        }

        private void judgeExtract(String extract, List<CaseEvent> events) {
            CaseEvent first = events.get(0);
            Instant loggedAt = firstLogged(events.stream());
            Instant due = loggedAt.plus(Duration.ofDays(grace.days()));
            if (requested.isEmpty()) {
                find(WITHOUT_REQUEST, due, false, first, extract, events);
                return;
            }
            settle(WITHOUT_REQUEST, due, firstLogged(requested.stream()), first, extract, events);
            List<CaseEvent> before = requested.stream()
                    .filter(event -> !event.at().isAfter(first.at()))
                    .toList();
            if (!none(before, Stage.APPROVED)) {
                settle(NOT_APPROVED, due, firstLogged(of(before, Stage.APPROVED)), first, extract, events);
            }
            if (isRefused(before)) {
                find(REFUSED, AT_ONCE, false, first, extract, events);
            } else if (isWithdrawn(before)) {
                find(WITHDRAWN, AT_ONCE, false, first, extract, events);
            } else if (none(before, Stage.APPROVED)) {
                if (none(requested, Stage.APPROVED)) {
                    find(NOT_APPROVED, due, false, first, extract, events);
                } else {
                    find(BEFORE_APPROVAL, AT_ONCE, false, first, extract, events);
                }
            }
        }

        /** What was expected came: too late, or there is nothing to say. */
        private void settle(
                String kind, Instant due, Instant cameAt, CaseEvent when, String about, List<CaseEvent> releases) {
            if (cameAt.isAfter(due)) {
                find(kind, due, true, when, about, releases);
            }
        }

        private void find(
                String kind, Instant due, boolean settled, CaseEvent when, String about, List<CaseEvent> releases) {
            found.add(new Due(
                    due,
                    Window.month(when.date()),
                    () -> finding(kind, when, about, releases).settled(settled)));
        }

        private boolean isRefused(List<CaseEvent> before) {
            CaseEvent decision = Stream.concat(of(before, Stage.APPROVED), of(before, Stage.REFUSED))
                    .max(Comparator.comparing(CaseEvent::at).thenComparing(CaseEvent::stage))
                    .orElse(null);
            return decision == null
                    ? none(requested, Stage.APPROVED) && !none(requested, Stage.REFUSED)
                    : decision.stage() == Stage.REFUSED;
        }

        private static boolean isWithdrawn(List<CaseEvent> before) {
            Instant withdrawn = of(before, Stage.WITHDRAWN)
                    .map(CaseEvent::at)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
            return withdrawn != null
                    && Stream.concat(of(before, Stage.APPROVED), of(before, Stage.SUBMITTED))
                            .noneMatch(event -> event.at().isAfter(withdrawn));
        }

        /** Whether more, or other things, were released than approved, or asked for where the approval does not say. */
        private void judgeExtent(String request) {
            CaseEvent last = released.get(released.size() - 1);
            long children = CaseFile.children(released);
            Long approved = approved(event -> number(event));
            if (approved != null && children > approved) {
                found.add(new Due(
                        AT_ONCE,
                        Window.month(last.date()),
                        () -> finding(MORE_CHILDREN, last, request, released).comparedWith(approved)));
            }
            Categories categories = approved(event -> event.categories().isEmpty() ? null : event.categories());
            if (categories != null
                    && released.stream().anyMatch(event -> !categories.containsAll(event.categories()))) {
                find(OTHER_FIELDS, AT_ONCE, false, last, request, released);
            }
            Set<String> datasets = approved(event -> event.datasets().isEmpty() ? null : event.datasets());
            if (datasets != null && released.stream().anyMatch(event -> !datasets.containsAll(event.datasets()))) {
                find(OTHER_DATASETS, AT_ONCE, false, last, request, released);
            }
            String recipient = approved(CaseEvent::recipient);
            if (recipient != null
                    && released.stream()
                            .anyMatch(event -> event.recipient() != null
                                    && !event.recipient().equals(recipient))) {
                find(OTHER_RECIPIENT, AT_ONCE, false, last, request, released);
            }
            long twice = sentTwice();
            if (twice > 0) {
                boolean exact = released.stream().allMatch(CaseEvent::exact);
                found.add(new Due(
                        AT_ONCE,
                        Window.month(last.date()),
                        () -> finding(SENT_TWICE, last, request, released).counting(Basis.CHILDREN, twice, exact)));
            }
        }

        private static @Nullable Long number(CaseEvent event) {
            return event.stated() != null ? event.stated() : event.asked() > 0 ? event.asked() : null;
        }

        /** What the last approval says; where it says nothing, the last submission. */
        private <T> @Nullable T approved(Function<CaseEvent, @Nullable T> says) {
            for (Stage stage : List.of(Stage.APPROVED, Stage.SUBMITTED)) {
                List<CaseEvent> events = of(requested, stage).toList();
                T said = events.isEmpty() ? null : says.apply(events.get(events.size() - 1));
                if (said != null) {
                    return said;
                }
            }
            return null;
        }

        /** How many children are in at least two extracts with the same categories. */
        private long sentTwice() {
            Map<String, List<CaseEvent>> byExtract = released.stream()
                    .filter(event -> event.extractId() != null)
                    .collect(Collectors.groupingBy(event -> String.valueOf(event.extractId())));
            if (byExtract.size() < 2) {
                return 0;
            }
            Map<Categories, Set<Long>> seen = new HashMap<>();
            Set<Long> again = new HashSet<>();
            for (List<CaseEvent> extract : byExtract.values()) {
                Categories categories =
                        extract.stream().map(CaseEvent::categories).reduce(Categories.none(), Categories::plus);
                Set<Long> before = seen.computeIfAbsent(categories, same -> new HashSet<>());
                extract.stream()
                        .flatMapToLong(event -> LongStream.of(event.children()))
                        .distinct()
                        .filter(child -> !before.add(child))
                        .forEach(again::add);
            }
            return again.size();
        }

        private void judgeGateway(String request) {
            List<CaseEvent> submitted = of(requested, Stage.SUBMITTED).toList();
            of(requested, Stage.REFUSED).forEach(refused -> {
                String before = null;
                for (CaseEvent event : submitted) {
                    if (!event.at().isAfter(refused.at())) {
                        before = event.legalGateway();
                    } else if (before != null
                            && event.legalGateway() != null
                            && !event.legalGateway().equals(before)) {
                        found.add(new Due(
                                AT_ONCE,
                                Window.month(event.date()),
                                () -> finding(GATEWAY_CHANGED, event, request, List.of())
                                        .counting(Basis.REQUESTS, 1, true)));
                    }
                }
            });
        }

        private Finding finding(String kind, CaseEvent when, String about, List<CaseEvent> releases) {
            Agreement agreement = situation.policy().agreementOf(file.body().id(), when.agreementId());
            return Finding.of(
                            type(),
                            situation.rule() + "/" + kind,
                            file.body(),
                            Window.month(when.date()).name(),
                            severity,
                            situation.policy().version())
                    .under(when.agreementId(), agreement == null ? null : agreement.owner())
                    .about(about)
                    .counting(
                            Basis.CHILDREN,
                            CaseFile.children(releases),
                            releases.stream().allMatch(CaseEvent::exact));
        }
    }

    private static boolean isOfRequest(Stage stage) {
        return stage == Stage.SUBMITTED
                || stage == Stage.APPROVED
                || stage == Stage.REFUSED
                || stage == Stage.WITHDRAWN;
    }

    private static Stream<CaseEvent> of(List<CaseEvent> events, Stage stage) {
        return events.stream().filter(event -> event.stage() == stage);
    }

    private static boolean none(List<CaseEvent> events, Stage stage) {
        return of(events, stage).findAny().isEmpty();
    }

    private static Instant firstLogged(Stream<CaseEvent> events) {
        return events.map(CaseEvent::loggedAt).min(Comparator.naturalOrder()).orElseThrow();
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        String about = finding.key().about();
        String did = sentence.who() + " " + sentence.did();
        String ofRequest = did.replace(sentence.when(), sentence.when().replaceFirst("^in ", "until "));
        return switch (finding.kindOfRule()) {
            case WITHOUT_REQUEST ->
                finding.settled()
                        ? "%s by extract %s; its request was logged only afterwards.".formatted(did, about)
                        : "%s by extract %s, for which there is no request.".formatted(did, about);
            case NOT_APPROVED ->
                finding.settled()
                        ? "%s by extract %s; its approval was logged only afterwards.".formatted(did, about)
                        : "%s by extract %s, whose request nobody has approved.".formatted(did, about);
            case REFUSED -> "%s by extract %s, whose request was refused.".formatted(did, about);
            case WITHDRAWN -> "%s by extract %s, although its request was withdrawn.".formatted(did, about);
            case BEFORE_APPROVAL -> "%s by extract %s, before its request was approved.".formatted(did, about);
            case MORE_CHILDREN ->
                "%s for request %s; %s were approved."
                        .formatted(ofRequest, about, Sentence.number(finding.limit() == null ? 0 : finding.limit()));
            case OTHER_FIELDS ->
                "%s for request %s, with categories that were not approved.".formatted(ofRequest, about);
            case OTHER_DATASETS -> "%s for request %s, of datasets that were not approved.".formatted(ofRequest, about);
            case OTHER_RECIPIENT ->
                "%s for request %s, sent to another recipient than approved.".formatted(ofRequest, about);
            case SENT_TWICE -> "%s twice for request %s, with the same categories.".formatted(ofRequest, about);
            default ->
                "%s submitted request %s again %s with another legal gateway, after it was refused."
                        .formatted(sentence.who(), about, sentence.when());
        };
    }
}
