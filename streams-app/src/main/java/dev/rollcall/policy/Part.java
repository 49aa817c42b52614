package dev.rollcall.policy;

import org.jspecify.annotations.Nullable;

/**
 * Which part of an account a limit judges by itself.
 *
 * @param dataset what is released of this dataset alone; null where it is of all
 * @param eachOperator whether it is what each operator did, each by itself
 */
public record Part(@Nullable String dataset, boolean eachOperator) {

    /** All of the account. */
    static final Part WHOLE = new Part(null, false);

    /** Whether this is all of the account. */
    public boolean isWhole() {
        return equals(WHOLE);
    }

    /** What a finding on this part is about; which operator, is never said. Null for all of the account. */
    public @Nullable String about() {
        if (!eachOperator) {
            return dataset;
        }
        return dataset == null ? "one operator" : "one operator, " + dataset;
    }
}
