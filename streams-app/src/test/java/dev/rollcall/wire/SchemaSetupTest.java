package dev.rollcall.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.wire.registry.RegistryRefusalException;
import dev.rollcall.wire.registry.SchemaRegistry;
import dev.rollcall.wire.registry.StubRegistry;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaSetupTest {
    private final StubRegistry stub = new StubRegistry();
    private final Topics topics = new Topics("");

    @AfterEach
    void close() {
        stub.close();
    }

    private SchemaRegistry registry(boolean registers) {
        return SchemaRegistry.configured(
                Map.of("schema.registry.url", stub.url(), "auto.register.schemas", String.valueOf(registers)));
    }

    @Test
    void givesEverySubjectItsLevelAndItsSchema() {
        Map<String, Integer> ids = SchemaSetup.register(registry(true), topics);
        assertEquals(topics.all().size(), ids.size());
        for (String subject : ids.keySet()) {
            assertEquals("FULL_TRANSITIVE", registry(true).compatibility(subject));
        }
        assertEquals(ids, SchemaSetup.register(registry(true), topics));
    }

    @Test
    void changesNothingWhereItMayNotAndSaysWhatIsMissing() {
        RegistryRefusalException missing =
                assertThrows(RegistryRefusalException.class, () -> SchemaSetup.register(registry(false), topics));
        assertEquals(
                "Expected schema dev.rollcall.avro.AccessRequest under subject access-requests-value to be registered"
                        + " there, but the schema registry answered 404 (error_code 40401); 'auto.register.schemas' is"
                        + " false: have whoever may do so register this very schema, or set that to true",
                missing.getMessage());
        assertFalse(stub.requests().stream().anyMatch(request -> request.startsWith("PUT")), "sets no level");
        assertFalse(stub.requests().stream().anyMatch(request -> request.endsWith("/versions")), "registers nothing");

        Map<String, Integer> ids = SchemaSetup.register(registry(true), topics);
        int before = stub.requests().size();
        assertEquals(ids, SchemaSetup.register(registry(false), topics));
        assertTrue(stub.requests().subList(before, stub.requests().size()).stream()
                .allMatch(request -> request.matches("POST /subjects/[\\w-]+")));
    }
}
