package dev.rollcall.replay.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.policy.Node;
import dev.rollcall.wire.Yaml;
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
}
