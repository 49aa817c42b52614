package dev.rollcall.detect;

import com.google.auto.service.AutoService;
import dev.rollcall.count.Memory;
import dev.rollcall.count.RollingCourse;
import dev.rollcall.model.Entity;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Severity;
import dev.rollcall.policy.Band;
import dev.rollcall.policy.Limit;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Part;
import dev.rollcall.policy.Share;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges every figure against the limits that the policy sets on it, band by band.
 *
 * <p>A limit is a number, a share of what the body declared (`10% of declared`, scaled to the window) or a share of each
 * dataset that a population is known of (`5% of dataset`); with `each: operator` it holds for every operator of a body. A body
 * that has declared nothing is itself found. With `running: 3` and `at: 90%`, so many closed windows in a row that come so
 * near the limit are found too; `count: repeats` counts children who were there in the months before.
 */
@AutoService(Detector.class)
public record LimitDetector() implements Detector {
    /** What a finding is about where a limit is a share of what was declared, and nothing was. */
    static final String UNDECLARED = "undeclared";

    /** How what a finding on windows in a row is about ends: "3 running". */
    static final String RUNNING = " running";

    /** In place of the bands of a limit of which it is not known what it allows: reached by any count. */
    private static final Band UNBOUNDED = new Band(0);

    @Override
    public boolean always() {
        return true;
    }

    @Override
    public List<Finding> onFigure(Figure changed, Situation situation) {
        List<Finding> findings = new ArrayList<>();
        for (LimitHistory limit : situation.memory().limitsOn(changed.key().agreementId())) {
            if (limit.count() == changed.key().basis() && limit.per().equals(changed.per())) {
                if (changed.per() instanceof Rolling rolling) {
                    for (RollingCourse course : courses(changed.key(), rolling, limit, situation.memory())) {
                        judgeCourse(course, limit, situation, findings);
                    }
                } else {
                    judgeWindow(changed, limit, situation, findings);
                }
            }
        }
        return findings;
    }

    /** Closed windows in a row that come near a limit, each run by the version in force when it became long enough. */
    @Override
    public List<Finding> onHistory(Entity entity, Situation situation) {
        List<Finding> findings = new ArrayList<>();
        judgeRunning(null, situation, findings);
        for (String agreement : situation.memory().agreements()) {
            judgeRunning(agreement, situation, findings);
        }
        return findings;
    }

    /** A run goes on after the window with which it became long enough. */
    @Override
    public boolean looksPastWindow() {
        return true;
    }

    private void judgeRunning(@Nullable String agreement, Situation situation, List<Finding> findings) {
        for (LimitHistory limit : situation.memory().limitsOn(agreement)) {
            for (RunningWindows.Run run : RunningWindows.of(limit, agreement, situation.memory(), situation.today())) {
                LimitHistory.Version version = run.version();
                findings.add(Finding.of(
                                type(),
                                limit.name(),
                                situation.memory().entity(),
                                run.window(),
                                Severity.WARNING,
                                version.policy().version())
                        .under(agreement, version.owner())
                        .counting(limit.count(), run.greatest(), run.exact())
                        .inBand(
                                Integer.toString(run.asked().percent()),
                                version.limit().atMost())
                        .about(run.asked().windows() + RUNNING));
            }
        }
    }

    private static List<RollingCourse> courses(FigureKey key, Rolling per, LimitHistory limit, Memory memory) {
        if (!limit.part().isWhole()) {
            return memory.rollingOfPart(key.agreementId(), limit, per);
        }
        RollingCourse course = memory.rolling(key, per);
        return course == null ? List.of() : List.of(course);
    }

    private void judgeWindow(Figure figure, LimitHistory limit, Situation situation, List<Finding> findings) {
        if (figure.count() < limit.lowestReached()) {
            return;
        }
        LimitHistory.Version version = limit.inForce(figure.window(), situation.today());
        if (version == null) {
            return;
        }
        String window = figure.window().name();
        long count = limit.part().isWhole()
                ? figure.count()
                : situation.memory().countOfPart(figure.key().agreementId(), limit, window);
        for (Band band : bandsOf(version, count)) {
            findings.add(finding(figure.key(), window, count, figure.exact(), band, limit, version));
        }
    }

    private static List<Band> bandsOf(LimitHistory.Version version, long count) {
        return version.limit().isBounded() || count < 1 ? version.limit().bandsOf(count) : List.of(UNBOUNDED);
    }

    /** One finding per band for each unbroken run of end days in it, named by the run's first end day. */
    private void judgeCourse(RollingCourse course, LimitHistory limit, Situation situation, List<Finding> findings) {
        int last = (int) Math.min(course.lastDay(), situation.today().toEpochDay());
        long lowest = limit.lowestReached();
        if (course.atMost() < lowest) {
            return;
        }
        Map<Integer, Run> open = new TreeMap<>();
        for (int day = course.firstDay(); day <= last; day++) {
            long count = course.countOn(day);
            if (count < lowest && open.isEmpty()) {
                continue;
            }
            LimitHistory.Version version = count < lowest ? null : inForce(course, day, limit, situation);
            if (version == null) {
                closeAllBut(List.of(), open, course, limit, situation, findings);
                continue;
            }
            List<Band> bands = bandsOf(version, count);
            closeAllBut(bands, open, course, limit, situation, findings);
            for (Band band : bands) {
                Run run = open.get(band.percent());
                open.put(
                        band.percent(),
                        run == null ? new Run(day, day, count, version, band) : run.and(day, count, version));
            }
        }
        open.values().forEach(run -> findings.add(finding(run, course, limit, situation)));
    }

