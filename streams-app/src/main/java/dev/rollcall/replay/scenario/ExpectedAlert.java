package dev.rollcall.replay.scenario;

import dev.rollcall.model.AlertState;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Severity;
import dev.rollcall.policy.Place;
import dev.rollcall.wire.AlertLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An alert that must stand. What is null is not compared.
 *
 * @param detector its type
 * @param rule as in the policy, or the detector's own
 * @param limit what it was judged by
 * @param says its whole sentence
 */
public record ExpectedAlert(
        String detector,
        String rule,
        EntityKind kind,
        String entity,
        AlertState state,
        @Nullable String agreementId,
        @Nullable String window,
        @Nullable String band,
        @Nullable String about,
        @Nullable Severity severity,
        @Nullable Long observed,
        @Nullable Long limit,
        @Nullable String says,
        Place place) {

    /** Whether it is of the same rule and entity, however it differs. */
    boolean isLike(AlertLine alert) {
        return detector.equals(alert.detector())
                && rule.equals(alert.rule())
                && kind == alert.entityKind()
                && entity.equals(alert.entity());
    }

    boolean isMetBy(AlertLine alert) {
        return isLike(alert)
                && state == alert.state()
                && meets(agreementId, alert.agreementId())
                && meets(window, alert.window())
                && meets(band, alert.band())
                && meets(about, alert.about())
                && meets(severity, alert.severity())
                && meets(observed, alert.observed())
                && meets(limit, alert.limit())
                && meets(says, alert.explanation());
    }

    /** How many of the parts that tell alerts of a rule apart are as expected. */
    int likeness(AlertLine alert) {
        return (meets(window, alert.window()) ? 1 : 0)
                + (meets(band, alert.band()) ? 1 : 0)
                + (meets(about, alert.about()) ? 1 : 0)
                + (meets(agreementId, alert.agreementId()) ? 1 : 0);
    }

    private static boolean meets(@Nullable Object expected, @Nullable Object found) {
        return expected == null || Objects.equals(expected, found);
    }

    /** As one reads it, with the parts that are compared. */
    @Override
    public String toString() {
        return told(
                detector, rule, kind, entity, state, window, agreementId, band, about, severity, observed, limit, says);
    }

    /** The same of an alert that stands; its sentence only where {@code says} is compared. */
    String told(AlertLine alert) {
        return told(alert, says == null ? null : alert.explanation());
    }

    static String toldWhole(AlertLine alert) {
        return told(alert, alert.explanation());
    }

    private static String told(AlertLine alert, @Nullable String says) {
        return told(
                alert.detector(),
                alert.rule(),
                alert.entityKind(),
                alert.entity(),
                alert.state(),
                alert.window(),
                alert.agreementId(),
                alert.band(),
                alert.about(),
                alert.severity(),
                alert.observed(),
                alert.limit(),
                says);
    }

    private static String told(
            String detector,
            String rule,
            @Nullable EntityKind kind,
            String entity,
            @Nullable AlertState state,
            @Nullable String window,
            @Nullable String agreementId,
            @Nullable String band,
            @Nullable String about,
            @Nullable Severity severity,
            @Nullable Long observed,
            @Nullable Long limit,
            @Nullable String says) {
        List<String> parts = new ArrayList<>();
        parts.add("alert: %s %s".formatted(detector, rule));
        parts.add("%s: %s".formatted(kind == null ? "entity" : kind.text(), entity));
        part(parts, "window", window);
        part(parts, "agreementId", agreementId);
        part(parts, "band", band);
        part(parts, "about", about);
        part(parts, "observed", observed);
        part(parts, "at-most", limit);
        part(parts, "severity", severity == null ? null : severity.name().toLowerCase(Locale.ROOT));
        part(parts, "state", state == null || state == AlertState.RAISED ? null : state);
        part(parts, "says", says);
        return "{ " + String.join(", ", parts) + " }";
    }

    private static void part(List<String> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.add(name + ": " + value);
        }
    }
}
