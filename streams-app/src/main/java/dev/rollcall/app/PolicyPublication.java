package dev.rollcall.app;

import dev.rollcall.detect.RuleBook;
import dev.rollcall.monitor.Admission;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What remains to be published of a policy, given what has been.
 *
 * @param yaml the versions that are new, as they are written in the file; empty where there are none
 * @param versions their numbers
 */
public record PolicyPublication(String yaml, List<Integer> versions) {
    private static final Pattern DOCUMENT_START = Pattern.compile("(?m)^(?=---(?:\\s|$))");

    public PolicyPublication {
        versions = List.copyOf(versions);
    }

    /**
     * Compares {@code text} with what is held, and checks the rest as {@link Monitor#adopt} will.
     *
     * @param held the publications so far, in order; with none, all is new and may lie in the past
     * @param text the policy, with or without the versions that are held
     * @param file what to call it in messages
     * @param now when it would be published
     * @throws PolicyException with everything that is wrong: in the file itself, with a version that is held and differs, or
     *     with one that comes with too little notice
     */
    public static PolicyPublication after(List<String> held, String text, String file, Instant now) {
        List<Node> documents = Yaml.versions(text, file);
        Policies offered = RuleBook.read(documents).policies();
        List<Policy> versions = offered.versions();
        Admission admission = new Admission(held.isEmpty(), now);
        if (held.isEmpty()) {
            refuse(admission.against(versions, documents));
            return new PolicyPublication(
                    text, versions.stream().map(Policy::version).toList());
        }
        List<Node> all = new ArrayList<>(Yaml.documents(held, "as published"));
        List<Policy> known = RuleBook.read(all).policies().versions();
        Map<Integer, String> published = new HashMap<>();
        for (int i = 0; i < known.size(); i++) {
            published.put(known.get(i).version(), content(all.get(i)));
        }

        List<Problem> problems = new ArrayList<>();
        List<Integer> added = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Policy version = versions.get(i);
            String before = published.get(version.version());
            if (before == null) {
                added.add(i);
                problems.addAll(admission.against(List.of(version), List.of(documents.get(i))));
            } else if (!before.equals(content(documents.get(i)))) {
                problems.add(new Problem(
                        "Expected version %d to be as it was published, but it differs: a change needs a new version"
                                .formatted(version.version()),
                        "",
                        documents.get(i).place()));
            }
        }
        refuse(problems);
        added.forEach(i -> all.add(documents.get(i)));
        RuleBook.read(all);
        return new PolicyPublication(
                added.isEmpty() ? "" : written(text, file, documents, added),
                added.stream().map(i -> versions.get(i).version()).toList());
    }

    /** The last version in {@code text}, as it is written there. */
    public static String lastOf(String text, String file) {
        List<Node> documents = Yaml.versions(text, file);
        return documents.size() == 1 ? text : written(text, file, documents, List.of(documents.size() - 1));
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
    }

    /** The documents chosen, cut from the text where a line starts a document, and read back to see that the cuts are right. */
    private static String written(String text, String file, List<Node> documents, List<Integer> chosen) {
        List<String> parts = new ArrayList<>();
        for (String part : DOCUMENT_START.split(text)) {
            if (!Yaml.documents(part, file).isEmpty()) {
                parts.add(part);
            }
        }
        String cut = parts.size() == documents.size()
                ? chosen.stream().map(parts::get).collect(Collectors.joining())
                : "";
        List<String> expected =
                chosen.stream().map(i -> content(documents.get(i))).toList();
        if (!expected.equals(Yaml.documents(cut, file).stream()
                .map(PolicyPublication::content)
                .toList())) {
            throw new PolicyException(List.of(new Problem(
                    "Expected every version to begin at a line '---', but found %d versions and %d such parts"
                            .formatted(documents.size(), parts.size()),
                    "",
                    new Place(file, 1))));
        }
        return cut;
    }

    /** Whether two versions say the same, however each is laid out. */
    public static boolean sayTheSame(Node one, Node other) {
        return content(one).equals(content(other));
    }

    /** What a document says, however it is laid out and in whatever order its keys come. */
    private static String content(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping.entries().stream()
                    .map(entry -> quoted(entry.key()) + ":" + content(entry.value()))
                    .sorted()
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items().stream().map(PolicyPublication::content).collect(Collectors.joining(",", "[", "]"));
        }
        return quoted(((Node.Scalar) node).text());
    }

    /** With its length before it, so that no two texts read alike. */
    private static String quoted(String text) {
        return text.length() + "'" + text;
    }
}
