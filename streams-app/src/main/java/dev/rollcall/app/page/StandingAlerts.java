package dev.rollcall.app.page;

import dev.rollcall.model.AlertState;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.AlertLine;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that stand, the worst first. Where there are too many, the least are let go and only counted; they come back with
 * their next revision.
 */
final class StandingAlerts {
    /** About 20 MB. */
    static final int MOST = 20_000;

    /** By severity, one that this version does not know before all, then the one that changed last. */
    private static final Comparator<AlertLine> WORST_FIRST = Comparator.comparing(
                    AlertLine::severity, Comparator.nullsLast(Comparator.<Severity>naturalOrder()))
            .thenComparing(AlertLine::loggedAt)
            .reversed()
            .thenComparing(AlertLine::alertId);

    private final int most;
    private final Map<String, AlertLine> byId = new HashMap<>();
    private final NavigableSet<AlertLine> ordered = new TreeSet<>(WORST_FIRST);
    private final Set<String> letGo = new HashSet<>();

    StandingAlerts(int most) {
        this.most = most;
    }

    void put(AlertLine alert) {
        remove(alert.alertId());
        if (alert.state() != AlertState.RAISED) {
            return;
        }
        byId.put(alert.alertId(), alert);
        ordered.add(alert);
        if (byId.size() > most) {
            AlertLine least = ordered.pollLast();
            if (least != null) {
                byId.remove(least.alertId());
                letGo.add(least.alertId());
            }
        }
    }

    void remove(String alertId) {
        letGo.remove(alertId);
        AlertLine before = byId.remove(alertId);
        if (before != null) {
            ordered.remove(before);
        }
    }

    Iterable<AlertLine> worstFirst() {
        return ordered;
    }

    boolean speakOf(Entity entity) {
        return ordered.stream().anyMatch(alert -> isOf(alert, entity));
    }

    static boolean isOf(AlertLine alert, Entity whom) {
        return alert.entityKind() == whom.kind() && alert.entity().equals(whom.id());
    }

    /** The alert of that id, null where it does not stand or was let go. */
    @Nullable AlertLine of(String alertId) {
        return byId.get(alertId);
    }

    /** How many stand and are not held. */
    int letGo() {
        return letGo.size();
    }
}
