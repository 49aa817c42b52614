package dev.rollcall.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every held version of a policy, oldest first, straight from the YAML text and unchecked. */
public record OraclePolicy(List<Version> versions) {

    public OraclePolicy {
        versions = versions.stream()
                .sorted(Comparator.comparing(Version::from).thenComparing(Version::number))
                .toList();
    }

    /** The versions of a YAML text of one or several documents. */
    public static OraclePolicy read(String yaml) {
        List<Version> versions = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            versions.add(Version.of(map(document)));
        }
        return new OraclePolicy(versions);
    }

    ZoneId zone() {
        return versions.get(0).zone();
    }

    LocalDate day(Instant instant) {
        return instant.atZone(zone()).toLocalDate();
    }

    Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone()).toInstant();
    }

    /** The latest version whose {@code from} is not after the instant; before the first version, the first. */
    Version inForce(Instant instant) {
        Version found = versions.get(0);
        for (Version version : versions) {
            if (!version.start().isAfter(instant)) {
                found = version;
            }
        }
        return found;
    }

    /**
     * The versions in force at some instant of a window, oldest first: from its start, before its end, not after now.
     * Of a window that has not begun: the one in force at its start.
     *
     * @param end exclusive; null for a window without an end
     */
    List<Version> inForceWithin(Instant start, Instant end, Instant now) {
        List<Version> found = new ArrayList<>();
        Version first = inForce(start);
        for (Version version : versions) {
            boolean comesIntoForceWithin = version.start().isAfter(start)
                    && (end == null || version.start().isBefore(end))
                    && !version.start().isAfter(now);
            if (version == first || comesIntoForceWithin) {
                found.add(version);
            }
        }
        return found;
    }

    /** The named periods of all versions. */
    Map<String, OracleWindow> periods() {
        Map<String, OracleWindow> periods = new LinkedHashMap<>();
        for (Version version : versions) {
            map(version.yaml().get("periods")).forEach((name, period) -> {
                Map<String, Object> dates = map(period);
                periods.put(name, OracleWindow.period(name, date(dates.get("from")), date(dates.get("to"))));
            });
        }
        return periods;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value != null) {
            ((Map<Object, Object>) value).forEach((key, element) -> map.put(key.toString(), element));
        }
        return map;
    }

    static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        if (value != null) {
            ((List<?>) value).forEach(element -> texts.add(element.toString()));
        }
        return texts;
    }

    static String text(Object value) {
        return value == null ? null : value.toString();
    }

    static LocalDate date(Object value) {
        return value == null ? null : LocalDate.parse(value.toString());
    }

    static Long whole(Object value) {
        return value == null ? null : Long.valueOf(value.toString());
    }

    /** One version of the policy, as the maps and lists of its document; it is in force from {@code start} on. */
    public record Version(Map<String, Object> yaml, int number, LocalDate from, ZoneId zone, Instant start) {

        static Version of(Map<String, Object> yaml) {
            LocalDate from = date(yaml.get("from"));
            ZoneId zone = ZoneId.of(text(yaml.get("zone")));
            int number = Integer.parseInt(text(yaml.get("version")));
            return new Version(yaml, number, from, zone, from.atStartOfDay(zone).toInstant());
        }

        Duration lateness() {
            String days = yaml.containsKey("lateness") ? text(yaml.get("lateness")) : "1100 days";
            return Duration.ofHours(24L * Integer.parseInt(days.split(" ")[0]));
        }

        boolean knows(String body) {
            return map(yaml.get("bodies")).containsKey(body);
        }

        String kindOf(String body) {
            return text(map(map(yaml.get("bodies")).get(body)).get("kind"));
        }

        /** The group of a body; a body and those that it was formerly are of one group, at need one with its name. */
        String groupOf(String body) {
            Map<String, Object> bodies = map(yaml.get("bodies"));
            String given = text(map(bodies.get(body)).get("group"));
            for (Map.Entry<String, Object> later : bodies.entrySet()) {
                List<String> same = texts(map(later.getValue()).get("formerly"));
                if (given == null && !same.isEmpty() && (later.getKey().equals(body) || same.contains(body))) {
                    same.add(later.getKey());
                    given = later.getKey();
                    for (String one : same) {
                        String group = text(map(bodies.get(one)).get("group"));
                        given = group == null ? given : group;
                    }
                }
            }
            return given;
        }

        /** The groups that some body is of. */
        Set<String> groups() {
            Set<String> groups = new TreeSet<>();
            for (String body : map(yaml.get("bodies")).keySet()) {
                if (groupOf(body) != null) {
                    groups.add(groupOf(body));
                }
            }
            return groups;
        }

        /** How many children a year a body said it would ask for; null where it said nothing. */
        Long declaredPerYear(String body) {
            return whole(map(map(yaml.get("bodies")).get(body)).get("declared-per-year"));
        }

        /** What this version says of each dataset. */
        Map<String, Object> datasets() {
            return map(yaml.get("datasets"));
        }

        /** The purposes that an event may name; any other is told as {@code other}. */
        Set<String> purposes() {
            Set<String> purposes = words("purposes");
            map(yaml.get("agreements"))
                    .values()
                    .forEach(agreement -> purposes.addAll(texts(map(agreement).get("purposes"))));
            datasets()
                    .values()
                    .forEach(dataset -> purposes.addAll(texts(map(dataset).get("collected-for"))));
            return purposes;
        }

        /** The words of one list of the vocabulary. */
        Set<String> words(String list) {
            return new TreeSet<>(texts(map(yaml.get("vocabulary")).get(list)));
        }

        /** The settings of each detector of a type that this version names, by the name of the rule. */
        Map<String, Map<String, Object>> detectors(String type) {
            Map<String, Map<String, Object>> found = new TreeMap<>();
            map(yaml.get("detectors")).forEach((name, value) -> {
                if (type.equals(map(value).get("type"))) {
                    found.put(name, map(value));
                }
            });
            return found;
        }

        /** Whether settings with a {@code for}, or without one, are about an entity. */
        boolean judges(Map<String, Object> settings, String entityKind, String entity) {
            if (!settings.containsKey("for")) {
                return true;
            }
            Map<String, Object> judged = map(settings.get("for"));
            return switch (entityKind) {
                case "body" ->
                    texts(judged.get("bodies")).contains(entity)
                            || (kindOf(entity) != null
                                    && texts(judged.get("kinds")).contains(kindOf(entity)));
                case "group" -> texts(judged.get("groups")).contains(entity);
                default -> false;
            };
        }

        /** The agreement if this version has it for this body, else null. */
        Agreement agreement(String agreementId, String body) {
            Map<String, Object> agreements = map(yaml.get("agreements"));
            if (agreementId == null || !agreements.containsKey(agreementId)) {
                return null;
            }
            Agreement agreement = new Agreement(agreementId, map(agreements.get(agreementId)));
            return body.equals(agreement.body()) ? agreement : null;
        }

        /** The limits that cover an account in this version. */
        List<Limit> limitsOn(Account account) {
            List<Limit> limits = new ArrayList<>();
            if (account.agreementId() != null) {
                Agreement agreement = agreement(account.agreementId(), account.entity());
                if (account.entityKind().equals("body") && agreement != null) {
                    map(agreement.yaml().get("limits"))
                            .forEach((name, limit) ->
                                    limits.add(new Limit(name, map(limit), agreement.from(), this, account.entity())));
                }
                return limits;
            }
            map(yaml.get("limits")).forEach((name, limit) -> {
                Map<String, Object> watched = map(map(limit).get("for"));
                boolean covers = switch (account.entityKind()) {
                    case "body" ->
                        texts(watched.get("bodies")).contains(account.entity())
                                || texts(watched.get("kinds")).contains(kindOf(account.entity()));
                    case "group" -> texts(watched.get("groups")).contains(account.entity());
                    default -> false;
                };
                if (covers) {
                    limits.add(new Limit(name, map(limit), null, this, account.entity()));
                }
            });
            return limits;
        }
    }

    /** An agreement as one version has it. */
    record Agreement(String id, Map<String, Object> yaml) {

        String body() {
            return text(yaml.get("body"));
        }

        LocalDate from() {
            return date(yaml.get("from"));
        }

        LocalDate until() {
            return date(yaml.get("until"));
        }

        LocalDate suspended() {
            return date(yaml.get("suspended"));
        }

        LocalDate withdrawn() {
            return date(yaml.get("withdrawn"));
        }

        String declared() {
            return text(yaml.get("declared"));
        }

        /** The categories it allows; null if it lists none. */
        List<String> categories() {
            return yaml.containsKey("categories") ? texts(yaml.get("categories")) : null;
        }

        boolean lives(LocalDate day) {
            return !day.isBefore(from()) && (until() == null || !day.isAfter(until()));
        }
    }

    /**
     * A limit as one version has it, for one entity.
     *
     * @param agreementFrom null at the top level
     */
    record Limit(String name, Map<String, Object> yaml, LocalDate agreementFrom, Version version, String entity) {

        String basis() {
            return text(yaml.get("count"));
        }

        String per() {
            return text(yaml.get("per"));
        }

        boolean eachOperator() {
            return "operator".equals(text(yaml.get("each")));
        }

        /** In how many months in a row, the last one included, a child is one that repeats. */
        int monthsOfRepeats() {
            return yaml.containsKey("in") ? Integer.parseInt(text(yaml.get("in"))) : 2;
        }

        /** Of what the maximum is a share: {@code declared}, {@code dataset}, or null where it is a number. */
        String shareOf() {
            String atMost = text(yaml.get("at-most"));
            return atMost.contains("%") ? atMost.substring(atMost.indexOf("of ") + 3) : null;
        }

        /**
         * The maximum; null where it is a share of something that this version does not state.
         *
         * @param dataset the one judged, null where the maximum is no share of a dataset
         */
        Bound bound(String dataset) {
            String atMost = text(yaml.get("at-most"));
            if (shareOf() == null) {
                return new Bound(Long.parseLong(atMost), warnAt());
            }
            BigDecimal share =
                    new BigDecimal(atMost.substring(0, atMost.indexOf('%')).strip());
            if (dataset != null) {
                Long population = whole(map(version.datasets().get(dataset)).get("population"));
                return population == null
                        ? null
                        : new Bound(Math.max(1, scaled(population, share, 1, 1, RoundingMode.FLOOR)), warnAt());
            }
            Long declared = version.declaredPerYear(entity);
            if (declared == null) {
                return null;
            }
            long parts = switch (per()) {
                case "year", "academic-year" -> 1;
                case "quarter" -> 4;
                case "month" -> 12;
                default -> 365;
            };
            long taken = CountedHistory.isRolling(per()) ? CountedHistory.rollingDays(per()) : 1;
            return new Bound(Math.max(1, scaled(declared, share, taken, parts, RoundingMode.CEILING)), warnAt());
        }

        private static long scaled(long whole, BigDecimal percent, long taken, long parts, RoundingMode rounding) {
            return BigDecimal.valueOf(whole)
                    .multiply(percent)
                    .multiply(BigDecimal.valueOf(taken))
                    .divide(BigDecimal.valueOf(parts * 100), 0, rounding)
                    .longValueExact();
        }

        private TreeSet<Integer> warnAt() {
            TreeSet<Integer> percents = new TreeSet<>();
            texts(yaml.get("warn-at")).forEach(percent -> percents.add(Integer.parseInt(percent.replace("%", ""))));
            return percents;
        }
    }

    /** What a limit allows, and the shares at which it warns. */
    record Bound(long atMost, TreeSet<Integer> warnAt) {
        private static final int MOST_BANDS = 12;

        /** The bands that a count passes, in per cent. */
        List<Long> bandsPassed(long count) {
            List<Long> passed = new ArrayList<>();
            for (int percent : warnAt()) {
                if (count * 100 >= atMost() * percent) {
                    passed.add((long) percent);
                }
            }
            long band = 100;
            for (int bands = warnAt().size(); bands < MOST_BANDS; bands++) {
                if (count * 100 > atMost() * band) {
                    passed.add(band);
                }
                band *= 2;
            }
            return passed;
        }

        /** Whether this is stricter than that of an earlier version: less allowed, then earlier warned, then later. */
        boolean isStricterThanEarlier(Bound earlier) {
            if (atMost() != earlier.atMost()) {
                return atMost() < earlier.atMost();
            }
            int warned = warnAt().isEmpty() ? 100 : warnAt().first();
            int warnedEarlier =
                    earlier.warnAt().isEmpty() ? 100 : earlier.warnAt().first();
            return warned <= warnedEarlier;
        }
    }
}
