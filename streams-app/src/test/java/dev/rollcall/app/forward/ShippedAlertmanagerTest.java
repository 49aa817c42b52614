package dev.rollcall.app.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.policy.Band;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules of the shipped configuration by which bands inhibit each other, for every band that there can be. */
class ShippedAlertmanagerTest {
    private static final Path SHIPPED = Path.of("..", "docker", "alertmanager", "alertmanager.yml");
    private static final Pattern RULE = Pattern.compile(
            "  - \\{ source_matchers: \\['band=\"(\\d+)\"'], target_matchers: \\['band=~\"(\\S+)\"'], equal: (.*) }");
    private static final String EQUAL = "&limit [detector, rule, entity_kind, entity, agreement, window, about]";

    @Test
    void aHigherBandInhibitsEveryLowerOneAndNeverTheOtherWayRound() throws Exception {
        // Given
        Map<Integer, Pattern> inhibits = new HashMap<>();
        for (String line : Files.readAllLines(SHIPPED)) {
            Matcher rule = RULE.matcher(line);
            if (rule.matches()) {
                assertTrue(rule.group(3).equals("*limit") || rule.group(3).equals(EQUAL), line);
                Pattern before = inhibits.put(Integer.valueOf(rule.group(1)), Pattern.compile(rule.group(2)));
                assertEquals(null, before, line);
            }
        }
        List<Integer> bands = new ArrayList<>(IntStream.range(1, 100).boxed().toList());
        for (int band = 100; band <= 100 << (Band.MOST - 1); band *= 2) {
            bands.add(band);
        }

        // Then
        assertEquals(110, inhibits.size());
        for (int source : bands) {
            for (int target : bands) {
                Pattern rule = inhibits.get(source);
                boolean inhibited =
                        rule != null && rule.matcher(String.valueOf(target)).matches();
                assertEquals(source > target, inhibited, source + " inhibits " + target);
            }
        }
    }
}
