package dev.rollcall.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.replay.disclosure.Disclosure;
import java.util.List;
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

    @Test
    void whatIsHiddenIsASettingOfAnalystsAlone() {
        assertEquals(new Disclosure(10), Configuration.of(Map.of()).disclosure());
        assertEquals(5, Configuration.of(Map.of()).lowestLimit());
        Configuration other = Configuration.of(Map.of("disclosure.threshold", "20", "disclosure.lowest-limit", "8"));
        assertEquals(new Disclosure(20), other.disclosure());
        assertEquals(8, other.lowestLimit());
        Configuration operator = Configuration.of(Map.of("role", "operator"));
        assertEquals(Disclosure.NONE, operator.disclosure());
        assertEquals(1, operator.lowestLimit());
    }

    @Test
    void nonsenseIsRefusedByNameWhateverTheRole() {
        for (String role : List.of("analyst", "operator")) {
            for (String nonsense : List.of("0", "-1", "ten")) {
                String said = String.valueOf(assertThrows(
                                ConfigurationException.class,
                                () -> Configuration.of(Map.of("role", role, "disclosure.threshold", nonsense))
                                        .disclosure())
                        .getMessage());
                assertEquals(
                        "Expected 'disclosure.threshold' to be a whole number from 1 up, but was '" + nonsense + "'",
                        said);
                assertThrows(
                        ConfigurationException.class,
                        () -> Configuration.of(Map.of("role", role, "disclosure.lowest-limit", nonsense))
                                .lowestLimit());
            }
        }
    }
}
