package dev.rollcall.app.forward;

import dev.rollcall.app.Connections;
import dev.rollcall.app.Program;
import dev.rollcall.app.config.Configuration;
import dev.rollcall.app.config.ConfigurationException;
import dev.rollcall.app.http.Endpoints;
import dev.rollcall.app.http.Site;
import dev.rollcall.app.meters.ForwarderFigures;
import dev.rollcall.app.meters.ForwarderMeters;
import dev.rollcall.wire.AlertLine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The forwarder with all that belongs to it: a reader of alerts, a sender for each Alertmanager, meters and HTTP. */
public final class Forwarder implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final long CLOSING_MILLIS = 5000;

    private final Clock clock = Clock.systemUTC();
    private final Forwarding forwarding;
    private final AlertFollower follower;
    private final List<Sender> senders = new ArrayList<>();
    private final Crew crew = new Crew();
    private final List<Thread> sending = new ArrayList<>();
    private final Endpoints endpoints;

    private Forwarder(Configuration configuration) {
        List<Alertmanager> alertmanagers = Alertmanager.of(
                configuration.text("alertmanager.urls"), configuration.text("alertmanager.authorization"));
        forwarding = new Forwarding(
                alertmanagers.size(),
                Rhythm.of(configuration),
                new Wording(configuration.text("forward.page-url"), configuration.text("forward.runbook-url")));
        follower = new AlertFollower(new Connections(configuration), clock);
        for (int number = 0; number < alertmanagers.size(); number++) {
            senders.add(new Sender(forwarding, number, alertmanagers.get(number), clock));
        }
        ForwarderMeters meters = new ForwarderMeters(this::figures);
        ForwarderHealth health = new ForwarderHealth(forwarding, follower::lastRead, crew::hasFailed, clock);
        meters.showHealth(health);
        try {
            endpoints = Endpoints.start(configuration, "forward.port", meters.registry(), health, Site.NONE);
        } catch (ConfigurationException e) {
            follower.abandon();
            throw e;
        }
    }

    /**
     * Starts all parts. An Alertmanager that is away is waited for; a broker is not.
     *
     * @throws ConfigurationException with what is wrong or missing
     */
    public static Forwarder start(Configuration configuration) {
        Forwarder forwarder = new Forwarder(configuration);
        forwarder.crew.start("alerts", forwarder::follow);
        int number = 0;
        for (Sender sender : forwarder.senders) {
            forwarder.sending.add(forwarder.crew.start("alertmanager-" + ++number, sender));
        }
        return forwarder;
    }

    private void follow() {
        follower.run(new AlertFollower.Listener() {
            @Override
            public void read(AlertLine alert) {
                heard(alert.alertId(), forwarding.read(alert, clock.instant()));
            }

            @Override
            public void removed(String alertId) {
                heard(alertId, forwarding.removed(alertId, clock.instant()));
            }

            @Override
            public void atEnd() {
                forwarding.readToEnd(clock.instant());
                ForwarderFigures found = figures();
                LOG.atInfo()
                        .setMessage("All alerts are read; from here on Alertmanager is told")
                        .addKeyValue("standing", found.standing())
                        .log();
                senders.forEach(Sender::wake);
            }
        });
    }

    private void heard(String alertId, boolean untold) {
        if (untold) {
            Sender.tellUntold(alertId);
        }
        senders.forEach(Sender::wake);
    }

    private ForwarderFigures figures() {
        return forwarding.figures(follower.unreadable(), follower.lag(), follower.lastRead(), clock.instant());
    }

    /** The port of the endpoints. */
    public int port() {
        return endpoints.port();
    }

    @Override
    public boolean await() throws InterruptedException {
        crew.await();
        return true;
    }

    @Override
    public boolean isClosed() {
        return crew.isIdle();
    }

    /** Stops; Alertmanager goes on holding what it holds. */
    @Override
    public synchronized void close() {
        endpoints.close();
        follower.stop();
        sending.forEach(Thread::interrupt);
        crew.end(CLOSING_MILLIS);
    }
}
