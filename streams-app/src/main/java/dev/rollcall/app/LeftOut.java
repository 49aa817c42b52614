package dev.rollcall.app;

import dev.rollcall.model.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an answer from the topics does not count, though it may belong to what was asked.
 *
 * @param removed the offsets that are gone and may have been of it
 * @param until what was logged later was not asked for; null where everything was
 * @param body whose records were asked for; those of all where null
 * @param later how many records of theirs were logged after {@code until}
 */
public record LeftOut(
        List<Evidence> removed,
        @Nullable Instant until,
        @Nullable String body,
        long later) {
    public LeftOut {
        removed = List.copyOf(removed);
    }

    /** Of an answer that reads to the end of the log. */
    public LeftOut ofAllTimes() {
        return new LeftOut(removed, null, body, 0);
    }

    /** Whether the answer may be wrong, since records that it should count may be gone. */
    public boolean isIncomplete() {
        return !removed.isEmpty();
    }

    /** What is gone, as one says it. */
    private String gone() {
        return "%s; what was logged before is gone and not counted"
                .formatted(removed.stream()
                        .map(one -> "%s/%d begins at offset %d"
                                .formatted(one.topic(), one.partition(), one.lastOffset() + 1))
                        .collect(Collectors.joining(", ")));
    }

    /** What is gone, and until when was read, as sentences. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (isIncomplete()) {
            sentences.add("Incomplete: " + gone() + ".");
        }
        if (until != null) {
            String whose = body == null ? "" : " of " + body;
            sentences.add("Read until %s%s."
                    .formatted(
                            until,
                            switch ((int) Math.min(later, 2)) {
                                case 0 -> "";
                                case 1 -> "; 1 record%s was logged later and is not counted".formatted(whose);
                                default ->
                                    "; %,d records%s were logged later and are not counted".formatted(later, whose);
                            }));
        }
        return sentences;
    }
}
