package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Terms;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Dataset;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Requirement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges each event by the agreement it cites: is there one, is it in force, does it cover what is asked for and released, is
 * all stated that it requires, and does the public know of it.
 *
 * <p>What makes the whole event wrong is said alone: an extract under an agreement that has ended is not also told of for its
 * categories. Only what its datasets may be used for does not depend on any agreement.
 */
@AutoService(Detector.class)
public record AgreementDetector() implements Detector {
    /** A body that the policy does not know. */
    static final String UNKNOWN_BODY = "unknown-body";
    /** A request or a release under no agreement that the policy knows for the body. */
    static final String NO_AGREEMENT = "no-agreement";
    /** A request or a release after the agreement was withdrawn. */
    static final String WITHDRAWN = "withdrawn";
    /** A request or a release while the agreement is suspended. */
    static final String SUSPENDED = "suspended";
    /** A request or a release before the agreement began. */
    static final String NOT_YET = "not-yet";
    /** A request or a release after the agreement ended. */
    static final String LAPSED = "lapsed";
    /** A release with categories that the agreement does not list. */
    static final String CATEGORY_OUTSIDE = "category-outside";
    /** A request or a release for a purpose that the agreement does not list. */
    static final String OTHER_PURPOSE = "other-purpose";
    /** A request or a release that does not state all that the agreement requires. */
    static final String MISSING_ITEM = "missing-item";
    /** A release under an agreement that was not public by then. */
    static final String UNPUBLISHED = "unpublished";
    /** A release under an agreement of which the people concerned had not been told by then. */
    static final String UNNOTIFIED = "unnotified";
    /** A request or a release from a dataset that was collected for other purposes. */
    static final String COLLECTED_FOR = "collected-for";
    /** A request or a release with data that had not appeared by then. */
    static final String NOT_RELEASED = "not-released";

    private static final int MOST_NAMED = 3;

    @Override
    public boolean always() {
        return true;
    }

    @Override
    public List<Finding> onEvent(Observation event, Situation situation) {
        Policy policy = situation.policy();
        if (!policy.bodies().containsKey(event.body())) {
            return List.of(finding(UNKNOWN_BODY, Severity.CRITICAL, event, null, policy));
        }
        if (event.stage() != Stage.SUBMITTED && event.stage() != Stage.RELEASED) {
            return List.of();
        }
        Agreement agreement = policy.agreementOf(event.body(), event.agreementId());
        List<Finding> findings = new ArrayList<>();
        String notInForce =
                agreement == null ? NO_AGREEMENT : whyNotInForce(agreement, LocalDate.ofEpochDay(event.day()));
        if (notInForce != null) {
            findings.add(finding(notInForce, Severity.HIGH, event, agreement, policy));
        } else if (agreement != null) {
            judgeTerms(event, agreement, policy, findings);
            if (event.stage() == Stage.RELEASED) {
                judgeRelease(event, agreement, policy, findings);
            }
        }
        judgeDatasets(event, agreement, policy, findings);
        return findings;
    }

    /** Why nothing may flow under {@code agreement} on {@code day}; null where it may. */
    private static @Nullable String whyNotInForce(Agreement agreement, LocalDate day) {
        if (agreement.inForceOn(day)) {
            return null;
        }
        if (agreement.withdrawn() != null && !day.isBefore(agreement.withdrawn())) {
            return WITHDRAWN;
        }
        if (agreement.suspended() != null && !day.isBefore(agreement.suspended())) {
            return SUSPENDED;
        }
        return day.isBefore(agreement.from()) ? NOT_YET : LAPSED;
    }

    private void judgeTerms(Observation event, Agreement agreement, Policy policy, List<Finding> findings) {
        String purpose = event.terms().purpose();
        if (purpose != null
                && !agreement.purposes().isEmpty()
                && !agreement.purposes().contains(purpose)) {
            findings.add(finding(OTHER_PURPOSE, Severity.HIGH, event, agreement, policy)
                    .about(purpose));
        }
        String missing = agreement.requires().stream()
                .filter(item -> isMissing(item, event))
                .map(Requirement::text)
                .sorted()
                .collect(Collectors.joining("+"));
        if (!missing.isEmpty()) {
            findings.add(finding(MISSING_ITEM, Severity.HIGH, event, agreement, policy)
                    .about(missing));
        }
    }

    private static boolean isMissing(Requirement item, Observation event) {
        if (item.ofReleasesAlone() && event.stage() != Stage.RELEASED) {
            return false;
        }
        return switch (item) {
            case CASE_REFERENCE -> !event.terms().caseReference();
            case LEGAL_GATEWAY -> event.terms().legalGateway() == null;
            case LAWFUL_BASIS -> event.terms().lawfulBasis() == null;
            case PURPOSE -> event.terms().purpose() == null;
            case OPERATOR -> event.operator() == null;
            case RECIPIENT -> event.recipient() == null;
            case PANEL_APPROVAL -> event.panel() == null;
            case DESTRUCTION_DATE -> event.terms().retainUntil() == null;
        };
    }

