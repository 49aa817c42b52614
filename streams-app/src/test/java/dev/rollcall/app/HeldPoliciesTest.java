package dev.rollcall.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.model.Directive;
import dev.rollcall.policy.PolicyException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldPoliciesTest {
    private static final Instant TIME = Instant.parse("2016-01-01T00:00:00Z");
    private static final String RIGHT = "{policy: p, version: 1, from: 2015-01-01, zone: UTC}";
    private static final String SECOND = "{policy: p, version: 2, from: 2017-01-01, zone: UTC}";
    private static final String WITHOUT_NOTICE = "{policy: p, version: 3, from: 2015-06-01, zone: UTC}";
    private static final String NOBODYS = "{policy: p, version: 1, from: 2015-01-01, zone: UTC,"
            + " limits: {all: {for: {groups: [g]}, count: children, per: month, at-most: 1}}}";

    @Test
    void areThoseThatTheWatchAdopts() {
        assertEquals(
                List.of(RIGHT, SECOND),
                held(RIGHT, WITHOUT_NOTICE, "garbage", SECOND).policies());
        assertEquals(List.of(), held().policies());
    }

    @Test
    void areToldAsRefusedWhereAllAre() {
        PolicyException refusal =
                assertThrows(PolicyException.class, () -> held(NOBODYS).policies());
        assertEquals(
                "Expected 'groups' to list some of [], but it lists 'g' (limits.all.for.groups, published policy line 1)",
                refusal.getMessage());
    }

    private static DirectiveReader.Held held(String... policies) {
        return new DirectiveReader.Held(
                List.of(policies).stream()
                        .map(yaml -> new Directive.PolicyPublished(TIME, yaml))
                        .toList(),
                List.of());
    }
}
