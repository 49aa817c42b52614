package dev.rollcall.app.forward;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does, in a thread of its own, what is next about one Alertmanager: one that is away holds up no other. */
final class Sender implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final String WHERE = "alertmanager";
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    /** How often it is asked what it holds, before anything is posted, if it is there but has trouble to say so. */
    private static final int ASKED_AT_MOST = 3;

    private final Forwarding forwarding;
    private final int number;
    private final Alertmanager server;
    private final Clock clock;
    private final Semaphore news = new Semaphore(0);
    private @Nullable Answer last;
    private int asked;
    private boolean toldThatItDoesNotSay;

    Sender(Forwarding forwarding, int number, Alertmanager server, Clock clock) {
        this.forwarding = forwarding;
        this.number = number;
        this.server = server;
        this.clock = clock;
    }

    /** There is something new; to be called by others. */
    void wake() {
        news.release();
    }

    /** Runs until it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                Step step = forwarding.next(number, clock.instant());
                if (step instanceof Step.Post post) {
                    post(post.batch());
                } else if (step instanceof Step.Ask) {
                    ask();
                } else {
                    await(((Step.Wait) step).until());
                }
            }
        } catch (InterruptedException e) {
            // told to stop: what was not posted is posted after the next start
        }
    }

    private void await(Instant until) throws InterruptedException {
        Instant now = clock.instant();
        long millis = until.isAfter(now.plusMillis(LONGEST_WAIT_MILLIS))
                ? LONGEST_WAIT_MILLIS
                : Duration.between(now, until).toMillis() + 1;
        if (news.tryAcquire(Math.max(1, millis), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    private void ask() throws InterruptedException {
        Alertmanager.Held held = server.held();
        if (held.labels() != null) {
            forwarding.holds(number, held.labels(), clock.instant());
        } else if (held.reply().answer() == Answer.REFUSED
                || (held.reply().answer() == Answer.UNCLEAR && ++asked >= ASKED_AT_MOST)) {
            if (!toldThatItDoesNotSay) {
                toldThatItDoesNotSay = true;
                LOG.atWarn()
                        .setMessage(
                                "Expected Alertmanager to say what it holds, but it does not; it is told what stands, and asked again: until it answers, what ended while this was away stands there")
                        .addKeyValue(WHERE, server)
                        .addKeyValue("found", held.reply().found())
                        .log();
            }
            forwarding.doesNotSay(number, clock.instant());
        } else {
            tell(held.reply(), null);
            forwarding.notAsked(number, clock.instant());
        }
    }

    private void post(Batch batch) throws InterruptedException {
        Alertmanager.Reply reply = server.post(batch);
        tell(reply, batch);
        List<String> untold = forwarding.answered(number, batch, reply.answer(), clock.instant());
        untold.forEach(Sender::tellUntold);
    }

    static void tellUntold(String alertId) {
        LOG.atInfo()
                .setMessage("An alert ended before any Alertmanager could be told of it")
                .addKeyValue("alert", alertId)
                .log();
    }

    /** Says once that it is away and once that it is back; every refusal is said. */
    private void tell(Alertmanager.Reply reply, @Nullable Batch batch) {
        Answer answer = reply.answer();
        boolean first = answer != last;
        last = answer;
        switch (answer) {
            case TAKEN -> {
                if (first) {
                    LOG.atInfo()
                            .setMessage("Alertmanager takes what is posted")
                            .addKeyValue(WHERE, server)
                            .log();
                }
            }
            case CONTENT_REFUSED ->
                LOG.atWarn()
                        .setMessage(
                                "Expected Alertmanager to take what was posted, with status 200, but it refused something; it is offered again alone, ever more rarely")
                        .addKeyValue(WHERE, server)
                        .addKeyValue("found", reply.found())
                        .addKeyValue("alerts", batch == null ? 0 : batch.items().size())
                        .addKeyValue(
                                "alert",
                                batch == null || batch.items().isEmpty()
                                        ? ""
                                        : batch.items().get(0).alertId())
                        .log();
            case REFUSED, NOT_REACHED, UNCLEAR -> {
                if (first) {
                    LOG.atWarn()
                            .setMessage(
                                    "Expected Alertmanager to answer with status 200, but it did not; it is tried again, and nothing is lost")
                            .addKeyValue(WHERE, server)
                            .addKeyValue("found", reply.found())
                            .log();
                }
            }
        }
    }
}
