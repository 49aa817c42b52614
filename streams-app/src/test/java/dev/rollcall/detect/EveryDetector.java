package dev.rollcall.detect;

import dev.rollcall.oracle.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes a history's policy ask for every detector that there is, so that tests of all of them need no list. */
public final class EveryDetector {
    /** Settings under which those find something in small histories whose defaults are made for large ones. */
    private static final Map<String, String> SHARPER = Map.of(
            "baseline",
            "false-alarms: 1, direction: both, warm-up: 1",
            "ratio",
            "at-least: 40%, at-most: 60%, sample: 1, confidence: 0.5");

    private EveryDetector() {}

    /** The history under a policy that names, in every version, each detector that does not judge always. */
    public static History in(History history) {
        return new History(history.ndjsonLinesInArrivalOrder(), in(history.policyYaml()), history.asOf());
    }

    /** The policy with each detector that does not judge always, under its defaults, and sharper where these find little. */
    public static String in(String policyYaml) {
        String rules = RuleBook.known().stream()
                .filter(detector -> !detector.always())
                .map(Detector::type)
                .map(type -> "  every-" + type + ": { type: " + type + " }\n" + sharper(type))
                .collect(Collectors.joining());
        List<String> documents = new ArrayList<>();
        for (String document : policyYaml.split("(?m)^---\n")) {
            documents.add(
                    document.contains("\ndetectors:\n")
                            ? document.replace("\ndetectors:\n", "\ndetectors:\n" + rules)
                            : document + "detectors:\n" + rules);
        }
        return String.join("---\n", documents);
    }

    private static String sharper(String type) {
        String settings = SHARPER.get(type);
        return settings == null ? "" : "  sharp-" + type + ": { type: " + type + ", " + settings + " }\n";
    }
}
