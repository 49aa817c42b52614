package dev.rollcall.stack.crash;

import dev.rollcall.stack.Main;
import dev.rollcall.stack.MeterPage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The monitor as its users run it: {@code run} in a JVM of its own, to be killed or stopped. It dies with this JVM. */
final class MonitorProcess implements AutoCloseable {
    private static final int LINES_KEPT = 200;
    private static final Pattern METERS = Pattern.compile("Meters: (http://\\S+)");

    /** What is waited for, and how a line tells that it has come. */
    enum Moment {
        PROGRAM_STARTED(null),
        STREAMS_STARTED("State transition from CREATED to REBALANCING"),
        RUNNING("State transition from REBALANCING to RUNNING"),
        FIRST_SEND(SendWatch.FIRST_SEND),
        ENDPOINTS("Meters: http");

        private final String told;

        Moment(String told) {
            this.told = told;
        }
    }

    private final Process process;
    private final Process guard;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Map<Moment, Long> moments = new EnumMap<>(Moment.class);
    private URI meters;

    private MonitorProcess(Process process, Process guard) {
        this.process = process;
        this.guard = guard;
        moments.put(Moment.PROGRAM_STARTED, System.nanoTime());
    }

    /** Starts it; {@code options} are for the JVM. */
    static MonitorProcess start(Path config, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dlog4j2.configurationFile=dev/rollcall/stack/crash/log4j2-monitor.xml"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--config",
                config.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // reads until told that all is over; if this JVM dies without a word, so does the monitor
        Process guard = new ProcessBuilder(
                        "sh", "-c", "read -r word || kill -9 \"$1\"", "sh", Long.toString(process.pid()))
                .start();
        MonitorProcess monitor = new MonitorProcess(process, guard);
        Thread reader = new Thread(monitor::read, "monitor-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        return monitor;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
            }
        } catch (IOException e) {
            note("(no more to be read: " + e + ")");
        }
    }

    private synchronized void note(String line) {
        lastLines.add(line);
        if (lastLines.size() > LINES_KEPT) {
            lastLines.remove();
        }
        Matcher page = METERS.matcher(line);
        if (page.find()) {
            meters = URI.create(page.group(1));
        }
        for (Moment moment : Moment.values()) {
            if (moment.told != null && line.contains(moment.told)) {
                moments.putIfAbsent(moment, System.nanoTime());
            }
        }
        notifyAll();
    }

    /** Waits for it, and returns when it came, in nanoseconds of this JVM. */
    synchronized long await(Moment moment, Duration patience) throws InterruptedException, TimeoutException {
        long until = System.nanoTime() + patience.toNanos();
        while (!moments.containsKey(moment)) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0 || !process.isAlive()) {
                throw new TimeoutException("Expected the monitor to come to " + moment + " within " + patience
                        + ", but it did not; " + lastWords());
            }
            wait(Math.min(left, 200));
        }
        return moments.get(moment);
    }

    synchronized Optional<Long> when(Moment moment) {
        return Optional.ofNullable(moments.get(moment));
    }

    boolean endsWithin(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Kills it, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // what it said stays readable, as it would not after that of the process
        process.waitFor();
        dismissGuard();
    }

    /** Asks it to stop, as {@code kill} does; returns how it exited. */
    int stop(Duration patience) throws InterruptedException, TimeoutException {
        process.toHandle().destroy();
        if (!endsWithin(patience)) {
            throw new TimeoutException(
                    "Expected the monitor to stop within " + patience + ", but it did not; " + lastWords());
        }
        return exitCode();
    }

    private void dismissGuard() {
        try {
            guard.getOutputStream().write('\n');
            guard.getOutputStream().close();
        } catch (IOException e) {
            // it has ended already
        }
    }

    /** How it exited; for one that has ended by itself. */
    int exitCode() {
        dismissGuard();
        return process.exitValue();
    }

    /** The page of its meters. */
    MeterPage page() throws InterruptedException, TimeoutException {
        await(Moment.ENDPOINTS, Duration.ofSeconds(60));
        try {
            return MeterPage.at(meters);
        } catch (IOException e) {
            throw new UncheckedIOException(lastWords(), e);
        }
    }

    synchronized String lastWords() {
        return "it said last:\n" + String.join("\n", lastLines);
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        dismissGuard();
    }
}
