package dev.rollcall.stack.bench;

import dev.rollcall.app.Connections;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.replay.HistoryReplay;
import dev.rollcall.replay.Recount;
import dev.rollcall.replay.Scope;
import dev.rollcall.wire.FigureLine;
import java.util.ArrayList;
import java.util.List;

/** A replay of the topic as {@code replay} does it: twice, as the plain consumer reads it twice, and the second time counts. */
final class WholeReplay {
    static final String PASSES = "passes";

    private WholeReplay() {}

    static Measured run(Assignment assignment) {
        Connections connections = new Connections(assignment.configuration());
        int threads = assignment.configuration().whole("threads", 1);
        Stopwatch watch = new Stopwatch(0);
        List<HistoryReplay> last = new ArrayList<>();
        List<Recount> recounts = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) {
            last.clear();
            recounts.clear();
            watch = new Stopwatch(assignment.events());
            watch.begin();
            TopicHistory history = new TopicHistory(connections, threads, TopicHistory.Progress.UNHEARD);
            HistoryReplay replay =
                    new HistoryReplay(history.policies(), "published policy", history.partitions(), threads);
            history.read(Scope.until(Workload.END), replay);
            recounts.add(replay.finish(Workload.END));
            last.add(replay);
        }
        Measured measured = watch.end();
        Stopwatch.addMemory(measured);
        Truth.check("what is held while memory is measured", 1L, (long) last.size());
        addCounts(measured, recounts.get(0));
        return measured;
    }

    /** A replay of the topic as {@code replay} does it, from the planning of its passes on. */
    static Measured inPasses(Assignment assignment) {
        Connections connections = new Connections(assignment.configuration());
        int threads = assignment.configuration().whole("threads", 1);
        Stopwatch watch = new Stopwatch(assignment.events());
        watch.begin();
        TopicHistory history = new TopicHistory(connections, threads, TopicHistory.Progress.UNHEARD);
        Scope scope = Scope.until(history.lastTick());
        int passes = history.passes(scope, Runtime.getRuntime().maxMemory());
        Recount recount = new HistoryReplay(history.policies(), "published policy", history.partitions(), threads)
                .recount(history, scope, history.lastTick(), passes);
        Measured measured = watch.end().put(PASSES, passes);
        Stopwatch.addMemory(measured);
        addCounts(measured, recount);
        return measured;
    }

    private static void addCounts(Measured measured, Recount recount) {
        measured.put("applied", (double) recount.ledger().values().stream()
                .mapToLong(EventLedger.Line::applied)
                .sum());
        recount.figures().stream().map(FigureLine::of).forEach(figure -> {
            if (figure.basis().equals("children")
                    && figure.agreementId() == null
                    && Workload.MONTHS.contains(figure.window())) {
                measured.put("children " + Truth.key(figure.entity(), figure.window()), (double) figure.count());
            }
        });
    }
}
