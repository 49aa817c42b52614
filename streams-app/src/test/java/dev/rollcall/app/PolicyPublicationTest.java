package dev.rollcall.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.policy.PolicyException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyPublicationTest {
    private static final Instant NOW = Instant.parse("2016-10-01T12:00:00Z");
    private static final String FIRST = version(1, "2015-06-01");
    private static final String SECOND = version(2, "2016-10-07");

    private static String version(int version, String from) {
        return "policy: npd\nversion: %d\nfrom: %s\nzone: Europe/London\n".formatted(version, from);
    }

    private static PolicyPublication after(List<String> held, String text) {
        return PolicyPublication.after(held, text, "policy.yaml", NOW);
    }

    private static String refusal(List<String> held, String text) {
        return String.valueOf(
                assertThrows(PolicyException.class, () -> after(held, text)).getMessage());
    }

    @Test
    void publishesTheWholeFileFirst() {
        String text = "# ours\n" + FIRST + "---\n" + SECOND;
        assertEquals(new PolicyPublication(text, List.of(1, 2)), after(List.of(), text));
    }

    @Test
    void publishesLaterOnlyWhatIsNew() {
        // When
        PolicyPublication rest = after(List.of(FIRST), "# ours\n---\n" + FIRST + "--- # the second\n" + SECOND);

        // Then
        assertEquals(new PolicyPublication("--- # the second\n" + SECOND, List.of(2)), rest);
        assertEquals(rest, after(List.of(FIRST), rest.yaml()), "also where the file holds the new version only");
        assertEquals(
                List.of(),
                after(List.of(FIRST, rest.yaml()), FIRST + "---\n" + SECOND).versions());
    }

    @Test
    void layoutAndOrderOfKeysMakeNoDifference() {
        String other = "# noted\nzone: 'Europe/London'\nversion: 1\nfrom: 2015-06-01\npolicy: npd\n";
        assertEquals(new PolicyPublication("", List.of()), after(List.of(FIRST), other));
    }

    @Test
    void refusesAVersionThatIsHeldAndDiffers() {
        String problem = refusal(List.of(FIRST), FIRST.replace("zone", "because: a mistake\nzone"));
        assertTrue(problem.startsWith("Expected version 1 to be as it was published"), problem);
        assertTrue(problem.endsWith("(policy.yaml line 1)"), problem);
    }

    @Test
    void refusesAVersionWithTooLittleNotice() {
        String problem = refusal(List.of(FIRST), FIRST + "---\n" + version(2, "2016-10-01"));
        assertTrue(
                problem.contains(
                        "at least 10 minutes after its publication at 2016-10-01T12:00:00Z, on 2016-10-02 or later"),
                problem);
        assertTrue(problem.contains("policy.yaml line 6"), problem);
    }

    @Test
    void refusesAVersionThatMayNotFollowWhatIsHeld() {
        String problem = refusal(List.of(FIRST), SECOND.replace("npd", "another"));
        assertTrue(problem.contains("Expected 'policy' to be the same in all versions"), problem);
    }
}
