package dev.rollcall.monitor;

import dev.rollcall.model.Observation;
import dev.rollcall.model.Origin;
import dev.rollcall.model.StretchDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the accepted records of one entity lie, each with its day and its tag; a retraction is a record of its own. It is only
 * walked through when an alert is published.
 *
 * <p>By the month of the event, three numbers a record: place and day, offset, tag.
 */
final class Trail {
    private static final int WIDTH = 3;

    private final TreeMap<Integer, Month> months = new TreeMap<>();
    private final Map<Place, Integer> numbers = new HashMap<>();
    private final List<Place> places = new ArrayList<>();
    private long[] lastOffsets = new long[2];
    private int lastPlace = -1;
    private long size;

    /** A partition of a topic, and under which agreement, where one is known. */
    private record Place(
            String topic, int partition, @Nullable String agreement) {
        boolean is(Origin origin, @Nullable String ofAgreement) {
            return partition == origin.partition()
                    && topic.equals(origin.topic())
                    && (agreement == null ? ofAgreement == null : agreement.equals(ofAgreement));
        }
    }

    /** The records of one month in order of arrival. */
    private static final class Month {
        long[] entries = new long[WIDTH];
        int used;

        void add(long placeAndDay, long offset, long tag) {
            if (used == entries.length) {
                int records = used / WIDTH;
                entries = Arrays.copyOf(entries, WIDTH * (records + 1 + records / 2));
            }
            entries[used++] = placeAndDay;
            entries[used++] = offset;
            entries[used++] = tag;
        }
    }

    /** Is shown records; {@code day} counts from 1970-01-01. */
    interface Visitor {
        void record(String topic, int partition, long offset, int day, long tag);
    }

    /** Takes note of the record of an accepted event; of one that comes in parts once. */
    void add(Observation event) {
        Origin origin = event.origin();
        int place = placeOf(origin, event.agreementKnown() ? event.agreementId() : null);
        if (lastOffsets[place] == origin.offset()) {
            return;
        }
        lastOffsets[place] = origin.offset();
        size++;
        months.computeIfAbsent(monthOf(event.day()), month -> new Month())
                .add(((long) place << Integer.SIZE) | (event.day() & 0xffff_ffffL), origin.offset(), tagOf(event));
    }

    /** How many records there are. */
    long size() {
        return size;
    }

    private static long tagOf(Observation event) {
        return StretchDigest.tag(
                event.identity(), event.retracts(), event.origin().appendedAt());
    }

    /** Months need not be those of the calendar. */
    private static int monthOf(long day) {
        return (int) Math.floorDiv(day, 32L);
    }

    private int placeOf(Origin origin, @Nullable String agreement) {
        if (lastPlace >= 0 && places.get(lastPlace).is(origin, agreement)) {
            return lastPlace;
        }
        Place place = new Place(origin.topic(), origin.partition(), agreement);
        Integer known = numbers.get(place);
        if (known == null) {
            known = places.size();
            numbers.put(place, known);
            places.add(place);
            if (known == lastOffsets.length) {
                lastOffsets = Arrays.copyOf(lastOffsets, 2 * known);
            }
            lastOffsets[known] = -1;
        }
        lastPlace = known;
        return known;
    }

    /**
     * Walks through the records of the days, under {@code agreement} or, where null, under any and none.
     *
     * @param first from the first there is where null
     * @param last to the last there is where null
     */
    void forEach(@Nullable LocalDate first, @Nullable LocalDate last, @Nullable String agreement, Visitor visitor) {
        long from = first == null ? Integer.MIN_VALUE : first.toEpochDay();
        long to = last == null ? Integer.MAX_VALUE : last.toEpochDay();
        for (Month month : months.subMap(monthOf(from), true, monthOf(to), true).values()) {
            for (int i = 0; i < month.used; i += WIDTH) {
                int day = (int) month.entries[i];
                Place place = places.get((int) (month.entries[i] >>> Integer.SIZE));
                if (day >= from && day <= to && (agreement == null || agreement.equals(place.agreement()))) {
                    visitor.record(place.topic(), place.partition(), month.entries[i + 1], day, month.entries[i + 2]);
                }
            }
        }
    }
}
