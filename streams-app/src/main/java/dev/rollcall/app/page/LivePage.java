package dev.rollcall.app.page;

import dev.rollcall.app.http.Health;
import dev.rollcall.app.http.Site;
import dev.rollcall.model.Basis;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Reason;
import dev.rollcall.monitor.EventLedger;
import dev.rollcall.monitor.Overview;
import dev.rollcall.policy.Policy;
import dev.rollcall.wire.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The page and its API: files, and what a {@link Bulletin} says as JSON.
 *
 * <ul>
 *   <li>{@code /api/limits}, {@code /api/alerts}: {@code entity}, {@code kind} (body unless given), {@code most}; of alerts also
 *       {@code id}, for one that is to be among them wherever it stands.
 *   <li>{@code /api/figures}: {@code window}, {@code basis}, {@code most}; with {@code entity} and {@code kind} its course.
 *   <li>{@code /api/status}.
 * </ul>
 */
public final class LivePage implements Site {
    private static final String JSON = "application/json; charset=utf-8";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private static final int MOST_UNLESS_ASKED = 200;
    private static final int MOST = 1_000;

    private final StaticFiles files = new StaticFiles();
    private final String life;
    private final boolean story;
    private final Supplier<Bulletin> bulletins;
    private final Supplier<ReaderState> reader;
    private final Supplier<Map<String, Overview>> tasks;
    private final Health health;

    /** What cannot be answered, with the status that says why. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /**
     * @param life another with each start, so that nothing kept from an earlier one is taken for new
     * @param story whether a story brings the ticks
     * @param bulletins the one that is to be shown now
     * @param tasks how things stand in the tasks that this instance has
     */
    public LivePage(
            String life,
            boolean story,
            Supplier<Bulletin> bulletins,
            Supplier<ReaderState> reader,
            Supplier<Map<String, Overview>> tasks,
            Health health) {
        this.life = life;
        this.story = story;
        this.bulletins = bulletins;
        this.reader = reader;
        this.tasks = tasks;
        this.health = health;
    }

    @Override
    public @Nullable Content at(String path, Map<String, String> query) {
        try {
            return switch (path) {
                case "/api/limits" -> limits(query);
                case "/api/alerts" -> alerts(query);
                case "/api/figures" -> figures(query);
                case "/api/status" -> new Content(OK, JSON, null, () -> Json.bytes(status()));
                default -> files.at(path);
            };
        } catch (RefusedException e) {
            byte[] body = Json.bytes(new Answers.Refused(String.valueOf(e.getMessage())));
            return new Content(e.status, JSON, null, () -> body);
        }
    }

    private Content limits(Map<String, String> query) {
        Bulletin bulletin = bulletins.get();
        Entity whom = whom(query, bulletin);
        int most = most(query);
        return tagged(bulletin, () -> bulletin.limits(whom, most));
    }

    private Content alerts(Map<String, String> query) {
        Bulletin bulletin = bulletins.get();
        Entity whom = whom(query, bulletin);
        int most = most(query);
        return tagged(bulletin, () -> bulletin.alerts(whom, most, query.get("id")));
    }

    private Content figures(Map<String, String> query) {
        Bulletin bulletin = bulletins.get();
        Entity whom = whom(query, bulletin);
        Set<String> bases = bases(query);
        if (whom != null) {
            return tagged(bulletin, () -> bulletin.course(whom, bases));
        }
        String window = query.get("window");
        if (window != null && !bulletin.windows().contains(window)) {
            throw new RefusedException(
                    NOT_FOUND, "Expected 'window' to be a month or a period of which there are figures");
        }
        int most = most(query);
        return tagged(bulletin, () -> bulletin.figures(window, bases, most));
    }

    private Content tagged(Bulletin bulletin, Supplier<? extends Record> answer) {
        return new Content(OK, JSON, tag(bulletin), () -> Json.bytes(answer.get()));
    }

    private String tag(Bulletin bulletin) {
        return life + "-" + bulletin.number() + "-" + bulletin.revision();
    }

