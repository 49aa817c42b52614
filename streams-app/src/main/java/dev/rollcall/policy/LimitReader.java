package dev.rollcall.policy;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Life;
import dev.rollcall.model.Per;
import dev.rollcall.model.Period;
import dev.rollcall.model.Rolling;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the limits of one version of the policy, those of agreements and those at the top, whose names must all differ. */
final class LimitReader {
    private static final Set<Basis> OF_OPERATORS =
            EnumSet.of(Basis.REQUESTS, Basis.ASKED, Basis.ANSWERED, Basis.RECORDS, Basis.CHILDREN);

    private static final int FEWEST_MONTHS = 2;
    private static final int MOST_MONTHS = 12;
    private static final int MOST_RUNNING = 366;
    private static final Pattern SHARE = Pattern.compile("([1-9]\\d{0,2})% of (declared|dataset)");

    private final Map<String, Body> bodies;
    private final Map<String, Period> periods;
    private final Map<String, Dataset> datasets;
    private final Map<String, Place> names = new HashMap<>();

    /** Of the first limit on repeats; 0 before there is one. */
    private int repeatsIn;

    /**
     * @param bodies as read so far
     * @param periods as read so far
     * @param datasets as read so far
     */
    LimitReader(Map<String, Body> bodies, Map<String, Period> periods, Map<String, Dataset> datasets) {
        this.bodies = bodies;
        this.periods = periods;
        this.datasets = datasets;
    }

    /** Whose figures a limit at the top level judges, as its {@code for} says. */
    Limit.Totals totals(Section limit) {
        Section of = limit.section("for");
        if (of == null) {
            return new Limit.Totals(Set.of(), Set.of(), Set.of());
        }
        Set<String> named = known(of, "bodies", bodies.keySet());
        Set<String> groups = known(of, "groups", attributes(Body::group));
        Set<String> kinds = kinds(of, "kinds");
        of.refuseOthers();
        if (named.isEmpty() && groups.isEmpty() && kinds.isEmpty()) {
            of.problem("", "Expected 'for' to name bodies, groups or kinds, but it names none");
        }
        return new Limit.Totals(named, groups, kinds);
    }

    /** The kinds of body listed under {@code key}; only those that some body is of. */
    Set<String> kinds(Section section, String key) {
        return known(section, key, attributes(Body::kind));
    }

    private Set<String> attributes(Function<Body, @Nullable String> attribute) {
        Set<String> all = new TreeSet<>();
        for (Body body : bodies.values()) {
            String value = attribute.apply(body);
            if (value != null) {
                all.add(value);
            }
        }
        return all;
    }

    private static Set<String> known(Section section, String key, Set<String> known) {
        Set<String> listed = new TreeSet<>(section.list(key));
        for (String item : listed) {
            if (!known.contains(item)) {
                section.problem(
                        key,
                        "Expected '%s' to list some of %s, but it lists '%s'"
                                .formatted(key, new TreeSet<>(known), item));
            }
        }
        return listed;
    }

    /** The limit that {@code section} is; null, and a problem, where it is none. */
    @Nullable Limit read(String name, Section section, Limit.Scope scope) {
        Place first = names.putIfAbsent(name, section.place());
        if (first != null) {
            section.problem(
                    "",
                    "Expected limits with different names, but '%s' is also at line %d".formatted(name, first.line()));
        }
        Basis count = basis(section);
        Per per = per(section, scope);
        int in = in(section, count, per);
        boolean each = eachOperator(section, scope, count);
        Limit.Running running = running(section, per, each);
        Share share = share(section);
        boolean number = share == null && !isShare(section);
        long atMost = number ? section.whole("at-most", 1, Limit.GREATEST, 1) : Limit.UNBOUNDED;
        List<Integer> warnAt = warnAt(section);
        section.refuseOthers();
        if (per == null || count == null) {
            return null;
        }
        if (share != null && share.of() == Share.Whole.DECLARED) {
            checkDeclared(section, scope, per);
        } else if (share != null) {
            checkDataset(section, count);
            if (running != null) {
                section.problem(
                        "running", "Expected 'running' not to be given where 'at-most' is a share of a dataset");
            }
        }
        return new Limit(name, scope, count, per, in, each, running, share, atMost, warnAt);
    }

