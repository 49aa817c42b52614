package dev.rollcall.replay.whatif;

import dev.rollcall.replay.whatif.Comparison.AlertChange;
import dev.rollcall.replay.whatif.Comparison.Counted;
import dev.rollcall.replay.whatif.Comparison.FigureChange;
import dev.rollcall.replay.whatif.Comparison.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A comparison as comma-separated values (RFC 4180, lines without CR): one line for each alert and figure that differs. */
public final class WhatIfTable {
    private static final List<String> HEADING = List.of(
            "what",
            "change",
            "rule_or_basis",
            "detector",
            "entity_kind",
            "entity",
            "agreement",
            "band",
            "about",
            "dataset",
            "window_before",
            "window_after",
            "severity_before",
            "severity_after",
            "state_before",
            "state_after",
            "count_before",
            "count_after",
            "limit_before",
            "limit_after",
            "sentence");

    private WhatIfTable() {}

    /** The lines, with the heading. */
    public static List<String> lines(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", HEADING));
        comparison.alerts().forEach(alert -> lines.add(line(alert)));
        comparison.figures().forEach(figure -> lines.add(line(figure)));
        return lines;
    }

    private static String line(AlertChange alert) {
        Standing before = alert.before();
        Standing after = alert.after();
        return line(
                "alert",
                alert.change().text(),
                alert.rule(),
                alert.detector(),
                alert.entityKind(),
                alert.entity(),
                alert.agreementId(),
                alert.band(),
                alert.about(),
                null,
                before == null ? null : before.window(),
                after == null ? null : after.window(),
                before == null ? null : before.severity(),
                after == null ? null : after.severity(),
                before == null ? null : before.state(),
                after == null ? null : after.state(),
                before == null ? null : before.observed(),
                after == null ? null : after.observed(),
                before == null ? null : before.limit(),
                after == null ? null : after.limit(),
                alert.latest().explanation());
    }

    private static String line(FigureChange figure) {
        Counted before = figure.before();
        Counted after = figure.after();
        return line(
                "figure",
                figure.how(),
                figure.basis(),
                null,
                figure.entityKind(),
                figure.entity(),
                figure.agreementId(),
                null,
                null,
                figure.dataset(),
                before == null ? null : figure.window(),
                after == null ? null : figure.window(),
                null,
                null,
                null,
                null,
                before == null ? null : count(before),
                after == null ? null : count(after),
                before == null ? null : before.limit(),
                after == null ? null : after.limit(),
                null);
    }

    private static Object count(Counted counted) {
        return counted.count() == null ? counted.told() : counted.count();
    }

    private static String line(@Nullable Object... values) {
        return Arrays.stream(values)
                .map(value -> quoted(Objects.toString(value, "")))
                .collect(Collectors.joining(","));
    }

    /** In quotes where it must be; what a spreadsheet would take for a formula begins with an apostrophe. */
    private static String quoted(String text) {
        String safe = !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("[^\",\r\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
