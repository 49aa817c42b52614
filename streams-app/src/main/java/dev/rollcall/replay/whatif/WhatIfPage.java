package dev.rollcall.replay.whatif;

import dev.rollcall.replay.whatif.Comparison.AlertChange;
import dev.rollcall.replay.whatif.Comparison.Change;
import dev.rollcall.replay.whatif.Comparison.FigureChange;
import dev.rollcall.replay.whatif.Comparison.Group;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A comparison as one page that needs nothing else: no script, no picture or style from elsewhere; names are taken as text. */
public final class WhatIfPage {
    private static final int MOST_FIGURES = 500;
    private static final int ROW = 44;
    private static final int LEFT = 250;
    private static final int WIDTH = 520;
    private static final int NUMBER = 60;
    private static final int LONGEST_NAME = 34;

    private static final String STYLE = """
            :root { color-scheme: light dark; --paper: #fbfaf6; --card: #fff; --ink: #1d1c1a; --soft: #5a5750; --line: #dedbd2;
              --before: #b9b4a6; --after: #2f7d72; --raised: #96122c; --gone: #1d6b3a; --changed: #705300; }
            @media (prefers-color-scheme: dark) { :root { --paper: #151513; --card: #1e1d1b; --ink: #edebe5; --soft: #aaa69c;
              --line: #38362f; --before: #6b675c; --after: #57a598; --raised: #ff8a99; --gone: #7fce9a; --changed: #e9c25a; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 72rem; padding: 1.5rem clamp(.9rem, 3vw, 2.25rem) 3rem; background: var(--paper);
              color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
              font-variant-numeric: tabular-nums; }
            h1, h2 { font-family: Charter, "Iowan Old Style", Georgia, "Liberation Serif", serif; font-weight: 600; line-height: 1.25; }
            h1 { font-size: 1.6rem; margin: 0 0 .4rem; }
            h2 { font-size: 1.2rem; margin: 2.2rem 0 .7rem; }
            p { margin: 0 0 .5rem; } .soft { color: var(--soft); font-size: .9rem; }
            dl.totals { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1.2rem 0 0; }
            dl.totals div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .6rem 1.1rem; min-width: 8rem; }
            dl.totals dt { color: var(--soft); font-size: .85rem; } dl.totals dd { margin: 0; font-size: 1.6rem; font-weight: 600; }
            .raised { color: var(--raised); } .gone { color: var(--gone); } .changed { color: var(--changed); }
            .scroll { overflow-x: auto; } svg { display: block; max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 13px; }
            svg .soft { fill: var(--soft); } .bar-before { fill: var(--before); } .bar-after { fill: var(--after); }
            table { border-collapse: collapse; width: 100%; background: var(--card); border: 1px solid var(--line); font-size: .93rem; }
            th, td { text-align: left; vertical-align: top; padding: .4rem .7rem; border-top: 1px solid var(--line); }
            th { font-weight: 600; font-size: .85rem; color: var(--soft); white-space: nowrap; } td.n, th.n { text-align: right; white-space: nowrap; }
            td.word { white-space: nowrap; font-weight: 600; }
            @media print { body { max-width: none; } }
            """;

    private WhatIfPage() {}

    /** The page in HTML. */
    public static String of(Comparison comparison) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<title>What if: ")
                .append(text(comparison.after().by()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n");
        head(page, comparison);
        chart(page, comparison.groups());
        groups(page, comparison.groups());
        alerts(page, comparison.alerts());
        figures(page, comparison.figures());
        page.append("</main>\n</body>\n</html>\n");
        return page.toString();
    }

    private static void head(StringBuilder page, Comparison comparison) {
        page.append("<h1>What if?</h1>\n<p>")
                .append(text(comparison.sentence()))
                .append("</p>\n<p class=\"soft\">")
                .append(text("%s: %s version %d. %s: %s version %d. The same records, as of %s%s."
                        .formatted(
                                comparison.before().by(),
                                comparison.before().policy(),
                                comparison.before().lastVersion(),
                                comparison.after().by(),
                                comparison.after().policy(),
                                comparison.after().lastVersion(),
                                comparison.asOf(),
                                comparison.since() == null ? "" : ", windows that end after " + comparison.since())))
                .append("</p>\n");
        String untold = comparison.untold();
        if (untold != null) {
            page.append("<p class=\"soft\">").append(untold).append("</p>\n");
        }
        page.append("<dl class=\"totals\">\n");
        total(page, "alerts before", "", comparison.before().alerts());
        total(page, "alerts after", "", comparison.after().alerts());
        total(page, "raised", "raised", comparison.count(Change.RAISED));
        total(page, "gone", "gone", comparison.count(Change.GONE));
        total(page, "changed", "changed", comparison.count(Change.CHANGED));
        total(page, "figures that differ", "", comparison.figures().size());
        page.append("</dl>\n");
    }

    private static void total(StringBuilder page, String name, String style, long number) {
        page.append("<div><dt>%s</dt><dd class=\"%s\">%,d</dd></div>\n".formatted(name, style, number));
    }

    /** Two bars for each rule: how many alerts before and after. */
    private static void chart(StringBuilder page, List<Group> groups) {
        Map<String, long[]> byRule = new TreeMap<>();
        for (Group group : groups) {
            long[] counts = byRule.computeIfAbsent(group.rule(), rule -> new long[2]);
            counts[0] += group.before();
            counts[1] += group.after();
        }
        if (byRule.isEmpty()) {
            return;
        }
        long most = 1;
        for (long[] counts : byRule.values()) {
            most = Math.max(most, Math.max(counts[0], counts[1]));
        }
        int height = byRule.size() * ROW + 34;
        page.append("<h2>Alerts by rule</h2>\n<div class=\"scroll\">\n")
                .append(
                        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-labelledby=\"chart-title\">\n"
                                .formatted(LEFT + WIDTH + NUMBER, height, LEFT + WIDTH + NUMBER, height))
                .append(
                        "<title id=\"chart-title\">Alerts by rule, before and after; the table below has the same numbers</title>\n")
                .append(
                        "<rect class=\"bar-before\" x=\"%d\" y=\"4\" width=\"12\" height=\"12\" rx=\"2\"/><text x=\"%d\" y=\"14\">before</text>\n"
                                .formatted(LEFT, LEFT + 18))
                .append(
                        "<rect class=\"bar-after\" x=\"%d\" y=\"4\" width=\"12\" height=\"12\" rx=\"2\"/><text x=\"%d\" y=\"14\">after</text>\n"
                                .formatted(LEFT + 80, LEFT + 98));
        int y = 30;
        for (Map.Entry<String, long[]> rule : byRule.entrySet()) {
            String name = rule.getKey();
            page.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
                    .formatted(
                            LEFT - 10,
                            y + 20,
                            text(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name)));
            bar(page, "before", y, rule.getValue()[0], most);
            bar(page, "after", y + 16, rule.getValue()[1], most);
            y += ROW;
        }
        page.append("</svg>\n</div>\n");
    }

