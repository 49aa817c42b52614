package dev.rollcall.replay.scenario;

import dev.rollcall.detect.Detector;
import dev.rollcall.detect.RuleBook;
import dev.rollcall.model.AlertState;
import dev.rollcall.model.Basis;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Severity;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Place;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.Problem;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads scenario files, strictly: a scenario that is not understood whole is refused, with everything that is wrong. */
public final class ScenarioReader {
    private static final Pattern MONTHS = Pattern.compile("(\\d{4}-\\d{2}) to (\\d{4}-\\d{2})");

    /** What a near miss may change by the letter: what comes before {@code then}. */
    private static final Set<String> CHANGEABLE = Set.of("usual", "given", "when");

    private final String text;
    private final String file;
    private final UnaryOperator<String> others;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> types = new HashSet<>();

    private ScenarioReader(String text, String file, UnaryOperator<String> others) {
        this.text = text;
        this.file = file;
        this.others = others;
        RuleBook.known().stream().map(Detector::type).forEach(types::add);
    }

    /**
     * The scenario that {@code text} is.
     *
     * @param file what to call it in messages
     * @param others gives the text of another file, by its name as seen from this one
     * @throws ScenarioException with everything that is wrong with it
     * @throws PolicyException with everything that is wrong with the policy, or where it is no YAML
     */
    public static Scenario read(String text, String file, UnaryOperator<String> others) {
        return new ScenarioReader(text, file, others).scenario();
    }

