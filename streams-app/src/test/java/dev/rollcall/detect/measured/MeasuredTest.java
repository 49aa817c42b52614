package dev.rollcall.detect.measured;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is promised of false alarms and of what is found; the measured figures are in docs/detectors.md. */
class MeasuredTest {

    @Test
    void quietBodiesRaiseNoMoreThanAskedFor() {
        FalseAlarms.Measured measured = FalseAlarms.ofBaseline(0.1, false);
        assertTrue(measured.found() <= 0.11, measured.toString());
        assertTrue(measured.inWorstYear() <= 0.2, measured.toString());
    }

    @Test
    void theRealCasesAreFound() {
        Map<String, Power.Measured> cases =
                Power.all().stream().collect(Collectors.toMap(Power.Measured::happened, Function.identity()));
        cases.forEach((happened, measured) -> {
            if (happened.contains("ear miss")) {
                assertTrue(measured.found() <= 0.02, measured.toString());
            } else if (!happened.startsWith("Drift") && !happened.startsWith("Dormant")) {
                assertTrue(measured.found() >= 0.99, measured.toString());
            }
        });
    }
}
