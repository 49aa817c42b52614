package dev.rollcall.oracle;

import java.util.List;

/** The mistakes in judging what no cap catches that a recount must notice: two or more of each detector. */
final class JudgementBugs {
    private static final String LIMIT = "detect/LimitDetector.java";
    private static final String RATIO = "detect/RatioDetector.java";
    private static final String BASELINE = "detect/stats/Baseline.java";
    private static final String FIELDS = "detect/FieldsDetector.java";
    private static final String NOVELTY = "detect/NoveltyDetector.java";
    private static final String AGREEMENT = "detect/AgreementDetector.java";
    private static final String APPROVAL = "detect/ApprovalDetector.java";
    private static final String OVERDUE = "detect/OverdueDetector.java";

    private JudgementBugs() {}

    static List<SeededBug> all() {
        return List.of(
                // Limits that are shares, and judge parts.
                new SeededBug(
                        "What was declared for a year is the limit of a quarter",
                        "policy/Share.java",
                        "case QUARTER -> QUARTERS;",
                        "case QUARTER -> 1;"),
                new SeededBug(
                        "A share of a population is rounded up",
                        "policy/Share.java",
                        "population * percent / 100",
                        "(population * percent + 99) / 100"),
                new SeededBug(
                        "All operators of a body pass for one",
                        "count/Parts.java",
                        "part.eachOperator() && event.operator() != null ? event.operator() : ALL",
                        "ALL"),
                new SeededBug(
                        "A dataset is judged by children of all datasets",
                        "count/Parts.java",
                        "(part.dataset() == null || event.datasets().contains(part.dataset()))",
                        "true"),
                new SeededBug(
                        "Windows in a row may have others between them",
                        "detect/RunningWindows.java",
                        "if (!one.start().equals(end)) {",
                        "if (end == null) {"),
                new SeededBug(
                        "Windows in a row are told of in the last window of the run",
                        "detect/RunningWindows.java",
                        "if (version == null && length >= asked.windows()) {",
                        "if (length >= asked.windows()) {"),
                new SeededBug(
                        "A child that comes back after a month is one that repeats",
                        "count/RepeatsCourse.java",
                        "children.isIn(month + direction * (run + 1), key)",
                        "(run > 0 || children.isIn(month + direction * (run + 1), key))"),
                new SeededBug(
                        "A body that declared nothing has no limit, and nobody is told",
                        LIMIT,
                        ": List.of(UNBOUNDED);",
                        ": List.of();"),

                // Shares of one count in another.
                new SeededBug(
                        "A share is judged by what was counted, whatever chance does",
                        "detect/stats/ShareInterval.java",
                        "double tail = (1 - confidence) / 2;",
                        "double tail = 0.5 - confidence / 1e6;"),
                new SeededBug(
                        "A sample of just the size asked for is too small", RATIO, "total < sample", "total <= sample"),
                new SeededBug(
                        "Too high a share is no finding",
                        RATIO,
                        "share.lower() <= atMost.share()",
                        "share.lower() < 2"),

                // What is usual.
                new SeededBug(
                        "A burst that goes on is found in every window",
                        BASELINE,
                        "else if (above && count > ESCALATION * runHighest) {",
                        "else if (above) {"),
                new SeededBug(
                        "A new level is never accepted",
                        BASELINE,
                        "if (window - runSince + 1 >= LASTING) {",
                        "if (window - runSince + 1 >= 1000 * LASTING) {"),
                new SeededBug(
                        "Windows of a burst are learnt from",
                        BASELINE,
                        "boolean inRun = runSince != NONE && earlier >= runSince;",
                        "boolean inRun = false;"),
                new SeededBug(
                        "The time in which a body was known but not heard of does not count",
                        "detect/BaselineDetector.java",
                        "if (sinceKnown) {",
                        "if (false) {"),

                // Which fields are carried.
                new SeededBug(
                        "One category more than asked for must be carried",
                        FIELDS,
                        "carried.intersection(rule.of()).size() >= rule.atLeast()",
                        "(rule.atLeast() == 0 || carried.intersection(rule.of()).size() > rule.atLeast())"),
                new SeededBug(
                        "A request for a whole dataset is not looked at",
                        FIELDS,
                        "(released || rule.datasetShare() > 0)",
                        "released"),
                new SeededBug(
                        "Data count as de-identified under any agreement",
                        FIELDS,
                        "(agreement != null && agreement.deIdentified())",
                        "agreement != null"),

                // Which combinations are new.
                new SeededBug(
                        "A pair is told of before its body is known well enough",
                        NOVELTY,
                        "situation.memory().extractsBefore(month.getKey()) >= afterEvents",
                        "true"),
                new SeededBug(
                        "What is usual for a kind of body is learnt from the body itself",
                        NOVELTY,
                        "Pairs pairs = usual == null ? new Pairs() : Pairs.of(usual);",
                        "Pairs pairs = new Pairs();"),

                // What an agreement allows.
                new SeededBug(
                        "A withdrawn agreement holds on the day of its withdrawal",
                        "policy/Agreement.java",
                        "(withdrawn == null || day.isBefore(withdrawn))",
                        "(withdrawn == null || !day.isAfter(withdrawn))"),
                new SeededBug(
                        "An agreement is not yet public on the day of its publication",
                        AGREEMENT,
                        "day.isBefore(agreement.published())",
                        "!day.isAfter(agreement.published())"),
                new SeededBug(
                        "Where an agreement has ended, its datasets may be used for anything",
                        AGREEMENT,
                        "judgeDatasets(event, agreement, policy, findings);\n        return findings;",
                        "if (notInForce == null) {\n            judgeDatasets(event, agreement, policy, findings);\n"
                                + "        }\n        return findings;"),
                new SeededBug(
                        "Requests must state what only releases can",
                        AGREEMENT,
                        "item.ofReleasesAlone() && event.stage() != Stage.RELEASED",
                        "false"),

                // What had been approved.
                new SeededBug(
                        "A request logged too late is as good as one in time",
                        APPROVAL,
                        "if (cameAt.isAfter(due)) {",
                        "if (false) {"),
                new SeededBug(
                        "A release at the very moment of its approval is too early",
                        APPROVAL,
                        ".filter(event -> !event.at().isAfter(first.at()))",
                        ".filter(event -> event.at().isBefore(first.at()))"),
                new SeededBug(
                        "Extracts of different categories pass for the same sent twice",
                        APPROVAL,
                        "seen.computeIfAbsent(categories, same ->",
                        "seen.computeIfAbsent(Categories.none(), same ->"),
                new SeededBug(
                        "The first approval says how much may be released, not the last",
                        APPROVAL,
                        "says.apply(events.get(events.size() - 1))",
                        "says.apply(events.get(0))"),
                new SeededBug(
                        "A refused request that comes back as it was has changed its gateway",
                        APPROVAL,
                        "&& !event.legalGateway().equals(before)",
                        ""),

                // What should have followed.
                new SeededBug(
                        "What is expected is overdue a day early",
                        OVERDUE,
                        "begin.at().plus(Duration.ofDays(within.days()))",
                        "begin.at().plus(Duration.ofDays(within.days() - 1L))"),
                new SeededBug(
                        "Days after the end of a quarter are counted from the event",
                        OVERDUE,
                        "return of == From.DAY ? day :",
                        "return of != null ? day :"),
                new SeededBug(
                        "What came too late is not known to have come",
                        OVERDUE,
                        "finding.get().settled(settled != null)",
                        "finding.get().settled(false)"),
                new SeededBug(
                        "A feed is silent a day early",
                        OVERDUE,
                        "LocalDate due = last.plusDays(1L + feed.every());",
                        "LocalDate due = last.plusDays(feed.every());"),

                // When things were known, and what is held.
                new SeededBug(
                        "An extract that was destroyed is still held",
                        "count/Cases.java",
                        "if (event.stage() == Stage.DESTROYED) {",
                        "if (false) {"),
                new SeededBug(
                        "A body is of no group with those that it was formerly",
                        "policy/PolicyReader.java",
                        "} else if (ids.size() > 1) {",
                        "} else if (ids.size() > 100) {"));
    }
}
