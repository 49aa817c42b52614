package dev.rollcall.wire;

import dev.rollcall.avro.AccessRequest;
import dev.rollcall.avro.Extract;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;

/**
 * An Avro object container file of events of one type, written with any version of its schema that ours can read.
 *
 * <p>A record may carry when it was logged in a field {@code appendedAt} of its own; otherwise that is when it happened. A block
 * that cannot be read is told and passed over; what comes after it is read.
 */
public final class AvroArchive implements AutoCloseable {
    private static final String APPENDED_AT = "appendedAt";

    private final String file;
    private final EventType type;
    private final DataFileReader<Object> reader;
    private final Datums datums;
    private final long length;
    private long records;
    private boolean ended;

    private AvroArchive(String file, EventType type, DataFileReader<Object> reader, Datums datums) {
        this.file = file;
        this.type = type;
        this.reader = reader;
        this.datums = datums;
        this.length = new File(file).length();
    }

    /**
     * Opens {@code path}.
     *
     * @throws IOException where it cannot be read
     * @throws EventException where it is no such file, or one of other records
     */
    public static AvroArchive open(Path path) throws IOException {
        Datums datums = new Datums();
        File file = path.toFile();
        if (!file.exists()) {
            throw new NoSuchFileException(file.toString());
        }
        DataFileReader<Object> reader;
        try {
            reader = new DataFileReader<>(file, datums);
        } catch (IOException | RuntimeException e) {
            if (!file.isFile() || !file.canRead()) {
                throw e;
            }
            throw new EventException("Expected an Avro object container file, but it is none (%s)".formatted(path));
        }
        Schema written = reader.getSchema();
        EventType type = typeOf(written);
        if (type == null) {
            String found = written.getType() == Schema.Type.RECORD
                    ? written.getFullName()
                    : written.getType().getName();
            reader.close();
            throw new EventException("Expected records of %s or %s, but they are of %s (%s)"
                    .formatted(
                            AccessRequest.getClassSchema().getFullName(),
                            Extract.getClassSchema().getFullName(),
                            found,
                            path));
        }
        datums.setExpected(
                withAppendedAt(type == EventType.EXTRACT ? Extract.getClassSchema() : AccessRequest.getClassSchema()));
        return new AvroArchive(path.toString(), type, reader, datums);
    }

    private static @Nullable EventType typeOf(Schema written) {
        if (written.getType() != Schema.Type.RECORD) {
            return null;
        }
        if (written.getFullName().equals(Extract.getClassSchema().getFullName())) {
            return EventType.EXTRACT;
        }
        return written.getFullName().equals(AccessRequest.getClassSchema().getFullName())
                ? EventType.ACCESS_REQUEST
                : null;
    }

    private static Schema withAppendedAt(Schema ours) {
        List<Schema.Field> fields = new ArrayList<>();
        ours.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        Schema time = LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
        fields.add(new Schema.Field(
                APPENDED_AT,
                Schema.createUnion(Schema.create(Schema.Type.NULL), time),
                null,
                Schema.Field.NULL_DEFAULT_VALUE));
        return Schema.createRecord(ours.getName(), ours.getDoc(), ours.getNamespace(), false, fields);
    }

    /**
     * The next event; null at the end.
     *
     * @throws EventException where the next record is no event, or its block cannot be read; the next call goes on behind it
     */
    public @Nullable EventLine next() {
        long block = reader.previousSync();
        Object record;
        try {
            if (!reader.hasNext()) {
                return end();
            }
            block = reader.previousSync();
            datums.appendedAt = null;
            record = reader.next(null);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw passOver(block);
        }
        records++;
        Event event = EventMapping.read(type, record);
        Instant appendedAt = datums.appendedAt;
        if (event == null || (appendedAt != null && !Event.mayBeAt(appendedAt))) {
            throw new EventException(
                    "Expected an event with possible numbers and times of 1900 to 2199, but it has others (%s record %,d)"
                            .formatted(file, records));
        }
        return new EventLine(event, appendedAt == null ? event.at() : appendedAt);
    }

    /** Avro takes a file that breaks off within a block for one that ends before it. */
    private @Nullable EventLine end() {
        long last = reader.previousSync();
        if (!ended && last < length) {
            ended = true;
            throw new EventException("Expected a block of records, but it breaks off (%s record %,d, block at byte %,d)"
                    .formatted(file, records + 1, last));
        }
        return null;
    }

    private EventException passOver(long block) {
        try {
            reader.sync(block + 1);
        } catch (IOException | RuntimeException e) {
            throw new EventException("Expected to go on behind byte %,d, but met %s (%s)"
                    .formatted(block, e.getClass().getSimpleName(), file));
        }
        return new EventException(
                "Expected a block of records, but it cannot be read; what is left of it is passed over (%s record %,d, block at byte %,d)"
                        .formatted(file, records + 1, block));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Reads our classes, and beside them when each record was logged. */
    private static final class Datums extends SpecificDatumReader<Object> {
        private @Nullable Instant appendedAt;

        Datums() {
            super(model());
        }

        private static SpecificData model() {
            SpecificData data = new SpecificData();
            // it would set all fields at once, and the class has none for when a record was logged
            data.setFastReaderEnabled(false);
            SpecificData.getForClass(Extract.class).getConversions().forEach(data::addLogicalTypeConversion);
            return data;
        }

        @Override
        protected void readField(
                Object record, Schema.Field field, @Nullable Object old, ResolvingDecoder in, @Nullable Object state)
                throws IOException {
            if (field.name().equals(APPENDED_AT)) {
                appendedAt = (Instant) read(null, field.schema(), in);
            } else {
                super.readField(record, field, old, in, state);
            }
        }
    }
}
