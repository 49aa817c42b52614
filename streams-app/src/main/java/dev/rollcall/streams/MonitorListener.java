package dev.rollcall.streams;

import dev.rollcall.model.Alert;
import dev.rollcall.monitor.Overview;
import java.time.Duration;

/** Hears how the tasks are doing; called by stream threads, so it must not wait. */
public interface MonitorListener {

    /** How things stand in a task, at each of its ticks. */
    void stands(String task, Overview overview);

    /** A task has left this instance: what was said of it no longer holds. */
    void left(String task);

    /**
     * An alert is on its way.
     *
     * @param sinceAppend from the record's timestamp until now
     */
    void alerted(Alert alert, Duration sinceAppend);

    /** A tick was read, which need not be later than those before. */
    void ticked(String task);
}
