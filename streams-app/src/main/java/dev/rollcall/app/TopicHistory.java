package dev.rollcall.app;

import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Log;
import dev.rollcall.model.Origin;
import dev.rollcall.monitor.Intake;
import dev.rollcall.replay.History;
import dev.rollcall.replay.Parallel;
import dev.rollcall.replay.Scope;
import dev.rollcall.streams.Arrivals;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.Decoded;
import dev.rollcall.wire.HomePartition;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The history that the topics of the inputs hold, to where they ended when it was first asked for: read again, it is the same.
 * It needs to read the inputs and the directives and nothing else: it joins no group, commits no offset, and has no producer.
 *
 * <p>Of each partition all requests come before all extracts, whichever were logged first: so that the order is the same every
 * time.
 */
public final class TopicHistory implements History {
    private static final Duration AT_A_TIME = Duration.ofMillis(200);
    private static final int SAMPLE = 200;
    /** What is kept of an event, in bytes, and for each byte of its record: measured with children that come once or twice. */
    private static final long PER_EVENT = 400;

    private static final long PER_BYTE = 3;
    private static final double SHARE_OF_HEAP = 0.6;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();

    private final Connections connections;
    private final Topics topics;
    private final int partitions;
    private final int threads;
    private final Progress progress;
    /** Of each partition of the inputs how many records were logged after what was asked for. */
    private final Map<TopicPartition, LongAdder> later = new HashMap<>();

    /** What is gone of all that was read. */
    private final Set<Evidence> missed = new LinkedHashSet<>();

    private @Nullable Bounds bounds;
    private @Nullable RemovedRecords removed;
    private Scope lastRead = Scope.ALL;

    /** Hears how far reading has come; from several threads. */
    public interface Progress {
        /** Hears nothing. */
        Progress UNHEARD = new Progress() {};

        /** Reading begins; so many offsets are to be passed. */
        default void begin(long offsets) {}

        /** So many more offsets were passed, with so many records. */
        default void passed(long offsets, long records) {}
    }