    /** In how many months in a row a child repeats; 0 where the limit is on something else. */
    private int in(Section section, @Nullable Basis count, @Nullable Per per) {
        Long written = section.has("in") ? section.optionalWhole("in", FEWEST_MONTHS, MOST_MONTHS) : null;
        if (count != Basis.REPEATS) {
            if (section.has("in") && count != null) {
                section.problem(
                        "in", "Expected 'in' only where 'count' is repeats, but it is %s".formatted(count.text()));
            }
            return 0;
        }
        int in = written == null ? FEWEST_MONTHS : written.intValue();
        if (per != null && per != Calendar.MONTH) {
            section.problem(
                    "per", "Expected 'per' to be month where 'count' is repeats, but was '%s'".formatted(per.text()));
        }
        if (repeatsIn != 0 && in != repeatsIn) {
            section.problem(
                    "in",
                    "Expected 'in' to be the same for all limits on repeats, %d as in the first, but was %d"
                            .formatted(repeatsIn, in));
        } else {
            repeatsIn = in;
        }
        return in;
    }

    private static boolean isShare(Section section) {
        return section.has("at-most") && section.scalar("at-most").contains("%");
    }

    /** What {@code at-most} is a share of; null where it is a number, and a problem where it is neither. */
    private static @Nullable Share share(Section section) {
        if (!isShare(section)) {
            return null;
        }
        String text = section.scalar("at-most");
        Matcher parts = SHARE.matcher(text);
        if (parts.matches()) {
            Share.Whole of = parts.group(2).equals("declared") ? Share.Whole.DECLARED : Share.Whole.DATASET;
            int percent = Integer.parseInt(parts.group(1));
            if (of == Share.Whole.DECLARED || percent <= 100) {
                return new Share(percent, of);
            }
        }
        section.problem(
                "at-most",
                "Expected 'at-most' to be a number, '1%% to %d%% of declared' or '1%% to 100%% of dataset', but was '%s'"
                        .formatted(Share.MOST, text));
        return null;
    }

    /** A year's volume can be scaled to windows that a year divides into, and bodies declare one, not groups. */
    private static void checkDeclared(Section section, Limit.Scope scope, Per per) {
        if (!Share.scalesTo(per)) {
            section.problem(
                    "per",
                    "Expected 'per' to be %s or days where 'at-most' is a share of what is declared, but was '%s'"
                            .formatted(calendars(), per.text()));
        }
        if (scope instanceof Limit.Totals totals && !totals.groups().isEmpty()) {
            section.problem(
                    "for",
                    "Expected 'for' to name bodies or kinds where 'at-most' is a share of what is declared, but it names groups %s"
                            .formatted(new TreeSet<>(totals.groups())));
        }
    }

    private void checkDataset(Section section, Basis count) {
        if (count != Basis.CHILDREN) {
            section.problem(
                    "count",
                    "Expected 'count' to be children where 'at-most' is a share of a dataset, but was '%s'"
                            .formatted(count.text()));
        }
        if (datasets.values().stream().allMatch(dataset -> dataset.population() == null)) {
            section.problem(
                    "at-most",
                    "Expected datasets with a population where 'at-most' is a share of one, but there are none");
        }
    }

    /** Whether each operator is judged by itself: of bodies, by what one event says that one operator did. */
    private static boolean eachOperator(Section section, Limit.Scope scope, @Nullable Basis count) {
        String each = section.has("each") ? section.optionalText("each") : null;
        if (each == null) {
            return false;
        }
        if (!each.equals("operator")) {
            section.problem("each", "Expected 'each' to be operator, but was '%s'".formatted(each));
            return false;
        }
        if (count != null && !OF_OPERATORS.contains(count)) {
            section.problem(
                    "count",
                    "Expected 'count' to be one of %s where 'each' is operator, but was '%s'"
                            .formatted(texts(OF_OPERATORS), count.text()));
        }
        if (scope instanceof Limit.Totals totals && !totals.groups().isEmpty()) {
            section.problem(
                    "for",
                    "Expected 'for' to name bodies or kinds where 'each' is operator, but it names groups %s"
                            .formatted(new TreeSet<>(totals.groups())));
        }
        return true;
    }

