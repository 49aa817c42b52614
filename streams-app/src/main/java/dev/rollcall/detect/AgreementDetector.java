package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Policy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Judges each event by the agreement it cites: is there one, is it in force, does it cover what is released. */
@AutoService(Detector.class)
public record AgreementDetector() implements Detector {
    /** A body that the policy does not know. */
    static final String UNKNOWN_BODY = "unknown-body";
    /** A request or a release under no agreement that the policy knows for the body. */
    static final String NO_AGREEMENT = "no-agreement";
    /** A request or a release before the agreement began, after it ended, or while it is suspended. */
    static final String LAPSED = "lapsed";
    /** A release with categories that the agreement does not list. */
    static final String CATEGORY_OUTSIDE = "category-outside";

    private static final int MOST_NAMED = 3;

    @Override
    public boolean always() {
        return true;
    }

    @Override
    public List<Finding> onEvent(Observation event, Situation situation) {
        Policy policy = situation.policy();
        if (!policy.bodies().containsKey(event.body())) {
            return List.of(finding(UNKNOWN_BODY, Severity.CRITICAL, event, policy));
        }
        if (event.stage() != Stage.SUBMITTED && event.stage() != Stage.RELEASED) {
            return List.of();
        }
        Agreement agreement = policy.agreementOf(event.body(), event.agreementId());
        if (agreement == null) {
            return List.of(finding(NO_AGREEMENT, Severity.HIGH, event, policy));
        }
        List<Finding> findings = new ArrayList<>();
        if (!agreement.inForceOn(LocalDate.ofEpochDay(event.day()))) {
            findings.add(finding(LAPSED, Severity.HIGH, event, policy).under(agreement.id(), agreement.owner()));
        }
        Categories agreed = agreement.categories();
        if (agreed != null && event.stage() == Stage.RELEASED && !agreed.containsAll(event.categories())) {
            findings.add(finding(CATEGORY_OUTSIDE, Severity.HIGH, event, policy)
                    .under(agreement.id(), agreement.owner())
                    .about(event.categories().minus(agreed).toString()));
        }
        return findings;
    }

    private Finding finding(String rule, Severity severity, Observation event, Policy policy) {
        Finding finding = Finding.in(event, type(), rule, severity, policy.version());
        return switch (event.stage()) {
            case RELEASED -> finding.counting(Basis.CHILDREN, event.children().length, event.missing() == 0);
            case SUBMITTED -> finding.counting(Basis.ASKED, event.asked(), true);
            default -> finding.counting(null, 0, true);
        };
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        String did = finding.basis() == null ? "sent an event " + sentence.when() : sentence.did();
        return switch (finding.rule()) {
            case UNKNOWN_BODY -> "%s, a body that the policy does not know, %s.".formatted(sentence.who(), did);
            case NO_AGREEMENT -> "%s %s under no agreement that the policy knows.".formatted(sentence.who(), did);
            case LAPSED -> "%s %s while %s was not in force.".formatted(sentence.who(), did, sentence.document());
            default ->
                "%s %s with %s, which %s does not cover."
                        .formatted(sentence.who(), did, sentence.about(MOST_NAMED), sentence.document());
        };
    }
}
