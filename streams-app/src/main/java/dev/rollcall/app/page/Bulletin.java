package dev.rollcall.app.page;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Directive;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Life;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import dev.rollcall.monitor.Intake;
import dev.rollcall.monitor.Monitor;
import dev.rollcall.monitor.Pseudonymiser;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Policies;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.PolicyException;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.FigureLine;
import dev.rollcall.wire.Published;
import dev.rollcall.wire.Yaml;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What alerts, figures and directives say, as far as the page shows it: whatever instance wrote them.
 *
 * <p>It keeps the alerts that stand ({@link StandingAlerts}), figures of months ({@link MonthTable}) and those that a limit may
 * still judge ({@link OpenFigures}), each within a bound. The order of records with different keys makes no difference. For
 * several threads.
 */
public final class Bulletin {
    private static final Comparator<Answers.LimitLine> NEAREST_FIRST = Comparator.comparingDouble(
                    Answers.LimitLine::ratio)
            .reversed()
            .thenComparing(line -> line.entity().name())
            .thenComparing(Answers.LimitLine::name);

    private final MonthTable months;
    private final OpenFigures open = new OpenFigures();
    private final StandingAlerts alerts;
    private final Set<Entity> seen = new LinkedHashSet<>();
    /** Takes and refuses policies as the watch does, and does nothing else. */
    private final Monitor adopting =
            new Monitor(new Intake(Pseudonymiser.fixed()), yaml -> Yaml.documents(yaml, "published policy"));

    private Instant now = Instant.EPOCH;
    private long revision;
    private @Nullable PolicyLimits limits;

    private final long number;

    /**
     * One that has heard nothing yet.
     *
     * @param number tells it from those that the same page showed before
     */
    public Bulletin(long number) {
        this(number, MonthTable.MOST, StandingAlerts.MOST);
    }

    Bulletin(long number, int mostMonths, int mostAlerts) {
        this.number = number;
        this.months = new MonthTable(mostMonths);
        this.alerts = new StandingAlerts(mostAlerts);
    }

    /** Takes in a directive. */
    public synchronized void hear(Directive directive) {
        if (directive instanceof Directive.PolicyPublished policy) {
            adopt(policy);
        } else if (directive instanceof Directive.Tick tick && tick.at().isAfter(now)) {
            LocalDate before = today();
            now = tick.at();
            turn(before);
        }
    }

    private void adopt(Directive.PolicyPublished policy) {
        LocalDate before = today();
        try {
            adopting.adopt(policy.yaml(), policy.publishedAt());
        } catch (PolicyException e) {
            return; // the watch passes over it too
        }
        limits = null;
        revision++;
        turn(before);
    }

    private void turn(@Nullable LocalDate before) {
        LocalDate today = today();
        if (today != null && !today.equals(before)) {
            open.turnTo(today);
            limits = null;
            revision++;
        }
    }

    /** Takes in an outcome. */
    public synchronized void hear(Published outcome) {
        if (outcome instanceof AlertLine alert) {
            alerts.put(alert);
            revision++;
        } else if (outcome instanceof FigureLine figure && figure.entityKind() != null && figure.dataset() == null) {
            hear(figure, new Entity(figure.entityKind(), figure.entity()));
            revision++;
        }
    }

    private void hear(FigureLine figure, Entity entity) {
        if (entity.kind() == EntityKind.FEED) {
            return;
        }
        WindowName window = WindowName.of(figure.window());
        Counted counted = Counted.of(figure);
        YearMonth month = window.month();
        if (month != null && figure.agreementId() == null) {
            months.put(month, entity, figure.basis(), counted);
        }
        open.put(new OpenFigures.Series(entity, figure.agreementId(), figure.basis()), window, counted);
        seen.add(entity);
    }

    /** The last tick, {@link Instant#EPOCH} before the first. */
    synchronized Instant now() {
        return now;
    }

    /** The day of the last tick by the policy's zone; null while one of them is not known. */
    synchronized @Nullable LocalDate today() {
        Policies policies = policies();
        return policies == null || now.equals(Instant.EPOCH)
                ? null
                : policies.zone().dayOf(now);
    }

    /** As given: the next bulletin of a page has the next number. */
    public long number() {
        return number;
    }

    /** Changes with everything but the time of day. */
    synchronized long revision() {
        return revision;
    }

    private @Nullable Policies policies() {
        return adopting.ready() ? adopting.rules().policies() : null;
    }

    /** The policy in force; before the first tick the first that was published; null where none was read. */
    synchronized @Nullable Policy policy() {
        Policies policies = policies();
        if (policies == null) {
            return null;
        }
        LocalDate today = today();
        return today == null ? policies.versions().get(0) : policies.on(today);
    }

