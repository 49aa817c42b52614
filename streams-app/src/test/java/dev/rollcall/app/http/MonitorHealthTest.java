package dev.rollcall.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.monitor.Overview;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;

class MonitorHealthTest {
    private static final Instant NOW = Instant.parse("2016-03-29T10:00:00Z");

    private final Map<String, Overview> tasks = new HashMap<>();

    private Health in(KafkaStreams.State state) {
        return new MonitorHealth(() -> state, () -> tasks, Duration.ofSeconds(15), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void stands(String task, int policyVersion, Instant tick) {
        tasks.put(
                task,
                new Overview(
                        tick,
                        policyVersion,
                        Instant.EPOCH,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Overview.Released.NOTHING));
    }

    private Health.Answer ready() {
        return in(KafkaStreams.State.RUNNING).ready();
    }

    @Test
    void livesUnlessStreamsHasFailedOrEnded() {
        Set<KafkaStreams.State> over = Set.of(KafkaStreams.State.ERROR, KafkaStreams.State.NOT_RUNNING);
        for (KafkaStreams.State state : KafkaStreams.State.values()) {
            assertEquals(!over.contains(state), in(state).live().ok(), state.name());
        }
        assertEquals(
                new Health.Answer(false, "Not live: Kafka Streams is ERROR"),
                in(KafkaStreams.State.ERROR).live());
    }

    @Test
    void isReadyWhileItRunsHoldsAPolicyAndHearsTheClock() {
        stands("0_1", 3, NOW.minusSeconds(60));
        stands("0_0", 3, NOW);

        assertEquals(new Health.Answer(true, "Ready: tasks [0_0, 0_1]"), ready());
    }

    @Test
    void theTicksOfAStoryMayBeOfAnyTime() {
        stands("0_0", 3, NOW.minusSeconds(100_000_000));
        Health story = new MonitorHealth(
                () -> KafkaStreams.State.RUNNING, () -> tasks, null, Clock.fixed(NOW, ZoneOffset.UTC));

        assertEquals(new Health.Answer(true, "Ready: tasks [0_0]"), story.ready());
        stands("0_0", 3, Instant.EPOCH);
        assertEquals(new Health.Answer(false, "Not ready: no tick was read in task 0_0"), story.ready());
    }

    @Test
    void isReadyWithoutTasksSinceOthersHaveThem() {
        assertEquals(new Health.Answer(true, "Ready: tasks []"), ready());
    }

    @Test
    void saysWhatIsMissing() {
        stands("0_0", 3, NOW);
        assertEquals(
                new Health.Answer(false, "Not ready: Kafka Streams is REBALANCING"),
                in(KafkaStreams.State.REBALANCING).ready());

        stands("0_1", 0, NOW);
        assertEquals(new Health.Answer(false, "Not ready: no policy is held in task 0_1"), ready());

        stands("0_1", 3, Instant.EPOCH);
        assertEquals(new Health.Answer(false, "Not ready: no tick was read in task 0_1"), ready());

        stands("0_1", 3, NOW.minusMillis(60_001));
        assertEquals(
                new Health.Answer(
                        false,
                        "Not ready: the last tick in task 0_1 is of 2016-03-29T09:58:59.999Z, more than 60 s ago"),
                ready());
    }
}
