package dev.rollcall.interop;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Confluent's own classes, set up as its documents say. */
final class Genuine {
    private static final int CACHE = 100;

    private Genuine() {}

    static Serializer<Object> serializer(Map<String, ?> settings) {
        Serializer<Object> serializer = new KafkaAvroSerializer();
        serializer.configure(settings, false);
        return serializer;
    }

    static Deserializer<Object> deserializer(Map<String, ?> settings, boolean specific) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("specific.avro.reader", specific);
        Deserializer<Object> deserializer = new KafkaAvroDeserializer();
        deserializer.configure(all, false);
        return deserializer;
    }

    static CachedSchemaRegistryClient client(String url) {
        return new CachedSchemaRegistryClient(List.of(url), CACHE, Map.of());
    }

    /** The genuine serializer, counting. */
    public static final class CountedSerializer extends KafkaAvroSerializer {
        static final AtomicLong CALLS = new AtomicLong();

        @Override
        public byte[] serialize(String topic, Object data) {
            CALLS.incrementAndGet();
            return super.serialize(topic, data);
        }
    }

    /** The genuine deserializer, counting. */
    public static final class CountedDeserializer extends KafkaAvroDeserializer {
        static final AtomicLong CALLS = new AtomicLong();

        @Override
        public Object deserialize(String topic, byte[] value) {
            CALLS.incrementAndGet();
            return super.deserialize(topic, value);
        }
    }

    /** As {@link #inPlaceOfOurs}, with those that count. */
    static Map<String, String> counted() {
        return Map.of(
                "value.serializer", CountedSerializer.class.getName(),
                "value.deserializer", CountedDeserializer.class.getName());
    }

    /** What makes Rollcall use them in place of ours; it stands under {@code registry} in its configuration. */
    static Map<String, String> inPlaceOfOurs() {
        return Map.of(
                "value.serializer", KafkaAvroSerializer.class.getName(),
                "value.deserializer", KafkaAvroDeserializer.class.getName());
    }
}