    private void judgeRelease(Observation event, Agreement agreement, Policy policy, List<Finding> findings) {
        Categories agreed = agreement.categories();
        if (agreed != null && !agreed.containsAll(event.categories())) {
            findings.add(finding(CATEGORY_OUTSIDE, Severity.HIGH, event, agreement, policy)
                    .about(event.categories().minus(agreed).toString()));
        }
        LocalDate day = LocalDate.ofEpochDay(event.day());
        if (agreement.published() != null && day.isBefore(agreement.published())) {
            findings.add(inLife(UNPUBLISHED, event, agreement, policy));
        }
        if (agreement.notified() != null && day.isBefore(agreement.notified())) {
            findings.add(inLife(UNNOTIFIED, event, agreement, policy));
        }
    }

    /** One alert for the whole agreement, however many extracts were released by then. */
    private Finding inLife(String rule, Observation event, Agreement agreement, Policy policy) {
        return Finding.of(
                        type(),
                        rule,
                        Entity.body(event.body()),
                        agreement.life().name(),
                        Severity.WARNING,
                        policy.version())
                .at(event.at())
                .under(agreement.id(), agreement.owner())
                .countingOf(event);
    }

    private void judgeDatasets(
            Observation event, @Nullable Agreement agreement, Policy policy, List<Finding> findings) {
        String purpose = event.terms().purpose();
        for (String name : event.datasets().names()) {
            Dataset dataset = policy.datasets().get(name);
            if (purpose != null
                    && dataset != null
                    && !dataset.collectedFor().isEmpty()
                    && !dataset.collectedFor().contains(purpose)) {
                findings.add(finding(COLLECTED_FOR, Severity.HIGH, event, agreement, policy)
                        .about(name));
            }
        }
        for (String name : event.datasets().unreleased()) {
            findings.add(finding(NOT_RELEASED, Severity.HIGH, event, agreement, policy)
                    .about(name));
        }
    }

    private Finding finding(
            String rule, Severity severity, Observation event, @Nullable Agreement agreement, Policy policy) {
        Finding finding = Finding.in(event, type(), rule, severity, policy.version());
        return (agreement == null ? finding : finding.under(agreement.id(), agreement.owner())).countingOf(event);
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        String who = sentence.who();
        String did = finding.basis() == null ? "sent an event " + sentence.when() : sentence.did();
        String document = sentence.document();
        String about = String.valueOf(finding.key().about());
        return switch (finding.rule()) {
            case UNKNOWN_BODY -> "%s, a body that the policy does not know, %s.".formatted(who, did);
            case NO_AGREEMENT -> "%s %s under no agreement that the policy knows.".formatted(who, did);
            case WITHDRAWN -> "%s %s after %s was withdrawn.".formatted(who, did, document);
            case SUSPENDED -> "%s %s while %s was suspended.".formatted(who, did, document);
            case NOT_YET -> "%s %s before %s began.".formatted(who, did, document);
            case LAPSED -> "%s %s after %s had ended.".formatted(who, did, document);
            case OTHER_PURPOSE ->
                about.equals(Terms.OTHER)
                        ? "%s %s for a purpose that %s does not name.".formatted(who, did, document)
                        : "%s %s for %s, a purpose that %s does not name.".formatted(who, did, about, document);
            case MISSING_ITEM ->
                "%s %s without %s, which %s requires.".formatted(who, did, sentence.about(MOST_NAMED), document);
            case UNPUBLISHED ->
                "%s received records of children under %s, which was %s."
                        .formatted(
                                who,
                                document,
                                onlyOn(
                                        "made public",
                                        agreement(finding, situation).published()));
            case UNNOTIFIED ->
                "%s received records of children under %s, of which the people concerned were %s."
                        .formatted(
                                who,
                                document,
                                onlyOn("told", agreement(finding, situation).notified()));
            case COLLECTED_FOR -> "%s %s; %s was collected for other purposes.".formatted(who, did, sentence.dataset());
            case NOT_RELEASED -> "%s %s; that data of %s had not appeared yet.".formatted(who, did, sentence.dataset());
            default ->
                "%s %s with %s, which %s does not cover.".formatted(who, did, sentence.about(MOST_NAMED), document);
        };
    }

    private static Agreement agreement(Finding finding, Situation situation) {
        return Objects.requireNonNull(situation.policy().agreements().get(finding.agreementId()));
    }

    private static String onlyOn(String what, @Nullable LocalDate day) {
        return day == null || day.equals(Agreement.NEVER)
                ? "never " + what
                : "%s only on %s".formatted(what, Sentence.day(day));
    }
}
