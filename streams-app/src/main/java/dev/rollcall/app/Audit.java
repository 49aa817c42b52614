package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.files.InputException;
import dev.rollcall.model.AuditEntry;
import dev.rollcall.policy.Ids;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Topic;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * The book of who looked into the history and why. An entry is written, and acknowledged by all replicas in sync, before the
 * first record is read: whoever cannot be written down does not look.
 */
public final class Audit {
    private static final int LONGEST = 1000;

    private Audit() {}

    /**
     * Writes who asks for what, and waits until it is there.
     *
     * @param action the verb
     * @param arguments as given; of files their names
     * @param policy judged by: its name and version, and the digest of its file
     * @throws InputException where the reason, or an argument, holds what is shaped like a pupil number
     * @throws ConfigurationException where there is no such topic
     * @throws UnreachableException where the broker did not take it
     */
    public static void note(
            Connections connections, String action, List<String> arguments, String reason, String policy) {
        Stream.concat(arguments.stream(), Stream.of(reason)).forEach(Audit::check);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        AuditEntry entry = new AuditEntry(now, who(), role(connections), action, arguments, reason.strip(), policy);
        Topic<AuditEntry> topic = connections.topics().audit();
        try (Consumer<byte[], byte[]> consumer = connections.consumer()) {
            // A producer would have a broker that may create topics make one that forgets.
            TopicSetup.partitions(consumer, topic.name());
        } catch (KafkaException e) {
            throw connections.unreachable("tell of '%s'".formatted(topic.name()), e);
        }
        try (Producer<byte[], byte[]> producer = connections.producer();
                Codec codec = connections.codec()) {
            byte[] key = topic.key(entry).getBytes(StandardCharsets.UTF_8);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic.name(), null, now.toEpochMilli(), key, codec.encode(entry));
            connections.reach(
                    producer.send(record),
                    "accept the audit entry in '%s' (nothing is read without it)".formatted(topic.name()));
        } catch (KafkaException e) {
            throw connections.unreachable(
                    "accept the audit entry in '%s' (nothing is read without it)".formatted(topic.name()), e);
        }
    }

    /**
     * All entries, in order of time.
     *
     * @throws ConfigurationException where there is no such topic
     * @throws UnreachableException where the broker does not answer
     */
    public static List<AuditEntry> entries(Connections connections) {
        List<AuditEntry> entries = new ArrayList<>();
        try (Codec codec = connections.codec()) {
            new TopicReader(connections).toEnd(connections.topics().audit().name(), record -> {
                if (record.value() != null) {
                    entries.add(codec.audited(record.value()));
                }
            });
        }
        entries.sort(Comparator.comparing(AuditEntry::at).thenComparing(AuditEntry::who));
        return List.copyOf(entries);
    }

    /** No text that is kept for ever may name a child. */
    private static void check(String text) {
        if (text.length() > LONGEST) {
            throw new InputException("Expected at most %,d characters in what is written into the audit, but found %,d"
                    .formatted(LONGEST, text.length()));
        }
        for (String word : text.split("[^A-Za-z0-9]+")) {
            if (Ids.likePupilNumber(word)) {
                throw new InputException(
                        "Expected the reason and the arguments to name no child, since they are kept in the audit, but one is shaped like a pupil number");
            }
        }
    }

    /** Thresholds may be configured by whoever asks, so it is written down under which they asked. */
    private static String role(Connections connections) {
        String role = connections.role().text();
        int threshold = connections.disclosure().threshold();
        int lowest = connections.lowestLimit();
        return threshold > 1 || lowest > 1
                ? "%s, counts under %d hidden, limits from %d".formatted(role, threshold, lowest)
                : role;
    }

    private static String who() {
        String machine;
        try {
            machine = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            machine = "unknown";
        }
        return System.getProperty("user.name", "unknown") + "@" + machine;
    }
}
