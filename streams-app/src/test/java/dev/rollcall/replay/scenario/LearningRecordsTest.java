package dev.rollcall.replay.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Alert;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Stage;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The misuse of the learning records, under the shipped policy, as it may have been: 45 look-ups a day on average, on other days of
 * the week, from another day on, one extract each or one a day, by seed. Whatever the look-ups say of their purpose, three
 * detectors tell of it that share no figure.
 */
class LearningRecordsTest {
    private static final int SEEDS = 100;
    private static final int QUIET_SEEDS = 25;
    private static final int DAYS = 31;
    private static final int A_DAY = 45;
    private static final ZoneId ZONE = ZoneId.of("Europe/London");
    private static final Path POLICY = Path.of("..", "policies", "dfe-npd.yaml");

    /** The week as it is worked: how many times the average falls on each day. */
    private static final List<Map<DayOfWeek, Double>> WEEKS = List.of(
            week(1, 1, 1, 1, 1, 1, 1), week(1.4, 1.4, 1.4, 1.4, 1.4, 0, 0), week(0.8, 0.8, 0.8, 0.8, 0.8, 1.5, 1.5));

    private static Map<DayOfWeek, Double> week(double... days) {
        Map<DayOfWeek, Double> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(day, days[day.ordinal()]);
        }
        return week;
    }

    /** One seed's look-ups. */
    private static final class LookUps {
        private final Random random;
        private final Replay replay;
        private final String body;
        private final String agreement;
        private final String purpose;
        private final double enrolled;
        private final Map<String, Integer> raisedOnDay = new LinkedHashMap<>();
        private int number;

        LookUps(long seed, String policy, String body, String agreement, String purpose, double enrolled) {
            this.random = new Random(seed);
            this.replay = new Replay(policy, POLICY.toString(), Pseudonymiser.fixed());
            this.body = body;
            this.agreement = agreement;
            this.purpose = purpose;
            this.enrolled = enrolled;
        }

        /** Looks up about {@code aDay} a day from a day within four months of the renaming on. */
        LookUps run(double aDay) {
            LocalDate start = LocalDate.of(2018, 9, 1).plusDays(random.nextInt(120));
            Map<DayOfWeek, Double> week = WEEKS.get(random.nextInt(WEEKS.size()));
            boolean oneExtractADay = random.nextBoolean();
            for (int day = 1; day <= DAYS; day++) {
                LocalDate date = start.plusDays(day - 1);
                lookUp(date, poisson(aDay * week.get(date.getDayOfWeek())), oneExtractADay);
                replay.tick(date.plusDays(1).atStartOfDay(ZONE).toInstant());
                for (Alert alert : standing()) {
                    raisedOnDay.putIfAbsent(alert.id(), day);
                }
            }
            return this;
        }

        private void lookUp(LocalDate date, int times, boolean oneExtract) {
            Instant at = date.atTime(8, 0).atZone(ZONE).toInstant();
            List<String> learners = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                learners.add("made-up-" + ++number);
                if (!oneExtract) {
                    send(Stage.RELEASED, at, "look-" + number, learners.subList(i, i + 1));
                }
                if (random.nextDouble() < enrolled) {
                    send(Stage.SUBMITTED, at, "enrol-" + number, List.of());
                }
                at = at.plus(Duration.ofMinutes(1));
            }
            if (oneExtract && times > 0) {
                send(Stage.RELEASED, at, "looks-" + date, learners);
            }
        }

        private void send(Stage stage, Instant at, String id, List<String> learners) {
            boolean request = stage.type() == EventType.ACCESS_REQUEST;
            replay.arrive(
                    new Event(
                            stage.type(),
                            "event-" + id,
                            "look-ups",
                            at,
                            false,
                            stage,
                            body,
                            request ? id : null,
                            request ? null : id,
                            agreement,
                            null,
                            purpose,
                            null,
                            null,
                            null,
                            null,
                            null,
                            "look-up",
                            List.of("Learning Records Service"),
                            List.of("DOB"),
                            null,
                            learners.size(),
                            List.copyOf(learners),
                            null,
                            null),
                    at);
        }

        /** Knuth's: the product of uniform numbers falls below e to the minus mean. */
        private int poisson(double mean) {
            double product = 1;
            int count = -1;
            do {
                product *= random.nextDouble();
                count++;
            } while (product > Math.exp(-mean));
            return count;
        }

        List<Alert> standing() {
            return replay.alerts().stream()
                    .filter(alert -> alert.state() == AlertState.RAISED)
                    .filter(alert -> !alert.finding().entity().kind().text().equals("feed"))
                    .toList();
        }

        int dayOf(Alert alert) {
            return raisedOnDay.getOrDefault(alert.id(), Integer.MAX_VALUE);
        }

        int lookedUp() {
            return number;
        }
    }

    /** The figures that an alert judges; none where it judges single events. */
    private static Set<String> figuresOf(Finding finding) {
        String entity = finding.entity().toString();
        return switch (finding.detector()) {
            case "limit" -> Set.of(entity + " " + finding.basis() + " " + finding.window());
            case "ratio" -> Set.of(entity + " REQUESTS " + finding.window(), entity + " CHILDREN " + finding.window());
            case "baseline" -> Set.of(entity + " " + finding.basis() + " each day");
            default -> Set.of();
        };
    }

    @Test
    void isToldWithinTwelveDaysAndByThreeDetectorsThatShareNoFigureWithinThirty() throws IOException {
        String policy = Files.readString(POLICY);
        Map<String, List<Integer>> days = new TreeMap<>();
        int most = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            // the look-ups say what is agreed: nothing here depends on their being honest
            LookUps lookUps = new LookUps(seed, policy, "trustopia", "lrs-trustopia", "enrolment", 0).run(A_DAY);
            Map<String, Alert> first = new TreeMap<>();
            for (Alert alert : lookUps.standing()) {
                first.merge(
                        alert.finding().detector(),
                        alert,
                        (one, other) -> lookUps.dayOf(one) <= lookUps.dayOf(other) ? one : other);
            }
            String told = "seed " + seed + ": " + first.keySet();
            assertTrue(first.keySet().containsAll(Set.of("limit", "ratio", "baseline")), told);
            Set<String> figures = new HashSet<>();
            for (String detector : List.of("limit", "ratio", "baseline")) {
                Alert alert = first.get(detector);
                days.computeIfAbsent(detector, unseen -> new ArrayList<>()).add(lookUps.dayOf(alert));
                assertTrue(lookUps.dayOf(alert) <= 30, told);
                assertTrue(Collections.disjoint(figures, figuresOf(alert.finding())), told);
                figures.addAll(figuresOf(alert.finding()));
            }
            assertEquals("undeclared", first.get("limit").finding().key().about(), told);
            assertTrue(lookUps.dayOf(first.get("ratio")) <= 12, told);
            most = Math.max(most, lookUps.lookedUp());
        }
        System.out.printf(
                "learning records, %d seeds, day of the first alert: %s; at most %d looked up in %d days%n",
                SEEDS, summary(days), most, DAYS);
    }

    private static String summary(Map<String, List<Integer>> days) {
        Map<String, String> summary = new TreeMap<>();
        days.forEach((detector, each) -> summary.put(detector, Collections.min(each) + " to " + Collections.max(each)));
        return summary.toString();
    }

    @Test
    void aProviderThatEnrolsFourOfFiveAndDeclaredWhatItDoesIsLeftAlone() throws IOException {
        String policy = Files.readString(POLICY);
        List<String> told = new ArrayList<>();
        for (long seed = 0; seed < QUIET_SEEDS; seed++) {
            LookUps lookUps =
                    new LookUps(seed, policy, "barset-college", "lrs-barset-college", "enrolment", 0.8).run(A_DAY);
            for (Alert alert : lookUps.standing()) {
                told.add("seed " + seed + ": " + alert.explanation());
            }
        }
        assertEquals(List.of(), told);
    }
}
