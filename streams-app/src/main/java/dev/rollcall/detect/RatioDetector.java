package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.count.Cell;
import dev.rollcall.count.Memory;
import dev.rollcall.detect.stats.ShareInterval;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKind;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Severity;
import dev.rollcall.model.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds shares of one figure in another that chance does not explain: few people asked about are pupils, few requests are
 * refused.
 *
 * <p>Found where the exact interval of the share, at {@code confidence}, lies wholly outside what is expected. What is found
 * counts {@code of}; its limit is the count of {@code to}, so that an alert's ratio is the share.
 *
 * @param of what is a part of {@code to}
 * @param to what it is a part of
 * @param atLeast the lowest share expected, in per cent; 0% leaves it open
 * @param atMost the highest share expected, in per cent; 100% leaves it open
 * @param sample the smallest count of {@code to} that is judged
 * @param confidence how sure the interval is to hold the share; 0.5 or more, below 1
 * @param open whether windows that have not closed are judged too
 */
@AutoService(Detector.class)
public record RatioDetector(
        Severity severity,
        Basis of,
        Basis to,
        Calendar per,
        Percent atLeast,
        Percent atMost,
        int sample,
        double confidence,
        boolean open)
        implements Detector {

    public RatioDetector {
        counted("of", of);
        counted("to", to);
        if (of == to) {
            throw new IllegalArgumentException(
                    "Expected 'to' to be another basis than 'of', but both were " + to.text());
        }
        if (atLeast.value().compareTo(atMost.value()) > 0) {
            throw new IllegalArgumentException(
                    "Expected 'at-least' to be 'at-most' or less, but it was %s, above %s".formatted(atLeast, atMost));
        }
        if (sample < 1) {
            throw new IllegalArgumentException("Expected 'sample' to be 1 or more, but was " + sample);
        }
        if (!(confidence >= 0.5 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "Expected 'confidence' to be at least 0.5 and below 1, but was " + confidence);
        }
    }

    public RatioDetector() {
        this(
                Severity.WARNING,
                Basis.CHILDREN,
                Basis.ASKED,
                Calendar.MONTH,
                Percent.of(0),
                Percent.of(100),
                30,
                0.999,
                false);
    }

    /** Refuses bases that are not counted for every body; repeats are counted only where a limit asks for them. */
    static void counted(String setting, Basis basis) {
        List<Basis> counted = Basis.allLimited().stream()
                .filter(each -> each != Basis.REPEATS)
                .toList();
        if (!counted.contains(basis)) {
            throw new IllegalArgumentException("Expected '%s' to be one of %s, but was %s"
                    .formatted(
                            setting,
                            counted.stream().map(Basis::text).collect(Collectors.joining(", ")),
                            basis.text()));
        }
    }

    @Override
    public Set<FigureKind> figuresOf(EntityKind kind) {
        return kind == EntityKind.FEED ? Set.of() : Set.of(new FigureKind(of, per), new FigureKind(to, per));
    }

    @Override
    public boolean judgesBeside(Basis judged, Basis changed) {
        return open && judged == to && (changed == of || (changed == Basis.INEXACT && of == Basis.CHILDREN));
    }

    /** Each window as soon as it changes, where open ones count: always by the figure of {@code to}. */
    @Override
    public List<Finding> onFigure(Figure changed, Situation situation) {
        boolean judged = open
                && changed.key().basis() == to
                && changed.per() == per
                && changed.key().agreementId() == null
                && changed.key().dataset() == null;
        return judged ? found(changed.key().entity(), changed.window(), situation) : List.of();
    }

    /** Closed windows, where open ones do not count. */
    @Override
    public List<Finding> onHistory(Entity entity, Situation situation) {
        if (open) {
            return List.of();
        }
        return situation.memory().cells(to, per).stream()
                .map(Cell::window)
                .filter(window -> !window.end().isAfter(situation.today()))
                .sorted(Comparator.comparing(Window::start))
                .flatMap(window -> found(entity, window, situation).stream())
                .toList();
    }

    private List<Finding> found(Entity entity, Window window, Situation situation) {
        Memory memory = situation.memory();
        long total = memory.count(null, to, per, window);
        if (total < sample || entity.kind() == EntityKind.FEED) {
            return List.of();
        }
        long part = memory.count(null, of, per, window);
        ShareInterval share = ShareInterval.of(Math.min(part, total), total, confidence);
        if (share.upper() >= atLeast.share() && share.lower() <= atMost.share()) {
            return List.of();
        }
        return List.of(Finding.of(
                        type(),
                        situation.rule(),
                        entity,
                        window.name(),
                        severity,
                        situation.policy().version())
                .counting(of, part, memory.exact(null, of, per, window))
                .comparedWith(total));
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        long total = Objects.requireNonNull(finding.limit());
        return "%s %s, %s%% of %s %s; expected: %s."
                .formatted(
                        sentence.who(),
                        sentence.did(),
                        percent(finding.observed(), total),
                        Sentence.number(total),
                        to.unit(),
                        expected());
    }

    private String expected() {
        if (atMost.share() == 1) {
            return "at least " + atLeast;
        }
        return atLeast.share() == 0 ? "at most " + atMost : atLeast + " to " + atMost;
    }

    private static BigDecimal percent(long part, long total) {
        return BigDecimal.valueOf(part).movePointRight(2).divide(BigDecimal.valueOf(total), 1, RoundingMode.HALF_UP);
    }
}
