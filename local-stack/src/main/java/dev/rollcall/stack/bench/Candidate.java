package dev.rollcall.stack.bench;

import java.nio.file.Path;

/** What is measured, each in a JVM of its own, so that memory and processor seconds are its own too. */
enum Candidate {
    /** A consumer that decodes and does nothing else: what any consumer of the topic must do. */
    PLAIN {
        @Override
        Measured run(Assignment assignment) {
            return PlainConsumer.run(assignment);
        }
    },
    /** What people write first. */
    NAIVE {
        @Override
        Measured run(Assignment assignment) throws InterruptedException {
            return NaiveAggregate.run(assignment);
        }
    },
    /** The whole monitor. */
    MONITOR {
        @Override
        Measured run(Assignment assignment) throws InterruptedException {
            return WholeMonitor.count(assignment);
        }
    },
    /** A replay of the topic, judged once at its end. */
    REPLAY {
        @Override
        Measured run(Assignment assignment) {
            return WholeReplay.run(assignment);
        }
    },
    /** A replay of the topic in as many passes as its heap asks for. */
    HISTORY {
        @Override
        Measured run(Assignment assignment) {
            return WholeReplay.inPasses(assignment);
        }
    },
    /** The monitor again, with nothing but its log. */
    RESTORE {
        @Override
        Measured run(Assignment assignment) throws InterruptedException {
            return WholeMonitor.restore(assignment);
        }
    },
    /** The monitor as it runs in earnest, until it is stopped. */
    WATCH {
        @Override
        Measured run(Assignment assignment) throws InterruptedException {
            return WholeMonitor.watch(assignment);
        }
    },
    /** The monitor's kernel alone, by few detectors and by all. */
    JUDGING {
        @Override
        Measured run(Assignment assignment) {
            return JudgingCost.run(assignment.events());
        }
    },
    /** The monitor's kernel alone, for what it remembers. */
    MEMORY {
        @Override
        Measured run(Assignment assignment) {
            return MemoryCost.run();
        }
    };

    abstract Measured run(Assignment assignment) throws InterruptedException;

    /** Does what the file in {@code args} says. */
    public static void main(String[] args) throws InterruptedException {
        Assignment assignment = Assignment.read(Path.of(args[0]));
        Measured measured = assignment.candidate().run(assignment);
        measured.write(assignment.result());
        System.exit(0);
    }
}
