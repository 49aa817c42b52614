package dev.rollcall.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is counted.
 *
 * <p>The first eight are published as figures of bodies, groups and panels, and may carry limits. What is held is published of
 * bodies, for each dataset; of feeds, the events that count and those rejected. The others are kept by the month for the detectors and never published.
 */
public enum Basis {
    /** Distinct requests submitted. */
    REQUESTS(true, Told.OF_BODIES, "requests"),
    /** People asked about, as stated by the requests submitted; people may repeat. */
    ASKED(false, Told.OF_BODIES, "people asked about"),
    /** Distinct requests answered by a released extract. */
    ANSWERED(true, Told.OF_BODIES, "answered requests"),
    /** Records released; children may repeat. */
    RECORDS(false, Told.OF_BODIES, "records"),
    /** Distinct children whose records were released. */
    CHILDREN(true, Told.OF_BODIES, "different children"),
    /** Distinct requests approved or refused. */
    DECIDED(true, Told.OF_BODIES, "decided requests"),
    /** Distinct requests refused. */
    REFUSED(true, Told.OF_BODIES, "refused requests"),
    /** Distinct children released in a month and in each of some months before it; counted where a limit asks for it. */
    REPEATS(true, Told.OF_BODIES, "children released again"),

    /** Distinct extracts released and not certified destroyed, by the month of their release and by dataset. */
    HELD(true, Told.OF_DATASETS, "extracts held"),

    /** Distinct extracts released. */
    EXTRACTS(true, Told.NEVER, "extracts"),
    /** Extracts that left out tokens, so that the count of children is "at least". */
    INEXACT(false, Told.NEVER, "extracts without all tokens"),
    /** Event ids that stand for at least two different events. */
    REUSED_IDS(false, Told.NEVER, "re-used event ids"),

    /** Events of a feed that count. */
    EVENTS(false, Told.OF_FEEDS, "events"),
    /** Days, by the day of their record timestamp, on which an event of a feed was accepted. */
    HEARD(false, Told.NEVER, "days with events"),
    /** Events rejected as UNKNOWN_STAGE; these and those below in the month of their record timestamp. */
    UNKNOWN_STAGE(false, Told.OF_FEEDS, "events of an unknown stage"),
    /** Events rejected as WRONG_KEY. */
    WRONG_KEY(false, Told.OF_FEEDS, "events under a wrong key"),
    /** Events rejected as WRONG_PARTITION. */
    WRONG_PARTITION(false, Told.OF_FEEDS, "events in a wrong partition"),
    /** Events rejected as BAD_ID. */
    BAD_ID(false, Told.OF_FEEDS, "events with a malformed id"),
    /** Events rejected as FUTURE. */
    FUTURE(false, Told.OF_FEEDS, "events from the future"),
    /** Events rejected as LATE. */
    LATE(false, Told.OF_FEEDS, "late events");

    private static final List<Basis> LIMITED =
            Arrays.stream(values()).filter(Basis::mayBeLimited).toList();

    /** Of whom figures of a basis are published. */
    private enum Told {
        OF_BODIES,
        OF_DATASETS,
        OF_FEEDS,
        NEVER
    }

    private final boolean distinct;
    private final Told told;
    private final String unit;
    private final String text;

    Basis(boolean distinct, Told told, String unit) {
        this.distinct = distinct;
        this.told = told;
        this.unit = unit;
        this.text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the basis counts different things, once each; otherwise it adds amounts. */
    public boolean distinct() {
        return distinct;
    }

    /** Whether figures of this basis may carry limits. */
    public boolean mayBeLimited() {
        return told == Told.OF_BODIES;
    }

    /** Whether figures of this basis are published for entities of {@code kind}. */
    public boolean isPublishedOf(EntityKind kind) {
        return switch (told) {
            case OF_BODIES -> kind != EntityKind.FEED;
            case OF_DATASETS -> kind == EntityKind.BODY;
            case OF_FEEDS -> kind == EntityKind.FEED;
            case NEVER -> false;
        };
    }

    /** What one reads after the number: "1,501 different children". */
    public String unit() {
        return unit;
    }

    /** The basis as written in policies, alerts and figures. */
    public String text() {
        return text;
    }

    /** The bases that may carry limits, in order. */
    public static List<Basis> allLimited() {
        return LIMITED;
    }

    /** What counts the events of a feed that were rejected for {@code reason}; empty where they do not tell their feed. */
    public static Optional<Basis> ofRejected(Reason reason) {
        return switch (reason) {
            case UNKNOWN_STAGE -> Optional.of(UNKNOWN_STAGE);
            case WRONG_KEY -> Optional.of(WRONG_KEY);
            case WRONG_PARTITION -> Optional.of(WRONG_PARTITION);
            case BAD_ID -> Optional.of(BAD_ID);
            case FUTURE -> Optional.of(FUTURE);
            case LATE -> Optional.of(LATE);
            case UNDECODABLE, REFUSED_POLICY -> Optional.empty();
        };
    }
}
