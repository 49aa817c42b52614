package dev.rollcall.stack.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a right count comes to, known from the making of the events.
 *
 * @param named how many tokens all events hold, repetitions included
 * @param ofAll distinct children by body and month
 * @param ofFirst the same of the first events, which the naive aggregate gets
 */
record Truth(long named, Map<String, Long> ofAll, Map<String, Long> ofFirst) {

    static String key(String body, String month) {
        return body + " " + month;
    }

    /** Distinct children, each once for each body and month. */
    long children() {
        return ofAll.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many counts are above {@code limit}. */
    long above(long limit) {
        return ofAll.values().stream().filter(count -> count > limit).count();
    }

    /** Throws where {@code found} is another answer than {@code expected}. */
    static void check(String who, Map<String, Long> expected, Map<String, Long> found) {
        if (!found.equals(expected)) {
            Map<String, Long> differing = new TreeMap<>(expected);
            differing.entrySet().removeIf(entry -> entry.getValue().equals(found.get(entry.getKey())));
            String first = differing.isEmpty()
                    ? "more keys"
                    : String.valueOf(differing.keySet().iterator().next());
            throw new WrongAnswerException(
                    "Expected %s to find the right number of children in all %,d months of bodies, but %,d differ (%s: %s, not %s)"
                            .formatted(
                                    who,
                                    expected.size(),
                                    Math.max(1, differing.size()),
                                    first,
                                    found.get(first),
                                    expected.get(first)));
        }
    }

    static void check(String what, long expected, long found) {
        if (expected != found) {
            throw new WrongAnswerException("Expected %s to be %,d, but was %,d".formatted(what, expected, found));
        }
    }
}