    /** Where the partitions begin and end, the end exclusive. */
    private record Bounds(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        Offsets of(TopicPartition partition) {
            return new Offsets(begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L));
        }
    }

    /** Offsets of a partition, from the first to before the last. */
    private record Offsets(long from, long to) {
        Offsets within(Offsets other) {
            return new Offsets(Math.max(from, other.from), Math.min(to, other.to));
        }

        boolean isEmpty() {
            return from >= to;
        }
    }

    /**
     * @param threads how many read at once, at most
     * @throws dev.rollcall.app.config.ConfigurationException where a topic is missing, or they have not equally many partitions
     * @throws UnreachableException where the broker does not answer
     */
    public TopicHistory(Connections connections, int threads, Progress progress) {
        this.connections = connections;
        this.topics = connections.topics();
        this.threads = threads;
        this.progress = progress;
        try (Admin admin = connections.admin()) {
            partitions = TopicSetup.checkInputs(admin, topics);
        }
        for (Topic<Event> topic : topics.inputs()) {
            of(topic).forEach(partition -> later.put(partition, new LongAdder()));
        }
    }

    private List<TopicPartition> of(Topic<Event> topic) {
        List<TopicPartition> all = new ArrayList<>();
        for (int number = 0; number < partitions; number++) {
            all.add(new TopicPartition(topic.name(), number));
        }
        return all;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    /** Whether no input holds a record. */
    public boolean isEmpty() {
        boolean[] empty = {false};
        told(() -> empty[0] = bounds().begins().equals(bounds().ends()));
        return empty[0];
    }

    /** The publications of the policy that the watch adopted, in order. */
    public List<String> policies() {
        return DirectiveReader.policies(connections);
    }

    /**
     * What the input that was called {@code topic} is called here: the same records may lie under another prefix, where they were
     * mirrored or brought back.
     */
    public String nameHere(String topic) {
        for (EventType type : EventType.values()) {
            if (topic.endsWith(type.topic())) {
                return topics.of(type).name();
            }
        }
        return topic;
    }

    /**
     * The last tick that the watch follows: how far its time has come.
     *
     * @throws ConfigurationException where there is none
     */
    public Instant lastTick() {
        return ticked().orElseThrow(() -> new ConfigurationException(
                "Expected a tick in '%s', which says to what time the records are complete, but there is none: start 'rollcall run', which writes ticks, or give '--as-of TIME'"
                        .formatted(topics.directives().name())));
    }

    /** The last tick that the watch follows; none where it has not run yet. */
    public Optional<Instant> ticked() {
        Instant[] last = {Instant.EPOCH};
        try (Codec codec = connections.codec()) {
            new TopicReader(connections).toEnd(topics.directives().name(), record -> {
                if (codec.decode(record.topic(), record.value()) instanceof Decoded.Steering steering
                        && steering.directive() instanceof Directive.Tick tick
                        && tick.at().isAfter(last[0])
                        && !Intake.isAhead(tick.at(), Instant.ofEpochMilli(record.timestamp()))) {
                    last[0] = tick.at();
                }
            });
        }
        return last[0].equals(Instant.EPOCH) ? Optional.empty() : Optional.of(last[0]);
    }

    /** How many records of each partition, by "topic/partition", were logged after the time that was last read to. */
    public Map<String, Long> loggedLater() {
        Map<String, Long> counts = new TreeMap<>();
        later.forEach((partition, count) -> {
            if (count.sum() > 0) {
                counts.put(partition.topic() + "/" + partition.partition(), count.sum());
            }
        });
        return counts;
    }

    /** What all that was read so far may lack, and what was logged after that which was last read. */
    public LeftOut leftOut() {
        return new LeftOut(
                missed.stream().sorted(Comparator.comparing(Evidence::log)).toList(),
                lastRead.to(),
                lastRead.body(),
                later.values().stream().mapToLong(LongAdder::sum).sum());
    }

    /** By "topic/partition", from which offset on each is there, where its beginning was removed. */
    public Map<String, Long> removedBefore() {
        Map<String, Long> removed = new TreeMap<>();
        told(() -> bounds().begins().forEach((partition, begin) -> {
            if (begin > 0) {
                removed.put(partition.topic() + "/" + partition.partition(), begin);
            }
        }));
        return removed;
    }

    /** Where the partition of an input ends: the offset behind its last record. */
    public long end(Log partition) {
        long[] end = {0};
        told(() -> end[0] = bounds().of(new TopicPartition(partition.topic(), partition.partition()))
                .to());
        return end[0];
    }

    /** Where the history ends in each partition of the inputs. */
    Map<TopicPartition, Long> ends() {
        return Map.copyOf(bounds().ends());
    }

    /** By "topic/partition", how many offsets have been written since the history was first asked for. */
    Map<String, Long> growth() {
        Map<String, Long> growth = new TreeMap<>();
        told(() -> endsNow().forEach((partition, end) -> {
            long more = end - bounds().of(partition).to();
            if (more > 0) {
                growth.put(partition.topic() + "/" + partition.partition(), more);
            }
        }));
        return growth;
    }

    private Map<TopicPartition, Long> endsNow() {
        try (Consumer<byte[], byte[]> uncommitted = connections.uncommittedConsumer()) {
            return uncommitted.endOffsets(later.keySet());
        }
    }

    /**
     * In how many passes to read {@code scope}, so that what is kept of it fits into {@code heap} bytes: by the number of records
     * and the size of the first of each partition.
     */
    public int passes(Scope scope, long heap) {
        long[] all = {0};
        LongAdder sampled = new LongAdder();
        LongAdder bytes = new LongAdder();
        told(() -> {
            Map<TopicPartition, List<Offsets>> sample = new HashMap<>();
            plan(scope).forEach((partition, stretches) -> {
                all[0] += length(stretches);
                sample.put(
                        partition,
                        stretches.stream()
                                .limit(1)
                                .map(one -> new Offsets(one.from(), Math.min(one.to(), one.from() + SAMPLE)))
                                .toList());
            });
            read(
                    scope,
                    arrival -> {
                        sampled.increment();
                        bytes.add(arrival.size());
                    },
                    sample,
                    Progress.UNHEARD);
            later.values().forEach(LongAdder::reset);
        });
        long each = PER_EVENT + (sampled.sum() == 0 ? 0 : PER_BYTE * bytes.sum() / sampled.sum());
        return (int) Math.max(1, Math.ceil(all[0] * (double) each / (heap * SHARE_OF_HEAP)));
    }

    private static long length(List<Offsets> stretches) {
        return stretches.stream()
                .mapToLong(stretch -> stretch.to() - stretch.from())
                .sum();
    }

    @Override
    public void read(Scope scope, Use use) {
        told(() -> {
            later.values().forEach(LongAdder::reset);
            lastRead = scope;
            missed.addAll(removed().concerning(scope));
            Map<TopicPartition, List<Offsets>> plan = plan(scope);
            progress.begin(
                    plan.values().stream().mapToLong(TopicHistory::length).sum());
            read(scope, use, plan, progress);
        });
    }

    private void read(Scope scope, Use use, Map<TopicPartition, List<Offsets>> plan, Progress heard) {
        List<Runnable> work = new ArrayList<>();
        for (int thread = 0; thread < Math.min(threads, partitions); thread++) {
            int number = thread;
            work.add(() -> read(scope, use, plan, heard, number));
        }
        Parallel.run(threads, work);
    }

    /** Reads the partitions of one thread, requests before extracts. */
    private void read(Scope scope, Use use, Map<TopicPartition, List<Offsets>> plan, Progress heard, int thread) {
        try (Consumer<byte[], byte[]> consumer = connections.historyConsumer();
                Codec codec = connections.codec()) {
            Reading reading = new Reading(scope, use, heard, consumer, codec);
            for (Topic<Event> topic : topics.inputs()) {
                Map<TopicPartition, Deque<Offsets>> mine = new HashMap<>();
                for (TopicPartition partition : of(topic)) {
                    List<Offsets> stretches = plan.getOrDefault(partition, List.of());
                    if (partition.partition() % threads == thread && !stretches.isEmpty()) {
                        mine.put(partition, new ArrayDeque<>(stretches));
                    }
                }
                reading.all(mine);
            }
        }
    }

    /** One thread's reading. */
    private final class Reading {
        private final Scope scope;
        private final Use use;
        private final Progress heard;
        private final Consumer<byte[], byte[]> consumer;
        private final Codec codec;
        private final Arrivals arrivals = new Arrivals(partitions);

        Reading(Scope scope, Use use, Progress heard, Consumer<byte[], byte[]> consumer, Codec codec) {
            this.heard = heard;
            this.scope = scope;
            this.use = use;
            this.consumer = consumer;
            this.codec = codec;
        }

        void all(Map<TopicPartition, Deque<Offsets>> rest) {
            consumer.assign(rest.keySet());
            rest.forEach((partition, stretches) ->
                    consumer.seek(partition, stretches.element().from()));
            long lastProgress = System.nanoTime();
            while (!rest.isEmpty()) {
                if (poll(rest)) {
                    lastProgress = System.nanoTime();
                } else if (System.nanoTime() - lastProgress > PATIENCE_NANOS) {
                    throw stalled(rest);
                }
            }
        }

        /** Whether any position has moved. */
        private boolean poll(Map<TopicPartition, Deque<Offsets>> rest) {
            Map<TopicPartition, Long> before = positions(rest);
            Map<TopicPartition, Long> records = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(AT_A_TIME)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                Deque<Offsets> stretches = rest.get(partition);
                if (stretches != null && record.offset() < stretches.element().to()) {
                    records.merge(partition, 1L, Long::sum);
                    take(record, partition);
                }
            }
            boolean moved = false;
            for (Map.Entry<TopicPartition, Long> one : before.entrySet()) {
                TopicPartition partition = one.getKey();
                Deque<Offsets> stretches = rest.getOrDefault(partition, new ArrayDeque<>());
                long to = stretches.element().to();
                long position = consumer.position(partition);
                long passed = Math.min(position, to) - one.getValue();
                if (passed > 0) {
                    moved = true;
                    heard.passed(passed, records.getOrDefault(partition, 0L));
                }
                if (position >= to) {
                    leave(partition, rest);
                }
            }
            return moved;
        }

        private Map<TopicPartition, Long> positions(Map<TopicPartition, Deque<Offsets>> rest) {
            Map<TopicPartition, Long> positions = new HashMap<>();
            rest.keySet().forEach(partition -> positions.put(partition, consumer.position(partition)));
            return positions;
        }

        /** Goes on with the next stretch of the partition, if there is one. */
        private void leave(TopicPartition partition, Map<TopicPartition, Deque<Offsets>> rest) {
            Deque<Offsets> stretches = rest.getOrDefault(partition, new ArrayDeque<>());
            stretches.remove();
            if (stretches.isEmpty()) {
                rest.remove(partition);
                consumer.pause(List.of(partition));
            } else {
                consumer.seek(partition, stretches.element().from());
            }
        }

        /** What a transaction that stays open holds back is neither waited for for ever nor left out in silence. */
        private RuntimeException stalled(Map<TopicPartition, Deque<Offsets>> rest) {
            Map<TopicPartition, Long> committed = consumer.endOffsets(rest.keySet());
            for (Map.Entry<TopicPartition, Deque<Offsets>> one : rest.entrySet()) {
                TopicPartition partition = one.getKey();
                long position = consumer.position(partition);
                if (position >= committed.getOrDefault(partition, 0L)) {
                    return new UnreachableException(
                            "Expected to read %s/%d to offset %d, but a transaction of its feed is still open, and what lies behind offset %d cannot be read until it has ended: ask again then"
                                    .formatted(
                                            partition.topic(),
                                            partition.partition(),
                                            one.getValue().element().to() - 1,
                                            position));
                }
            }
            return new TimeoutException("nothing came for 15 seconds");
        }

        private void take(ConsumerRecord<byte[], byte[]> record, TopicPartition partition) {
            Instant appendedAt = Instant.ofEpochMilli(record.timestamp());
            byte[] keyBytes = record.key();
            String key = keyBytes == null ? null : new String(keyBytes, StandardCharsets.UTF_8);
            if (scope.to() != null && appendedAt.isAfter(scope.to())) {
                // whatever the share, so that it is the same number in each of several passes
                LongAdder count = later.get(partition);
                if (count != null && (scope.body() == null || scope.body().equals(key))) {
                    count.increment();
                }
            } else if (scope.holds(appendedAt) && scope.share().holds(key)) {
                use.of(arrivals.of(
                        new Origin(record.topic(), record.partition(), record.offset(), appendedAt),
                        keyBytes,
                        record.value(),
                        codec.decode(record.topic(), record.value())));
            }
        }
    }

    /** Which stretches of which partitions to read, in order. */
    private Map<TopicPartition, List<Offsets>> plan(Scope scope) {
        Map<TopicPartition, Long> firsts = firsts(scope.from());
        Map<TopicPartition, List<Offsets>> plan = new HashMap<>();
        for (TopicPartition partition : later.keySet()) {
            if (scope.body() == null || HomePartition.of(scope.body(), partitions) == partition.partition()) {
                Offsets whole = bounds().of(partition);
                Offsets fromThen = new Offsets(firsts.getOrDefault(partition, whole.from()), whole.to()).within(whole);
                List<Offsets> stretches =
                        scope.stretches().isEmpty() ? List.of(fromThen) : asked(scope.stretches(), partition, fromThen);
                plan.put(
                        partition,
                        stretches.stream().filter(stretch -> !stretch.isEmpty()).toList());
            }
        }
        return plan;
    }

    /** Those of {@code stretches} that are of the partition, in order, none twice. */
    private static List<Offsets> asked(List<Evidence> stretches, TopicPartition partition, Offsets whole) {
        List<Offsets> sorted = stretches.stream()
                .filter(stretch ->
                        stretch.topic().equals(partition.topic()) && stretch.partition() == partition.partition())
                .map(stretch -> new Offsets(stretch.firstOffset(), stretch.lastOffset() + 1).within(whole))
                .sorted(Comparator.comparingLong(Offsets::from))
                .toList();
        List<Offsets> asked = new ArrayList<>();
        long read = whole.from();
        for (Offsets stretch : sorted) {
            Offsets rest = new Offsets(Math.max(read, stretch.from()), stretch.to());
            if (!rest.isEmpty()) {
                asked.add(rest);
                read = rest.to();
            }
        }
        return asked;
    }

    /**
     * The first offsets logged at {@code from} or later, in open transactions, too; the ends where there is none, nothing where
     * all are wanted.
     */
    private Map<TopicPartition, Long> firsts(@Nullable Instant from) {
        Map<TopicPartition, Long> firsts = new HashMap<>();
        if (from != null) {
            Map<TopicPartition, Long> times = new HashMap<>();
            later.keySet().forEach(partition -> times.put(partition, Math.max(0, from.toEpochMilli())));
            try (Consumer<byte[], byte[]> consumer = connections.uncommittedConsumer()) {
                Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
                for (TopicPartition partition : later.keySet()) {
                    OffsetAndTimestamp first = found.get(partition);
                    firsts.put(partition, first == null ? bounds().of(partition).to() : first.offset());
                }
            }
        }
        return firsts;
    }

    /** Where the partitions begin and end, open transactions included, when first asked. */
    private synchronized Bounds bounds() {
        Bounds known = bounds;
        if (known == null) {
            try (Consumer<byte[], byte[]> uncommitted = connections.uncommittedConsumer()) {
                known = new Bounds(
                        uncommitted.beginningOffsets(later.keySet()), uncommitted.endOffsets(later.keySet()));
            }
            bounds = known;
        }
        return known;
    }

    private synchronized RemovedRecords removed() {
        RemovedRecords known = removed;
        if (known == null) {
            known = new RemovedRecords(connections, partitions, bounds().begins(), bounds().ends());
            removed = known;
        }
        return known;
    }

    /** The failure of the broker in our words; what {@link Use} threw, and an interruption, stay as they are. */
    private void told(Runnable reading) {
        try {
            reading.run();
        } catch (OffsetOutOfRangeException e) {
            throw connections.unreachable("keep what is being read, " + e.offsetOutOfRangePartitions() + ",", e);
        } catch (KafkaException e) {
            if (e instanceof InterruptException || e instanceof org.apache.kafka.common.errors.SerializationException) {
                throw e;
            }
            throw connections.unreachable("let the inputs be read", e);
        }
    }
}
