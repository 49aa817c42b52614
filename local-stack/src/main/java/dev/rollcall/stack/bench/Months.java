package dev.rollcall.stack.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.streams.kstream.Windows;
import org.apache.kafka.streams.kstream.internals.TimeWindow;

/** Calendar months as windows of the Streams DSL, so that the naive aggregate counts what the monitor counts; winter only. */
final class Months extends Windows<TimeWindow> {

    static String name(long start) {
        return month(start).toString();
    }

    private static YearMonth month(long timestamp) {
        return YearMonth.from(LocalDate.ofInstant(Instant.ofEpochMilli(timestamp), ZoneOffset.UTC));
    }

    private static long start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    @Override
    public Map<Long, TimeWindow> windowsFor(long timestamp) {
        YearMonth month = month(timestamp);
        return Map.of(start(month), new TimeWindow(start(month), start(month.plusMonths(1))));
    }

    @Override
    public long size() {
        return Duration.ofDays(31).toMillis();
    }

    @Override
    public long gracePeriodMs() {
        return Duration.ofDays(1).toMillis();
    }
}
