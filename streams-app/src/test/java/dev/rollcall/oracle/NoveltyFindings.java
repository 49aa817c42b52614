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

/** Judges each closed month of a body: which sets of categories were released for the first time. */
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
        Set<String> extractsBefore = new HashSet<>();
        for (Counted event : released) {
            if (event.day().isBefore(month)) {
                setsBefore.add(event.categories(categoryOf));
                // The sum over months of distinct extracts: one extract in two months is two.
                extractsBefore.add(
                        event.day().withDayOfMonth(1) + " " + event.event().extractId());
            }
        }
        List<Counted> within = released.stream()
                .filter(event -> event.day().withDayOfMonth(1).equals(month))
                .toList();
        OraclePolicy.Version version = history.policy().inForce(end(month).minusMillis(1));
        OraclePolicy.map(version.yaml().get("detectors")).forEach((name, value) -> {
            Map<String, Object> settings = OraclePolicy.map(value);
            if (!"novelty".equals(settings.get("type"))) {
                return;
            }
            long afterEvents = Long.parseLong(OraclePolicy.text(settings.get("after-events")));
            for (Counted event : within) {
                Set<String> set = event.categories(categoryOf);
                if (!set.isEmpty() && !setsBefore.contains(set) && extractsBefore.size() >= afterEvents) {
                    long observed = within.stream()
                            .filter(other -> other.categories(categoryOf).equals(set))
                            .count();
                    findings.add(Finding.of(
                            "novelty",
                            name,
                            new Account("body", body, null),
                            OracleWindow.month(month),
                            null,
                            String.join("+", set),
                            observed,
                            OraclePolicy.text(settings.get("severity")).toUpperCase(Locale.ROOT),
                            null));
                }
            }
        });
        return findings;
    }

    private Instant end(LocalDate month) {
        return history.policy().startOf(month.plusMonths(1));
    }
}
