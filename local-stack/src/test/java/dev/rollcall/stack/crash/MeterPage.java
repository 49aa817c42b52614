package dev.rollcall.stack.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The meters of one instance, as its page told them. */
record MeterPage(List<Sample> samples) {
    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** One line of the page. */
    record Sample(String name, Map<String, String> labels, double value) {}

    static MeterPage read(String page) {
        List<Sample> samples = new ArrayList<>();
        page.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher found = LINE.matcher(line);
            if (found.matches()) {
                Map<String, String> labels = new TreeMap<>();
                LABEL.matcher(found.group(2) == null ? "" : found.group(2))
                        .results()
                        .forEach(label -> labels.put(label.group(1), label.group(2)));
                samples.add(new Sample(found.group(1), labels, Double.parseDouble(found.group(3))));
            }
        });
        return new MeterPage(samples);
    }

    List<Sample> of(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }

    long sum(String name) {
        return Math.round(of(name).stream().mapToDouble(Sample::value).sum());
    }
}
