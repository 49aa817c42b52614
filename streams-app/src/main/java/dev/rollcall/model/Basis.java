package dev.rollcall.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is counted.
 *
 * <p>The first seven are published as figures and may carry limits. The others are kept by the month for the detectors
 * and never published.
 */
public enum Basis {
    /** Distinct requests submitted. */
    REQUESTS(true, true, "requests"),
    /** People asked about, as stated by the requests submitted; people may repeat. */
    ASKED(false, true, "people asked about"),
    /** Distinct requests answered by a released extract. */
    ANSWERED(true, true, "answered requests"),
    /** Records released; children may repeat. */
    RECORDS(false, true, "records"),
    /** Distinct children whose records were released. */
    CHILDREN(true, true, "different children"),
    /** Distinct requests approved or refused. */
    DECIDED(true, true, "decided requests"),
    /** Distinct requests refused. */
    REFUSED(true, true, "refused requests"),

    /** Distinct extracts released. */
    EXTRACTS(true, false, "extracts"),
    /** Extracts that left out tokens, so that the count of children is "at least". */
    INEXACT(false, false, "extracts without all tokens"),
    /** Event ids that stand for at least two different events. */
    REUSED_IDS(false, false, "re-used event ids"),
    /** Events rejected as LATE, in the month of their record timestamp. */
    LATE(false, false, "late events"),
    /** Events rejected as FUTURE, in the month of their record timestamp. */
    FUTURE(false, false, "events from the future");

    private static final List<Basis> PUBLISHED =
            Arrays.stream(values()).filter(Basis::published).toList();

    private final boolean distinct;
    private final boolean published;
    private final String unit;

    Basis(boolean distinct, boolean published, String unit) {
        this.distinct = distinct;
        this.published = published;
        this.unit = unit;
    }

    /** Whether the basis counts different things, once each; otherwise it adds amounts. */
    public boolean distinct() {
        return distinct;
    }

    /** Whether figures of this basis are published and may carry limits. */
    public boolean published() {
        return published;
    }

    /** What one reads after the number: "1,501 different children". */
    public String unit() {
        return unit;
    }

    /** The basis as written in policies, alerts and figures. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The bases that are published, in order. */
    public static List<Basis> allPublished() {
        return PUBLISHED;
    }
}
