package dev.rollcall.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Judges each closed month of a body: which sets of categories were released for the first time, or which pair of categories is
 * surprising beside those before.
 */
record NoveltyFindings(CountedHistory history, Function<String, String> categoryOf) {

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        Set<String> bodies = new TreeSet<>();
        history.events().forEach(event -> bodies.add(event.body()));
        for (String body : bodies) {
            List<Counted> released = history.events().stream()
                    .filter(event -> event.body().equals(body) && event.is("RELEASED"))
                    .toList();
            Set<LocalDate> months = new TreeSet<>();
            released.forEach(event -> months.add(event.day().withDayOfMonth(1)));
            for (LocalDate month : months) {
                if (!end(month).isAfter(history.now())) {
                    findings.addAll(ofMonth(body, released, month));
                }
            }
        }
        return findings;
    }

    private List<Finding> ofMonth(String body, List<Counted> released, LocalDate month) {
        List<Finding> findings = new ArrayList<>();
        Set<Set<String>> setsBefore = new HashSet<>();
        List<Set<String>> before = new ArrayList<>();
        Set<String> extractsBefore = new HashSet<>();
        for (Counted event : released) {
            if (event.day().isBefore(month)) {
                setsBefore.add(event.categories(categoryOf));
                before.add(event.categories(categoryOf));
                // The sum over months of distinct extracts: one extract in two months is two.
                extractsBefore.add(
                        event.day().withDayOfMonth(1) + " " + event.event().extractId());
            }
        }
        List<Counted> within = released.stream()
                .filter(event -> event.day().withDayOfMonth(1).equals(month))
                .toList();
        OraclePolicy.Version version = history.policy().inForce(end(month).minusMillis(1));
        version.detectors("novelty").forEach((name, settings) -> {
            if (!version.judges(settings, "body", body)) {
                return;
            }
            long afterEvents =
                    settings.containsKey("after-events") ? OraclePolicy.whole(settings.get("after-events")) : 20;
            String severity =
                    settings.containsKey("severity") ? OraclePolicy.text(settings.get("severity")) : "warning";
            double bits =
                    settings.containsKey("bits") ? Double.parseDouble(OraclePolicy.text(settings.get("bits"))) : 0;
            String profile = settings.containsKey("profile") ? OraclePolicy.text(settings.get("profile")) : "";
            boolean warm = extractsBefore.size() >= afterEvents;
            Set<Set<String>> found = new HashSet<>();
            for (Counted event : within) {
                Set<String> set = event.categories(categoryOf);
                if (bits == 0 && !set.isEmpty() && !setsBefore.contains(set) && warm) {
                    found.add(set);
                }
                if (bits > 0) {
                    Set<String> pair = profile.isEmpty()
                            ? mostSurprising(set, bits, before)
                            : mostSurprising(
                                    set,
                                    bits,
                                    OraclePolicy.map(
                                            OraclePolicy.map(version.yaml().get("profiles"))
                                                    .get(profile)));
                    if (pair != null && (warm || !profile.isEmpty())) {
                        found.add(pair);
                    }
                }
            }
            for (Set<String> about : found) {
                long observed = within.stream()
                        .map(event -> event.categories(categoryOf))
                        .filter(set -> bits > 0 ? set.containsAll(about) : set.equals(about))
                        .count();
                findings.add(Finding.of(
                        "novelty",
                        name,
                        new Account("body", body, null),
                        OracleWindow.month(month),
                        null,
                        String.join("+", about),
                        observed,
                        severity.toUpperCase(Locale.ROOT),
                        null));
            }
        });
        return findings;
    }

    /** The pair of a set that was seen together least often for so many extracts, if that is as many bits of surprise. */
    private static Set<String> mostSurprising(Set<String> set, double bits, List<Set<String>> before) {
        long all = before.stream().filter(one -> !one.isEmpty()).count();
        return mostSurprising(
                set,
                bits,
                all,
                pair -> before.stream().filter(one -> one.containsAll(pair)).count());
    }

    private static Set<String> mostSurprising(Set<String> set, double bits, Map<String, Object> profile) {
        Map<String, Object> pairs = OraclePolicy.map(profile.get("pairs"));
        return mostSurprising(set, bits, OraclePolicy.whole(profile.get("extracts")), pair -> {
            Long together = OraclePolicy.whole(pairs.get(String.join("+", pair)));
            return together == null ? 0 : together;
        });
    }

    private static Set<String> mostSurprising(
            Set<String> set, double bits, long all, ToLongFunction<Set<String>> together) {
        Set<String> most = null;
        for (String one : set) {
            for (String other : set) {
                Set<String> pair = new TreeSet<>(Set.of(one, other.equals(one) ? "" : other));
                if (one.compareTo(other) < 0
                        && (most == null || together.applyAsLong(pair) < together.applyAsLong(most))) {
                    most = pair;
                }
            }
        }
        boolean surprising = most != null && all + 2 >= (together.applyAsLong(most) + 1) * Math.pow(2, bits);
        return surprising ? most : null;
    }

    private Instant end(LocalDate month) {
        return history.policy().startOf(month.plusMonths(1));
    }
}
