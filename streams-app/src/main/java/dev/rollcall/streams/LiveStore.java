package dev.rollcall.streams;

import dev.rollcall.monitor.TaskMemory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps a live {@link TaskMemory} and no bytes: what is put is only logged, and the log gives the memory back.
 *
 * <p>Reading bytes back is not what it is for: {@code get} finds nothing and ranges are empty.
 */
final class LiveStore<M extends TaskMemory> implements KeyValueStore<Bytes, byte[]> {
    private final All<M> all;
    private final DeltaCodec codec = new DeltaCodec();
    private @Nullable TaskId task;
    private @Nullable M memory;
    private boolean open;

    /** Where processors find the store of their task: one set for each topology. */
    static final class All<M extends TaskMemory> implements KeyValueBytesStoreSupplier {
        private final String name;
        private final Supplier<M> memories;
        private final Map<TaskId, M> live = new ConcurrentHashMap<>();

        All(String name, Supplier<M> memories) {
            this.name = name;
            this.memories = memories;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new LiveStore<>(this);
        }

        @Override
        public String metricsScope() {
            return "live";
        }

        /** The memory of {@code task}, as its store restored it. */
        M of(TaskId task) {
            M memory = live.get(task);
            if (memory == null) {
                throw new IllegalStateException("Expected the store '%s' of task %s to be open".formatted(name, task));
            }
            return memory;
        }
    }

    private LiveStore(All<M> all) {
        this.all = all;
    }

    @Override
    public String name() {
        return all.name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        M empty = all.memories.get();
        memory = empty;
        task = context.taskId();
        all.live.put(context.taskId(), empty);
        open = true;
        Chunks chunks = new Chunks();
        context.register(root, (BatchingStateRestoreCallback) records -> {
            for (KeyValue<byte[], byte[]> record : records) {
                if (record.value != null) {
                    chunks.read(record.key, record.value)
                            .ifPresent(whole -> empty.restore(codec.read(whole.key(), whole.value())));
                }
            }
        });
    }

    @Override
    public void put(Bytes key, byte[] value) {
        // the layer above logs it, and the memory has it already
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        put(key, value);
        return null;
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        return null;
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return null;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return new Nothing();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new Nothing();
    }

    /** Where in the inputs memory stands, for queries; there are none. */
    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public long approximateNumEntries() {
        return 0;
    }

    /**
     * True, although nothing is on disk: only for topologies with persistent stores does Streams keep its process id, and with
     * it the names of its transactions. A restart after a crash then ends the transaction that the crash left open at once;
     * under a new name it would first have to time out, and restoring would wait for that.
     */
    @Override
    public boolean persistent() {
        return true;
    }

    /** True, and {@link #committedOffset} knows none: memory is always restored from the beginning of its log. */
    @Override
    @SuppressWarnings("deprecation") // Streams will assume true once no store says otherwise
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return null;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        if (task != null && memory != null) {
            // a store that another thread has opened for the same task stays
            all.live.remove(task, memory);
        }
    }

    /** An empty range. */
    private static final class Nothing implements KeyValueIterator<Bytes, byte[]> {
        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            throw new java.util.NoSuchElementException();
        }

        @Override
        public Bytes peekNextKey() {
            throw new java.util.NoSuchElementException();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