    /** How many windows in a row may not come near the limit; null where that is not judged. */
    private static Limit.@Nullable Running running(Section section, @Nullable Per per, boolean eachOperator) {
        boolean given = section.has("running");
        if (given != section.has("at")) {
            String missing = given ? "at" : "running";
            section.problem(
                    given ? "running" : "at",
                    "Expected 'running' and 'at' together, but '%s' is missing".formatted(missing));
        }
        if (!given || !section.has("at")) {
            return null;
        }
        long windows = section.whole("running", 2, MOST_RUNNING, 2);
        String at = section.optionalText("at");
        int percent = at == null ? 1 : percent(section, "at", at);
        if (per != null && !(per instanceof Calendar)) {
            section.problem(
                    "per",
                    "Expected 'per' to be one of %s where 'running' is given, but was '%s'"
                            .formatted(calendars(), per.text()));
        }
        if (eachOperator) {
            section.problem("running", "Expected 'running' not to be given where 'each' is operator");
        }
        return new Limit.Running((int) windows, percent);
    }

    private static String texts(Collection<Basis> bases) {
        return bases.stream().map(Basis::text).collect(Collectors.joining(", "));
    }

    private static String calendars() {
        return Arrays.stream(Calendar.values()).map(Calendar::text).collect(Collectors.joining(", "));
    }

    private static @Nullable Basis basis(Section section) {
        String text = section.text("count");
        for (Basis basis : Basis.allLimited()) {
            if (basis.text().equals(text)) {
                return basis;
            }
        }
        if (text.isEmpty()) {
            return null;
        }
        section.problem(
                "count", "Expected 'count' to be one of %s, but was '%s'".formatted(texts(Basis.allLimited()), text));
        return null;
    }

    private @Nullable Per per(Section section, Limit.Scope scope) {
        String text = section.text("per");
        Calendar calendar = perOfCalendar(text);
        if (calendar != null) {
            return calendar;
        }
        if (text.equals(Life.AGREEMENT.text()) && scope instanceof Limit.UnderAgreement) {
            return Life.AGREEMENT;
        }
        Long days = days(text);
        if (days != null && days >= 1 && days <= Rolling.LONGEST) {
            return new Rolling(days.intValue());
        }
        Period period = periods.get(text);
        if (period != null) {
            return period;
        }
        if (!text.isEmpty()) {
            section.problem(
                    "per",
                    "Expected 'per' to be %s, 1 to %d days%s or a period, but was '%s'"
                            .formatted(
                                    calendars(),
                                    Rolling.LONGEST,
                                    scope instanceof Limit.UnderAgreement ? ", agreement" : "",
                                    text));
        }
        return null;
    }

    static @Nullable Calendar perOfCalendar(String text) {
        for (Calendar calendar : Calendar.values()) {
            if (calendar.text().equals(text)) {
                return calendar;
            }
        }
        return null;
    }

    /** The number in {@code 30 days}; null where it is not written so. */
    static @Nullable Long days(String text) {
        return text.matches("\\d{1,6} days?") ? Long.valueOf(text.substring(0, text.indexOf(' '))) : null;
    }

    /** The number in {@code 90%}, 1 to 100; 100, and a problem, where it is not written so. */
    static int percent(Section section, String key, String text) {
        if (text.matches("(?:[1-9]\\d?|100)%")) {
            return Integer.parseInt(text.substring(0, text.length() - 1));
        }
        section.problem(key, "Expected '%s' to be 1%% to 100%%, but was '%s'".formatted(key, text));
        return 100;
    }

    private static List<Integer> warnAt(Section section) {
        Set<Integer> percents = new TreeSet<>();
        for (String text : section.list("warn-at")) {
            if (!text.matches("[1-9]\\d?%?")) {
                section.problem("warn-at", "Expected 'warn-at' to list 1%% to 99%%, but it lists '%s'".formatted(text));
            } else if (!percents.add(Integer.valueOf(text.replace("%", "")))) {
                section.problem(
                        "warn-at",
                        "Expected 'warn-at' to list each share once, but '%s' is there twice".formatted(text));
            }
        }
        if (percents.size() >= Band.MOST) {
            section.problem(
                    "warn-at",
                    "Expected 'warn-at' to list at most %d shares, but it lists %d"
                            .formatted(Band.MOST - 1, percents.size()));
            return List.of();
        }
        return List.copyOf(percents);
    }
}