    /** Null where all are asked for. */
    private static @Nullable Entity whom(Map<String, String> query, Bulletin bulletin) {
        String id = query.get("entity");
        if (id == null) {
            return null;
        }
        EntityKind kind;
        try {
            kind = EntityKind.of(query.getOrDefault("kind", EntityKind.BODY.text()));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(BAD_REQUEST, "Expected 'kind' to be body, group, panel or feed");
        }
        Entity whom = new Entity(kind, id);
        if (!bulletin.knows(whom)) {
            throw new RefusedException(NOT_FOUND, "Expected 'entity' to be one that policy, figures or alerts know");
        }
        return whom;
    }

    private static int most(Map<String, String> query) {
        String asked = query.get("most");
        if (asked == null) {
            return MOST_UNLESS_ASKED;
        }
        if (!asked.matches("\\d{1,4}") || Integer.parseInt(asked) > MOST) {
            throw new RefusedException(BAD_REQUEST, "Expected 'most' to be from 0 to " + MOST);
        }
        return Integer.parseInt(asked);
    }

    private static Set<String> bases(Map<String, String> query) {
        Set<String> known = new LinkedHashSet<>();
        Basis.allLimited().forEach(basis -> known.add(basis.text()));
        String asked = query.get("basis");
        if (asked == null) {
            return known;
        }
        if (!known.contains(asked)) {
            throw new RefusedException(BAD_REQUEST, "Expected 'basis' to be one of " + String.join(", ", known));
        }
        return Set.of(asked);
    }

    private Answers.Status status() {
        Bulletin bulletin = bulletins.get();
        Instant now = bulletin.now();
        LocalDate today = bulletin.today();
        Policy policy = bulletin.policy();
        ReaderState state = reader.get();
        Map<String, Overview> held = tasks.get();
        return new Answers.Status(
                tag(bulletin),
                condition(health.live()),
                condition(health.ready()),
                now.equals(Instant.EPOCH) ? null : now.toString(),
                today == null ? null : today.toString(),
                story,
                policy == null
                        ? null
                        : new Answers.InForce(
                                policy.name(),
                                policy.version(),
                                policy.from().toString(),
                                policy.because(),
                                policy.zone().id().getId()),
                new Answers.Reader(
                        state.kind().name().toLowerCase(Locale.ROOT),
                        state.sentence(),
                        state.read(),
                        state.behind(),
                        state.unreadable()),
                List.copyOf(new TreeSet<>(held.keySet())),
                ledger(held));
    }

    private static Answers.Condition condition(Health.Answer answer) {
        return new Answers.Condition(answer.ok(), answer.sentence());
    }

    private static List<Answers.LedgerLine> ledger(Map<String, Overview> tasks) {
        Map<String, List<EventLedger.Line>> byTopic = new TreeMap<>();
        tasks.values()
                .forEach(task -> task.ledger()
                        .forEach((topic, line) -> byTopic.computeIfAbsent(topic, t -> new ArrayList<>())
                                .add(line)));
        List<Answers.LedgerLine> lines = new ArrayList<>();
        byTopic.forEach((topic, of) -> {
            Map<String, Long> byReason = new TreeMap<>();
            for (Reason reason : Reason.values()) {
                long rejected =
                        of.stream().mapToLong(line -> line.rejected(reason)).sum();
                if (rejected > 0) {
                    byReason.put(reason.name(), rejected);
                }
            }
            lines.add(new Answers.LedgerLine(
                    topic,
                    of.stream().mapToLong(EventLedger.Line::read).sum(),
                    of.stream().mapToLong(EventLedger.Line::applied).sum(),
                    of.stream().mapToLong(EventLedger.Line::duplicate).sum(),
                    of.stream().mapToLong(EventLedger.Line::rejected).sum(),
                    of.stream().mapToLong(EventLedger.Line::missing).sum(),
                    byReason));
        });
        return lines;
    }
}
