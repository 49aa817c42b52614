package dev.rollcall.stack.bench;

/** What the benchmark can measure, apart from the throughput that it always does. */
enum Part {
    /** How fast a replay of the topics is, in every round, by as many threads as the monitor has. */
    REPLAY,
    /** How long restoring takes. */
    RESTORE,
    /** What a body, an event and a child cost in memory. */
    MEMORY,
    /** What judging by all detectors costs. */
    JUDGING,
    /** How long an alert takes. */
    LATENCY,
    /** Where the time goes. */
    PROFILE
}
