package dev.rollcall.replay;

import dev.rollcall.model.Evidence;
import dev.rollcall.model.Log;
import dev.rollcall.model.Stretch;
import dev.rollcall.model.StretchDigest;
import dev.rollcall.monitor.RecordSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Finds which records of some stretches were altered, are missing or were added, by their digests. */
final class RecordComparison {
    private RecordComparison() {}

    /** The changes from what was {@code counted} to what is there {@code now}, in order of place. */
    static List<RecordChange> between(List<Stretch> counted, RecordSet now) {
        return isSingle(counted) && now.fits()
                ? ofSingles(counted, now.stretches())
                : ofSums(counted, now.byPartition());
    }

    private static boolean isSingle(List<Stretch> stretches) {
        return stretches.stream().allMatch(stretch -> stretch.records() == 1);
    }

    private static List<RecordChange> ofSingles(List<Stretch> counted, List<Stretch> now) {
        Map<Log, Map<Long, String>> before = byOffset(counted);
        Map<Log, Map<Long, String>> after = byOffset(now);
        List<RecordChange> changes = new ArrayList<>();
        before.forEach((log, records) -> records.forEach((offset, digest) -> {
            String other = after.getOrDefault(log, Map.of()).get(offset);
            if (other == null) {
                changes.add(change(RecordChange.Kind.MISSING, log, offset));
            } else if (!other.equals(digest)) {
                changes.add(change(RecordChange.Kind.ALTERED, log, offset));
            }
        }));
        after.forEach((log, records) -> records.keySet().forEach(offset -> {
            if (!before.getOrDefault(log, Map.of()).containsKey(offset)) {
                changes.add(change(RecordChange.Kind.ADDED, log, offset));
            }
        }));
        return changes;
    }

    private static Map<Log, Map<Long, String>> byOffset(List<Stretch> stretches) {
        Map<Log, Map<Long, String>> byOffset = new TreeMap<>();
        for (Stretch stretch : stretches) {
            byOffset.computeIfAbsent(stretch.log(), log -> new TreeMap<>())
                    .put(stretch.firstOffset(), stretch.digest());
        }
        return byOffset;
    }

    private static List<RecordChange> ofSums(List<Stretch> counted, List<Stretch> now) {
        Map<Log, Stretch> before = byLog(counted);
        Map<Log, Stretch> after = byLog(now);
        List<RecordChange> changes = new ArrayList<>();
        before.forEach((log, stretch) -> {
            Stretch other = after.get(log);
            StretchDigest digest = digest(stretch);
            StretchDigest difference = other == null ? digest : digest(other).minus(digest);
            long more = (other == null ? 0 : other.records()) - stretch.records();
            if (more != 0 || !difference.isNothing()) {
                changes.add(change(stretch, difference, more));
            }
        });
        after.forEach((log, stretch) -> {
            if (!before.containsKey(log)) {
                changes.add(change(stretch, digest(stretch), stretch.records()));
            }
        });
        return changes;
    }

    /** One record that differs is named by the difference; several give an offset that lies anywhere but there. */
    private static RecordChange change(Stretch stretch, StretchDigest difference, long more) {
        OptionalLong offset = Math.abs(more) > 1 ? OptionalLong.empty() : difference.offset();
        if (offset.isPresent()
                && offset.getAsLong() >= stretch.firstOffset()
                && offset.getAsLong() <= stretch.lastOffset()) {
            RecordChange.Kind kind = more == 0
                    ? RecordChange.Kind.ALTERED
                    : more < 0 ? RecordChange.Kind.MISSING : RecordChange.Kind.ADDED;
            return change(kind, stretch.log(), offset.getAsLong());
        }
        return new RecordChange(RecordChange.Kind.SEVERAL, stretch.place());
    }

    /** Of one record. */
    private static RecordChange change(RecordChange.Kind kind, Log log, long offset) {
        return new RecordChange(kind, new Evidence(log.topic(), log.partition(), offset, offset));
    }

    /** One stretch for each partition. */
    private static Map<Log, Stretch> byLog(List<Stretch> stretches) {
        Map<Log, Stretch> byLog = new TreeMap<>();
        for (Stretch stretch : stretches) {
            byLog.merge(
                    stretch.log(),
                    stretch,
                    (one, other) -> new Stretch(
                            one.topic(),
                            one.partition(),
                            Math.min(one.firstOffset(), other.firstOffset()),
                            Math.max(one.lastOffset(), other.lastOffset()),
                            one.records() + other.records(),
                            digest(one).and(digest(other)).text()));
        }
        return byLog;
    }

    static StretchDigest digest(Stretch stretch) {
        StretchDigest digest = StretchDigest.of(stretch.digest());
        if (digest == null) {
            throw new IllegalStateException(
                    "Expected the digest of a stretch in the form of this version, but found '%s': written by another version of Rollcall"
                            .formatted(stretch.digest()));
        }
        return digest;
    }
}
