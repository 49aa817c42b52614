package dev.rollcall.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Draws a valid policy of one to three versions with small limits, and remembers what its events may name. */
final class RandomPolicy {
    private static final List<String> KINDS = List.of("law-enforcement", "press", "research", "charity");
    private static final List<String> GROUPS = List.of("immigration", "media");
    private static final List<String> BASES =
            List.of("children", "children", "records", "requests", "asked", "answered", "decided", "refused");
    private static final List<String> CATEGORIES = List.of(
            "name",
            "address",
            "postcode",
            "nationality",
            "pupil-number",
            "date-of-birth",
            "attendance-date",
            "pseudonym",
            "poverty");

    final String zone;
    final LocalDate first;
    final LocalDate last;
    final List<String> knownBodies;
    final List<String> agreementIds = new ArrayList<>();
    final Map<String, String> agreementBody = new TreeMap<>();
    final List<Integer> latenessDays = new ArrayList<>();
    final List<LocalDate> interestingDays = new ArrayList<>();
    final List<Integer> deadlineDays = new ArrayList<>();
    private final Random random;
    private final Map<String, LocalDate[]> periods = new TreeMap<>();
    private final Map<String, LocalDate[]> agreementDates = new TreeMap<>();
    private final Map<String, String> limits = new LinkedHashMap<>();
    private final Map<String, List<String>> limitsOfAgreement = new TreeMap<>();
    private final List<String> topLimits = new ArrayList<>();
    private final RandomDetectors detectors;
    private final RandomFieldRules fieldRules;
    private final Map<String, String> shareOf = new TreeMap<>();
    private final Map<String, Integer> atMost = new TreeMap<>();
    private final Map<String, String> warnAt = new TreeMap<>();
    private final Map<String, String> kinds = new TreeMap<>();
    private final Map<String, String> groups = new TreeMap<>();
    private final Map<String, Integer> declared = new TreeMap<>();
    private final Map<String, Integer> populations = new TreeMap<>();
    private final int repeatsIn;
    private String later;
    private String formerly;
    private final Map<String, Set<String>> watchedBodies = new TreeMap<>();
    private final Map<String, Set<String>> watchedGroups = new TreeMap<>();
    private final Map<String, Set<String>> watchedKinds = new TreeMap<>();

