package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.FieldRule;
import dev.rollcall.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** Judges each released extract by the field rules of the policy: combinations that should not be handed out. */
@AutoService(Detector.class)
public record FieldsDetector() implements Detector {
    private static final int MOST_NAMED = 5;

    @Override
    public boolean always() {
        return true;
    }

    @Override
    public List<Finding> onEvent(Observation event, Situation situation) {
        if (event.stage() != Stage.RELEASED) {
            return List.of();
        }
        Policy policy = situation.policy();
        List<Finding> findings = new ArrayList<>();
        for (FieldRule rule : policy.fieldRules().values()) {
            if (matches(rule, event, policy)) {
                Categories found = rule.allOf().plus(rule.anyOf().intersection(event.categories()));
                Agreement agreement = policy.agreementOf(event.body(), event.agreementId());
                findings.add(Finding.in(event, type(), rule.name(), rule.severity(), policy.version())
                        .under(agreement == null ? null : agreement.id(), agreement == null ? null : agreement.owner())
                        .about(found.toString())
                        .counting(Basis.CHILDREN, event.children().length, event.missing() == 0));
            }
        }
        return findings;
    }

    private static boolean matches(FieldRule rule, Observation event, Policy policy) {
        return event.categories().containsAll(rule.allOf())
                && (rule.anyOf().isEmpty() || event.categories().intersects(rule.anyOf()))
                && (rule.releasedTo().isEmpty() || rule.releasedTo().contains(recipientKind(event, policy)));
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
        return "%s %s; that extract carried %s (rule %s)."
                .formatted(sentence.who(), sentence.did(), sentence.about(MOST_NAMED), finding.rule());
    }
}
