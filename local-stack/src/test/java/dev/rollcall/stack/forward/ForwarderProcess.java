package dev.rollcall.stack.forward;

import dev.rollcall.stack.Main;
import dev.rollcall.stack.MeterPage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forwarder as its users run it: {@code forward} in a JVM of its own, to be killed or stopped. */
final class ForwarderProcess implements AutoCloseable {
    private static final Pattern METERS = Pattern.compile("Meters: (http://\\S+)");

    private final Process process;
    private final Thread atExit;
    private final StringBuilder said = new StringBuilder();
    private volatile URI meters;

    private ForwarderProcess(Process process) {
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        Thread reader = new Thread(this::read, "forwarder-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static ForwarderProcess start(Path config) throws IOException {
        return new ForwarderProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.configurationFile=classpath:log4j2.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "forward",
                        "--config",
                        config.toString()))
                .redirectErrorStream(true)
                .start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.append(line).append('\n');
                }
                Matcher page = METERS.matcher(line);
                if (page.find()) {
                    meters = URI.create(page.group(1));
                }
            }
        } catch (IOException e) {
            // it was killed
        }
    }

    String said() {
        synchronized (said) {
            return said.toString();
        }
    }

    /** The sum of a meter; not a number while there is no page yet. */
    double meter(String name) throws IOException, InterruptedException {
        URI page = meters;
        return page == null ? Double.NaN : MeterPage.at(page).sum(name);
    }

    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Asks it to stop, as {@code kill} does; returns how it exited. */
    int stop() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("Expected the forwarder to stop; it said:\n" + said());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
