package dev.rollcall.replay.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.Period;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Problem;
import dev.rollcall.wire.Yaml;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallLimitsTest {
    private static final String POLICY = """
            policy: p
            version: 1
            from: 2015-01-01
            zone: Europe/London
            bodies: { one: { name: One, declared-per-year: 24 } }
            agreements:
              a:
                name: A
                body: one
                from: 2015-02-01
                limits:
                  few-requests: { count: requests, per: month, at-most: 1 }
                  %s
            """;

    private static List<String> in(String limit) {
        List<Node> documents = Yaml.versions(POLICY.formatted(limit), "policy.yaml");
        return SmallLimits.in(documents, RuleBook.read(documents).policies(), 5).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void namesTheLimitItsValueAndItsLine() {
        assertEquals(
                List.of(
                        "Expected 'at-most' to be at least 5 people (disclosure.lowest-limit) for an analyst, but was 4 (agreements.a.limits.oracle, policy.yaml line 13)"),
                in("oracle: { count: children, per: day, at-most: 4 }"));
        assertEquals(List.of(), in("enough: { count: children, per: day, at-most: 5 }"));
    }

    @Test
    void anEarlyWarningIsALowLimit() {
        assertEquals(
                List.of(
                        "Expected the first 'warn-at', 1% of 100, to be at least 5 people (disclosure.lowest-limit) for an analyst, but was 1 (agreements.a.limits.oracle, policy.yaml line 13)"),
                in("oracle: { count: asked, per: month, at-most: 100, warn-at: [1%, 50%] }"));
        assertEquals(List.of(), in("enough: { count: asked, per: month, at-most: 100, warn-at: [5%] }"));
    }

    @Test
    void aShareIsTheNumberThatItComesTo() {
        assertEquals(
                1,
                in("oracle: { count: asked, per: month, at-most: 100% of declared }")
                        .size());
        assertEquals(List.of(), in("enough: { count: asked, per: quarter, at-most: 100% of declared }"));
    }

    @Test
    void aPeriodIsOneOfThePublishedPolicy() {
        String text = POLICY.formatted("some: { count: requests, per: month, at-most: 9 }")
                + "periods: { march: { from: 2016-03-01, to: 2016-03-31 } }\n";
        List<Node> documents = Yaml.versions(text, "policy.yaml");
        Policies policies = RuleBook.read(documents).policies();
        assertEquals(List.of(), SmallLimits.newPeriods(documents, policies, policies.periods()));
        Period other = new Period("march", LocalDate.of(2016, 3, 1), LocalDate.of(2016, 3, 30));
        List<Problem> found = SmallLimits.newPeriods(documents, policies, List.of(other));
        assertEquals(1, found.size());
        assertTrue(found.get(0).toString().contains("'march' from 2016-03-01 to 2016-03-31"), found.toString());
    }
}
