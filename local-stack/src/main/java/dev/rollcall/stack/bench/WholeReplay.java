package dev.rollcall.stack.bench;

import dev.rollcall.app.Connections;
import dev.rollcall.app.TopicHistory;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.replay.HistoryReplay;
import dev.rollcall.replay.Recount;
import dev.rollcall.replay.Scope;
import dev.rollcall.wire.FigureLine;
import java.lang.ref.Reference;

/** A replay of the topic as {@code replay} does it: twice, as the plain consumer reads it twice, and the second time counts. */
final class WholeReplay {
    static final String PASSES = "passes";

    private WholeReplay() {}

    static Measured run(Assignment assignment) {
        replay(assignment, 1);
        return replay(assignment, 1);
    }

    /** One replay of the topic, in as many passes as its heap asks for, with the planning of them. */
    static Measured inPasses(Assignment assignment) {
        return replay(assignment, 0);
    }

    /** @param wanted how many passes; as many as the heap asks for where 0 */
    private static Measured replay(Assignment assignment, int wanted) {
        Connections connections = new Connections(assignment.configuration());
        int threads = assignment.configuration().whole("threads", 1);
        Stopwatch watch = new Stopwatch(assignment.events());
        watch.begin();
        TopicHistory history = new TopicHistory(connections, threads, TopicHistory.Progress.UNHEARD);
        Scope scope = Scope.until(history.lastTick());
        int passes =
                wanted > 0 ? wanted : history.passes(scope, Runtime.getRuntime().maxMemory());
        HistoryReplay replay = new HistoryReplay(history.policies(), "published policy", history.partitions(), threads);
        Recount recount = replay.recount(history, scope, history.lastTick(), passes);
        Measured measured = watch.end().put(PASSES, passes);
        try {
            Stopwatch.addMemory(measured);
        } finally {
            Reference.reachabilityFence(replay);
        }
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