    private static void bar(StringBuilder page, String which, int y, long count, long most) {
        long width = count == 0 ? 0 : Math.max(2, count * WIDTH / most);
        page.append("<rect class=\"bar-%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\" rx=\"2\"/>"
                        .formatted(which, LEFT, y, width))
                .append("<text class=\"soft\" x=\"%d\" y=\"%d\">%,d</text>\n"
                        .formatted(LEFT + width + 6, y + 12, count));
    }

    private static void groups(StringBuilder page, List<Group> groups) {
        if (groups.isEmpty()) {
            return;
        }
        page.append(
                        "<h2>By rule and body</h2>\n<div class=\"scroll\">\n<table>\n<thead><tr><th scope=\"col\">Rule</th>")
                .append("<th scope=\"col\">Whom</th>");
        for (String number : List.of("Before", "After", "Raised", "Gone", "Changed")) {
            page.append("<th scope=\"col\" class=\"n\">").append(number).append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
        for (Group group : groups) {
            page.append("<tr><td>%s</td><td>%s %s</td>"
                    .formatted(text(group.rule()), text(group.entityKind()), text(group.entity())));
            for (int number :
                    new int[] {group.before(), group.after(), group.raised(), group.gone(), group.changed()}) {
                page.append("<td class=\"n\">%s</td>".formatted(number == 0 ? "·" : "%,d".formatted(number)));
            }
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n</div>\n");
    }

    private static void alerts(StringBuilder page, List<AlertChange> alerts) {
        page.append("<h2>Alerts that differ</h2>\n");
        if (alerts.isEmpty()) {
            page.append("<p>None.</p>\n");
            return;
        }
        page.append(
                        "<div class=\"scroll\">\n<table>\n<thead><tr><th scope=\"col\">How</th><th scope=\"col\">Severity</th>")
                .append("<th scope=\"col\">What</th></tr></thead>\n<tbody>\n");
        for (AlertChange alert : alerts) {
            String change = alert.change().text();
            page.append("<tr><td class=\"word %s\">%s</td><td>%s</td><td>%s%s</td></tr>\n"
                    .formatted(
                            change,
                            change,
                            text(alert.latest().severity()),
                            text(alert.latest().explanation()),
                            alert.changed().isEmpty()
                                    ? ""
                                    : "<br><span class=\"soft\">" + text(alert.words()) + "</span>"));
        }
        page.append("</tbody>\n</table>\n</div>\n");
    }

    private static void figures(StringBuilder page, List<FigureChange> figures) {
        page.append("<h2>Figures that differ</h2>\n");
        if (figures.isEmpty()) {
            page.append("<p>None.</p>\n");
            return;
        }
        page.append(
                        "<div class=\"scroll\">\n<table>\n<thead><tr><th scope=\"col\">Whom</th><th scope=\"col\">Agreement</th>")
                .append("<th scope=\"col\">What</th><th scope=\"col\">Window</th>");
        for (String number : List.of("Before", "After", "Limit before", "Limit after")) {
            page.append("<th scope=\"col\" class=\"n\">").append(number).append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
        for (FigureChange figure : figures.subList(0, Math.min(MOST_FIGURES, figures.size()))) {
            page.append("<tr>");
            for (String word : figure.subject()) {
                page.append("<td>").append(text(word)).append("</td>");
            }
            for (String number : figure.numbers()) {
                page.append("<td class=\"n\">").append(text(number)).append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n</div>\n");
        if (figures.size() > MOST_FIGURES) {
            page.append("<p class=\"soft\">And %,d more: they are in the CSV and the JSON.</p>\n"
                    .formatted(figures.size() - MOST_FIGURES));
        }
    }

    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
