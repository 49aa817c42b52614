package dev.rollcall.monitor;

import dev.rollcall.model.Digest;
import dev.rollcall.model.Log;
import dev.rollcall.model.Origin;
import dev.rollcall.model.Stretch;
import dev.rollcall.model.StretchDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Some records, to be named one by one where they are few, and else by partition; so that an alert stays small. */
public final class RecordSet {
    /** How many stretches an alert has at most. */
    public static final int MOST = 64;

    private final StretchDigest none;
    private final Map<Log, Sum> sums = new TreeMap<>();
    /** Each by itself, while they are few. */
    private final TreeMap<Log, TreeMap<Long, Long>> single = new TreeMap<>();

    /** Mostly the next record lies where the last one does. */
    private @Nullable Log last;

    private @Nullable Sum lastSum;
    private int singles;
    private int firstDay = Integer.MAX_VALUE;
    private int lastDay = Integer.MIN_VALUE;

    /** All records of a partition together. */
    private static final class Sum {
        StretchDigest digest;
        long records;
        long first = Long.MAX_VALUE;
        long last = -1;

        Sum(StretchDigest none) {
            this.digest = none;
        }

        void add(long offset, long tag) {
            digest = digest.plus(offset, tag);
            records++;
            first = Math.min(first, offset);
            last = Math.max(last, offset);
        }
    }

    public RecordSet(Digest keyCheck) {
        this.none = StretchDigest.none(keyCheck);
    }

    /** Adds the record of an event; not that of a retraction. */
    void add(Origin origin, Digest identity, int day) {
        add(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                day,
                StretchDigest.tag(identity, false, origin.appendedAt()));
    }

    /** Adds a record, once. */
    public void add(String topic, int partition, long offset, int day, long tag) {
        Log place =
                last != null && last.partition() == partition && last.topic().equals(topic)
                        ? last
                        : new Log(topic, partition);
        if (singles <= MOST) {
            if (single.computeIfAbsent(place, of -> new TreeMap<>()).put(offset, tag) != null) {
                return;
            }
            singles++;
        }
        firstDay = Math.min(firstDay, day);
        lastDay = Math.max(lastDay, day);
        if (!place.equals(last) || lastSum == null) {
            last = place;
            lastSum = sums.computeIfAbsent(place, of -> new Sum(none));
        }
        lastSum.add(offset, tag);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return sums.isEmpty();
    }

    /** Whether each has a stretch of its own. */
    public boolean fits() {
        return singles <= MOST;
    }

    /** Whether they can be named within the stretches that an alert may have. */
    boolean canBeNamed() {
        return fits() || sums.size() <= MOST;
    }

    LocalDate firstDay() {
        return LocalDate.ofEpochDay(firstDay);
    }

    LocalDate lastDay() {
        return LocalDate.ofEpochDay(lastDay);
    }

    /** In order of topic, partition and offset. */
    public List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        if (fits()) {
            single.forEach((place, records) -> records.forEach((offset, tag) -> stretches.add(new Stretch(
                    place.topic(),
                    place.partition(),
                    offset,
                    offset,
                    1,
                    none.plus(offset, tag).text()))));
        } else {
            stretches.addAll(byPartition());
        }
        return stretches;
    }

    /** One for each partition. */
    public List<Stretch> byPartition() {
        List<Stretch> stretches = new ArrayList<>();
        sums.forEach((place, sum) -> stretches.add(
                new Stretch(place.topic(), place.partition(), sum.first, sum.last, sum.records, sum.digest.text())));
        return stretches;
    }
}
