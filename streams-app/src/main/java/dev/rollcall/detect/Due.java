package dev.rollcall.detect;

import dev.rollcall.model.Finding;
import dev.rollcall.model.Window;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A finding about a case that stands from some time on.
 *
 * @param from the deadline; until the clock reaches it, nothing stands
 * @param window the finding's: the version in force on its last day decides
 * @param finding {@linkplain Finding#settled settled} where what was expected has been logged after {@code from}; what was
 *     settled by then is no finding. Asked for only when it stands: most never will.
 */
public record Due(Instant from, Window window, Supplier<Finding> finding) {}
