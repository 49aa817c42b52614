package dev.rollcall.monitor;

import dev.rollcall.count.Memory;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Policies;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The limits on the windows that are open for one entity, each with what was counted so far, be it nothing.
 *
 * <p>Left out are those of which nothing is known that they allow, and those on parts of an account: how much one operator
 * received, or how much of one dataset was, is for alerts alone.
 */
final class OpenLimits {
    private final Memory memory;
    private final Policies policies;
    private final LocalDate today;

    OpenLimits(Memory memory, Policies policies, LocalDate today) {
        this.memory = memory;
        this.policies = policies;
        this.today = today;
    }

    /** Adds those on the whole entity and those under each agreement that anything was counted under. */
    void collect(Foremost<Overview.Reading> into) {
        collect(null, into);
        memory.agreements().forEach(agreement -> collect(agreement, into));
    }

    private void collect(@Nullable String agreement, Foremost<Overview.Reading> into) {
        Account account = new Account(memory.entity(), agreement);
        for (LimitHistory limit : memory.limitsOn(agreement)) {
            LimitHistory.Open open = limit.openOn(account, today);
            if (open != null) {
                long atMost = open.version().limit().atMost();
                into.add(new Overview.Reading(limit.name(), atMost, figure(agreement, limit, open.window(), atMost)));
            }
        }
    }

    private Figure figure(@Nullable String agreement, LimitHistory limit, Window window, long atMost) {
        FigureKey key = new FigureKey(memory.entity(), agreement, limit.count(), window.name());
        return new Figure(
                key,
                limit.per(),
                window,
                memory.count(agreement, limit.count(), limit.per(), window),
                memory.exact(agreement, limit.count(), limit.per(), window),
                atMost,
                false,
                0,
                Judging.version(policies, window, today).version());
    }
}
