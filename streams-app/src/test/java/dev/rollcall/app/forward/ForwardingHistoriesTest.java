package dev.rollcall.app.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.app.meters.ForwarderFigures;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Severity;
import dev.rollcall.wire.AlertLine;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random histories of alerts, outages and restarts against two models of Alertmanager: in the end each must hold what stands
 * and nothing else, and must have told nothing twice.
 */
class ForwardingHistoriesTest {
    private static final int HISTORIES = 600;
    private static final Wording WORDING = new Wording("http://localhost:9464/", "docs/operations.md");
    private static final Rhythm RHYTHM = new Rhythm(Duration.ofMinutes(1), Duration.ofDays(2));
    private static final Duration STEP = Duration.ofSeconds(20);

    @Test
    void alertmanagerHoldsWhatStandsWhateverHappened() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            World world = new World(seed, seed % 2 == 0);
            world.live(40);
            world.settle();
            world.check("history " + seed);
        }
    }

    /** One history. */
    private static final class World {
        private final Random random;
        private final boolean forwarderDies;
        private final List<ModelAlertmanager> alertmanagers = List.of(new ModelAlertmanager(), new ModelAlertmanager());
        private final Map<ModelAlertmanager, String> trouble = new HashMap<>();
        private final Map<String, AlertLine> topic = new LinkedHashMap<>();
        private final Map<String, Instant> readAsNews = new HashMap<>();
        private final Set<Integer> lostDisk = new HashSet<>();
        private Instant now = Instant.parse("2026-03-01T00:00:00Z");
        private Instant deadSince = now;
        private @Nullable Forwarding forwarding;
        private long delivered;

        World(long seed, boolean forwarderDies) {
            this.random = new Random(seed);
            this.forwarderDies = forwarderDies;
            startForwarder();
        }

        void live(int steps) {
            for (int step = 0; step < steps; step++) {
                happen();
                pass(STEP.multipliedBy(random.nextInt(4)));
            }
        }

        private void happen() {
            ModelAlertmanager one = alertmanagers.get(random.nextInt(alertmanagers.size()));
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> raise();
                case 4, 5 -> end();
                case 6 -> one.stop();
                case 7 -> one.start();
                case 8 -> {
                    // so short that the forwarder may not notice
                    one.stop();
                    one.start();
                }
                case 9 -> {
                    one.stop();
                    one.loseDisk();
                    lostDisk.add(alertmanagers.indexOf(one));
                }
                case 10 -> trouble.put(one, random.nextBoolean() ? "taken, not said" : "nothing said");
                case 11 -> killForwarder();
                case 12 -> startForwarder();
                default -> {
                    if (forwarding != null || deadSince.plus(Duration.ofDays(1)).isAfter(now)) {
                        now = now.plus(Duration.ofHours(random.nextInt(24)));
                    }
                }
            }
        }

        private void raise() {
            Severity severity = Severity.values()[random.nextInt(4)];
            // the time is the sender's, who may be late
            Instant loggedAt = random.nextInt(4) > 0 ? now : now.minus(Duration.ofDays(random.nextInt(9)));
            publish(Lines.raised("alert-" + random.nextInt(5), severity, loggedAt));
        }

        private void end() {
            String id = "alert-" + random.nextInt(5);
            AlertLine before = topic.get(id);
            if (before != null && before.state() == AlertState.RAISED) {
                publish(Lines.ended(id, random.nextBoolean() ? AlertState.RETRACTED : AlertState.RESOLVED, now));
            }
        }

        private void publish(AlertLine alert) {
            topic.put(alert.alertId(), alert);
            if (forwarding != null) {
                forwarding.read(alert, now);
                readAsNews.put(alert.alertId(), now);
            }
        }

        private void killForwarder() {
            if (forwarderDies && forwarding != null) {
                forwarding = null;
                deadSince = now;
            }
        }

        private void startForwarder() {
            if (forwarding == null) {
                forwarding = new Forwarding(alertmanagers.size(), RHYTHM, WORDING);
                readAsNews.clear();
                for (AlertLine alert : topic.values()) {
                    forwarding.read(alert, now);
                }
                forwarding.readToEnd(now);
            }
        }

        private void pass(Duration time) {
            Instant until = now.plus(time);
            while (now.isBefore(until)) {
                now = now.plus(STEP);
                pump();
                alertmanagers.forEach(each -> each.flush(now));
            }
        }

        private void pump() {
            for (int number = 0; number < alertmanagers.size() && forwarding != null; number++) {
                ModelAlertmanager to = alertmanagers.get(number);
                Step step = forwarding.next(number, now);
                for (int tries = 0; !(step instanceof Step.Wait); tries++) {
                    assertTrue(tries < 20, "a busy loop");
                    if (step instanceof Step.Ask && to.isUp()) {
                        forwarding.holds(number, List.copyOf(to.active(now)), now);
                    } else if (step instanceof Step.Ask) {
                        forwarding.notAsked(number, now);
                    } else {
                        post(number, to, ((Step.Post) step).batch());
                    }
                    step = forwarding.next(number, now);
                }
            }
        }

        private void post(int number, ModelAlertmanager to, Batch batch) {
            Answer answer = Answer.NOT_REACHED;
            if (to.isUp()) {
                String what = trouble.remove(to);
                answer = what == null ? Answer.TAKEN : Answer.UNCLEAR;
                if (!"nothing said".equals(what)) {
                    to.post(batch.notices(), now);
                }
            }
            forwarding.answered(number, batch, answer, now);
        }

        void settle() {
            startForwarder();
            alertmanagers.forEach(ModelAlertmanager::start);
            pass(Duration.ofMinutes(30));
        }

        void check(String name) {
            Set<Map<String, String>> standing = topic.values().stream()
                    .filter(alert -> alert.state() == AlertState.RAISED)
                    .map(alert -> WORDING.labels(
                            alert,
                            readAsNews
                                    .getOrDefault(alert.alertId(), alert.loggedAt())
                                    .plus(RHYTHM.oldAfter())
                                    .isBefore(now)))
                    .collect(Collectors.toSet());
            for (int number = 0; number < alertmanagers.size(); number++) {
                String which = name + ", Alertmanager " + number;
                ModelAlertmanager alertmanager = alertmanagers.get(number);
                assertEquals(standing, alertmanager.active(now), which);
                Map<Map<String, String>, Boolean> last = new HashMap<>();
                for (ModelAlertmanager.Told told : alertmanager.told()) {
                    Boolean before = last.put(told.labels(), told.firing());
                    assertTrue(before == null || before != told.firing(), which + " told twice: " + told);
                }
                standing.forEach(labels -> assertEquals(true, last.get(labels), which + " told " + labels));
                if (!forwarderDies) {
                    // who was told of a beginning hears of the end
                    last.keySet().removeAll(standing);
                    last.forEach((labels, firing) -> assertEquals(false, firing, which + " told " + labels));
                }
            }
            ForwarderFigures figures = forwarding.figures(0, 0, now, now);
            assertEquals(0, figures.undelivered(), name);
            assertEquals(Duration.ZERO, figures.oldestUndelivered(), name);
            assertEquals(
                    standing.size(),
                    figures.standing().values().stream().mapToLong(each -> each).sum(),
                    name);
        }
    }
}
