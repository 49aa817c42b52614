package dev.rollcall.wire;

import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2, and so JSON, into nodes that know their lines.
 *
 * <p>An alias stands for a copy of what it names; a text whose copies come to more than {@value #MOST_NODES} nodes, or
 * that goes deeper than {@value #DEEPEST}, is refused.
 */
public final class Yaml {
    private static final int LONGEST = 16 * 1024 * 1024;
    private static final int MOST_NODES = 200_000;
    private static final int DEEPEST = 50;

    private final String file;
    private int nodes;

    private Yaml(String file) {
        this.file = file;
    }

    /**
     * The versions of a policy in {@code text}, in order.
     *
     * @param file what to call it in places
     * @throws PolicyException with one problem where it is not well-formed, or holds nothing
     */
    public static List<Node> versions(String text, String file) {
        List<Node> versions = documents(text, file);
        if (versions.isEmpty()) {
            throw new Yaml(file).refusal("Expected a policy, but there is nothing", 1);
        }
        return versions;
    }

    /** The documents of all {@code texts}, in order; see {@link #documents(String, String)}. */
    public static List<Node> documents(List<String> texts, String file) {
        return texts.stream().flatMap(text -> documents(text, file).stream()).toList();
    }

    /**
     * The documents of {@code text}, in order; none where it holds nothing but comments.
     *
     * @param file what to call it in places
     * @throws PolicyException with one problem where it is not well-formed
     */
    public static List<Node> documents(String text, String file) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(LONGEST)
                .build();
        Yaml yaml = new Yaml(file);
        List<Node> documents = new ArrayList<>();
        try {
            for (org.snakeyaml.engine.v2.nodes.Node document : new Compose(settings).composeAllFromString(text)) {
                documents.add(yaml.node(document, 0));
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw yaml.refusal("Expected well-formed YAML, but " + e.getProblem(), line);
        } catch (YamlEngineException e) {
            throw yaml.refusal("Expected well-formed YAML, but " + firstLine(e), 1);
        } catch (StackOverflowError e) {
            throw yaml.tooDeep(1);
        }
        return List.copyOf(documents);
    }

    /** Documents that {@link #documents} reads back, but for their places. */
    public static String text(List<Node> documents) {
        StringBuilder text = new StringBuilder();
        for (Node document : documents) {
            write(document, text.append("--- "));
            text.append('\n');
        }
        return text.toString();
    }

    private static void write(Node node, StringBuilder text) {
        if (node instanceof Node.Mapping mapping) {
            text.append('{');
            for (Node.Entry entry : mapping.entries()) {
                quote(entry.key(), text);
                write(entry.value(), text.append(": "));
                text.append(", ");
            }
            text.append('}');
        } else if (node instanceof Node.Sequence sequence) {
            text.append('[');
            for (Node item : sequence.items()) {
                write(item, text);
                text.append(", ");
            }
            text.append(']');
        } else if (node instanceof Node.Scalar scalar) {
            quote(scalar.text(), text);
        }
    }

    private static void quote(String scalar, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < scalar.length(); i++) {
            char c = scalar.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c == '\u007F') {
                text.append("\\x%02x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    private Node node(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
        Place place = place(node);
        if (depth > DEEPEST) {
            throw tooDeep(place.line());
        }
        nodes++;
        if (nodes > MOST_NODES) {
            throw refusal(
                    "Expected at most %d values, aliases written out, but there are more".formatted(MOST_NODES),
                    place.line());
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, place, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            for (org.snakeyaml.engine.v2.nodes.Node item : sequence.getValue()) {
                items.add(node(item, depth + 1));
            }
            return new Node.Sequence(items, place);
        }
        return new Node.Scalar(text((ScalarNode) node), place);
    }

    private Node mapping(MappingNode mapping, Place place, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place keyPlace = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                String found = tuple.getKeyNode() instanceof SequenceNode ? "a list" : "a mapping";
                throw refusal("Expected a key to be text, but was " + found, keyPlace.line());
            }
            entries.add(new Node.Entry(key.getValue(), keyPlace, node(tuple.getValueNode(), depth + 1)));
        }
        return new Node.Mapping(entries, place);
    }

    private static String text(ScalarNode scalar) {
        return scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
    }

    private Place place(org.snakeyaml.engine.v2.nodes.Node node) {
        return new Place(file, node.getStartMark().map(Mark::getLine).orElse(0) + 1);
    }

    private PolicyException tooDeep(int line) {
        return refusal("Expected at most %d levels, but there are more".formatted(DEEPEST), line);
    }

    private PolicyException refusal(String message, int line) {
        return new PolicyException(List.of(new Problem(message, "", new Place(file, line))));
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is not");
    }
}
