package dev.rollcall.policy;

import dev.rollcall.model.Calendar;
import dev.rollcall.model.Per;
import dev.rollcall.model.Rolling;

/**
 * A limit written as a share of a number that the policy states elsewhere.
 *
 * @param percent 1 to {@value #MOST}; of a dataset at most 100
 */
public record Share(int percent, Whole of) {

    /** More than ten times what was declared is no limit. */
    static final int MOST = 999;

    private static final int MONTHS = 12;
    private static final int QUARTERS = 4;
    private static final int DAYS = 365;

    /** What the share is of. */
    public enum Whole {
        /** How many children a year the body said that it would ask for. */
        DECLARED,
        /** How many children a dataset holds. */
        DATASET
    }

    /** Whether a year's volume can be scaled to windows of {@code per}: not to a period or to the life of an agreement. */
    static boolean scalesTo(Per per) {
        return per instanceof Calendar || per instanceof Rolling;
    }

    /** This share of {@code perYear}, scaled to one window; rounded up, at least 1. */
    long ofDeclared(long perYear, Per per) {
        long windows = 1;
        long inAYear = DAYS;
        if (per instanceof Rolling rolling) {
            windows = rolling.days();
        } else if (per instanceof Calendar calendar) {
            inAYear = switch (calendar) {
                case DAY -> DAYS;
                case MONTH -> MONTHS;
                case QUARTER -> QUARTERS;
                case YEAR, ACADEMIC_YEAR -> 1;
            };
        } else {
            throw new IllegalArgumentException("Expected windows that a year divides into, but was " + per.text());
        }
        return Math.max(1, -Math.floorDiv(-perYear * percent * windows, 100 * inAYear));
    }

    /** This share of {@code population}; rounded down, at least 1. */
    long ofPopulation(long population) {
        return Math.max(1, population * percent / 100);
    }
}
