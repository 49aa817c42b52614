package dev.rollcall.replay.scenario;

import dev.rollcall.model.Event;
import dev.rollcall.model.Stage;
import dev.rollcall.wire.EventLine;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Bodies that do everything properly, by seed: seventy councils, fifteen universities, five newspapers, ten training providers.
 *
 * <p>A council or university sends requests at a rate of its own, higher when censuses appear and before examinations; each is
 * decided by the panel within three weeks (a tenth is refused), released in one to three batches, published by the quarter's end
 * and seven weeks, and destroyed in time. The number of children of a request is log-normal about the body's own size. A
 * provider looks up learners on weekdays, most of all in September and January, and enrols three of four.
 */
final class OrdinaryBodies {
    private static final ZoneId ZONE = ZoneId.of("Europe/London");

    /** How busy each month is, January first: autumn's census appears in January, spring's in June. */
    private static final double[] REQUESTS_BY_MONTH = {1.6, 1, 1.1, 0.7, 0.9, 1.6, 1, 0.4, 1.1, 1.4, 1, 0.5};

    private static final double[] LOOK_UPS_BY_MONTH = {1.8, 0.8, 0.6, 0.6, 0.5, 0.6, 0.4, 1.2, 3, 1.2, 0.6, 0.3};

    private static final int OF_A_HUNDRED_REFUSED = 10;

    /** What a kind of body is, and asks for. */
    private enum Kind {
        COUNCIL(
                "local-authority",
                "school-places",
                "School Census",
                0.8,
                3,
                80,
                List.of(
                        List.of("Surname", "Forename", "URN"),
                        List.of("UPN", "URN", "FSMeligible"),
                        List.of("URN", "SENprovision"))),
        UNIVERSITY(
                "research",
                "academic-research",
                "School Census",
                0.2,
                0.8,
                900,
                List.of(
                        List.of("PupilMatchingRefAnonymous", "KS2_NENTRIES", "FSMeligible"),
                        List.of("PupilMatchingRefAnonymous", "KS4_MFL", "Ethnicity"))),
        NEWSPAPER("press", "journalism", "KS4", 0.1, 0.2, 40, List.of(List.of("URN", "KS4_MFL"))),
        PROVIDER(
                "training-provider",
                "enrolment",
                "Learning Records Service",
                1,
                3,
                1,
                List.of(List.of("DOB", "Surname")));

        private final String text;
        private final String purpose;
        private final String dataset;
        private final double least;
        private final double most;
        private final int children;
        private final List<List<String>> fields;

        Kind(
                String text,
                String purpose,
                String dataset,
                double least,
                double most,
                int children,
                List<List<String>> fields) {
            this.text = text;
            this.purpose = purpose;
            this.dataset = dataset;
            this.least = least;
            this.most = most;
            this.children = children;
            this.fields = fields;
        }

        static Kind of(int body) {
            return body < 70 ? COUNCIL : body < 85 ? UNIVERSITY : body < 90 ? NEWSPAPER : PROVIDER;
        }
    }

    private final Random random;
    private final List<EventLine> lines = new ArrayList<>();
    private int number;

    private OrdinaryBodies(long seed) {
        random = new Random(seed);
    }

    static String id(int body) {
        return "ordinary-" + body;
    }

    /** What the policy has to know of {@code bodies} bodies, as a part of a scenario. */
    static String known(int bodies) {
        StringBuilder text = new StringBuilder("  bodies:\n");
        for (int body = 0; body < bodies; body++) {
            Kind kind = Kind.of(body);
            text.append("    %s: { name: Ordinary %d, kind: %s%s }%n"
                    .formatted(id(body), body, kind.text, kind == Kind.PROVIDER ? ", declared-per-year: 6000" : ""));
        }
        text.append("  agreements:\n");
        for (int body = 0; body < bodies; body++) {
            text.append(
                    "    agreement-%d: { body: %s, from: 2012-04-01, published: 2012-04-01, notified: 2012-04-01, purposes: [%s] }%n"
                            .formatted(body, id(body), Kind.of(body).purpose));
        }
        return text.toString();
    }

