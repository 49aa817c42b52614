package dev.rollcall.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rollcall.app.MonitorService;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.wire.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

class MonitorTopologyTest {
    private final Topology topology = new MonitorTopology(
                    new Topics(""),
                    4,
                    10,
                    () -> {
                        throw new IllegalStateException("described, not run");
                    },
                    () -> {
                        throw new IllegalStateException("described, not run");
                    },
                    () -> {
                        throw new IllegalStateException("described, not run");
                    },
                    new MonitorListener() {})
            .build(new StreamsConfig(
                    MonitorService.properties(Configuration.of(Map.of("kafka.bootstrap.servers", "nowhere:9092")))));

    @Test
    void isTheOneThatRunsInProduction() throws IOException {
        assertEquals(golden(), topology.describe().toString());
    }

    @Test
    void hasNoNameThatStreamsMadeUp() {
        assertFalse(
                topology.describe().toString().contains("KSTREAM"),
                topology.describe().toString());
    }

    private static String golden() throws IOException {
        try (InputStream golden =
                Objects.requireNonNull(MonitorTopologyTest.class.getResourceAsStream("topology.txt"))) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
