package dev.rollcall.detect;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.FigureKind;
import dev.rollcall.model.Finding;
import dev.rollcall.policy.DetectorSettings;
import dev.rollcall.policy.Limit;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.PolicyReader;
import dev.rollcall.policy.Problem;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policies held and the detectors that judge by each of them. */
public final class RuleBook {
    private final Policies policies;
    private final Map<Integer, Rules> rules;
    private final Map<Basis, Set<Basis>> beside;
    private final Calendar shortestHistory;

    /**
     * A detector under the name that the policy gives it, or under its type where it judges always.
     *
     * @param scope whom it judges, everyone where null
     */
    public record Rule(String name, Detector detector, Limit.@Nullable Totals scope) {

        /** Whether it judges {@code entity} under {@code policy}. */
        public boolean covers(Entity entity, Policy policy) {
            return scope == null || scope.covers(entity, policy);
        }

        /** Whether {@code finding} was made by it: under its name, or a name of its own that begins so. */
        private boolean made(Finding finding) {
            return detector.type().equals(finding.detector())
                    && (detector.always()
                            || finding.rule().equals(name)
                            || finding.rule().startsWith(name + "/"));
        }

        /** Whether the detector judges by this method at all. */
        private boolean judgesBy(String method) {
            for (Method own : detector.getClass().getMethods()) {
                if (own.getName().equals(method) && own.getDeclaringClass() != Detector.class) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The rules of one version, and which of them judge what: most judge one thing, and need not be asked of the others. */
    private record Rules(
            List<Rule> all, List<Rule> ofEvents, List<Rule> ofFigures, List<Rule> ofHistories, List<Rule> ofCases) {
        static final Rules NONE = of(List.of());

        static Rules of(List<Rule> all) {
            return new Rules(
                    List.copyOf(all),
                    all.stream().filter(rule -> rule.judgesBy("onEvent")).toList(),
                    all.stream().filter(rule -> rule.judgesBy("onFigure")).toList(),
                    all.stream().filter(rule -> rule.judgesBy("onHistory")).toList(),
                    all.stream().filter(rule -> rule.judgesBy("onCase")).toList());
        }
    }

    private RuleBook(Policies policies, Map<Integer, Rules> rules) {
        this.policies = policies;
        this.rules = rules;
        this.beside = beside(rules.values());
        this.shortestHistory = shortestHistory(policies, rules.values());
    }

    /**
     * Reads all versions of a policy, the detectors' settings included.
     *
     * @throws PolicyException with everything that is wrong, all at once
     */
    public static RuleBook read(List<Node> documents) {
        List<Problem> problems = new ArrayList<>();
        List<Policy> versions = PolicyReader.read(documents, problems);
        List<Detector> known = known();
        Map<Integer, Rules> rules = new LinkedHashMap<>();
        for (Policy version : versions) {
            List<Rule> ofVersion = new ArrayList<>();
            for (Detector detector : known) {
                if (detector.always()) {
                    ofVersion.add(new Rule(detector.type(), detector, null));
                }
            }
            for (DetectorSettings settings : version.detectors().values()) {
                Settings.bind(settings, version, known, problems)
                        .ifPresent(detector -> ofVersion.add(new Rule(settings.rule(), detector, settings.scope())));
            }
            rules.put(version.version(), Rules.of(ofVersion));
        }
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return new RuleBook(new Policies(versions), rules);
    }

    /** Every detector there is, by type, with its defaults. */
    public static List<Detector> known() {
        List<Detector> known = new ArrayList<>();
        ServiceLoader.load(Detector.class, RuleBook.class.getClassLoader()).forEach(known::add);
        known.sort(Comparator.comparing(Detector::type));
        return known;
    }

    /** The settings of {@code detector} as the policy writes them, each with its value. */
    public static Map<String, String> settingsOf(Detector detector) {
        return Settings.of(detector);
    }

    public Policies policies() {
        return policies;
    }

    /** The detectors that judge under {@code policy}. */
    public List<Rule> rulesOf(Policy policy) {
        return of(policy).all();
    }

    /** Those that judge events. */
    public List<Rule> rulesOfEvents(Policy policy) {
        return of(policy).ofEvents();
    }

    /** Those that judge figures. */
    public List<Rule> rulesOfFigures(Policy policy) {
        return of(policy).ofFigures();
    }

    /** Those that judge histories. */
    public List<Rule> rulesOfHistories(Policy policy) {
        return of(policy).ofHistories();
    }

    /** Those that judge requests and extracts. */
    public List<Rule> rulesOfCases(Policy policy) {
        return of(policy).ofCases();
    }

    /** The bases whose figures are to be judged too when one of {@code changed} changes, by any version. */
    public Set<Basis> judgedBeside(Basis changed) {
        return beside.getOrDefault(changed, Set.of());
    }

    private static Map<Basis, Set<Basis>> beside(Collection<Rules> rules) {
        Map<Basis, Set<Basis>> beside = new EnumMap<>(Basis.class);
        beside.put(Basis.INEXACT, EnumSet.of(Basis.CHILDREN));
        for (Rules ofVersion : rules) {
            for (Rule rule : ofVersion.ofFigures()) {
                for (Basis changed : Basis.values()) {
                    for (Basis judged : Basis.values()) {
                        if (rule.detector().judgesBeside(judged, changed)) {
                            beside.computeIfAbsent(changed, basis -> EnumSet.noneOf(Basis.class))
                                    .add(judged);
                        }
                    }
                }
            }
        }
        return beside;
    }

    /** The figures of {@code entity} as a whole that detectors judge by, besides those of months, by any version. */
    public Set<FigureKind> figuresOf(Entity entity) {
        Set<FigureKind> figures = new LinkedHashSet<>();
        for (Policy version : policies.versions()) {
            for (Rule rule : rulesOf(version)) {
                Set<FigureKind> judged = rule.detector().figuresOf(entity.kind());
                if (!judged.isEmpty() && rule.covers(entity, version)) {
                    figures.addAll(judged);
                }
            }
        }
        return figures;
    }

    /** The shortest kind of window whose closing adds to the histories that are judged. */
    public Calendar shortestHistory() {
        return shortestHistory;
    }

    private static Calendar shortestHistory(Policies policies, Collection<Rules> rules) {
        boolean days = rules.stream()
                .flatMap(ofVersion -> ofVersion.ofHistories().stream())
                .flatMap(rule ->
                        Stream.of(EntityKind.values()).flatMap(kind -> rule.detector().figuresOf(kind).stream()))
                .anyMatch(figure -> figure.per() == Calendar.DAY);
        boolean running = policies.versions().stream().anyMatch(Policy::asksForDaysRunning);
        return days || running ? Calendar.DAY : Calendar.MONTH;
    }

    private Rules of(Policy policy) {
        return rules.getOrDefault(policy.version(), Rules.NONE);
    }

    /** The rule that made {@code finding}, and the version it was made under. */
    public Rule ruleOf(Finding finding) {
        for (Rule rule : rulesOf(versionOf(finding))) {
            if (rule.made(finding)) {
                return rule;
            }
        }
        throw new IllegalStateException("Expected a detector '%s' in version %d of the policy, but there is none"
                .formatted(finding.detector(), finding.policyVersion()));
    }

    /** The version that {@code finding} was made under. */
    public Policy versionOf(Finding finding) {
        return policies.versions().stream()
                .filter(policy -> policy.version() == finding.policyVersion())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("Expected version %d of the policy to be held, but it is not"
                                .formatted(finding.policyVersion())));
    }
}