    /** The runs in other bands have ended. */
    private void closeAllBut(
            List<Band> bands,
            Map<Integer, Run> open,
            RollingCourse course,
            LimitHistory limit,
            Situation situation,
            List<Finding> findings) {
        Iterator<Run> runs = open.values().iterator();
        while (runs.hasNext()) {
            Run run = runs.next();
            if (!bands.contains(run.band())) {
                findings.add(finding(run, course, limit, situation));
                runs.remove();
            }
        }
    }

    /** The version in force in the window that ends with {@code day}; a window's name would cost more than all else here. */
    private static LimitHistory.@Nullable Version inForce(
            RollingCourse course, int day, LimitHistory limit, Situation situation) {
        LimitHistory.Version always = limit.always();
        if (always != null) {
            return always;
        }
        LocalDate end = LocalDate.ofEpochDay(day + 1L);
        return limit.inForce(end.minusDays(course.per().days()), end, situation.today());
    }

    /** Consecutive end days in one band, with the highest count among them. */
    private record Run(int first, int highestOn, long highest, LimitHistory.Version version, Band band) {
        Run and(int day, long count, LimitHistory.Version then) {
            return count > highest ? new Run(first, day, count, then, band) : this;
        }
    }

    private Finding finding(Run run, RollingCourse course, LimitHistory limit, Situation situation) {
        FigureKey key = course.keyOn(run.first());
        boolean exact = situation
                .memory()
                .exact(key.agreementId(), key.basis(), course.per(), course.windowOn(run.highestOn()));
        return finding(key, key.window(), run.highest(), exact, run.band(), limit, run.version());
    }

    private Finding finding(
            FigureKey key,
            String window,
            long count,
            boolean exact,
            Band band,
            LimitHistory limit,
            LimitHistory.Version version) {
        Severity severity =
                band.warning() ? Severity.WARNING : band.percent() == 100 ? Severity.HIGH : Severity.CRITICAL;
        Finding finding = Finding.of(
                        type(),
                        version.limit().name(),
                        key.entity(),
                        window,
                        severity,
                        version.policy().version())
                .under(key.agreementId(), version.owner())
                .counting(key.basis(), count, exact);
        return band.equals(UNBOUNDED)
                ? finding.about(UNDECLARED)
                : finding.about(limit.part().about())
                        .inBand(band.text(), version.limit().atMost());
    }

    @Override
    public String explain(Finding finding, Situation situation) {
        Sentence sentence = new Sentence(finding, situation.policy());
        Limit limit = situation.policy().limitNamed(finding.rule());
        String who = limit != null && limit.eachOperator() ? "One operator of " + sentence.who() : sentence.who();
        if (UNDECLARED.equals(finding.key().about())) {
            return "%s %s, but has declared no volume to judge that by.".formatted(who, sentence.did());
        }
        if (limit != null && String.valueOf(finding.key().about()).endsWith(RUNNING)) {
            return explainRunning(finding, limit, sentence);
        }
        String did = sentence.did(datasetOf(finding, limit));
        int band = Integer.parseInt(String.valueOf(finding.band()));
        String reached = band < 100 ? " (%d%% reached)".formatted(band) : "";
        return Sentence.shortEnough(
                "%s %s; %s%s.".formatted(who, did, sentence.allows(limit), reached),
                "%s %s; %s%s.".formatted(who, did, sentence.allows(), reached),
                "%s %s; limit %s.".formatted(who, did, sentence.limit()));
    }

    /** "Home Office reached 90% of its limit on different children for the 3rd month running in March 2016, up to 1,450; …". */
    private static String explainRunning(Finding finding, Limit limit, Sentence sentence) {
        String windows = String.valueOf(finding.key().about()).replace(RUNNING, "");
        String basis = finding.basis() == null ? "" : finding.basis().unit();
        String told = "%s reached %s%% of its limit on %s for the %s %s running %s, up to %s"
                .formatted(
                        sentence.who(),
                        finding.band(),
                        basis,
                        Sentence.ordinal(Integer.parseInt(windows)),
                        limit.per().text().replace('-', ' '),
                        sentence.when(),
                        Sentence.number(finding.observed()));
        String more = finding.exact() ? "" : " or more";
        return Sentence.shortEnough(
                "%s%s; %s.".formatted(told, more, sentence.allows(limit)),
                "%s%s; %s.".formatted(told, more, sentence.allows()),
                "%s; limit %s.".formatted(told, sentence.limit()));
    }

    /** The dataset that a limit on datasets found too much of; null for other limits. */
    private static @Nullable String datasetOf(Finding finding, @Nullable Limit limit) {
        String about = finding.key().about();
        if (about == null
                || limit == null
                || limit.share() == null
                || limit.share().of() != Share.Whole.DATASET) {
            return null;
        }
        String operator = String.valueOf(new Part(null, true).about()) + ", ";
        return limit.eachOperator() ? about.substring(operator.length()) : about;
    }
}
