package dev.rollcall.replay;

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

    private record Place(String topic, int partition) implements Comparable<Place> {
        static Place of(Stretch stretch) {
            return new Place(stretch.topic(), stretch.partition());
        }

        @Override
        public int compareTo(Place other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic == 0 ? Integer.compare(partition, other.partition) : byTopic;
        }

        RecordChange change(RecordChange.Kind kind, long first, long last) {
            return new RecordChange(kind, topic, partition, first, last);
        }
    }

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
        Map<Place, Map<Long, String>> before = byOffset(counted);
        Map<Place, Map<Long, String>> after = byOffset(now);
        List<RecordChange> changes = new ArrayList<>();
        before.forEach((place, records) -> records.forEach((offset, digest) -> {
            String other = after.getOrDefault(place, Map.of()).get(offset);
            if (other == null) {
                changes.add(place.change(RecordChange.Kind.MISSING, offset, offset));
            } else if (!other.equals(digest)) {
                changes.add(place.change(RecordChange.Kind.ALTERED, offset, offset));
            }
        }));
        after.forEach((place, records) -> records.keySet().forEach(offset -> {
            if (!before.getOrDefault(place, Map.of()).containsKey(offset)) {
                changes.add(place.change(RecordChange.Kind.ADDED, offset, offset));
            }
        }));
        return changes;
    }

    private static Map<Place, Map<Long, String>> byOffset(List<Stretch> stretches) {
        Map<Place, Map<Long, String>> byOffset = new TreeMap<>();
        for (Stretch stretch : stretches) {
            byOffset.computeIfAbsent(Place.of(stretch), place -> new TreeMap<>())
                    .put(stretch.firstOffset(), stretch.digest());
        }
        return byOffset;
    }

    private static List<RecordChange> ofSums(List<Stretch> counted, List<Stretch> now) {
        Map<Place, Stretch> before = byPlace(counted);
        Map<Place, Stretch> after = byPlace(now);
        List<RecordChange> changes = new ArrayList<>();
        before.forEach((place, stretch) -> {
            Stretch other = after.get(place);
            StretchDigest digest = digest(stretch);
            StretchDigest difference = other == null ? digest : digest(other).minus(digest);
            long more = (other == null ? 0 : other.records()) - stretch.records();
            if (more != 0 || !difference.isNothing()) {
                changes.add(change(place, stretch, difference, more));
            }
        });
        after.forEach((place, stretch) -> {
            if (!before.containsKey(place)) {
                changes.add(change(place, stretch, digest(stretch), stretch.records()));
            }
        });
        return changes;
    }

    /** One record that differs is named by the difference; several give an offset that lies anywhere but there. */
    private static RecordChange change(Place place, Stretch stretch, StretchDigest difference, long more) {
        OptionalLong offset = Math.abs(more) > 1 ? OptionalLong.empty() : difference.offset();
        if (offset.isPresent()
                && offset.getAsLong() >= stretch.firstOffset()
                && offset.getAsLong() <= stretch.lastOffset()) {
            RecordChange.Kind kind = more == 0
                    ? RecordChange.Kind.ALTERED
                    : more < 0 ? RecordChange.Kind.MISSING : RecordChange.Kind.ADDED;
            return place.change(kind, offset.getAsLong(), offset.getAsLong());
        }
        return place.change(RecordChange.Kind.SEVERAL, stretch.firstOffset(), stretch.lastOffset());
    }

    /** One stretch for each partition. */
    private static Map<Place, Stretch> byPlace(List<Stretch> stretches) {
        Map<Place, Stretch> byPlace = new TreeMap<>();
        for (Stretch stretch : stretches) {
            byPlace.merge(
                    Place.of(stretch),
                    stretch,
                    (one, other) -> new Stretch(
                            one.topic(),
                            one.partition(),
                            Math.min(one.firstOffset(), other.firstOffset()),
                            Math.max(one.lastOffset(), other.lastOffset()),
                            one.records() + other.records(),
                            digest(one).and(digest(other)).text()));
        }
        return byPlace;
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