    private Collection<Period> periods() {
        Policies policies = policies();
        return policies == null ? List.of() : policies.periods();
    }

    /** The limits on {@code whom}, on everybody where null; the first {@code most}. */
    synchronized Answers.Limits limits(@Nullable Entity whom, int most) {
        Policies policies = policies();
        LocalDate today = today();
        Policy inForce = policy();
        if (policies == null || today == null || inForce == null) {
            return new Answers.Limits(null, inForce == null ? null : inForce.version(), List.of(), 0, 0);
        }
        if (limits == null) {
            limits = PolicyLimits.of(policies, today);
        }
        List<Answers.LimitLine> lines = new ArrayList<>();
        for (PolicyLimits.One one : limits.open()) {
            if (whom == null || whom.equals(one.account().entity())) {
                lines.add(line(one, today, inForce));
            }
        }
        lines.sort(NEAREST_FIRST);
        int shown = Math.min(most, lines.size());
        return new Answers.Limits(
                today.toString(),
                inForce.version(),
                lines.subList(0, shown),
                lines.size() - shown,
                whom == null ? limits.ofParts() : 0);
    }

    private Answers.LimitLine line(PolicyLimits.One one, LocalDate today, Policy inForce) {
        Basis basis = one.limit().count();
        OpenFigures.Series series =
                new OpenFigures.Series(one.account().entity(), one.account().agreementId(), basis.text());
        OpenFigures.Newest newest;
        if (one.limit().per() instanceof Rolling rolling) {
            newest = open.newest(series, rolling, today);
        } else {
            String window = one.open().window().name();
            Counted counted = open.of(series, window);
            newest = new OpenFigures.Newest(window, counted == null ? Counted.NOTHING : counted);
        }
        long atMost = one.open().version().limit().atMost();
        Counted counted = newest.counted();
        return new Answers.LimitLine(
                one.limit().name(),
                whom(one.account().entity(), inForce),
                under(one.account().agreementId(), inForce),
                basis.text(),
                basis.unit(),
                one.limit().per() == Life.AGREEMENT
                        ? "life of the agreement"
                        : one.limit().per().text(),
                newest.window(),
                WindowName.of(newest.window()).inWords(periods()),
                counted.count(),
                atMost,
                (double) counted.count() / atMost,
                counted.exact(),
                one.open().version().limit().warnAt());
    }

    private static Answers.Whom whom(Entity entity, Policy policy) {
        return new Answers.Whom(entity.kind().text(), entity.id(), PolicyLimits.nameOf(entity, policy));
    }

    /** As the newest version that knows it says, so that an agreement that is over keeps its name. */
    private Answers.@Nullable Under under(@Nullable String agreementId, Policy inForce) {
        if (agreementId == null) {
            return null;
        }
        Agreement agreement = inForce.agreements().get(agreementId);
        Policies policies = policies();
        if (agreement == null && policies != null) {
            for (Policy version : policies.versions()) {
                agreement = version.agreements().getOrDefault(agreementId, agreement);
            }
        }
        return agreement == null
                ? new Answers.Under(agreementId, agreementId, null)
                : new Answers.Under(agreementId, agreement.name(), agreement.owner());
    }

    /** The alerts on {@code whom}, on everybody where null: the first {@code most}, and that of {@code named} wherever it stands. */
    synchronized Answers.Alerts alerts(@Nullable Entity whom, int most, @Nullable String named) {
        List<Answers.AlertEntry> entries = new ArrayList<>();
        Map<String, Integer> bySeverity = new LinkedHashMap<>();
        int standing = 0;
        AlertLine wanted = named == null ? null : alerts.of(named);
        for (AlertLine alert : alerts.worstFirst()) {
            if (whom != null && !StandingAlerts.isOf(alert, whom)) {
                continue;
            }
            standing++;
            bySeverity.merge(
                    alert.severity() == null ? "UNKNOWN" : alert.severity().name(), 1, Integer::sum);
            if (entries.size() < most || alert.equals(wanted)) {
                entries.add(entry(alert));
            }
        }
        return new Answers.Alerts(entries, standing, bySeverity, standing - entries.size(), alerts.letGo());
    }

