package dev.rollcall.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Audit;
import dev.rollcall.app.Connections;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.UnreachableException;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.files.InputException;
import dev.rollcall.model.AuditEntry;
import dev.rollcall.wire.SchemaSetup;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit through a broker: what is written stays, and what cannot be written is told. */
@Timeout(60)
@ExtendWith(SharedStack.class)
class AuditTest {

    private static Connections connections(LocalStack stack, String prefix, String role) {
        Map<String, String> settings = new HashMap<>();
        settings.put("topics.prefix", prefix);
        settings.put("kafka.bootstrap.servers", stack.bootstrapServers());
        settings.put("registry.url", stack.registryUrl());
        settings.put("role", role);
        return new Connections(Configuration.of(settings));
    }

    private static Connections withTopics(LocalStack stack, String prefix) {
        Connections connections = connections(stack, prefix, "operator");
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), 3, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());
        return connections;
    }

    @Test
    void keepsWhoAskedForWhatAndWhyInOrderOfTime(LocalStack stack) {
        // Given
        Connections connections = withTopics(stack, "kept.");
        Instant before = Instant.now().minusSeconds(1);

        // When
        Audit.note(connections, "replay", List.of("--against=live", "--policy=a.yaml"), " Question 48634 ", "npd 1");
        Audit.note(connections, "verify", List.of("00ff"), "doubts", "npd 2");

        // Then
        List<AuditEntry> entries = Audit.entries(connections);
        assertEquals(
                List.of("replay", "verify"),
                entries.stream().map(AuditEntry::action).toList());
        AuditEntry first = entries.get(0);
        assertEquals(List.of("--against=live", "--policy=a.yaml"), first.arguments());
        assertEquals("Question 48634", first.reason());
        assertEquals("operator", first.role());
        assertEquals("npd 1", first.policy());
        assertTrue(first.who().startsWith(System.getProperty("user.name") + "@"), first.who());
        assertTrue(
                first.at().isAfter(before) && first.at().isBefore(Instant.now().plusSeconds(1)));
    }

    @Test
    void saysWhichTopicIsMissingAndMakesNone(LocalStack stack) {
        Connections connections = connections(stack, "none-yet.", "analyst");
        String said = String.valueOf(assertThrows(
                        ConfigurationException.class,
                        () -> Audit.note(connections, "replay", List.of(), "why not", "npd 1"))
                .getMessage());
        assertEquals("Expected topic 'none-yet.audit', but there is none: run 'rollcall topics --create'", said);
        assertThrows(ConfigurationException.class, () -> Audit.entries(connections), "nor was one made");
    }

    @Test
    void whatTheBrokerDoesNotTakeIsTold(LocalStack stack) throws Exception {
        // Given a topic that takes records of a few bytes only
        Connections connections = withTopics(stack, "full.");
        try (Admin admin = connections.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, "full.audit"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "20"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }

        // When, then
        String said = String.valueOf(assertThrows(
                        UnreachableException.class,
                        () -> Audit.note(connections, "replay", List.of(), "why not", "npd 1"))
                .getMessage());
        assertTrue(
                said.startsWith(
                        "Expected the broker to accept the audit entry in 'full.audit' (nothing is read without it) at "),
                said);
    }

    @Test
    void takesNoPupilNumberNorAnEndlessText(LocalStack stack) {
        Connections connections = withTopics(stack, "childless.");
        for (String reason : List.of("asked by the mother of A123456789012", "uln 1234567890.", "x".repeat(1001))) {
            String said = String.valueOf(assertThrows(
                            InputException.class, () -> Audit.note(connections, "replay", List.of(), reason, "npd 1"))
                    .getMessage());
            assertTrue(!said.contains("1234567890"), said);
        }
        assertEquals(List.of(), Audit.entries(connections));
    }
}
