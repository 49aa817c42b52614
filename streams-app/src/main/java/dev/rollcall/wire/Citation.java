package dev.rollcall.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Stretch;
import dev.rollcall.model.StretchDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
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
 * @param removed offsets that may have been of it, and were gone; none in a citation that was written before this was told
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
        List<Evidence> read,
        List<Stretch> records,
        List<Evidence> removed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Citation {
        removed = removed == null ? List.of() : List.copyOf(removed);
    }

    /** When what was read was logged at the latest. */
    public Instant loggedUntil() {
        return Instant.parse(asOf);
    }

    /** How many events it rests on. */
    public long events() {
        return records.stream().mapToLong(Stretch::records).sum();
    }

    /**
     * The citation that {@code json} is, with all that one needs to count it again.
     *
     * @throws IllegalArgumentException where it is none; says which field, what was expected and what was found
     */
    public static Citation read(String json) {
        Citation citation;
        try {
            citation = JSON.readValue(json, Citation.class);
        } catch (JsonMappingException e) {
            String field = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                    .collect(Collectors.joining());
            throw new IllegalArgumentException(
                    field.isEmpty()
                            ? "expected a JSON object, but found something else"
                            : "expected '%s' to be as it was written, but it is another field or another kind of value"
                                    .formatted(field.startsWith(".") ? field.substring(1) : field),
                    e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected JSON, but found something else", e);
        }
        if (citation == null) {
            throw new IllegalArgumentException("expected a JSON object, but found nothing");
        }
        citation.check();
        return citation;
    }

    private void check() {
        given("figure", figure);
        given("told", told);
        given("asOf", asOf);
        given("versions", versions).forEach(version -> given("versions", version));
        try {
            Instant.parse(asOf);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "expected 'asOf' to be a time, as 2016-10-31T00:00:00Z, but found '%s'".formatted(asOf), e);
        }
        for (Evidence one : given("read", read)) {
            given("read.topic", given("read", one).topic());
        }
        for (Stretch one : given("records", records)) {
            given("records.topic", given("records", one).topic());
            String digest = given("records.digest", one.digest());
            if (StretchDigest.of(digest) == null) {
                throw new IllegalArgumentException(
                        "expected 'records.digest' to be a digest in the form of this version, but found '%s'"
                                .formatted(digest));
            }
        }
    }

    private static <T> T given(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("expected '%s', but it is missing".formatted(field));
        }
        return value;
    }
}
