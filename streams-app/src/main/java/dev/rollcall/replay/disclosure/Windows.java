package dev.rollcall.replay.disclosure;

import dev.rollcall.model.Calendar;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The days of windows by their names, as one policy has them: another may mean other days by the same name. */
final class Windows {
    private final Map<String, Window> periods = new TreeMap<>();
    private final Map<String, Window> lives = new TreeMap<>();

    Windows(Policies policies) {
        for (Policy policy : policies.versions()) {
            for (Period period : policy.periods().values()) {
                periods.put(period.name(), period.window());
            }
            for (Agreement agreement : policy.agreements().values()) {
                lives.merge(
                        agreement.id() + agreement.life().name(),
                        agreement.life(),
                        (one, other) -> one.end().isAfter(other.end()) ? one : other);
            }
        }
    }

    /** The window that is called so; null where none is known. */
    @Nullable Window named(@Nullable String agreement, String name) {
        Window window = Calendar.named(name);
        if (window == null) {
            window = Rolling.named(name);
        }
        if (window == null) {
            window = periods.get(name);
        }
        if (window == null) {
            Period days = Period.between(name);
            window = days == null ? null : days.window();
        }
        return window == null ? lives.get(Objects.toString(agreement, "") + name) : window;
    }

    /** Whether both are known, and all days of {@code part} are of {@code whole}. */
    static boolean isWithin(@Nullable Window part, @Nullable Window whole) {
        return part != null
                && whole != null
                && !part.start().isBefore(whole.start())
                && !part.end().isAfter(whole.end());
    }
}