    RandomPolicy(Random random, String zone, LocalDate first, LocalDate last, List<String> knownBodies) {
        this.random = random;
        this.zone = zone;
        this.first = first;
        this.last = last;
        this.knownBodies = knownBodies;
        repeatsIn = 2 + random.nextInt(2);
        fieldRules = new RandomFieldRules(random, CATEGORIES);
        detectors = new RandomDetectors(random, first, last, deadlineDays);
        drawBodies();
        drawPeriods();
        drawAgreements();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            String name = drawLimit(
                    "total-" + i, "day", "month", "quarter", "year", "academic-year", "3 days", "7 days", "30 days");
            topLimits.add(name);
            drawWatched(name);
        }
    }

    String yaml() {
        List<String> documents = new ArrayList<>();
        LocalDate from = anyDay(first.minusMonths(2), last);
        int versions = 1 + random.nextInt(3);
        for (int version = 1; version <= versions; version++) {
            documents.add(document(version, from));
            interestingDays.add(from);
            from = anyDay(from.plusDays(1), from.plusDays(2).isAfter(last) ? from.plusDays(20) : last.plusDays(5));
            change();
        }
        return String.join("---\n", documents);
    }

    LocalDate anyDay(LocalDate from, LocalDate to) {
        long days = Math.max(1, to.toEpochDay() - from.toEpochDay());
        return from.plusDays((long) (random.nextDouble() * days));
    }

    /** The kinds of which there is a body. */
    List<String> kindsInUse() {
        return List.copyOf(kinds.values());
    }

    /** The groups that some body is given. */
    List<String> groupsInUse() {
        return List.copyOf(groups.values());
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void drawBodies() {
        for (String body : knownBodies) {
            if (chance(80)) {
                kinds.put(body, any(KINDS));
            }
            if (chance(50)) {
                groups.put(body, any(GROUPS));
            }
        }
        if (knownBodies.size() >= 2) {
            groups.put(knownBodies.get(0), GROUPS.get(0));
            groups.put(knownBodies.get(1), GROUPS.get(0));
        }
        if (knownBodies.size() >= 4 && chance(40)) {
            later = knownBodies.get(2);
            formerly = knownBodies.get(3);
        }
        for (String body : knownBodies) {
            if (chance(65)) {
                declared.put(body, 10 + random.nextInt(300));
            }
        }
        populations.put("School Census", 20 + random.nextInt(200));
        populations.put("Local Survey", 10 + random.nextInt(50));
    }

    private void drawPeriods() {
        LocalDate from = anyDay(first, last);
        for (int i = random.nextInt(3); i > 0; i--) {
            LocalDate to = from.plusDays(random.nextInt(90));
            periods.put("pq-" + (48630 + i), new LocalDate[] {from, to});
            interestingDays.add(from);
            interestingDays.add(to.plusDays(1));
            from = to.plusDays(1 + random.nextInt(30));
        }
    }

    private void drawAgreements() {
        int count = random.nextInt(4);
        for (int i = 1; i <= count; i++) {
            String id = "mou-" + i;
            LocalDate from = anyDay(first.minusMonths(3), last);
            LocalDate until = null;
            LocalDate suspended = null;
            if (i == 2 || chance(15)) {
                until = from.plusDays(20 + random.nextInt(120));
            }
            if (i == 3 || chance(25)) {
                suspended = from.plusDays(10 + random.nextInt(until == null ? 150 : 10));
            }
            agreementIds.add(id);
            agreementBody.put(id, any(knownBodies));
            agreementDates.put(id, new LocalDate[] {from, until, suspended});
            interestingDays.add(from);
            interestingDays.add(until == null ? from : until.plusDays(1));
            interestingDays.add(suspended == null ? from : suspended);
            List<String> names = new ArrayList<>();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                names.add(drawLimit(
                        id + "-limit-" + n,
                        "month",
                        "day",
                        "quarter",
                        "academic-year",
                        "year",
                        "3 days",
                        "30 days",
                        "agreement",
                        "agreement"));
            }
            limitsOfAgreement.put(id, names);
        }
    }

    private String drawLimit(String name, String... pers) {
        List<String> choices = new ArrayList<>(List.of(pers));
        choices.addAll(periods.keySet());
        String basis = any(BASES);
        String per = any(choices);
        String more = "";
        shareOf.put(name, "");
        if (chance(8)) {
            basis = "repeats";
            per = "month";
            more = repeatsIn == 2 && chance(50) ? "" : ", in: " + repeatsIn;
        } else if (basis.equals("children") && chance(25)) {
            shareOf.put(name, "dataset");
        } else if (!per.equals("agreement") && !periods.containsKey(per) && chance(25)) {
            shareOf.put(name, "declared");
        }
        boolean ofEvents =
                List.of("requests", "asked", "answered", "records", "children").contains(basis);
        if (ofEvents && !shareOf.get(name).equals("declared") && chance(20)) {
            more = ", each: operator";
        } else if (!basis.equals("repeats")
                && !shareOf.get(name).equals("dataset")
                && List.of("day", "month", "quarter").contains(per)
                && chance(40)) {
            more = ", running: " + (2 + random.nextInt(2)) + ", at: " + any(List.of("20%", "50%", "90%"));
        }
        limits.put(name, "count: " + basis + ", per: " + per + more);
        drawMaximum(name);
        drawWarnings(name);
        return name;
    }

    private void drawMaximum(String name) {
        atMost.put(name, 1 + random.nextInt(shareOf.get(name).isEmpty() && chance(30) ? 3 : 15));
    }

    private String maximum(String name) {
        return shareOf.get(name).isEmpty()
                ? Integer.toString(atMost.get(name))
                : atMost.get(name) * (shareOf.get(name).equals("dataset") ? 1 : 5) + "% of " + shareOf.get(name);
    }

    private void drawWarnings(String name) {
        Set<Integer> percents = new TreeSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            percents.add(any(List.of(1, 33, 50, 67, 80, 95, 99)));
        }
        warnAt.put(
                name,
                percents.isEmpty()
                        ? ""
                        : ", warn-at: "
                                + percents.stream()
                                        .map(percent -> percent + "%")
                                        .toList());
    }

    private void drawWatched(String name) {
        boolean bodiesOnly =
                shareOf.get(name).equals("declared") || limits.get(name).contains("each:");
        watchedBodies.put(name, subset(knownBodies, 40));
        watchedGroups.put(name, bodiesOnly ? Set.of() : subset(GROUPS, 40));
        watchedKinds.put(name, subset(KINDS, 30));
    }

    private Set<String> subset(List<String> all, int percent) {
        Set<String> subset = new LinkedHashSet<>();
        for (String one : all) {
            if (chance(percent)) {
                subset.add(one);
            }
        }
        return subset;
    }

    /** What the next version says otherwise. */
    private void change() {
        for (String name : limits.keySet()) {
            if (chance(50)) {
                drawMaximum(name);
            }
            if (chance(30)) {
                drawWarnings(name);
            }
        }
        for (String name : topLimits) {
            if (chance(20)) {
                drawWatched(name);
            }
        }
        for (String body : knownBodies) {
            if (chance(20)) {
                groups.put(body, any(GROUPS));
            } else if (chance(10)) {
                groups.remove(body);
            }
            if (chance(20)) {
                kinds.put(body, any(KINDS));
            }
            if (chance(20)) {
                declared.put(body, 10 + random.nextInt(300));
            } else if (chance(10)) {
                declared.remove(body);
            }
        }
        if (chance(30)) {
            populations.put("School Census", 20 + random.nextInt(200));
        }
        for (LocalDate[] dates : agreementDates.values()) {
            if (chance(15)) {
                LocalDate latest = dates[2] == null ? dates[0] : dates[2];
                dates[1] = latest.plusDays(random.nextInt(100));
                interestingDays.add(dates[1].plusDays(1));
            }
            if (chance(15)) {
                dates[0] = dates[0].plusDays(10 + random.nextInt(60));
                dates[1] = null;
                dates[2] = null;
                interestingDays.add(dates[0]);
            }
        }
    }

    private String document(int version, LocalDate from) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("policy: random\nversion: " + version + "\nfrom: " + from + "\nzone: " + zone + "\n");
        int lateness = any(List.of(30, 90, 400, 1100));
        latenessDays.add(lateness);
        if (lateness != 1100 || chance(50)) {
            yaml.append("lateness: " + lateness + " days\n");
        }
        bodies(yaml);
        agreements(yaml);
        topLevelLimits(yaml);
        yaml.append(fieldRules.yaml(kindsInUse()));
        if (!periods.isEmpty()) {
            yaml.append("periods:\n");
            periods.forEach(
                    (name, dates) -> yaml.append("  " + name + ": { from: " + dates[0] + ", to: " + dates[1] + " }\n"));
        }
        datasets(yaml);
        yaml.append(detectors.yaml(this));
        return yaml.toString();
    }

    private void bodies(StringBuilder yaml) {
        yaml.append("bodies:\n");
        for (String body : knownBodies) {
            yaml.append("  " + body + ": { name: The " + body);
            yaml.append(kinds.containsKey(body) ? ", kind: " + kinds.get(body) : "");
            yaml.append(groups.containsKey(body) ? ", group: " + groups.get(body) : "");
            yaml.append(declared.containsKey(body) ? ", declared-per-year: " + declared.get(body) : "");
            yaml.append(body.equals(later) && isOneGroupWith(formerly) ? ", formerly: [" + formerly + "]" : "");
            yaml.append(" }\n");
        }
    }

    private boolean isOneGroupWith(String former) {
        String group = groups.get(later);
        return group == null || !groups.containsKey(former) || group.equals(groups.get(former));
    }

    private void datasets(StringBuilder yaml) {
        if (chance(50)) {
            yaml.append("vocabulary: { purposes: [research], legal-gateways: [education-act],"
                    + " lawful-bases: [public-task], channels: [] }\n");
        }
        List<String> lines = new ArrayList<>();
        populations.forEach((dataset, population) -> {
            List<String> parts = new ArrayList<>();
            if (dataset.equals("School Census") || chance(70)) {
                parts.add("population: " + population);
            }
            if (chance(50)) {
                parts.add("collected-for: " + any(List.of("[statistics]", "[research, statistics]")));
            }
            if (chance(40)) {
                LocalDate released = anyDay(first, last);
                interestingDays.add(released);
                parts.add("released: " + released);
            }
            if (chance(50)) {
                parts.add("appears: { autumn: January, spring: June, summer: August }");
            }
            if (!parts.isEmpty()) {
                lines.add("  " + dataset + ": { " + String.join(", ", parts) + " }\n");
            }
        });
        if (!lines.isEmpty()) {
            yaml.append("datasets:\n");
            lines.forEach(yaml::append);
        }
    }

    private void agreements(StringBuilder yaml) {
        List<String> present = new ArrayList<>(agreementIds);
        present.removeIf(id -> chance(10));
        if (present.isEmpty()) {
            return;
        }
        yaml.append("agreements:\n");
        for (String id : present) {
            LocalDate[] dates = agreementDates.get(id);
            yaml.append("  " + id + ":\n    name: Memorandum " + id + "\n    body: " + agreementBody.get(id) + "\n");
            yaml.append("    from: " + dates[0] + "\n");
            yaml.append(dates[1] == null ? "" : "    until: " + dates[1] + "\n");
            yaml.append(dates[2] == null ? "" : "    suspended: " + dates[2] + "\n");
            moreOfAgreement(yaml);
            if (chance(50)) {
                yaml.append("    declared: de-identified\n");
            }
            Set<String> categories = subset(CATEGORIES, 60);
            if (!categories.isEmpty() && chance(70)) {
                yaml.append("    categories: [" + String.join(", ", categories) + "]\n");
            }
            List<String> names = new ArrayList<>(limitsOfAgreement.get(id));
            names.removeIf(name -> chance(10));
            if (!names.isEmpty()) {
                yaml.append("    limits:\n");
                names.forEach(name -> yaml.append("      " + name + ": { " + terms(name) + " }\n"));
            }
        }
    }

    private void moreOfAgreement(StringBuilder yaml) {
        if (chance(20)) {
            LocalDate withdrawn = anyDay(first, last);
            interestingDays.add(withdrawn);
            yaml.append("    withdrawn: " + withdrawn + "\n");
        }
        for (String said : List.of("published", "notified")) {
            if (chance(60)) {
                LocalDate day = anyDay(first, last);
                interestingDays.add(day);
                yaml.append("    " + said + ": " + (chance(40) ? "no" : day) + "\n");
            }
        }
        if (chance(60)) {
            yaml.append("    purposes: " + any(List.of("[research]", "[statistics, research]")) + "\n");
        }
        Set<String> required = subset(
                List.of(
                        "case-reference",
                        "legal-gateway",
                        "lawful-basis",
                        "purpose",
                        "operator",
                        "recipient",
                        "panel-approval",
                        "destruction-date"),
                25);
        if (!required.isEmpty()) {
            yaml.append("    requires: " + required + "\n");
        }
    }

    private void topLevelLimits(StringBuilder yaml) {
        List<String> lines = new ArrayList<>();
        for (String name : topLimits) {
            List<String> watched = new ArrayList<>();
            watched.add(names("bodies", watchedBodies.get(name), knownBodies));
            watched.add(names(
                    "groups", watchedGroups.get(name), groups.values().stream().toList()));
            watched.add(names(
                    "kinds", watchedKinds.get(name), kinds.values().stream().toList()));
            watched.removeIf(String::isEmpty);
            if (!watched.isEmpty() && !chance(10)) {
                lines.add("  " + name + ": { for: { " + String.join(", ", watched) + " }, " + terms(name) + " }\n");
            }
        }
        if (!lines.isEmpty()) {
            yaml.append("limits:\n");
            lines.forEach(yaml::append);
        }
    }

    private static String names(String word, Set<String> watched, List<String> present) {
        String names = watched.stream().filter(present::contains).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : word + ": [" + names + "]";
    }

    private String terms(String name) {
        return limits.get(name) + ", at-most: " + maximum(name) + warnAt.get(name);
    }
}