    private Answers.AlertEntry entry(AlertLine alert) {
        Policy policy = policy();
        EntityKind kind = alert.entityKind();
        String name = kind == null || policy == null
                ? alert.entity()
                : PolicyLimits.nameOf(new Entity(kind, alert.entity()), policy);
        return new Answers.AlertEntry(
                alert.alertId(),
                alert.severity() == null ? null : alert.severity().name(),
                new Answers.Whom(kind == null ? "unknown" : kind.text(), alert.entity(), name),
                policy == null ? null : under(alert.agreementId(), policy),
                alert.detector(),
                alert.rule(),
                alert.window(),
                WindowName.of(alert.window()).inWords(periods()),
                alert.band(),
                alert.about(),
                alert.basis(),
                alert.observed(),
                alert.limit(),
                alert.exact(),
                alert.explanation(),
                alert.owner(),
                alert.policyVersion(),
                alert.revision(),
                alert.loggedAt().toString(),
                alert.eventTime() == null ? null : alert.eventTime().toString());
    }

    /** Whether policy, figures or standing alerts know of {@code entity}: of feeds only those do. */
    synchronized boolean knows(Entity entity) {
        Policy policy = policy();
        return seen.contains(entity)
                || (policy != null && PolicyLimits.entities(policy).contains(entity))
                || alerts.speakOf(entity);
    }

    /**
     * What everybody did in {@code window}, in the newest month of which there is anything where null: those with most children
     * first, the first {@code most}.
     */
    synchronized Answers.Figures figures(@Nullable String window, Set<String> bases, int most) {
        String chosen = window == null && !months.months().isEmpty()
                ? months.months().last().toString()
                : window;
        List<Answers.OfEntity> entities = new ArrayList<>();
        Policy policy = policy();
        if (policy != null) {
            Set<Entity> all = new LinkedHashSet<>(PolicyLimits.entities(policy));
            all.addAll(seen);
            for (Entity entity : all) {
                Map<String, Counted> figures = chosen == null ? Map.of() : figuresOf(entity, chosen, bases);
                entities.add(new Answers.OfEntity(whom(entity, policy), figures));
            }
        }
        entities.sort(Comparator.comparingLong(Bulletin::children).reversed());
        int shown = Math.min(most, entities.size());
        return new Answers.Figures(
                chosen == null ? null : named(chosen),
                windows().stream().map(this::named).toList(),
                entities.subList(0, shown),
                entities.size() - shown);
    }

    /** Months of which there are figures, the newest first, then the periods that the policy names. */
    synchronized Set<String> windows() {
        Set<String> windows = new LinkedHashSet<>();
        months.months().descendingSet().forEach(month -> windows.add(month.toString()));
        windows.addAll(new TreeSet<>(periods().stream().map(Period::name).toList()));
        return windows;
    }

    private static long children(Answers.OfEntity entity) {
        return entity.figures()
                .getOrDefault(Basis.CHILDREN.text(), Counted.NOTHING)
                .count();
    }

    private Answers.Named named(String window) {
        return new Answers.Named(window, WindowName.of(window).inWords(periods()));
    }

    private Map<String, Counted> figuresOf(Entity entity, String window, Set<String> bases) {
        YearMonth month = WindowName.of(window).month();
        if (month != null) {
            return new TreeMap<>(months.figures(month, entity, bases));
        }
        Map<String, Counted> figures = new TreeMap<>();
        for (String basis : bases) {
            Counted counted = open.of(new OpenFigures.Series(entity, null, basis), window);
            if (counted != null) {
                figures.put(basis, counted);
            }
        }
        return figures;
    }

    /** What {@code entity} did month by month from its first to the last month of anybody, the months without anything included. */
    synchronized Answers.Course course(Entity entity, Set<String> bases) {
        List<Answers.OfWindow> course = new ArrayList<>();
        if (!months.months().isEmpty()) {
            YearMonth last = months.months().last();
            for (YearMonth month = months.months().first(); !month.isAfter(last); month = month.plusMonths(1)) {
                Map<String, Counted> figures = figuresOf(entity, month.toString(), bases);
                if (!figures.isEmpty() || !course.isEmpty()) {
                    course.add(ofWindow(month.toString(), figures));
                }
            }
        }
        List<Answers.OfWindow> periods = new ArrayList<>();
        for (Period period : periods()) {
            Map<String, Counted> figures = figuresOf(entity, period.name(), bases);
            if (!figures.isEmpty()) {
                periods.add(ofWindow(period.name(), figures));
            }
        }
        Policy policy = policy();
        YearMonth letGo = months.lastLetGo();
        return new Answers.Course(
                policy == null
                        ? new Answers.Whom(entity.kind().text(), entity.id(), entity.id())
                        : whom(entity, policy),
                course,
                periods,
                letGo == null ? null : letGo.plusMonths(1).toString());
    }

    private Answers.OfWindow ofWindow(String window, Map<String, Counted> figures) {
        return new Answers.OfWindow(window, named(window).windowInWords(), figures);
    }
}
