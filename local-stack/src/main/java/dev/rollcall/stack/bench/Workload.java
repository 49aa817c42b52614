package dev.rollcall.stack.bench;

import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Stage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Releases of January and February 2026, made up, the same for the same number: a hard case, since most children of an
 * event are new to their body and month.
 *
 * <p>Bodies are of unequal size, an event names 1 to 50 children of the 8,000 that its body has, 15 on average, and 5 to
 * 30 fields. One in 500 holds a category that its agreement leaves out.
 *
 * @param events how many there are, at least 1
 * @param end when the last of them is over
 */
record Workload(long events, Instant end) {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2026-03-01T00:00:00Z");
    static final List<String> MONTHS = List.of("2026-01", "2026-02");

    private static final int EVENTS_OF_BODY = 550;
    private static final int MOST_BODIES = 2000;
    private static final int FEWEST_BODIES = 20;
    private static final int CHILDREN_OF_BODY = 8000;
    private static final int MOST_NAMED = 50;
    private static final int ONE_OUTSIDE = 500;
    private static final int FORMS = 40;
    private static final long TOKENS = 1L << 40;
    /** Odd, so that multiplying by it tells all tokens apart. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Of categories that the agreements of {@link BenchPolicy} allow. */
    private static final List<String> KNOWN_FIELDS = List.of(
            "KS4_EBACC_94",
            "EthnicGroupMajor",
            "EthnicGroupMinor",
            "FSMeligible",
            "EVERFSM_6",
            "LanguageGroupMajor",
            "SENProvision",
            "Gender",
            "YearOfBirth",
            "MonthOfBirth",
            "AgeAtStartOfAcademicYear",
            "NCyearActual",
            "URN",
            "LAEstab",
            "Phase",
            "EnrolStatus",
            "PupilMatchingRefAnonymous");

    Workload(long events) {
        this(events, END);
    }

    /** All of them in January. */
    static Workload ofOneMonth(long events) {
        return new Workload(events, monthAfter());
    }

    int bodies() {
        return (int) Math.min(MOST_BODIES, Math.max(FEWEST_BODIES, events / EVENTS_OF_BODY));
    }

    static String body(int number) {
        return "body-%04d".formatted(number);
    }

    /** Sees the events, in order of time. */
    interface Listener {
        void event(long number, Event event);
    }

    /** Tells all events and returns what a right count of the {@code first} events, and of all, comes to. */
    Truth tell(long first, Listener listener) {
        SplittableRandom random = new SplittableRandom(20_260_101);
        List<List<String>> forms = forms(random);
        BitSet[][] seen = new BitSet[MONTHS.size()][bodies()];
        Map<String, Long> ofFirst = Map.of();
        long named = 0;
        for (long number = 0; number < events; number++) {
            if (number == first) {
                ofFirst = counts(seen);
            }
            double place = random.nextDouble();
            int body = (int) (bodies() * place * Math.sqrt(place));
            Instant at =
                    BEGIN.plusMillis((long) ((end.toEpochMilli() - BEGIN.toEpochMilli()) * ((double) number / events)));
            int month = at.isBefore(monthAfter()) ? 0 : 1;
            BitSet children = seen[month][body];
            if (children == null) {
                children = new BitSet(CHILDREN_OF_BODY);
                seen[month][body] = children;
            }
            int size = 1 + (int) ((MOST_NAMED - 1) * Math.pow(random.nextDouble(), 2.5));
            List<String> tokens = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                int child = random.nextInt(CHILDREN_OF_BODY);
                children.set(child);
                tokens.add(token(body, child));
            }
            named += size;
            List<String> fields = forms.get(random.nextInt(FORMS));
            if (random.nextInt(ONE_OUTSIDE) == 0) {
                fields = new ArrayList<>(fields);
                fields.add("Surname_AUT25");
            }
            listener.event(number, extract(body(body), number, at, fields, tokens));
        }
        Map<String, Long> ofAll = counts(seen);
        return new Truth(named, ofAll, first >= events ? ofAll : ofFirst);
    }

    private static Instant monthAfter() {
        return YearMonth.from(LocalDate.ofInstant(BEGIN, ZoneOffset.UTC))
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static List<List<String>> forms(SplittableRandom random) {
        List<List<String>> forms = new ArrayList<>();
        for (int form = 0; form < FORMS; form++) {
            int size = 5 + (int) (25 * Math.pow(random.nextDouble(), 3));
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                String field = KNOWN_FIELDS.get(random.nextInt(KNOWN_FIELDS.size()));
                fields.add(field.startsWith("KS") ? field : field + (i % 2 == 0 ? "_AUT25" : "_SPR26"));
            }
            forms.add(List.copyOf(fields));
        }
        return forms;
    }

    private Map<String, Long> counts(BitSet[][] seen) {
        Map<String, Long> counts = new TreeMap<>();
        for (int month = 0; month < MONTHS.size(); month++) {
            for (int body = 0; body < bodies(); body++) {
                BitSet children = seen[month][body];
                if (children != null) {
                    counts.put(Truth.key(body(body), MONTHS.get(month)), (long) children.cardinality());
                }
            }
        }
        return counts;
    }

    /** Twelve characters that look like nothing else; different for different children. */
    static String token(int body, int child) {
        long code = ((long) body * CHILDREN_OF_BODY + child + 1) * SPREAD & (TOKENS - 1);
        char[] token = new char[12];
        token[0] = 't';
        token[1] = '-';
        for (int i = 11; i >= 2; i--) {
            token[i] = Character.forDigit((int) (code & 0xF), 16);
            code >>>= 4;
        }
        return new String(token);
    }

    /** The release of {@code tokens} to {@code body}, under the body's agreement. */
    static Event extract(String body, long number, Instant at, List<String> fields, List<String> tokens) {
        String name = String.format("%08d", number);
        return new Event(
                EventType.EXTRACT,
                "e-" + name,
                "bench",
                at,
                false,
                Stage.RELEASED,
                body,
                "r-" + name,
                "x-" + name,
                BenchPolicy.agreementOf(body),
                null,
                "research",
                null,
                null,
                null,
                null,
                null,
                null,
                List.of("School Census"),
                fields,
                null,
                tokens.size(),
                tokens,
                null,
                null);
    }
}
