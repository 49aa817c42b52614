package dev.rollcall.oracle;

/**
 * A mistake as a programmer would make it in one place.
 *
 * @param name what the program then does wrong, as a sentence
 * @param source the file, under {@code src/main/java/dev/rollcall}
 * @param right the text as it stands there, exactly once
 * @param wrong what stands there instead
 */
record SeededBug(String name, String source, String right, String wrong) {

    /** {@code code} with the mistake in it. */
    String in(String code) {
        int at = code.indexOf(right);
        if (at < 0 || code.indexOf(right, at + 1) >= 0) {
            throw new IllegalStateException("Expected '%s' exactly once in %s, but found it %s (bug: %s)"
                    .formatted(right, source, at < 0 ? "nowhere" : "more than once", name));
        }
        return code.substring(0, at) + wrong + code.substring(at + right.length());
    }

    @Override
    public String toString() {
        return name;
    }
}