    /** What they do between two months, the last one included, in order of arrival. */
    static List<EventLine> events(long seed, int bodies, YearMonth first, YearMonth last) {
        OrdinaryBodies all = new OrdinaryBodies(seed);
        for (int body = 0; body < bodies; body++) {
            Kind kind = Kind.of(body);
            double rate = kind.least + all.random.nextDouble() * (kind.most - kind.least);
            double size = kind.children * Math.exp(all.random.nextGaussian() * 0.5);
            for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
                if (kind == Kind.PROVIDER) {
                    all.lookUps(body, rate, month);
                } else {
                    int requests = all.poisson(rate * REQUESTS_BY_MONTH[month.getMonthValue() - 1]);
                    for (int i = 0; i < requests; i++) {
                        all.request(body, kind, size, month.atDay(1 + all.random.nextInt(28)));
                    }
                }
            }
        }
        all.lines.sort(Comparator.comparing(EventLine::appendedAt));
        return all.lines;
    }

    private void lookUps(int body, double rate, YearMonth month) {
        for (LocalDate day = month.atDay(1); !day.isAfter(month.atEndOfMonth()); day = day.plusDays(1)) {
            if (day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0) {
                int learners = poisson(rate * LOOK_UPS_BY_MONTH[month.getMonthValue() - 1]);
                for (int i = 0; i < learners; i++) {
                    String id = "L" + ++number;
                    send(
                            body,
                            Kind.PROVIDER,
                            Stage.RELEASED,
                            day,
                            null,
                            id,
                            List.of("DOB"),
                            List.of("made-up-" + number),
                            null);
                    if (random.nextInt(4) > 0) {
                        send(
                                body,
                                Kind.PROVIDER,
                                Stage.SUBMITTED,
                                day,
                                "enrol-" + number,
                                null,
                                List.of(),
                                List.of(),
                                null);
                    }
                }
            }
        }
    }

    private void request(int body, Kind kind, double size, LocalDate submitted) {
        String request = "DS%05d".formatted(++number);
        List<String> fields = kind.fields.get(random.nextInt(kind.fields.size()));
        LocalDate decided = submitted.plusDays(3 + random.nextInt(18));
        send(body, kind, Stage.SUBMITTED, submitted, request, null, fields, List.of(), null);
        if (random.nextInt(100) < OF_A_HUNDRED_REFUSED) {
            send(body, kind, Stage.REFUSED, decided, request, null, List.of(), List.of(), null);
            return;
        }
        send(body, kind, Stage.APPROVED, decided, request, null, fields, List.of(), null);
        int children = 1 + (int) (size * Math.exp(random.nextGaussian() * 0.4));
        int batches = 1 + random.nextInt(3);
        LocalDate released = decided.plusDays(2 + random.nextInt(20));
        LocalDate until = released.plusDays(120 + random.nextInt(400));
        for (int batch = 1; batch <= batches; batch++) {
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < children / batches + 1; i++) {
                tokens.add("made-up-%d-%d-%d".formatted(number, batch, i));
            }
            String extract = "X%d.%d".formatted(number, batch);
            LocalDate day = released.plusDays(7L * (batch - 1));
            send(body, kind, Stage.RELEASED, day, request, extract, fields, tokens, until);
            LocalDate quarter = day.withDayOfMonth(1)
                    .plusMonths(3 - (day.getMonthValue() - 1) % 3)
                    .minusDays(1);
            send(body, kind, Stage.PUBLISHED, quarter.plusDays(50), request, extract, List.of(), List.of(), null);
            send(
                    body,
                    kind,
                    Stage.DESTROYED,
                    until.minusDays(random.nextInt(20)),
                    request,
                    extract,
                    List.of(),
                    List.of(),
                    null);
        }
    }

    private void send(
            int body,
            Kind kind,
            Stage stage,
            LocalDate day,
            @org.jspecify.annotations.Nullable String request,
            @org.jspecify.annotations.Nullable String extract,
            List<String> fields,
            List<String> children,
            @org.jspecify.annotations.Nullable LocalDate retainUntil) {
        Instant at = day.atTime(9 + random.nextInt(8), random.nextInt(60))
                .atZone(ZONE)
                .toInstant();
        boolean decided = stage == Stage.APPROVED || stage == Stage.REFUSED;
        Event event = new Event(
                stage.type(),
                "made-up-event-" + lines.size(),
                kind == Kind.PROVIDER ? "look-ups" : "register",
                at,
                false,
                stage,
                id(body),
                request,
                extract,
                "agreement-" + body,
                decided ? "DSAP" : null,
                kind.purpose,
                "public-task",
                "education-act-1996-s537a",
                "case " + request,
                id(body),
                "user-%d-%d".formatted(body, random.nextInt(3)),
                kind == Kind.PROVIDER ? "look-up" : "encrypted-file",
                List.of(kind.dataset),
                fields,
                null,
                children.size(),
                children,
                null,
                retainUntil);
        lines.add(new EventLine(event, at.plus(Duration.ofHours(random.nextInt(20)))));
    }

    /** Knuth's: the product of uniform numbers falls below e to the minus mean. */
    private int poisson(double mean) {
        double product = 1;
        int count = -1;
        do {
            product *= random.nextDouble();
            count++;
        } while (product > Math.exp(-mean));
        return count;
    }

    /** Which kinds there are, and how many of each of {@code bodies}. */
    static Map<String, Long> kinds(int bodies) {
        return java.util.stream.IntStream.range(0, bodies)
                .boxed()
                .collect(java.util.stream.Collectors.groupingBy(
                        body -> Kind.of(body).text, java.util.TreeMap::new, java.util.stream.Collectors.counting()));
    }
}
