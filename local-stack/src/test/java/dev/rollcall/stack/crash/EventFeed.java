package dev.rollcall.stack.crash;

import dev.rollcall.model.EventType;
import dev.rollcall.oracle.Histories;
import dev.rollcall.wire.Codec;
import dev.rollcall.wire.EventException;
import dev.rollcall.wire.EventLine;
import dev.rollcall.wire.Ndjson;
import dev.rollcall.wire.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Keeps events coming at a steady rate, whatever becomes of those who read them: one random history after another, each with
 * events, requests and children of its own. What was sent is remembered, in order.
 */
final class EventFeed implements AutoCloseable {
    /** What the broker may be away without an event being lost. */
    private static final int AWAY_MILLIS = 600_000;

    private static final long BEAT_NANOS = Duration.ofMillis(20).toNanos();
    /** The ids and tokens that histories draw, in which one history would meet another. */
    private static final Pattern NAMES = Pattern.compile("\"(e-|r-|x-|t[0-9a-f]{4}-)");

    private static final Pattern SCHEMA = Pattern.compile("\"schema\"\\s*:\\s*\"");
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");

    private final Installation at;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Codec codec;
    private final Iterator<String> lines;
    private final List<String> sent = new ArrayList<>();
    private final Map<EventType, Integer> newerSchemas = new ConcurrentHashMap<>();
    private final int perBeat;
    private final Thread thread;
    private volatile boolean enough;
    private volatile Exception failure;

    /** Sends {@code perSecond} events a second, made from {@code seed}, until it is stopped. */
    static EventFeed start(Installation at, String servers, long seed, int perSecond) {
        EventFeed feed = new EventFeed(at, servers, new Story(seed), Math.max(1, perSecond / 50));
        feed.thread.start();
        return feed;
    }

    /** Sends these lines as fast as it can. */
    static void sendAll(Installation at, String servers, List<String> lines) throws InterruptedException {
        EventFeed feed = new EventFeed(at, servers, lines.iterator(), Integer.MAX_VALUE);
        feed.thread.start();
        feed.thread.join();
        feed.stop();
    }

    private EventFeed(Installation at, String servers, Iterator<String> lines, int perBeat) {
        this.at = at;
        this.lines = lines;
        this.perBeat = perBeat;
        this.codec = at.connections().codec();
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", servers,
                        "linger.ms", 5,
                        "max.block.ms", AWAY_MILLIS,
                        "delivery.timeout.ms", AWAY_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = new Thread(this::run, "feed");
        this.thread.setDaemon(true);
    }

    /** Histories without end. */
    private static final class Story implements Iterator<String> {
        private long seed;
        private Iterator<String> history = List.<String>of().iterator();

        Story(long seed) {
            this.seed = seed;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public String next() {
            while (!history.hasNext()) {
                String own = "\"s" + seed + "$1";
                history = Histories.random(seed).ndjsonLinesInArrivalOrder().stream()
                        .map(line -> NAMES.matcher(line).replaceAll(own))
                        .iterator();
                seed++;
            }
            return history.next();
        }
    }

    private void run() {
        try {
            long next = System.nanoTime();
            while (!enough && lines.hasNext()) {
                for (int i = 0; i < perBeat && lines.hasNext(); i++) {
                    send(lines.next());
                }
                next += BEAT_NANOS;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void send(String line) {
        ProducerRecord<byte[], byte[]> record;
        try {
            EventLine event = Ndjson.readEvent(line, "feed", sent.size() + 1);
            EventType type = event.event().type();
            byte[] value = codec.encode(event.event());
            Integer newer = newerSchemas.get(type);
            record = new ProducerRecord<>(
                    at.topics().of(type).name(),
                    null,
                    event.appendedAt().toEpochMilli(),
                    event.event().body().getBytes(StandardCharsets.UTF_8),
                    newer == null ? value : underNewerSchema(value, newer));
        } catch (EventException e) {
            record = new ProducerRecord<>(
                    at.topics().extracts().name(),
                    null,
                    e.appendedAt().orElseThrow().toEpochMilli(),
                    new byte[] {'k'},
                    new byte[] {1, 2, 3});
        }
        producer.send(record, (written, met) -> {
            if (met != null) {
                failure = met;
            }
        });
        sent.add(line);
    }

    /** The same value under the schema that has one optional field more at its end, which is absent. */
    private static byte[] underNewerSchema(byte[] value, int id) {
        return ByteBuffer.allocate(value.length + 1)
                .put(value)
                .put((byte) 0)
                .putInt(1, id)
                .array();
    }

    /** Registers schemas of both inputs with a field more; returns their ids. */
    Map<EventType, Integer> registerNewerSchemas(String registry) throws IOException, InterruptedException {
        Map<EventType, Integer> ids = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            ids.put(type, registerNewer(registry, at.topics().of(type)));
        }
        return ids;
    }

    /** Writes events under these schemas from now on. */
    void sendUnder(Map<EventType, Integer> schemas) {
        newerSchemas.putAll(schemas);
    }

    private static int registerNewer(String registry, Topic<?> topic) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        URI versions = URI.create(registry + "/subjects/" + topic.subject() + "/versions");
        String latest = http.send(
                        HttpRequest.newBuilder(URI.create(versions + "/latest")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        String schema = schemaIn(latest);
        int end = schema.lastIndexOf("]}");
        String newer = schema.substring(0, end)
                + ",{\\\"name\\\":\\\"addedLater\\\",\\\"type\\\":[\\\"null\\\",\\\"string\\\"],\\\"default\\\":null}]}";
        String answer = http.send(
                        HttpRequest.newBuilder(versions)
                                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"" + newer + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return Integer.parseInt(found(ID, answer).group(1));
    }

    /** The schema as it stands in the answer, with its quotes escaped. */
    private static String schemaIn(String answer) {
        int begin = found(SCHEMA, answer).end();
        int end = begin;
        while (answer.charAt(end) != '"') {
            end += answer.charAt(end) == '\\' ? 2 : 1;
        }
        return answer.substring(begin, end);
    }

    private static Matcher found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("Expected the registry to answer with " + pattern + ", but found " + text);
        }
        return matcher;
    }

    /** Stops and returns all lines that were sent, in order, once all are written. */
    List<String> stop() throws InterruptedException {
        enough = true;
        thread.join();
        producer.flush();
        if (failure != null) {
            throw new IllegalStateException("Expected all events to be sent", failure);
        }
        close();
        return List.copyOf(sent);
    }

    @Override
    public void close() {
        enough = true;
        producer.close(Duration.ofSeconds(5));
        codec.close();
    }
}
