package dev.rollcall.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {
    private final StringWriter said = new StringWriter();
    private long nanos;
    private final ReadingProgress progress = new ReadingProgress(new PrintWriter(said, true), () -> nanos);

    @Test
    void saysNothingOfWhatIsSoonDone() {
        progress.begin(1000);
        nanos += 1_900_000_000L;
        progress.passed(999, 999);
        assertEquals("", said.toString());
    }

    @Test
    void saysHowFarItHasComeAndWhatIsLeft() {
        progress.begin(1000);
        nanos += 2_500_000_000L;
        progress.passed(250, 200);
        nanos += 1_000_000_000L;
        progress.passed(1, 1);
        nanos += 4_000_000_000L;
        progress.passed(249, 249);
        assertEquals(
                "25% read, 80 events/s, 8 s left" + System.lineSeparator() + "50% read, 60 events/s, 8 s left"
                        + System.lineSeparator(),
                said.toString());
    }

    @Test
    void countsThePassesToCome() {
        progress.passes(3);
        progress.begin(100);
        progress.passed(100, 100);
        progress.begin(100);
        nanos += 10_000_000_000L;
        progress.passed(50, 50);
        assertEquals("pass 2 of 3: 50% read, 5 events/s, 30 s left" + System.lineSeparator(), said.toString());
    }

    /** As one reads a stretch again, or what lies behind it: how often is not known before. */
    @Test
    void whatIsReadBesidesThePassesIsToldByItself() {
        progress.passes(2);
        for (int reading = 1; reading <= 3; reading++) {
            progress.begin(100);
            nanos += 10_000_000_000L;
            progress.passed(50, 50);
        }
        assertEquals(
                List.of(
                        "pass 1 of 2: 50% read, 5 events/s, 30 s left",
                        "pass 2 of 2: 50% read, 5 events/s, 10 s left", "50% read, 5 events/s, 10 s left"),
                said.toString().lines().toList());
    }
}
