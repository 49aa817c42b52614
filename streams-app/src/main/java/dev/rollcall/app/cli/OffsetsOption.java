package dev.rollcall.app.cli;

import dev.rollcall.model.Evidence;
import dev.rollcall.wire.Topic;
import dev.rollcall.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A stretch of the log as one writes it: {@code extracts/2:100-200}, both inclusive; {@code extracts/2:100} one record, {@code
 * extracts/2:100-} to the end.
 *
 * @param topic with or without the prefix of all topics
 */
record OffsetsOption(String topic, int partition, long first, long last) {
    private static final Pattern TEXT = Pattern.compile("(.+)/(\\d{1,9}):(\\d{1,18})(?:(-)(\\d{0,18}))?");

    /** The stretches in the topics of the inputs. */
    static List<Evidence> stretches(List<OffsetsOption> options, Topics topics, int partitions) {
        List<Evidence> stretches = new ArrayList<>();
        for (OffsetsOption option : options) {
            stretches.add(new Evidence(option.nameIn(topics), option.partition, option.first, option.last));
            if (option.partition >= partitions) {
                throw new IllegalArgumentException("Expected '--offsets' to name a partition of 0 to %d, but was %d"
                        .formatted(partitions - 1, option.partition));
            }
        }
        return stretches;
    }

    private String nameIn(Topics topics) {
        for (Topic<?> input : topics.inputs()) {
            if (input.name().equals(topic) || input.name().equals(topics.prefixed(topic))) {
                return input.name();
            }
        }
        throw new IllegalArgumentException("Expected '--offsets' to name one of %s, but was '%s'"
                .formatted(topics.inputs().stream().map(Topic::name).toList(), topic));
    }

    /** Reads it from the command line. */
    static final class Converter implements ITypeConverter<OffsetsOption> {
        @Override
        public OffsetsOption convert(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                throw wrong(text);
            }
            long first = Long.parseLong(parts.group(3));
            long last = last(parts, first);
            if (last < first) {
                throw wrong(text);
            }
            return new OffsetsOption(parts.group(1), Integer.parseInt(parts.group(2)), first, last);
        }

        private static long last(Matcher parts, long first) {
            if (parts.group(4) == null) {
                return first;
            }
            return parts.group(5).isEmpty() ? Long.MAX_VALUE - 1 : Long.parseLong(parts.group(5));
        }

        private static TypeConversionException wrong(String text) {
            return new TypeConversionException(
                    "expected TOPIC/PARTITION:FIRST-LAST, as extracts/2:100-200, or extracts/2:100 for one record, but was '%s'"
                            .formatted(text));
        }
    }
}
