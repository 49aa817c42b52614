package dev.rollcall.stack.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes the time that events take, the processor seconds of this JVM meanwhile, and its memory. */
final class Stopwatch {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long total;
    private long begunAt = -1;
    private long nanos;
    private long processorNanos;

    Stopwatch(long total) {
        this.total = total;
    }

    /** Begins now, with no event read yet. */
    void begin() {
        begin(0);
    }

    private void begin(long events) {
        begunAt = events;
        nanos = System.nanoTime();
        processorNanos = SYSTEM.getProcessCpuTime();
    }

    /** Begins once a quarter of the events has been read; to be told often how many have. */
    void at(long events) {
        if (begunAt < 0 && events >= total / 4) {
            begin(events);
        }
    }

    /** To be told when all events are read. */
    Measured end() {
        return new Measured()
                .put(Measured.EVENTS, (double) (total - begunAt))
                .put(Measured.SECONDS, (System.nanoTime() - nanos) / 1e9)
                .put(Measured.PROCESSOR_SECONDS, (SYSTEM.getProcessCpuTime() - processorNanos) / 1e9);
    }

    /** The memory of this JVM: at its peak as the system sees it (0 where it does not tell), and what the heap still holds. */
    static void addMemory(Measured measured) {
        measured.put(Measured.PEAK_RESIDENT_BYTES, (double) peakResidentBytes())
                .put(Measured.HEAP_BYTES, (double) heapBytes());
    }

    /** What the heap holds once it is swept. */
    static long heapBytes() {
        for (int sweep = 0; sweep < 2; sweep++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long peakResidentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException e) {
            // only Linux tells it so
        }
        return 0;
    }
}
