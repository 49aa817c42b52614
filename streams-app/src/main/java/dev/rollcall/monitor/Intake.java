package dev.rollcall.monitor;

import dev.rollcall.model.Categories;
import dev.rollcall.model.Category;
import dev.rollcall.model.Datasets;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Reason;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Terms;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.Ids;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Vocabulary;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks, pseudonymises and places one event: behind it there are no identifiers. */
public final class Intake {
    /** How far ahead of its record an event, or a tick, may claim to be. */
    public static final Duration AHEAD = Duration.ofMinutes(5);

    private static final String NO_FEED = "unknown";

    private final Pseudonymiser pseudonymiser;
    private final Digest keyCheck;

    public Intake(Pseudonymiser pseudonymiser) {
        this.pseudonymiser = pseudonymiser;
        this.keyCheck = pseudonymiser.keyCheck();
    }

    /** What tells the key of the pseudonyms from another. */
    public Digest keyCheck() {
        return keyCheck;
    }

    /** What the watch may see of {@code arrival}; null where it cannot be counted. */
    public @Nullable Observation seen(Arrival arrival, Policies policies) {
        Event event = arrival.event();
        return event == null || refuse(arrival, policies) != null ? null : observe(event, arrival.origin(), policies);
    }

    /** Why {@code arrival} cannot be counted, apart from being a duplicate; null where it can. */
    @Nullable Reason refuse(Arrival arrival, Policies policies) {
        Event event = arrival.event();
        if (event == null) {
            return Reason.UNDECODABLE;
        }
        if (event.stage() == null) {
            return Reason.UNKNOWN_STAGE;
        }
        if (!event.body().equals(arrival.key())) {
            return Reason.WRONG_KEY;
        }
        if (arrival.homePartition() != arrival.origin().partition()) {
            return Reason.WRONG_PARTITION;
        }
        if (!Ids.wellFormed(event.body()) || malformed(event.requestId()) || malformed(event.extractId())) {
            return Reason.BAD_ID;
        }
        Instant appendedAt = arrival.origin().appendedAt();
        if (isAhead(event.at(), appendedAt)) {
            return Reason.FUTURE;
        }
        Duration lateness = policies.at(appendedAt).lateness();
        return event.at().isBefore(appendedAt.minus(lateness)) ? Reason.LATE : null;
    }

    /** Whether what claims to be of {@code at} claims more than its record, logged at {@code appendedAt}, may. */
    public static boolean isAhead(Instant at, Instant appendedAt) {
        return at.isAfter(appendedAt.plus(AHEAD));
    }

    private static boolean malformed(@Nullable String id) {
        return id != null && !Ids.wellFormed(id);
    }

    /** What the watch may see of {@code event}, which was not refused. */
    Observation observe(Event event, Origin origin, Policies policies) {
        LocalDate day = policies.zone().dayOf(event.at());
        Policy policy = policies.on(day);
        Body body = policy.bodies().get(event.body());
        Categories categories = Categories.none();
        Set<String> unknownFields = new HashSet<>();
        for (String field : event.fields()) {
            Category category = policy.catalogue().categoryOf(field);
            if (category == null) {
                unknownFields.add(field);
            } else {
                categories = categories.plus(category);
            }
        }
        int malformedIds = 0;
        for (String id : Arrays.asList(event.agreementId(), event.panel(), event.recipient(), event.feed())) {
            malformedIds += malformed(id) ? 1 : 0;
        }
        Set<String> identifyingTokens = new HashSet<>();
        for (String token : event.children()) {
            if (Ids.likePupilNumber(token) || Ids.likeName(token)) {
                identifyingTokens.add(token);
            }
        }
        long[] children = pseudonyms(event);
        String agreementId = unlessMalformed(event.agreementId());
        return new Observation(
                pseudonymiser.identity(event),
                pseudonymiser.event(event),
                origin,
                feedOf(event),
                event.at(),
                (int) day.toEpochDay(),
                event.retracts(),
                Objects.requireNonNull(event.stage()),
                event.body(),
                event.requestId(),
                event.extractId(),
                agreementId,
                policy.agreementOf(event.body(), agreementId) != null,
                body == null ? null : body.group(),
                unlessMalformed(event.panel()),
                unlessMalformed(event.recipient()),
                categories,
                unknownFields.size(),
                malformedIds,
                identifyingTokens.size(),
                event.asked() == null ? 0 : event.asked(),
                event.records(),
                children,
                missing(event, children.length),
                event.childCount(),
                event.operator() == null ? null : pseudonymiser.operator(event.body(), event.operator()),
                terms(event, policy.vocabulary()),
                datasets(event, day, policy));
    }

    private static Terms terms(Event event, Vocabulary vocabulary) {
        LocalDate retainUntil = event.retainUntil();
        if (retainUntil == null
                && event.purpose() == null
                && event.legalGateway() == null
                && event.lawfulBasis() == null
                && event.channel() == null
                && event.caseReference() == null) {
            return Terms.NONE;
        }
        return new Terms(
                Vocabulary.known(event.purpose(), vocabulary.purposes()),
                Vocabulary.known(event.legalGateway(), vocabulary.legalGateways()),
                Vocabulary.known(event.lawfulBasis(), vocabulary.lawfulBases()),
                Vocabulary.known(event.channel(), vocabulary.channels()),
                event.caseReference() != null && !event.caseReference().isBlank(),
                retainUntil == null ? null : Math.toIntExact(retainUntil.toEpochDay()));
    }

    private static Datasets datasets(Event event, LocalDate day, Policy policy) {
        boolean share = policy.asksForShareOfDataset();
        if (event.datasets().isEmpty() && !share) {
            return Datasets.NONE;
        }
        Set<String> names = new HashSet<>();
        Set<String> unknown = new HashSet<>();
        Set<String> unreleased = new HashSet<>();
        for (String spelling : event.datasets()) {
            String name = policy.datasetNamed(spelling);
            if (name == null) {
                unknown.add(spelling);
            } else {
                names.add(name);
                if (!policy.hasAppeared(name, spelling, event.fields(), day)) {
                    unreleased.add(name);
                }
            }
        }
        return new Datasets(
                names, unknown.size(), unreleased, share ? policy.catalogue().coverage(event.fields(), names) : null);
    }

    private long[] pseudonyms(Event event) {
        return event.children().stream()
                .mapToLong(pseudonymiser::child)
                .sorted()
                .distinct()
                .toArray();
    }

    /** How many children of an extract are stated but not named by a token. */
    private static long missing(Event event, int named) {
        if (event.type() != EventType.EXTRACT || event.stage() != Stage.RELEASED) {
            return 0;
        }
        long stated = event.childCount() != null ? event.childCount() : named == 0 ? event.records() : 0;
        return Math.max(0, stated - named);
    }

    /** Which feed sent {@code event}; {@value #NO_FEED} where its name is not well-formed. */
    static String feedOf(Event event) {
        return malformed(event.feed()) ? NO_FEED : event.feed();
    }

    private static @Nullable String unlessMalformed(@Nullable String id) {
        return malformed(id) ? null : id;
    }
}
