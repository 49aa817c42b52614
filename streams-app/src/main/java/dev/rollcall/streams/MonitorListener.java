package dev.rollcall.streams;

import dev.rollcall.model.Alert;
import dev.rollcall.monitor.Overview;
import java.time.Duration;

/** Hears how the tasks are doing; called by stream threads, so it must not wait. What is not asked for is not heard. */
public interface MonitorListener {

    /** How things stand in a task, at each of its ticks. */
    default void stands(String task, Overview overview) {}

    /** A task has left this instance: what was said of it no longer holds. */
    default void left(String task) {}

    /**
     * An alert is on its way.
     *
     * @param sinceAppend from the record's timestamp until now
     */
    default void alerted(Alert alert, Duration sinceAppend) {}

    /** A tick was read, which need not be later than those before. */
    default void ticked(String task) {}
}
