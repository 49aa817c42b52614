package dev.rollcall.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Records as JSON for those who ask over HTTP: components by their names, what is null left out. */
public final class Json {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    /** {@code answer} in UTF-8: a record of records, lists, maps by text, texts, numbers and booleans. */
    public static byte[] bytes(Record answer) {
        try {
            return JSON.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Expected a record that JSON can tell, but was %s".formatted(answer.getClass()), e);
        }
    }
}
