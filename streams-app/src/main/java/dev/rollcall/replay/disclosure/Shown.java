package dev.rollcall.replay.disclosure;

import dev.rollcall.wire.FigureLine;
import org.jspecify.annotations.Nullable;

/**
 * A figure as it may be shown.
 *
 * @param line the figure, of which {@code count} alone decides what may be told
 * @param count null where it may not be told
 * @param under the threshold that a hidden count is known to be under; 0 where it is hidden only so that no other can be derived
 */
public record Shown(FigureLine line, @Nullable Long count, int under) {

    /** The count as one reads it: "62", "at least 62", "under 10" or "hidden". */
    public String text() {
        if (count != null) {
            return (line.exact() ? "" : "at least ") + "%,d".formatted(count);
        }
        return under > 0 ? "under " + under : "hidden";
    }

    public boolean isHidden() {
        return count == null;
    }
}
