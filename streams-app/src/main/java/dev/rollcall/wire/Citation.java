package dev.rollcall.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.model.Stretch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A figure with all that one needs to count it again: what is printed beside it, and kept in a file.
 *
 * @param figure its key
 * @param count null where it may not be told
 * @param told as it was told: "62", "at least 62", "under 10"
 * @param definition what is counted, in words
 * @param entity in words
 * @param first day counted
 * @param last day counted
 * @param policy its name
 * @param version the one in force at the end of these days
 * @param versions all that were held
 * @param asOf only what was logged until then was read
 * @param asked when
 * @param role of whoever asked
 * @param threshold counts of people below it were not told
 * @param read the offsets that were read
 * @param records those that the figure rests on, one stretch for each partition
 */
public record Citation(
        String figure,
        @Nullable Long count,
        String told,
        String definition,
        String entity,
        String first,
        String last,
        String zone,
        String policy,
        int version,
        List<Integer> versions,
        String asOf,
        String asked,
        String role,
        int threshold,
        List<Read> read,
        List<Records> records) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The offsets that were read of a partition, inclusive. */
    public record Read(String topic, int partition, long firstOffset, long lastOffset) {}

    /** The records of a partition that belong. */
    public record Records(String topic, int partition, long firstOffset, long lastOffset, long records, String digest) {
        public static Records of(Stretch stretch) {
            return new Records(
                    stretch.topic(),
                    stretch.partition(),
                    stretch.firstOffset(),
                    stretch.lastOffset(),
                    stretch.records(),
                    stretch.digest());
        }

        public Stretch stretch() {
            return new Stretch(topic, partition, firstOffset, lastOffset, records, digest);
        }
    }

    /** How many events it rests on. */
    public long events() {
        return records.stream().mapToLong(Records::records).sum();
    }

    /** The citation that {@code json} is; empty where it is none. */
    public static Optional<Citation> read(String json) {
        try {
            Citation citation = JSON.readValue(json, Citation.class);
            return citation == null
                            || citation.figure == null
                            || citation.told == null
                            || citation.versions == null
                            || citation.asOf == null
                            || citation.read == null
                            || citation.records == null
                    ? Optional.empty()
                    : Optional.of(citation);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
