package dev.rollcall.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.avro.Extract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroArchiveTest {
    private static final Instant AT = Instant.parse("2016-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void readsEventsLoggedWhenTheyHappened() throws IOException {
        Path file = file(Extract.getClassSchema(), 3, CodecFactory.deflateCodec(6), 0);
        List<String> read = read(file);
        assertEquals(
                List.of("e0 home-office [c0] " + AT, "e1 home-office [c1] " + AT, "e2 home-office [c2] " + AT), read);
    }

    @Test
    void readsOlderVersionsOfTheSchemaAndFieldsItDoesNotKnow() throws IOException {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : Extract.getClassSchema().getFields()) {
            if (!List.of("childCount", "retainUntil", "channel").contains(field.name())) {
                fields.add(new Schema.Field(field, field.schema()));
            }
        }
        fields.add(new Schema.Field("more", Schema.create(Schema.Type.STRING)));
        Schema older =
                Schema.createRecord("Extract", null, Extract.getClassSchema().getNamespace(), false, fields);
        assertEquals(List.of("e0 home-office [c0] " + AT), read(file(older, 1, CodecFactory.nullCodec(), 0)));
    }

    @Test
    void aRecordMayCarryWhenItWasLogged() throws IOException {
        List<Schema.Field> fields = new ArrayList<>();
        Extract.getClassSchema().getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("appendedAt", Schema.create(Schema.Type.LONG)));
        Schema with =
                Schema.createRecord("Extract", null, Extract.getClassSchema().getNamespace(), false, fields);
        assertEquals(
                List.of("e0 home-office [c0] " + AT.plusSeconds(60)), read(file(with, 1, CodecFactory.nullCodec(), 0)));
    }

    @Test
    void passesOverWhatCannotBeReadAndLosesNothingElse() throws IOException {
        Path file = file(Extract.getClassSchema(), 4, CodecFactory.deflateCodec(6), 1);
        byte[] bytes = Files.readAllBytes(file);
        List<Long> blocks = new ArrayList<>();
        try (AvroArchiveBlocks all = new AvroArchiveBlocks(file)) {
            blocks.addAll(all.starts());
        }
        java.util.Arrays.fill(
                bytes, Math.toIntExact(blocks.get(1)) + 3, Math.toIntExact(blocks.get(1)) + 20, (byte) 0xFF);
        Files.write(file, bytes);
        List<String> read = read(file);
        assertEquals(4, read.size(), read.toString());
        assertEquals("e0 home-office [c0] " + AT, read.get(0));
        assertTrue(
                read.get(1)
                        .contains(
                                "passed over (" + file + " record 2, block at byte " + "%,d".formatted(blocks.get(1))),
                read.get(1));
        assertEquals(List.of("e2 home-office [c2] " + AT, "e3 home-office [c3] " + AT), read.subList(2, 4));
    }

    @Test
    void aFileThatBreaksOffIsToldAfterWhatItHolds() throws IOException {
        Path file = file(Extract.getClassSchema(), 4, CodecFactory.nullCodec(), 1);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 30));
        List<String> read = read(file);
        assertEquals(4, read.size(), read.toString());
        assertTrue(read.get(3).startsWith("Expected a block of records, but it "), read.get(3));
    }

    @Test
    void refusesOtherFilesAndOtherRecords() throws IOException {
        Path text = Files.writeString(folder.resolve("text.avro"), "no container");
        assertTrue(assertThrows(EventException.class, () -> AvroArchive.open(text))
                .getMessage()
                .startsWith("Expected an Avro object container file, but it is none"));
        Schema other = Schema.createRecord("Other", null, "x", false, List.of());
        Path records = folder.resolve("other.avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(other))) {
            writer.create(other, records.toFile());
        }
        assertTrue(assertThrows(EventException.class, () -> AvroArchive.open(records))
                .getMessage()
                .endsWith("but they are of x.Other (" + records + ")"));
        assertThrows(IOException.class, () -> AvroArchive.open(folder.resolve("absent.avro")));
    }

    /** Where the blocks of a file begin. */
    private record AvroArchiveBlocks(Path file) implements AutoCloseable {
        List<Long> starts() throws IOException {
            List<Long> starts = new ArrayList<>();
            try (org.apache.avro.file.DataFileReader<Object> reader = new org.apache.avro.file.DataFileReader<>(
                    file.toFile(), new org.apache.avro.generic.GenericDatumReader<>())) {
                while (reader.hasNext()) {
                    starts.add(reader.previousSync());
                    reader.next();
                }
            }
            return starts;
        }

        @Override
        public void close() {}
    }

    private static List<String> read(Path file) throws IOException {
        List<String> read = new ArrayList<>();
        try (AvroArchive archive = AvroArchive.open(file)) {
            boolean more = true;
            while (more) {
                try {
                    EventLine line = archive.next();
                    more = line != null;
                    if (more) {
                        read.add(line.event().eventId() + " " + line.event().body() + " "
                                + line.event().children() + " " + line.appendedAt());
                    }
                } catch (EventException e) {
                    read.add(e.getMessage());
                }
            }
        }
        return read;
    }

    /** @param perBlock how many records a block has; as many as fit where 0 */
    private Path file(Schema schema, int records, CodecFactory codec, int perBlock) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec);
            writer.create(schema, bytes);
            for (int number = 0; number < records; number++) {
                writer.append(record(schema, number));
                if (perBlock > 0 && (number + 1) % perBlock == 0) {
                    writer.sync();
                }
            }
        }
        return Files.write(folder.resolve("events.avro"), bytes.toByteArray());
    }

    private static GenericRecord record(Schema schema, int number) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            switch (field.name()) {
                case "eventId" -> record.put("eventId", "e" + number);
                case "feed", "more" -> record.put(field.name(), "f");
                case "at" -> record.put("at", AT.toEpochMilli());
                case "appendedAt" -> record.put("appendedAt", AT.plusSeconds(60).toEpochMilli());
                case "retracts" -> record.put("retracts", false);
                case "stage" -> record.put("stage", new GenericData.EnumSymbol(field.schema(), "RELEASED"));
                case "body" -> record.put("body", "home-office");
                case "extractId" -> record.put("extractId", "x" + number);
                case "datasets", "fields" -> record.put(field.name(), List.of());
                case "records" -> record.put("records", 1L);
                case "children" -> record.put("children", List.of("c" + number));
                default -> record.put(field.name(), null);
            }
        }
        return record;
    }
}
