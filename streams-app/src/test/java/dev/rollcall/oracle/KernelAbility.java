package dev.rollcall.oracle;

import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.replay.OfflineReplay;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Something that the program judges or counts, tried on a case that leaves no doubt: what it is not able of is neither drawn nor
 * compared.
 */
enum KernelAbility {
    FORMERLY(
            "bodies: { a: { name: A, formerly: [b] }, b: { name: B } }",
            List.of(Probe.RELEASED),
            "\"entityKind\":\"group\""),
    YEAR(
            "bodies: { a: { name: A } }\nlimits: { l: { for: { bodies: [a] }, count: children, per: year, at-most: 1 } }",
            List.of(Probe.RELEASED),
            "\"window\":\"2016\""),
    DECLARED(
            "bodies: { a: { name: A } }\nlimits: { l: { for: { bodies: [a] }, count: children, per: month,"
                    + " at-most: 10% of declared } }",
            List.of(Probe.RELEASED), "\"about\":\"undeclared\""),
    OF_DATASET(
            "bodies: { a: { name: A } }\ndatasets: { School Census: { population: 100 } }\n"
                    + "limits: { l: { for: { bodies: [a] }, count: children, per: month, at-most: 1% of dataset } }",
            List.of(Probe.RELEASED), "\"about\":\"School Census\""),
    EACH_OPERATOR(
            "bodies: { a: { name: A } }\nlimits: { l: { for: { bodies: [a] }, count: children, per: month, at-most: 1,"
                    + " each: operator } }",
            List.of(Probe.RELEASED),
            "\"about\":\"one operator\""),
    RUNNING(
            "bodies: { a: { name: A } }\nlimits: { l: { for: { bodies: [a] }, count: children, per: day, at-most: 2,"
                    + " running: 2, at: 90% } }",
            List.of(Probe.RELEASED, Probe.RELEASED.replace("2016-03-01", "2016-03-02")), "\"about\":\"2 running\""),
    REPEATS(
            "bodies: { a: { name: A } }\nlimits: { l: { for: { bodies: [a] }, count: repeats, per: month, at-most: 1,"
                    + " in: 2 } }",
            List.of(Probe.RELEASED, Probe.RELEASED.replace("2016-03-01", "2016-02-01")),
            "\"basis\":\"repeats\""),
    RATIO(
            "bodies: { a: { name: A } }\ndetectors: { r: { type: ratio, of: children, to: records, at-least: 90%,"
                    + " sample: 2, confidence: 0.5 } }",
            List.of(Probe.RELEASED.replace("\"records\":2", "\"records\":90")), "\"detector\":\"ratio\""),
    BASELINE(
            "bodies: { a: { name: A } }\ndetectors: { b: { type: baseline, per: day, warm-up: 1, false-alarms: 1,"
                    + " since-known: true } }",
            List.of(Probe.RELEASED.replace("[\"t1\",\"t2\"]", Probe.MANY)),
            "\"detector\":\"baseline\""),
    FIELDS(
            "bodies: { a: { name: A } }\nfield-rules: { f: { severity: high, at-least: 2, of: [name, poverty] } }",
            List.of(Probe.RELEASED),
            "\"about\":\"name+poverty\""),
    NOVELTY_BITS(
            "bodies: { a: { name: A } }\nprofiles: { p: { extracts: 100, pairs: { address+poverty: 3 } } }\n"
                    + "detectors: { n: { type: novelty, bits: 2, profile: p } }",
            List.of(Probe.RELEASED),
            "\"detector\":\"novelty\""),
    AGREEMENT(
            "bodies: { a: { name: A } }\nagreements: { m: { body: a, from: 2016-01-01, withdrawn: 2016-02-01 } }",
            List.of(Probe.RELEASED.replace("\"requestId\"", "\"agreementId\":\"m\",\"requestId\"")),
            "\"rule\":\"withdrawn\""),
    UNKNOWN_DATASETS(
            "bodies: { a: { name: A } }",
            List.of(Probe.RELEASED.replace("School Census", "Lunch Money")),
            "\"rule\":\"unknown-datasets\""),
    APPROVAL(
            "bodies: { a: { name: A } }\ndetectors: { p: { type: approval, grace: 1 days } }",
            List.of(Probe.RELEASED),
            "\"rule\":\"p/without-request\""),
    OVERDUE(
            "bodies: { a: { name: A } }\n"
                    + "detectors: { o: { type: overdue, after: released, expect: published, within: 1 days } }",
            List.of(Probe.RELEASED),
            "\"detector\":\"overdue\""),
    SILENT_FEEDS(
            "bodies: { a: { name: A } }\nfeeds: { f: { every: 2 days, from: 2016-01-01 } }\n"
                    + "detectors: { o: { type: overdue, after: event, expect: event } }",
            List.of(Probe.RELEASED),
            "\"detector\":\"overdue\""),
    JUDGED_FOR(
            "bodies: { a: { name: A }, b: { name: B } }\n"
                    + "detectors: { n: { type: novelty, after-events: 0, for: { bodies: [a] } } }",
            List.of(Probe.RELEASED),
            "\"detector\":\"novelty\""),
    HELD("bodies: { a: { name: A } }", List.of(Probe.RELEASED), "\"basis\":\"held\"");

    private final String policy;
    private final List<String> lines;
    private final String wanted;
    private Boolean there;

    KernelAbility(String policy, List<String> lines, String wanted) {
        this.policy = policy;
        this.lines = lines;
        this.wanted = wanted;
    }

    /** The one event of most cases. */
    private static final class Probe {
        static final String MANY = IntStream.range(0, 200)
                .mapToObj(child -> "\"t" + child + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        static final String RELEASED = "{\"type\":\"extract\",\"stage\":\"RELEASED\",\"eventId\":\"e\",\"feed\":\"f\","
                + "\"at\":\"2016-03-01T09:00:00Z\",\"body\":\"a\",\"extractId\":\"x\",\"requestId\":\"r\","
                + "\"operator\":\"o\",\"datasets\":[\"School Census\"],\"fields\":[\"Surname_AUT16\","
                + "\"FSMeligible_AUT16\"],\"records\":2,\"children\":[\"t1\",\"t2\"]}";
    }

    /** Whether the program is able of it. */
    synchronized boolean isThere() {
        if (there == null) {
            there = tried();
        }
        return there;
    }

    private boolean tried() {
        String head = "policy: probe\nversion: 1\nfrom: 2016-01-01\nzone: Europe/London\n";
        OfflineReplay replay;
        try {
            replay = new OfflineReplay(head + policy + "\n", "policy.yaml", Pseudonymiser.fixed(), problem -> {});
        } catch (PolicyException notUnderstood) {
            return false;
        }
        replay.run(lines.iterator(), "events.ndjson", Instant.parse("2016-05-01T00:00:00Z"));
        return replay.alerts().stream().anyMatch(line -> line.contains(wanted))
                || replay.figures().stream().anyMatch(line -> line.contains(wanted));
    }

    /** Whether alerts of a detector can be compared. */
    static boolean judges(String detector) {
        return !detector.equals("agreement") || AGREEMENT.isThere();
    }

    /** Whether figures of a basis can be compared. */
    static boolean counts(String basis) {
        return !basis.equals("held") || HELD.isThere();
    }
}
