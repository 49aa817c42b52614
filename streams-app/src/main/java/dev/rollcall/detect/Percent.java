package dev.rollcall.detect;

import java.math.BigDecimal;

/** A share as policies write it: {@code 10%}, {@code 2.5%} or plainly {@code 10}. */
record Percent(BigDecimal value) {

    /** The share of {@code value} per cent. */
    static Percent of(int value) {
        return new Percent(BigDecimal.valueOf(value));
    }

    /** Throws {@link IllegalArgumentException} where {@code text} is no share from 0 to 100. */
    static Percent parse(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,6})?%?")) {
            throw new IllegalArgumentException("no share");
        }
        Percent percent = new Percent(new BigDecimal(text.replace("%", "")));
        if (percent.value().compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException("more than all");
        }
        return percent;
    }

    /** The share as a part of 1. */
    double share() {
        return value.doubleValue() / 100;
    }

    @Override
    public String toString() {
        return value.stripTrailingZeros().toPlainString() + "%";
    }
}
