package dev.rollcall.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted.
 *
 * <p>The first eight are published as figures of bodies, groups and panels, and may carry limits. What is held is published of
 * bodies, for each dataset; of feeds, the events that count and those rejected. The others are kept by the month for the detectors and never published.
 */
public enum Basis {
    /** Distinct requests submitted. */
    REQUESTS(
            true,
            Told.OF_BODIES,
            "requests",
            "different requests submitted, each body's request once however many events tell of it"),
    /** People asked about, as stated by the requests submitted; people may repeat. */
    ASKED(
            false,
            Told.OF_BODIES,
            "people asked about",
            "people asked about, as the requests submitted state; one person may be asked about several times"),
    /** Distinct requests answered by a released extract. */
    ANSWERED(
            true,
            Told.OF_BODIES,
            "answered requests",
            "different requests for which an extract was released; an extract that names no request answers none"),
    /** Records released; children may repeat. */
    RECORDS(false, Told.OF_BODIES, "records", "records released in extracts; one child may have several"),
    /** Distinct children whose records were released. */
    CHILDREN(
            true,
            Told.OF_BODIES,
            "different children",
            "different children whose records were released in extracts, each child once however often it was released"),
    /** Distinct requests approved or refused. */
    DECIDED(true, Told.OF_BODIES, "decided requests", "different requests approved or refused"),
    /** Distinct requests refused. */
    REFUSED(true, Told.OF_BODIES, "refused requests", "different requests refused"),
    /** Distinct children released in a month and in each of some months before it; counted where a limit asks for it. */
    REPEATS(
            true,
            Told.OF_BODIES,
            "children released again",
            "different children released in a month and in each of some months before it"),

    /** Distinct extracts released and not certified destroyed, by the month of their release and by dataset. */
    HELD(
            true,
            Told.OF_DATASETS,
            "extracts held",
            "different extracts released and not certified destroyed, by the month of their first release"),

    /** Distinct extracts released. */
    EXTRACTS(true, Told.NEVER, "extracts", "different extracts released"),
    /** Extracts that left out tokens, so that the count of children is "at least". */
    INEXACT(false, Told.NEVER, "extracts without all tokens", "extracts that left out tokens of children"),
    /** Event ids that stand for at least two different events. */
    REUSED_IDS(false, Told.NEVER, "re-used event ids", "event ids that stand for at least two different events"),

    /** Events of a feed that count. */
    EVENTS(false, Told.OF_FEEDS, "events", "events of a feed that count"),
    /** Days, by the day of their record timestamp, on which an event of a feed was accepted. */
    HEARD(false, Told.NEVER, "days with events", "days on which an event of a feed was accepted"),
    /** Events rejected as UNKNOWN_STAGE; these and those below in the month of their record timestamp. */
    UNKNOWN_STAGE(
            false,
            Told.OF_FEEDS,
            "events of an unknown stage",
            "events rejected, of a stage that this version does not know"),
    /** Events rejected as WRONG_KEY. */
    WRONG_KEY(false, Told.OF_FEEDS, "events under a wrong key", "events rejected, under another key than their body"),
    /** Events rejected as WRONG_PARTITION. */
    WRONG_PARTITION(
            false,
            Told.OF_FEEDS,
            "events in a wrong partition",
            "events rejected, in a partition to which their key does not belong"),
    /** Events rejected as BAD_ID. */
    BAD_ID(
            false,
            Told.OF_FEEDS,
            "events with a malformed id",
            "events rejected, with a malformed body, requestId or extractId"),
    /** Events rejected as FUTURE. */
    FUTURE(
            false,
            Told.OF_FEEDS,
            "events from the future",
            "events rejected, being dated more than five minutes after they were logged"),
    /** Events rejected as LATE. */
    LATE(false, Told.OF_FEEDS, "late events", "events rejected, being older, when logged, than the policy allows");

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
    private final String definition;
    private final String text;

    Basis(boolean distinct, Told told, String unit, String definition) {
        this.distinct = distinct;
        this.told = told;
        this.unit = unit;
        this.definition = definition;
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

    /** What exactly is counted, in words that may be quoted. */
    public String definition() {
        return definition;
    }

    /** The basis as written in policies, alerts and figures. */
    public String text() {
        return text;
    }

    /** The basis that is written so; null where none is. */
    public static @Nullable Basis named(String text) {
        for (Basis basis : values()) {
            if (basis.text.equals(text)) {
                return basis;
            }
        }
        return null;
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
