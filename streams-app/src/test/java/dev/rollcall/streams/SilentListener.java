package dev.rollcall.streams;

import dev.rollcall.model.Alert;
import dev.rollcall.monitor.Overview;
import java.time.Duration;

/** A listener that has nothing to do. */
final class SilentListener implements MonitorListener {
    @Override
    public void stands(String task, Overview overview) {}

    @Override
    public void left(String task) {}

    @Override
    public void alerted(Alert alert, Duration sinceAppend) {}

    @Override
    public void ticked(String task) {}
}
