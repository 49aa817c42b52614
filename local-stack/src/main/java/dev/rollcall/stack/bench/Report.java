package dev.rollcall.stack.bench;

import dev.rollcall.stack.demo.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints what was measured. */
final class Report {
    private static final double MEBIBYTE = 1 << 20;
    private static final int NAMES = 34;

    private final PrintWriter out;
    private final Map<Candidate, List<Measured>> rounds = new EnumMap<>(Candidate.class);

    Report(PrintWriter out) {
        this.out = out;
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.UK, format, values));
        out.flush();
    }

    void machine(int of) {
        line("Rollcall benchmark, %s of %d", of == 1 ? "round" : "rounds, medians", of);
        line("  machine: %s", Machine.describe());
        line(
                "  each candidate in a JVM of its own, heap up to %s; broker and registry on the same machine",
                CandidateJvms.HEAP);
    }

    void workload(Workload workload, Truth truth) {
        line(
                "  topic: %,d extracts in 4 partitions, %,d bodies, %.1f children each, %.1f of them new to body and month",
                workload.events(),
                workload.bodies(),
                (double) truth.named() / workload.events(),
                (double) truth.children() / workload.events());
    }

    void naive(long naive) {
        line("  the naive aggregate gets the first %,d of them", naive);
        line("");
    }

    void round(Candidate candidate, Measured measured) {
        rounds.computeIfAbsent(candidate, none -> new ArrayList<>()).add(measured);
        line(
                "  %-8s %,9.0f events/s, %,6.1f CPU s per million",
                candidate.name().toLowerCase(Locale.UK),
                measured.eventsPerSecond(),
                measured.processorSecondsPerMillion());
    }

    void medians() {
        double plain = median(Candidate.PLAIN, Measured::eventsPerSecond);
        double naive = median(Candidate.NAIVE, Measured::eventsPerSecond);
        double monitor = median(Candidate.MONITOR, Measured::eventsPerSecond);
        Table table = new Table(
                NAMES, "median", "events/s", "of plain", "CPU s per million", "peak RSS MiB", "heap in use MiB");
        row(table, "plain consumer, Avro decode", Candidate.PLAIN, plain);
        row(table, "naive Streams DSL, JSON set", Candidate.NAIVE, plain);
        row(table, "whole monitor, exactly once", Candidate.MONITOR, plain);
        if (rounds.containsKey(Candidate.REPLAY)) {
            row(table, "replay of the topic, judged once", Candidate.REPLAY, plain);
        }
        line("");
        table.lines().forEach(row -> line("  %s", row));
        line("");
        line(
                "  the monitor: %.2f of the plain consumer, %.0f times the naive aggregate",
                monitor / plain, monitor / naive);
        if (rounds.containsKey(Candidate.REPLAY)) {
            double replay = median(Candidate.REPLAY, Measured::eventsPerSecond);
            line("  the replay: %.2f of the plain consumer, %.1f times the monitor", replay / plain, replay / monitor);
        }
        line("  answers: all right in every round (children of every body and month; alerts; events)");
    }

    private void row(Table table, String name, Candidate candidate, double plain) {
        double rate = median(candidate, Measured::eventsPerSecond);
        table.row(
                name,
                number("%,.0f", rate),
                number("%.3f", rate / plain),
                number("%.1f", median(candidate, Measured::processorSecondsPerMillion)),
                number("%,.0f", median(candidate, round -> round.get(Measured.PEAK_RESIDENT_BYTES)) / MEBIBYTE),
                number("%,.0f", median(candidate, round -> round.get(Measured.HEAP_BYTES)) / MEBIBYTE));
    }

    private static String number(String format, double number) {
        return String.format(Locale.UK, format, number);
    }

    private double median(Candidate candidate, ToDoubleFunction<Measured> of) {
        double[] sorted = rounds.getOrDefault(candidate, List.of()).stream()
                .mapToDouble(of)
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    void restored(Measured measured, long children) {
        line(
                "  restoring %,d children of %,.0f events: %.1f s from start to running, with an empty disk",
                children, measured.get("applied"), measured.get(WholeMonitor.RESTORE_SECONDS));
    }

    void history(Measured measured) {
        line(
                "  replay of all of it, with the process: %,.0f s in %s, %,.0f events/s, %,.1f CPU s per million, peak RSS %,.0f MiB",
                measured.get(Measured.SECONDS),
                measured.get(WholeReplay.PASSES) == 1
                        ? "one pass"
                        : "%.0f passes".formatted(measured.get(WholeReplay.PASSES)),
                measured.eventsPerSecond(),
                measured.processorSecondsPerMillion(),
                measured.get(Measured.PEAK_RESIDENT_BYTES) / MEBIBYTE);
        line("  answers: all right (children of every body and month; events)");
    }

    void memory(Measured measured) {
        line(
                "  memory: %,.0f bytes for a body, %,.0f for an event, %,.0f for a child in a month (two accounts each)",
                measured.get(MemoryCost.BYTES_PER_BODY),
                measured.get(MemoryCost.BYTES_PER_EVENT),
                measured.get(MemoryCost.BYTES_PER_CHILD));
    }

    void judging(Measured measured) {
        double five = measured.get(JudgingCost.FIVE);
        double nine = measured.get(JudgingCost.NINE);
        line(
                "  judging in the kernel alone, one thread: %,.0f events/s by five detectors, %,.0f by all nine: %.2f of that",
                five, nine, nine / five);
    }

    void latency(AlertLatency.Result result) {
        line(
                "  alert latency, from send() until a read_committed consumer sees it, %,d alerts at %,d events/s: p50 %.1f ms, p99 %.1f ms",
                result.sorted().size(), AlertLatency.EVENTS_PER_SECOND, result.percentile(50), result.percentile(99));
    }

    void profile(Profile profile) {
        line("");
        Table table = new Table(NAMES, "where the stream threads are", "of samples");
        profile.shares().forEach((part, share) -> table.row(part, number("%.0f%%", 100 * share)));
        table.lines().forEach(row -> line("  %s", row));
    }
}
