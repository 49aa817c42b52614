package dev.rollcall.policy;

import java.util.List;

/** A piece of a policy as it is written, with its place: what the checks read. */
public sealed interface Node {

    Place place();

    /** What it is, for messages: {@code 'abc'}, {@code a list}, {@code a mapping}. */
    String describe();

    /** A single value; {@code text} is what is written, without quotes. */
    record Scalar(String text, Place place) implements Node {
        @Override
        public String describe() {
            return text.isEmpty() ? "nothing" : "'" + text + "'";
        }
    }

    /** A list of values. */
    record Sequence(List<Node> items, Place place) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** Keys and their values, in the order written; a key written twice is here twice. */
    record Mapping(List<Entry> entries, Place place) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** One key of a mapping. */
    record Entry(String key, Place place, Node value) {}
}
