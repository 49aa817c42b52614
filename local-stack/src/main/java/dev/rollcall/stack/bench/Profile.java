package dev.rollcall.stack.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where stream threads spend their time, by a flight recording.
 *
 * @param shares of the samples, by the part of the program, the greatest first
 */
record Profile(Map<String, Double> shares) {

    /** The first of these that a frame is in, from the top of the stack down, tells the part; the order within a frame counts. */
    private static final List<Place> PLACES = List.of(
            new Place("dev.rollcall.wire.registry.", "decode Avro"),
            new Place("dev.rollcall.wire.EventMapping", "Avro to event"),
            new Place("dev.rollcall.monitor.Cmac", "pseudonyms (AES)"),
            new Place("dev.rollcall.monitor.Pseudonymiser", "pseudonyms (rest)"),
            new Place("dev.rollcall.monitor.Intake", "intake, rest"),
            new Place("dev.rollcall.policy.", "policy and catalogue"),
            new Place("dev.rollcall.monitor.Identities", "identities of events"),
            new Place("dev.rollcall.count.DayTable", "count: sets of children"),
            new Place("dev.rollcall.count.RollingCourse", "count: rolling windows"),
            new Place("dev.rollcall.count.", "count: rest"),
            new Place("dev.rollcall.detect.", "judge: detectors"),
            new Place("dev.rollcall.monitor.AlertBook", "judge: alerts"),
            new Place("dev.rollcall.monitor.FigureBook", "publish figures"),
            new Place("dev.rollcall.monitor.", "watch, rest"),
            new Place("dev.rollcall.streams.Chunks", "changelog: to bytes"),
            new Place("dev.rollcall.streams.DeltaCodec", "changelog: to bytes"),
            new Place("dev.rollcall.streams.ModelCodec", "changelog: to bytes"),
            new Place("dev.rollcall.streams.State", "changelog: to bytes"),
            new Place("dev.rollcall.wire.", "encode outcomes"),
            new Place("org.apache.kafka.clients.producer.", "producer"),
            new Place("org.apache.kafka.clients.consumer.", "consumer"),
            new Place("org.apache.kafka.streams.", "Kafka Streams"),
            new Place("dev.rollcall.", "processor, rest"));

    private static final String ELSEWHERE = "elsewhere";

    private record Place(String prefix, String name) {}

    /** Reads a recording of the monitor. */
    static Profile of(Path recording) {
        Map<String, Integer> samples = new HashMap<>();
        int all = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample")
                        && event.getThread("sampledThread") != null
                        && String.valueOf(event.getThread("sampledThread").getJavaName())
                                .contains("StreamThread")) {
                    samples.merge(part(event), 1, Integer::sum);
                    all++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        double total = all;
        samples.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> shares.put(entry.getKey(), entry.getValue() / total));
        return new Profile(shares);
    }

    private static String part(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return ELSEWHERE;
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            for (Place part : PLACES) {
                if (type.startsWith(part.prefix())) {
                    return part.name();
                }
            }
        }
        return ELSEWHERE;
    }
}
