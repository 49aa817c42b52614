package dev.rollcall.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleTest {
    @Test
    void whoeverSaysNothingIsAnAnalyst() {
        assertEquals(Role.ANALYST, Configuration.of(Map.of()).role());
        assertEquals(Role.OPERATOR, Configuration.of(Map.of("role", "operator")).role());
    }

    @Test
    void anotherRoleIsRefusedByName() {
        assertEquals(
                "Expected 'role' to be analyst or operator, but was 'boss'",
                assertThrows(
                                ConfigurationException.class,
                                () -> Configuration.of(Map.of("role", "boss")).role())
                        .getMessage());
    }
}
