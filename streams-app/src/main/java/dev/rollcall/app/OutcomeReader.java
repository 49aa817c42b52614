package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.model.Outcome;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads alerts, figures and rejections back from their topics; for one thread. */
public final class OutcomeReader implements AutoCloseable {
    private final TopicReader reader;
    private final Codec codec;

    public OutcomeReader(Connections connections) {
        this.reader = new TopicReader(connections);
        this.codec = connections.codec();
    }

    /**
     * The last record of each key, by key, as the topic holds them now.
     *
     * @throws ConfigurationException where there is no such topic
     * @throws UnreachableException where the broker does not answer
     */
    public Map<String, Published> latest(Topic<? extends Outcome> topic) {
        Map<String, byte[]> values = new TreeMap<>();
        reader.toEnd(topic.name(), record -> {
            String key = key(record);
            if (record.value() == null) {
                values.remove(key);
            } else {
                values.put(key, record.value());
            }
        });
        Map<String, Published> latest = new TreeMap<>();
        values.forEach((key, value) -> latest.put(key, codec.published(topic.name(), value)));
        return latest;
    }

    /** Hands {@code heard} every record from the beginning on, as it comes, until {@code enough}; asked several times a second. */
    public void follow(Topic<? extends Outcome> topic, Consumer<Published> heard, BooleanSupplier enough) {
        reader.until(
                topic.name(),
                record -> {
                    if (record.value() != null) {
                        heard.accept(codec.published(topic.name(), record.value()));
                    }
                },
                enough);
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        codec.close();
    }
}
