package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Datasets;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.FieldRule;
import dev.rollcall.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges each released extract by the field rules of the policy: combinations that should not be handed out. A rule on a share
 * of a dataset judges requests as well: who asks for everything need not be sent it to be noticed.
 */
@AutoService(Detector.class)
public record FieldsDetector() implements Detector {
    private static final int MOST_NAMED = 5;

    @Override
    public boolean always() {
        return true;
    }

    @Override
    public List<Finding> onEvent(Observation event, Situation situation) {
        boolean released = event.stage() == Stage.RELEASED;
        if (!released && event.stage() != Stage.SUBMITTED) {
            return List.of();
        }
        Policy policy = situation.policy();
        Agreement agreement = policy.agreementOf(event.body(), event.agreementId());
        List<Finding> findings = new ArrayList<>();
        for (FieldRule rule : policy.fieldRules().values()) {
            if ((released || rule.datasetShare() > 0) && matches(rule, event, agreement, policy)) {
                findings.add(Finding.in(event, type(), rule.name(), rule.severity(), policy.version())
                        .under(agreement == null ? null : agreement.id(), agreement == null ? null : agreement.owner())
                        .about(found(rule, event))
                        .countingOf(event));
            }
        }
        return findings;
    }

    private static boolean matches(FieldRule rule, Observation event, @Nullable Agreement agreement, Policy policy) {
        Categories carried = event.categories();
        return carried.containsAll(rule.allOf())
                && (rule.anyOf().isEmpty() || carried.intersects(rule.anyOf()))
                && carried.intersection(rule.of()).size() >= rule.atLeast()
                && (rule.datasetShare() == 0 || namesShare(rule.datasetShare(), event))
                && (!rule.deIdentified() || (agreement != null && agreement.deIdentified()))
                && (rule.releasedTo().isEmpty() || rule.releasedTo().contains(recipientKind(event, policy)));
    }

    private static boolean namesShare(int percent, Observation event) {
        Datasets.Coverage coverage = event.datasets().coverage();
        return coverage != null && coverage.isAtLeast(percent);
    }

    /** The categories that the rule names and the extract carries; the dataset where the rule is about nothing but a share. */
    private static String found(FieldRule rule, Observation event) {
        Categories found = rule.allOf().plus(rule.anyOf().plus(rule.of()).intersection(event.categories()));
        Datasets.Coverage coverage = event.datasets().coverage();
        return found.isEmpty() && coverage != null ? coverage.dataset() : found.toString();
    }

    /** The kind of whoever receives the extract: a recipient that is a body of the policy, else the body that asked. */
    private static String recipientKind(Observation event, Policy policy) {
        Body recipient = event.recipient() == null ? null : policy.bodies().get(event.recipient());
        Body receiver = recipient == null ? policy.bodies().get(event.body()) : recipient;
        return receiver == null || receiver.kind() == null ? "" : receiver.kind();
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        FieldRule rule = situation.policy().fieldRules().get(finding.rule());
        if (rule != null && rule.datasetShare() > 0) {
            return "%s %s, naming at least %d%% of the fields of %s (rule %s)."
                    .formatted(
                            sentence.who(),
                            sentence.did(),
                            rule.datasetShare(),
                            rule.isOfCategories() ? "a dataset" : sentence.dataset(),
                            finding.rule());
        }
        return "%s %s; that extract carried %s (rule %s)."
                .formatted(sentence.who(), sentence.did(), sentence.about(MOST_NAMED), finding.rule());
    }
}
