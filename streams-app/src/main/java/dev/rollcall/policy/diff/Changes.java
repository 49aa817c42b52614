package dev.rollcall.policy.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects changes as sentences: what changed, from what, to what. */
final class Changes {
    private final List<PolicyChange> found = new ArrayList<>();

    List<PolicyChange> found() {
        return List.copyOf(found);
    }

    void add(String what, Effect effect) {
        found.add(new PolicyChange(what, effect));
    }

    /** A value of which the caller knows what its change does. */
    void value(String of, String what, @Nullable Object before, @Nullable Object after, Effect effect) {
        if (!Objects.equals(before, after)) {
            add("%s: %s %s becomes %s".formatted(of, what, text(before), text(after)), effect);
        }
    }

    /** A value of which more has the effect {@code ifMore}; nothing is more than anything where {@code nothingIsMost}. */
    <T extends Comparable<? super T>> void ordered(
            String of, String what, @Nullable T before, @Nullable T after, Effect ifMore, boolean nothingIsMost) {
        if (!Objects.equals(before, after)) {
            boolean more =
                    before == null ? !nothingIsMost : after == null ? nothingIsMost : after.compareTo(before) > 0;
            value(of, what, before, after, more ? ifMore : ifMore.opposite());
        }
    }

    /** Things of which more have the effect {@code ifMore}. */
    void set(String of, String what, Collection<String> before, Collection<String> after, Effect ifMore) {
        Set<String> added = new TreeSet<>(after);
        added.removeAll(before);
        Set<String> removed = new TreeSet<>(before);
        removed.removeAll(after);
        if (!added.isEmpty()) {
            add("%s: %s %s added".formatted(of, what, String.join(", ", added)), ifMore);
        }
        if (!removed.isEmpty()) {
            add("%s: %s %s removed".formatted(of, what, String.join(", ", removed)), ifMore.opposite());
        }
    }

    /** As {@link #set}, where none at all means any. */
    void allowed(String of, String what, Collection<String> before, Collection<String> after, Effect ifMore) {
        if (before.isEmpty() != after.isEmpty()) {
            add(
                    "%s: %s %s becomes %s".formatted(of, what, listed(before), listed(after)),
                    after.isEmpty() ? ifMore : ifMore.opposite());
        } else {
            set(of, what, before, after, ifMore);
        }
    }

    private static String listed(Collection<String> words) {
        return words.isEmpty() ? "any" : String.join(", ", new TreeSet<>(words));
    }

    /** Things with names: those added, those removed, and what {@code changed} finds of those that both have. */
    <T> void named(
            Map<String, T> before,
            Map<String, T> after,
            Function<T, String> told,
            Effect ifAdded,
            Effect ifRemoved,
            BiConsumer<T, T> changed) {
        named(before, after, told, ifAdded, removed -> ifRemoved, changed);
    }

    /** As above, where it depends on what was removed what follows. */
    <T> void named(
            Map<String, T> before,
            Map<String, T> after,
            Function<T, String> told,
            Effect ifAdded,
            Function<T, Effect> ifRemoved,
            BiConsumer<T, T> changed) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            T was = before.get(name);
            T is = after.get(name);
            if (was == null && is != null) {
                add("%s: added, %s".formatted(name, told.apply(is)), ifAdded);
            } else if (was != null && is == null) {
                add("%s: removed, was %s".formatted(name, told.apply(was)), ifRemoved.apply(was));
            } else if (was != null && is != null) {
                changed.accept(was, is);
            }
        }
    }

    static String text(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof Long || value instanceof Integer) {
            return String.format(Locale.UK, "%,d", ((Number) value).longValue());
        }
        return value instanceof Enum<?> word ? word.name().toLowerCase(Locale.ROOT) : value.toString();
    }
}
