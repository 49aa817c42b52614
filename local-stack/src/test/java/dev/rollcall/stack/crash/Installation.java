package dev.rollcall.stack.crash;

import dev.rollcall.app.Connections;
import dev.rollcall.app.DirectiveWriter;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.oracle.OracleResult;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** One set of topics with its policy and its configuration, on which monitors run and come back. */
final class Installation implements AutoCloseable {
    static final int PARTITIONS = 4;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final LocalStack stack;
    private final String prefix;
    private final Path folder;
    private final Connections connections;
    private final Admin admin;

    Installation(LocalStack stack, String prefix, Path folder, String policy) throws IOException {
        this.stack = stack;
        this.prefix = prefix;
        this.folder = Files.createDirectories(folder.resolve(prefix));
        Files.writeString(this.folder.resolve("key"), "crash by crash!!");
        this.connections = new Connections(Configuration.read(configOf("0"), Map.of()));
        this.admin = connections.admin();
        TopicSetup.create(admin, topics(), PARTITIONS, 1);
        SchemaSetup.register(connections.registry(), topics());
        try (DirectiveWriter directives = new DirectiveWriter(connections, PARTITIONS)) {
            directives.publish(policy, Instant.EPOCH);
        }
    }

    Topics topics() {
        return connections.topics();
    }

    Connections connections() {
        return connections;
    }

    /** The configuration file of one instance, which has a state folder of its own. */
    private Path configOf(String instance) throws IOException {
        return Files.writeString(folder.resolve(instance + ".yaml"), """
                topics: { prefix: %s, partitions: %d, replication: 1 }
                instance-id: '%s'
                state-dir: '%s'
                key-file: '%s'
                tick-every: 1s
                http: { port: 0 }
                kafka: { bootstrap.servers: '%s', producer.interceptor.classes: %s }
                registry: { url: '%s' }
                """.formatted(
                        prefix,
                        PARTITIONS,
                        instance,
                        folder.resolve("state-" + instance),
                        folder.resolve("key"),
                        stack.bootstrapServers(),
                        SendWatch.class.getName(),
                        stack.registryUrl()));
    }

    /** Starts the instance of this name, for the first time or again; {@code options} are for its JVM. */
    MonitorProcess start(String instance, String... options) throws IOException {
        return MonitorProcess.start(configOf(instance), List.of(options));
    }

    /** The partitions of what the monitor writes that end in a transaction which is neither committed nor aborted. */
    List<TopicPartition> openTransactions() throws InterruptedException, ExecutionException {
        List<TopicPartition> written = new ArrayList<>();
        for (String topic : admin.listTopics().names().get()) {
            if (topic.startsWith(prefix)
                    && topics().inputs().stream()
                            .noneMatch(input -> input.name().equals(topic))) {
                written.addAll(partitionsOf(topic));
            }
        }
        Map<TopicPartition, Long> ends = ends(written, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = ends(written, IsolationLevel.READ_COMMITTED);
        return written.stream()
                .filter(partition -> stable.get(partition) < ends.get(partition))
                .toList();
    }

    /** Where the partitions of {@code topic} end: how many records it has, if none came in a transaction. */
    Map<TopicPartition, Long> ends(String topic) throws InterruptedException, ExecutionException {
        return ends(partitionsOf(topic), IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel isolation)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : admin.listOffsets(
                        asked, new ListOffsetsOptions(isolation))
                .all()
                .get()
                .entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    private static List<TopicPartition> partitionsOf(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.add(new TopicPartition(topic, partition));
        }
        return partitions;
    }

    /**
     * Waits until all that is in the inputs now is processed and committed, and a later tick as well; then the same of what
     * intake has relayed.
     */
    void awaitAllProcessed(MonitorProcess monitor, Duration patience) throws Exception {
        for (Topic<?> input : topics().inputs()) {
            awaitProcessed(ends(input.name()), monitor, patience);
        }
        Map<TopicPartition, Long> withTick = ends(topics().directives().name());
        withTick.replaceAll((partition, end) -> end + 1);
        awaitProcessed(withTick, monitor, patience);
        Map<TopicPartition, Long> relayed = ends(prefix + "rollcall-by-entity-repartition");
        relayed.replaceAll((partition, end) -> end + 1);
        awaitProcessed(relayed, monitor, patience);
    }

    private void awaitProcessed(Map<TopicPartition, Long> ends, MonitorProcess monitor, Duration patience)
            throws Exception {
        long until = System.nanoTime() + patience.toNanos();
        Map<TopicPartition, Long> processed = processed();
        while (ends.entrySet().stream().anyMatch(end -> processed.getOrDefault(end.getKey(), 0L) < end.getValue())) {
            if (System.nanoTime() > until) {
                throw new TimeoutException("Expected " + ends + " to be processed within " + patience + ", but found "
                        + processed + "; " + monitor.lastWords());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            processed.putAll(processed());
        }
    }

    /** How many events are in the inputs that are not yet processed and committed. */
    long unprocessed() throws InterruptedException, ExecutionException {
        long unprocessed = 0;
        Map<TopicPartition, Long> processed = processed();
        for (Topic<?> input : topics().inputs()) {
            for (Map.Entry<TopicPartition, Long> end : ends(input.name()).entrySet()) {
                unprocessed += end.getValue() - processed.getOrDefault(end.getKey(), 0L);
            }
        }
        return unprocessed;
    }

    /** Up to where the monitor has committed what it read. */
    private Map<TopicPartition, Long> processed() throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> processed = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(prefix + "rollcall")
                .partitionsToOffsetAndMetadata()
                .get();
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                processed.put(partition, offset.offset());
            }
        });
        return processed;
    }

    /**
     * The last value of every alert and figure, read committed.
     *
     * @throws AssertionError where a revision of one of them is missing, or is there twice
     */
    OracleResult result() throws InterruptedException, ExecutionException {
        return OracleResult.read(latest(topics().alerts()), latest(topics().figures()));
    }

    private List<String> latest(Topic<?> topic) throws InterruptedException, ExecutionException {
        Map<String, Published> latest = new HashMap<>();
        try (Codec codec = connections.codec()) {
            for (ConsumerRecord<byte[], byte[]> record : committed(topic)) {
                Published read = codec.published(topic.name(), record.value());
                Published before = latest.put(read.key(), read);
                int expected = before == null ? 1 : revision(before) + 1;
                if (revision(read) != expected) {
                    throw new AssertionError("Expected revision %d of %s at %s-%d@%d, but found %d"
                            .formatted(
                                    expected,
                                    read.key(),
                                    topic.name(),
                                    record.partition(),
                                    record.offset(),
                                    revision(read)));
                }
            }
        }
        return latest.values().stream().map(Ndjson::line).toList();
    }

    private static int revision(Published published) {
        return published instanceof AlertLine alert ? alert.revision() : ((FigureLine) published).revision();
    }

    /** How many events were rejected, by what is committed. */
    int rejected() throws InterruptedException, ExecutionException {
        return committed(topics().rejected()).size();
    }

    /** All committed records of a topic, to its very end: nothing may be open in it. */
    private List<ConsumerRecord<byte[], byte[]>> committed(Topic<?> topic)
            throws InterruptedException, ExecutionException {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, Long> ends = ends(topic.name());
        try (Consumer<byte[], byte[]> consumer = connections.consumer()) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        admin.close();
    }
}
