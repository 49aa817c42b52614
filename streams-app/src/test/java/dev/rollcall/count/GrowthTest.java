package dev.rollcall.count;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Observation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final int STORIES = 2_000;
    private static final int MOST = 14;

    /** One event of a story, and the steps that count it and take it back. */
    private record Told(Observation event, int from, int to) {}

    @Test
    void saysHowACountStoodAfterEachStepWhateverTheOrderInWhichItIsTold() {
        for (long seed = 0; seed < STORIES; seed++) {
            Random random = new Random(seed);
            List<Told> story = story(random);
            for (Basis basis : Basis.allLimited()) {
                // Given
                PeriodCounts counts = PeriodCounts.only(basis);
                long[] expected = new long[2 * MOST];
                for (int step = 0; step < expected.length; step++) {
                    for (Told one : story) {
                        if (one.from() == step || one.to() == step) {
                            counts.count(one.event(), one.from() == step ? 1 : -1);
                        }
                    }
                    expected[step] = counts.of(basis);
                }

                // When
                Growth growth = new Growth(basis, expected.length);
                Collections.shuffle(story, random);
                story.forEach(one -> growth.count(one.event(), one.from(), one.to()));

                // Then
                assertArrayEquals(expected, growth.counts(), "seed " + seed + ", " + basis);
            }
        }
    }

    /** At each step one event comes or is taken back; at some nothing happens. */
    private static List<Told> story(Random random) {
        List<Integer> steps = new ArrayList<>();
        for (int step = 0; step < 2 * MOST; step++) {
            steps.add(step);
        }
        Collections.shuffle(steps, random);
        List<Told> story = new ArrayList<>();
        int events = 1 + random.nextInt(MOST);
        for (int event = 0; event < events; event++) {
            int one = steps.get(2 * event);
            int other = steps.get(2 * event + 1);
            story.add(
                    random.nextBoolean()
                            ? new Told(MemoryTest.observation(random), one, Growth.NEVER)
                            : new Told(MemoryTest.observation(random), Math.min(one, other), Math.max(one, other)));
        }
        return story;
    }
}
