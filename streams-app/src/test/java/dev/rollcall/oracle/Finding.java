package dev.rollcall.oracle;

import java.util.List;

/**
 * One reason for an alert; those with the same id are one alert with the greatest number and the worst
 * severity, which stands as raised  while one of them does.
 */
record Finding(StandingAlert alert) {
    private static final List<String> SEVERITIES = List.of("INFO", "WARNING", "HIGH", "CRITICAL");

    static Finding of(
            String detector,
            String rule,
            Account account,
            OracleWindow window,
            String band,
            String about,
            long observed,
            String severity,
            Long limit) {
        return new Finding(new StandingAlert(
                detector,
                rule,
                account.entityKind(),
                account.entity(),
                account.agreementId(),
                window.name(),
                band,
                about,
                "RAISED",
                observed,
                severity,
                limit));
    }

    /** The same in another state. */
    Finding in(String state) {
        return new Finding(new StandingAlert(
                alert.detector(),
                alert.rule(),
                alert.entityKind(),
                alert.entity(),
                alert.agreementId(),
                alert.window(),
                alert.band(),
                alert.about(),
                state,
                alert.observed(),
                alert.severity(),
                alert.limit()));
    }

    static StandingAlert greatest(StandingAlert one, StandingAlert other) {
        boolean worse = SEVERITIES.indexOf(one.severity()) >= SEVERITIES.indexOf(other.severity());
        return new StandingAlert(
                one.detector(),
                one.rule(),
                one.entityKind(),
                one.entity(),
                one.agreementId(),
                one.window(),
                one.band(),
                one.about(),
                one.state().equals(other.state()) ? one.state() : "RAISED",
                Math.max(one.observed(), other.observed()),
                worse ? one.severity() : other.severity(),
                one.limit());
    }
}