    private Scenario scenario() {
        Keys top = top(text);
        String title = top.text("title");
        String source = top.text("source");
        Set<String> detectors = detectors(top);
        List<ScenarioCase> cases = new ArrayList<>();
        ScenarioCase main = main(top, title, detectors);
        cases.add(main);
        Node nearMiss = top.find("near-miss");
        if (nearMiss == null) {
            top.problem("near-miss", "Expected 'near-miss', but it is missing");
        } else {
            for (Node miss : nearMiss instanceof Node.Sequence several ? several.items() : List.of(nearMiss)) {
                cases.add(nearMiss(Keys.of(miss, problems), detectors, main));
            }
        }
        top.refuseOthers();
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems.stream().distinct().toList());
        }
        return new Scenario(title, source, cases);
    }

    private Keys top(String scenario) {
        List<Node> documents = Yaml.documents(scenario, file);
        if (documents.size() != 1) {
            throw new ScenarioException(List.of(
                    new Problem("Expected one scenario, but there are " + documents.size(), "", new Place(file, 1))));
        }
        return Keys.of(documents.get(0), problems);
    }

    private Set<String> detectors(Keys top) {
        List<String> names = top.texts("detectors");
        for (String name : names) {
            if (!types.contains(name)) {
                top.problem(
                        "detectors",
                        "Expected 'detectors' to list some of %s, but '%s' is none"
                                .formatted(new TreeSet<>(types), name));
            }
        }
        return Set.copyOf(names);
    }

    private ScenarioCase main(Keys top, String title, Set<String> detectors) {
        List<Node> versions = versions(top);
        ZoneId zone = RuleBook.read(versions).policies().zone().id();
        EventScript script = new EventScript(zone, Set.of(), problems);
        happen(script, top, List.of());
        List<ExpectedMoment> moments = new ArrayList<>();
        Node then = top.find("then");
        if (then == null) {
            top.problem("then", "Expected 'then', but it is missing");
            moments.add(new ExpectedMoment(Instant.EPOCH, List.of(), List.of(), top.place()));
        } else {
            for (Node moment : then instanceof Node.Sequence several ? several.items() : List.of(then)) {
                moments.add(moment(Keys.of(moment, problems), zone, null));
            }
        }
        return new ScenarioCase(title, top.place(), Yaml.text(versions), script.inOrder(), detectors, moments);
    }

    private void happen(EventScript script, Keys top, List<Node> also) {
        Node usual = top.find("usual");
        if (usual != null) {
            script.usual(Keys.of(usual, problems));
        }
        if (!top.has("when")) {
            top.problem("when", "Expected 'when', but it is missing");
        }
        script.happen(top.items("when"));
        script.happen(also);
    }

    private ScenarioCase nearMiss(Keys miss, Set<String> detectors, ScenarioCase main) {
        Keys changed = top(changed(miss));
        List<Node> versions = versions(changed);
        ZoneId zone = RuleBook.read(versions).policies().zone().id();
        EventScript script = new EventScript(zone, Set.copyOf(miss.texts("without")), problems);
        happen(script, changed, miss.items("also"));
        for (String name : script.notFound()) {
            miss.problem(
                    "without",
                    "Expected 'without' to name events, as 'released X1', but nothing is '%s'".formatted(name));
        }
        ExpectedMoment moment = miss.has("then")
                ? moment(
                        Keys.of(Objects.requireNonNull(miss.find("then")), problems),
                        zone,
                        main.last().asOf())
                : new ExpectedMoment(main.last().asOf(), List.of(), List.of(), miss.place());
        String named = "but " + miss.text("title");
        miss.refuseOthers();
        return new ScenarioCase(named, miss.place(), Yaml.text(versions), script.inOrder(), detectors, List.of(moment));
    }

    /** The text of the scenario in which the near miss has replaced what it names; lines stay where they are. */
    private String changed(Keys miss) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        Node top = Yaml.documents(text, file).get(0);
        List<Node.Entry> sections = top instanceof Node.Mapping mapping ? mapping.entries() : List.of();
        for (Node.Entry but : miss.entries("but")) {
            String to = but.value() instanceof Node.Scalar scalar ? scalar.text() : "";
            boolean found = false;
            for (int i = 0; i < sections.size(); i++) {
                int end = i + 1 < sections.size() ? sections.get(i + 1).place().line() - 1 : lines.size();
                for (int line = sections.get(i).place().line();
                        CHANGEABLE.contains(sections.get(i).key()) && line <= end;
                        line++) {
                    String was = lines.get(line - 1);
                    found |= was.contains(but.key());
                    lines.set(line - 1, was.replace(but.key(), to));
                }
            }
            if (!found || to.contains("\n")) {
                problems.add(new Problem(
                        found
                                ? "Expected a text of one line in its place, but there are several"
                                : "Expected '%s' somewhere in given, usual or when, but it is not there"
                                        .formatted(but.key()),
                        "",
                        but.place()));
            }
        }
        return String.join("\n", lines);
    }

    private List<Node> versions(Keys top) {
        Node given = top.find("given");
        if (given instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
            return Yaml.versions(others.apply(scalar.text()), scalar.text());
        }
        if (given instanceof Node.Sequence several) {
            List<Node> versions = new ArrayList<>();
            for (Node version : several.items()) {
                versions.add(version instanceof Node.Mapping mapping ? PolicyNodes.whole(mapping) : version);
            }
            return versions;
        }
        if (given instanceof Node.Mapping mapping) {
            return extended(mapping);
        }
        throw new ScenarioException(List.of(new Problem(
                "Expected 'given' to be a policy, or the name of a policy's file, but was "
                        + (given == null ? "missing" : given.describe()),
                "",
                top.placeOf("given"))));
    }

    /** The policy written here; where it extends a file, every version of that with the changes written here. */
    private List<Node> extended(Node.Mapping given) {
        List<Node.Entry> changes = new ArrayList<>(given.entries());
        Node.Entry extending = changes.stream()
                .filter(entry -> entry.key().equals("extends"))
                .findFirst()
                .orElse(null);
        if (extending == null || !(extending.value() instanceof Node.Scalar name)) {
            return List.of(PolicyNodes.whole(given));
        }
        changes.remove(extending);
        List<Node> versions = new ArrayList<>();
        for (Node version : Yaml.versions(others.apply(name.text()), name.text())) {
            versions.add(
                    version instanceof Node.Mapping mapping
                            ? PolicyNodes.merged(mapping, new Node.Mapping(changes, given.place()))
                            : version);
        }
        return versions;
    }

    private ExpectedMoment moment(Keys keys, ZoneId zone, @Nullable Instant otherwise) {
        Instant asOf = otherwise == null ? Instant.EPOCH : otherwise;
        if (otherwise == null || keys.has("as-of")) {
            String written = keys.optionalText("as-of");
            LocalDateTime time = EventScript.time(keys, "as-of");
            if (time != null && written != null) {
                // a day is meant from its start: all of the day before has happened
                LocalDateTime moment =
                        written.contains(":") ? time : time.toLocalDate().atStartOfDay();
                asOf = moment.atZone(zone).toInstant();
            }
        }
        List<ExpectedFigure> figures = new ArrayList<>();
        for (Node figure : keys.items("figures")) {
            figures(Keys.of(figure, problems), figures);
        }
        List<ExpectedAlert> alerts = new ArrayList<>();
        if (!keys.has("alerts")) {
            keys.problem("alerts", "Expected 'alerts', [] where none may stand, but it is missing");
        }
        for (Node alert : keys.items("alerts")) {
            alerts(Keys.of(alert, problems), alerts);
        }
        Place place = keys.placeOf("alerts");
        keys.refuseOthers();
        return new ExpectedMoment(asOf, figures, alerts, place);
    }

    private void figures(Keys keys, List<ExpectedFigure> into) {
        Whom whom = whom(keys);
        String agreement = keys.optionalText("agreementId");
        String dataset = keys.optionalText("dataset");
        List<String> windows = windows(keys);
        Boolean exact = keys.has("exact") ? keys.flag("exact") : null;
        boolean none = true;
        for (Basis basis : Basis.values()) {
            Long count = keys.optionalWhole(basis.text());
            if (count != null) {
                none = false;
                for (String window : windows) {
                    into.add(new ExpectedFigure(
                            whom.kind(),
                            whom.id(),
                            agreement,
                            basis.text(),
                            window,
                            dataset,
                            count,
                            exact,
                            keys.place()));
                }
            }
        }
        if (none || windows.isEmpty()) {
            keys.problem("", "Expected a window and what is counted in it, as 'children: 61', but there is not");
        }
        keys.refuseOthers();
    }

    private void alerts(Keys keys, List<ExpectedAlert> into) {
        String[] alert = keys.text("alert").split(" ", 2);
        if (alert.length < 2 || !types.contains(alert[0])) {
            keys.problem(
                    "alert",
                    "Expected 'alert' to be one of %s and its rule, as 'limit ho-children-month', but was '%s'"
                            .formatted(new TreeSet<>(types), String.join(" ", alert)));
        }
        String detector = alert[0];
        String rule = alert.length < 2 ? "" : alert[1];
        Whom whom = whom(keys);
        List<String> windows = windows(keys);
        List<String> bands = keys.texts("band");
        String agreement = keys.optionalText("agreementId");
        String about = keys.optionalText("about");
        String severity = keys.optionalText("severity");
        String state = keys.optionalText("state");
        Long observed = keys.optionalWhole("observed");
        Long limit = keys.optionalWhole("at-most");
        String says = keys.optionalText("says");
        keys.refuseOthers();
        for (String window : windows.isEmpty() ? Arrays.asList((String) null) : windows) {
            for (String band : bands.isEmpty() ? Arrays.asList((String) null) : bands) {
                into.add(new ExpectedAlert(
                        detector,
                        rule,
                        whom.kind(),
                        whom.id(),
                        state == null ? AlertState.RAISED : one(keys, "state", state, AlertState.values()),
                        agreement,
                        window,
                        band,
                        about,
                        severity == null ? null : one(keys, "severity", severity, Severity.values()),
                        observed,
                        limit,
                        says,
                        keys.place()));
            }
        }
    }

    private static <E extends Enum<E>> E one(Keys keys, String key, String text, E[] values) {
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        keys.problem(
                key,
                "Expected '%s' to be one of %s, but was '%s'"
                        .formatted(key, Arrays.toString(values).toLowerCase(Locale.ROOT), text));
        return values[0];
    }

    /** Whom a figure or an alert concerns. */
    private record Whom(EntityKind kind, String id) {}

    private static Whom whom(Keys keys) {
        Whom whom = null;
        for (EntityKind kind : EntityKind.values()) {
            String id = keys.optionalText(kind.text());
            if (id != null) {
                if (whom != null) {
                    keys.problem(kind.text(), "Expected one of body, group, panel and feed, but there are two");
                }
                whom = new Whom(kind, id);
            }
        }
        if (whom == null) {
            keys.problem("", "Expected whom it concerns, as 'body: home-office', but it does not say");
            return new Whom(EntityKind.BODY, "");
        }
        return whom;
    }

    /** The windows named; {@code 2018-09 to 2020-01} stands for each of these months. */
    private static List<String> windows(Keys keys) {
        List<String> windows = new ArrayList<>();
        for (String window : keys.texts("window")) {
            Matcher months = MONTHS.matcher(window);
            if (!months.matches()) {
                windows.add(window);
                continue;
            }
            YearMonth last = YearMonth.parse(months.group(2));
            for (YearMonth month = YearMonth.parse(months.group(1));
                    !month.isAfter(last);
                    month = month.plusMonths(1)) {
                windows.add(month.toString());
            }
        }
        return windows;
    }
}
