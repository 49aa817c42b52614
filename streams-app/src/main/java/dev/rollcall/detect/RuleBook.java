package dev.rollcall.detect;

import dev.rollcall.model.Finding;
import dev.rollcall.policy.DetectorSettings;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.policy.PolicyReader;
import dev.rollcall.policy.Problem;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The policies held and the detectors that judge by each of them. */
public final class RuleBook {
    private final Policies policies;
    private final Map<Integer, Rules> rules;

    /** A detector under the name that the policy gives it, or under its type where it judges always. */
    public record Rule(String name, Detector detector) {

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
    private record Rules(List<Rule> all, List<Rule> ofEvents, List<Rule> ofFigures, List<Rule> ofHistories) {
        static final Rules NONE = of(List.of());

        static Rules of(List<Rule> all) {
            return new Rules(
                    List.copyOf(all),
                    all.stream().filter(rule -> rule.judgesBy("onEvent")).toList(),
                    all.stream().filter(rule -> rule.judgesBy("onFigure")).toList(),
                    all.stream().filter(rule -> rule.judgesBy("onHistory")).toList());
        }
    }

    private RuleBook(Policies policies, Map<Integer, Rules> rules) {
        this.policies = policies;
        this.rules = rules;
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
                    ofVersion.add(new Rule(detector.type(), detector));
                }
            }
            for (DetectorSettings settings : version.detectors().values()) {
                Settings.bind(settings, known, problems)
                        .ifPresent(detector -> ofVersion.add(new Rule(settings.rule(), detector)));
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

    private Rules of(Policy policy) {
        return rules.getOrDefault(policy.version(), Rules.NONE);
    }

    /** The rule that made {@code finding}, and the version it was made under. */
    public Rule ruleOf(Finding finding) {
        for (Rule rule : rulesOf(versionOf(finding))) {
            if (rule.detector().type().equals(finding.detector())
                    && (rule.detector().always() || rule.name().equals(finding.rule()))) {
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
