package dev.rollcall.stack.bench;

import java.util.List;

/** The policy that the benchmark judges by: of the demo's kind, with an agreement for every body. */
final class BenchPolicy {
    static final long MOST_CHILDREN = 1500;
    static final String MONTHLY = "children-month";

    private static final int ONE_OF_THE_PRESS = 10;

    private static final String VERSION = """
            policy: benchmark
            version: 1
            from: 2020-01-01
            zone: Europe/London
            field-rules:
              locates-a-child:  { severity: high, all-of: [address, attendance-date] }
              name-with-reason: { severity: high, all-of: [name], any-of: [placement-reason, exclusion-reason, child-in-need] }
              names-to-press:   { severity: critical, any-of: [name, date-of-birth], released-to: [press] }
            detectors:
              new-combination: { type: novelty, severity: warning, after-events: 20 }
            limits:
              records-month: { for: { kinds: [research] }, count: records, per: month, at-most: 100000 }
            """;

    /** What the other four detectors are asked besides, of every body. */
    private static final String OTHER_FOUR = """
            detectors:
              matched: { type: ratio, of: children, to: records, at-least: 1%, at-most: 100% }
              unusual: { type: baseline, count: children }
              approved: { type: approval, grace: 14 days }
              register: { type: overdue, after: released, expect: published, within: 72 days, of: quarter }
              kept: { type: overdue, after: retain-until, expect: destroyed, within: 30 days }
              improbable: { type: novelty, severity: warning, after-events: 20, bits: 8 }
            """;

    private BenchPolicy() {}

    /** The same, judged by all detectors. */
    static String ofAllDetectors(List<String> bodies) {
        return yaml(bodies).replace("detectors:\n", OTHER_FOUR);
    }

    static String agreementOf(String body) {
        return "on-" + body;
    }

    /** With an agreement for each of {@code bodies}, which limits children by month and by 30 days. */
    static String yaml(List<String> bodies) {
        StringBuilder yaml = new StringBuilder(VERSION).append("bodies:\n");
        for (int i = 0; i < bodies.size(); i++) {
            String kind = i % ONE_OF_THE_PRESS == 0 ? "press" : "research";
            yaml.append("  %s: { name: Body %s, kind: %s }\n".formatted(bodies.get(i), bodies.get(i), kind));
        }
        yaml.append("agreements:\n");
        for (String body : bodies) {
            yaml.append(
                    """
                      %s:
                        name: Agreement of %s
                        body: %s
                        from: 2020-01-01
                        categories: [attainment, ethnicity, poverty, language, special-needs, sex, age, enrolment, school, pseudonym]
                        limits:
                          %s-%s:   { count: children, per: month,   at-most: %d, warn-at: [50%%, 80%%, 95%%] }
                          children-30-days-%s: { count: children, per: 30 days, at-most: %d, warn-at: [50%%, 80%%, 95%%] }
                    """.formatted(agreementOf(body), body, body, MONTHLY, body, MOST_CHILDREN, body, MOST_CHILDREN));
        }
        return yaml.toString();
    }
}
