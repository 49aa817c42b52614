package dev.rollcall.stack.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.utils.AppInfoParser;

/** What the figures were measured on. */
final class Machine {
    private static final double GIBIBYTE = 1 << 30;

    private Machine() {}

    /** In one line. */
    static String describe() {
        com.sun.management.OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return "%d processors (%s), %.0f GiB, load %.1f; %s %s; Kafka %s, Avro %s"
                .formatted(
                        system.getAvailableProcessors(),
                        model(),
                        system.getTotalMemorySize() / GIBIBYTE,
                        system.getSystemLoadAverage(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        AppInfoParser.getVersion(),
                        Schema.class.getPackage().getImplementationVersion());
    }

    private static String model() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
            for (String line : lines) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            // only Linux tells it so
        }
        return System.getProperty("os.arch");
    }
}
