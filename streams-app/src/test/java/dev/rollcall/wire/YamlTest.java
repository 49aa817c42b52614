package dev.rollcall.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlTest {
    private static final String FILE = "policy.yaml";

    @Test
    void keepsOrderDuplicatesAndLines() {
        Node.Mapping top = mapping(only("""
                # a comment
                version: 3
                name: "a: b"
                version: 4
                list:
                  - one
                  - two: 2
                """));
        assertEquals(
                List.of("version", "name", "version", "list"),
                top.entries().stream().map(Node.Entry::key).toList());
        assertEquals(
                List.of(2, 3, 4, 5),
                top.entries().stream().map(entry -> entry.place().line()).toList());
        assertEquals(scalar("a: b", 3), top.entries().get(1).value());
        Node.Sequence list =
                assertInstanceOf(Node.Sequence.class, top.entries().get(3).value());
        assertEquals(scalar("one", 6), list.items().get(0));
        assertEquals(7, list.items().get(1).place().line());
    }

    @Test
    void readsEveryScalarAsItsTextAndNothingAsEmpty() {
        Node.Mapping top = mapping(only("a: 007\nb: 1e3\nc: yes\nd:\ne: ~\nf: null\ng: 'null'\nh: 2016-03-01\n"));
        assertEquals(
                List.of("007", "1e3", "yes", "", "", "", "null", "2016-03-01"),
                top.entries().stream()
                        .map(entry -> ((Node.Scalar) entry.value()).text())
                        .toList());
    }

    @Test
    void countsLinesThroughSeveralDocuments() {
        List<Node> documents = Yaml.documents("a: 1\n---\nb: 2\n", FILE);
        assertEquals(2, documents.size());
        assertEquals(3, mapping(documents.get(1)).entries().get(0).place().line());
        assertEquals(List.of(), Yaml.documents("# nothing\n", FILE));
        assertEquals(List.of(), Yaml.documents("", FILE));
    }

    @Test
    void readsJson() {
        Node.Mapping top = mapping(only("{\n\t\"policy\": \"p\",\n\t\"list\": [1, true, null]\n}\n"));
        assertEquals(scalar("p", 2), top.entries().get(0).value());
        assertEquals(
                new Node.Sequence(List.of(scalar("1", 3), scalar("true", 3), scalar("", 3)), new Place(FILE, 3)),
                top.entries().get(1).value());
    }

    @Test
    void writesAliasesOut() {
        Node.Mapping top = mapping(only("a: &x { b: 1 }\nc: *x\n"));
        assertEquals(top.entries().get(0).value(), top.entries().get(1).value());
    }

    @Test
    void tellsTheLineOfASyntaxError() {
        Problem problem = refused("policy: p\nbodies:\n  a: {\n    name: [x\nfrom: 2016\n");
        assertTrue(problem.message().startsWith("Expected well-formed YAML, but "), problem.message());
        assertEquals(new Place(FILE, 5), problem.place());
    }

    @Test
    void refusesKeysThatAreNoText() {
        assertEquals(
                "Expected a key to be text, but was a list (policy.yaml line 2)",
                refused("a: 1\n? [b, c]\n: 2\n").toString());
    }

    @Test
    void refusesWhatMultipliesOrNestsWithoutEnd() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++) {
            String alias = "*a" + (level - 1);
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(level, level, String.join(", ", List.of(alias, alias, alias, alias))));
        }
        assertTrue(refused(bomb.toString()).message().contains("there are more"));
        assertTrue(refused("a: &x\n  b: *x\n").message().contains("levels"));
        assertTrue(refused("[".repeat(100_000)).message().startsWith("Expected"));
        assertTrue(refused("[".repeat(200) + "]".repeat(200)).message().contains("levels"));
        assertTrue(refused("a: \"\u0001\"\n").message().startsWith("Expected well-formed YAML, but "));
    }

    private static Node only(String text) {
        List<Node> documents = Yaml.documents(text, FILE);
        assertEquals(1, documents.size());
        return documents.get(0);
    }

    private static Node.Mapping mapping(Node node) {
        return assertInstanceOf(Node.Mapping.class, node);
    }

    private static Node.Scalar scalar(String text, int line) {
        return new Node.Scalar(text, new Place(FILE, line));
    }

    private static Problem refused(String text) {
        List<Problem> problems = assertThrows(PolicyException.class, () -> Yaml.documents(text, FILE))
                .problems();
        assertEquals(1, problems.size());
        return problems.get(0);
    }
}
