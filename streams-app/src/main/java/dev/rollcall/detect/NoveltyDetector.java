package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Window;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds sets of categories that a body never had in an earlier month, once enough of its extracts are known.
 *
 * @param afterEvents how many extracts earlier, closed months must hold before anything counts as new; 0 or more
 */
@AutoService(Detector.class)
public record NoveltyDetector(Severity severity, int afterEvents) implements Detector {
    private static final int MOST_NAMED = 7;

    public NoveltyDetector {
        if (afterEvents < 0) {
            throw new IllegalArgumentException("Expected 'after-events' to be 0 or more, but was " + afterEvents);
        }
    }

    public NoveltyDetector() {
        this(Severity.WARNING, 20);
    }

    @Override
    public List<Finding> onHistory(Entity entity, Situation situation) {
        if (entity.kind() != EntityKind.BODY) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Set<Categories> known = new HashSet<>();
        for (Map.Entry<LocalDate, Map<Categories, Integer>> month :
                situation.memory().combinations().entrySet()) {
            Window window = Window.month(month.getKey());
            if (window.end().isAfter(situation.today())) {
                break;
            }
            boolean warm = situation.memory().extractsBefore(month.getKey()) >= afterEvents;
            for (Map.Entry<Categories, Integer> set : month.getValue().entrySet()) {
                if (known.add(set.getKey()) && warm) {
                    findings.add(Finding.of(
                                    type(),
                                    situation.rule(),
                                    entity,
                                    window.name(),
                                    severity,
                                    situation.policy().version())
                            .about(set.getKey().toString())
                            .counting(null, set.getValue(), true));
                }
            }
        }
        return findings;
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        return "%s received %s %s, a combination it never had in an earlier month."
                .formatted(sentence.who(), sentence.about(MOST_NAMED), sentence.when());
    }
}
