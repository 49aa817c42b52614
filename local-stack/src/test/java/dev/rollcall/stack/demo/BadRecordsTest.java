package dev.rollcall.stack.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.Connections;
import dev.rollcall.app.TopicSetup;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.policy.Policies;
import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.SharedStack;
import dev.rollcall.wire.SchemaSetup;
import dev.rollcall.wire.Yaml;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class BadRecordsTest {
    private static final int PARTITIONS = 4;
    private static final Ledger BALANCED = new Ledger(19, 5, 1, 13);
    private static final BadRecords.Found NOTHING = new BadRecords.Found(Map.of(), List.of(), List.of(), 0);

    private final StringWriter told = new StringWriter();
    private final Page page = new Page(new PrintWriter(told, true));

    @Test
    void whatCameToNothingIsTold(LocalStack stack) throws InterruptedException {
        // Given
        Connections connections = new Connections(Configuration.of(Map.of(
                "kafka.bootstrap.servers", stack.bootstrapServers(),
                "registry.url", stack.registryUrl(),
                "topics.prefix", "demo-of-bad-input.")));
        try (Admin admin = connections.admin()) {
            TopicSetup.create(admin, connections.topics(), PARTITIONS, 1);
        }
        SchemaSetup.register(connections.registry(), connections.topics());
        Policies policies = RuleBook.read(
                        Yaml.versions("{policy: p, version: 1, from: 2016-01-01, zone: Europe/London}", "policy"))
                .policies();

        // When: sent, but watched by nobody
        BadRecords bad = BadRecords.send(connections, policies, PARTITIONS, Instant.parse("2019-12-12T09:30:00Z"));

        // Then
        assertEquals(BALANCED.read(), bad.size());
        assertFalse(bad.tell(NOTHING, BALANCED, 0, page));
        List<String> lines = told.toString().lines().toList();
        assertEquals(
                bad.size(), lines.stream().filter(line -> line.contains("✗")).count(), told.toString());
        assertTrue(told.toString().contains("another partition     not rejected      ✗ expected WRONG_PARTITION"));
        assertTrue(told.toString().contains("19 events read = 5 applied + 1 duplicate + 13 rejected"));
    }

    @Test
    void aLedgerThatDoesNotBalanceIsSeen() {
        assertTrue(BALANCED.balances());
        assertEquals("20 events read ≠ 5 applied + 1 duplicate + 13 rejected", new Ledger(20, 5, 1, 13).toString());
    }
}
