package dev.rollcall.replay.scenario;

import dev.rollcall.model.Event;
import dev.rollcall.model.EventType;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Catalogue;
import dev.rollcall.policy.Node;
import dev.rollcall.policy.Problem;
import dev.rollcall.wire.EventLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens, written out into events: each item says when, what ({@code submitted: R1}, {@code released: X1}) and, in the
 * names of the event's fields, what else.
 */
final class EventScript {
    /** What an event says of itself wherever the item, and {@code usual}, leave it open. */
    private static final String USUAL_FEED = "register";

    private static final Pattern AFTER = Pattern.compile("(\\d{1,5}) (minute|hour|day|week)s?");

    private static final Pattern SHARE = Pattern.compile("(\\d{1,3})% of (.+)");
    private static final Pattern DAYS_AFTER = Pattern.compile("after (\\d{1,5}) days");

    /** Fields that events of both types carry as one text. */
    private static final List<String> TEXTS = List.of(
            "feed",
            "body",
            "requestId",
            "agreementId",
            "panel",
            "purpose",
            "lawfulBasis",
            "legalGateway",
            "caseReference",
            "recipient",
            "operator",
            "channel");

    private static final List<String> LISTS = List.of("datasets", "fields");

    private final ZoneId zone;
    private final List<Problem> problems;
    private final Set<String> without;
    private final Set<String> leftOut = new HashSet<>();
    private final Map<String, String> usualTexts = new HashMap<>();
    private final Map<String, List<String>> usualLists = new HashMap<>();
    private final MadeUpChildren children = new MadeUpChildren();
    private final Map<String, Event> byName = new HashMap<>();
    private final Catalogue catalogue = Catalogue.shipped();
    private final List<EventLine> lines = new ArrayList<>();

    /** @param without the names of events that do not happen: {@code approved R1} */
    EventScript(ZoneId zone, Set<String> without, List<Problem> problems) {
        this.zone = zone;
        this.without = Set.copyOf(without);
        this.problems = problems;
    }

    /** Takes in what every event says unless it says otherwise. */
    void usual(Keys usual) {
        for (String key : TEXTS) {
            String text = usual.optionalText(key);
            if (text != null) {
                usualTexts.put(key, text);
            }
        }
        for (String key : LISTS) {
            if (usual.has(key)) {
                usualLists.put(key, texts(usual, key));
            }
        }
        usual.refuseOthers();
    }

    void happen(List<Node> items) {
        for (Node item : items) {
            Keys keys = Keys.of(item, problems);
            LocalDateTime at = keys.has("at") ? time(keys, "at") : null;
            if (keys.has("retract")) {
                retract(keys);
                continue;
            }
            if (at == null) {
                if (!keys.has("at")) {
                    keys.problem("at", "Expected 'at', but it is missing");
                }
                at = LocalDate.EPOCH.atStartOfDay();
            }
            List<LocalDateTime> times = times(keys, at);
            if (keys.has("do")) {
                List<Node> steps = keys.items("do");
                keys.refuseOthers();
                for (int turn = 0; turn < times.size(); turn++) {
                    for (Node step : steps) {
                        step(Keys.of(step, problems), times.get(turn), turn);
                    }
                }
            } else {
                for (int turn = 0; turn < times.size(); turn++) {
                    event(keys, times.get(turn), turn);
                }
            }
        }
    }

    /** All events, in order of arrival. */
    List<EventLine> inOrder() {
        List<EventLine> sorted = new ArrayList<>(lines);
        sorted.sort(Comparator.comparing(EventLine::appendedAt));
        return sorted;
    }

    /** The names of {@code without} that nothing bears. */
    Set<String> notFound() {
        Set<String> names = new HashSet<>(without);
        names.removeAll(leftOut);
        return names;
    }

    private void step(Keys keys, LocalDateTime start, int turn) {
        String after = keys.optionalText("after");
        Matcher form = AFTER.matcher(after == null ? "0 days" : after);
        LocalDateTime at = start;
        if (form.matches()) {
            long number = Long.parseLong(form.group(1));
            at = switch (form.group(2)) {
                case "minute" -> start.plusMinutes(number);
                case "hour" -> start.plusHours(number);
                case "day" -> start.plusDays(number);
                default -> start.plusWeeks(number);
            };
        } else {
            keys.problem("after", "Expected 'after' as '3 days' or '2 hours', but was '%s'".formatted(after));
        }
        List<LocalDateTime> times = times(keys, at);
        for (int i = 0; i < times.size(); i++) {
            event(keys, times.get(i), turn * times.size() + i);
        }
    }

    private static List<LocalDateTime> times(Keys keys, LocalDateTime first) {
        String repeat = keys.optionalText("repeat");
        List<LocalDateTime> times = repeat == null ? List.of(first) : Repeat.times(repeat, first);
        if (times == null) {
            keys.problem("repeat", "Expected 'repeat' %s, but was '%s'".formatted(Repeat.FORMS, repeat));
            return List.of(first);
        }
        return times;
    }

    private void event(Keys keys, LocalDateTime at, int turn) {
        Stage stage = null;
        String id = "";
        for (Stage each : Stage.values()) {
            String key = each.name().toLowerCase(Locale.ROOT);
            if (keys.has(key)) {
                if (stage != null) {
                    keys.problem(key, "Expected one of what happened, but there are two");
                }
                stage = each;
                id = keys.text(key);
            }
        }
        if (stage == null) {
            keys.problem("", "Expected what happened, such as 'submitted: R1' or 'released: X1', but it does not say");
            stage = Stage.SUBMITTED;
        }
        String name = stage.name().toLowerCase(Locale.ROOT) + " " + id;
        boolean request = stage.type() == EventType.ACCESS_REQUEST;
        List<String> tokens = tokens(keys, turn);
        Long records = request ? null : number(keys, "records", turn);
        LocalDateTime appended = keys.has("appendedAt") ? time(keys, "appendedAt") : at;
        String eventId = numbered(keys.optionalText("eventId"), turn);
        String ofRequest = request ? numbered(id, turn) : numbered(text(keys, "requestId"), turn);
        if (request && keys.has("requestId")) {
            keys.problem("requestId", "Expected a request by its id once, but it is there again");
        }
        Event event = new Event(
                stage.type(),
                eventId == null ? "made-up-event-" + (lines.size() + 1) : eventId,
                orUsual(text(keys, "feed"), USUAL_FEED),
                instant(at),
                false,
                keys.has("stage") ? null : stage,
                orUsual(text(keys, "body"), ""),
                ofRequest,
                request ? null : numbered(id, turn),
                text(keys, "agreementId"),
                text(keys, "panel"),
                text(keys, "purpose"),
                text(keys, "lawfulBasis"),
                text(keys, "legalGateway"),
                numbered(text(keys, "caseReference"), turn),
                text(keys, "recipient"),
                numbered(text(keys, "operator"), turn),
                text(keys, "channel"),
                list(keys, "datasets"),
                list(keys, "fields"),
                request ? number(keys, "asked", turn) : null,
                records != null ? records : stage == Stage.RELEASED ? tokens.size() : 0,
                tokens,
                number(keys, "childCount", turn),
                retainUntil(keys, at));
        keys.refuseOthers();
        if (event.body().isEmpty()) {
            keys.problem("body", "Expected 'body', here or under 'usual', but it is missing");
        }
        if (without.contains(name)) {
            leftOut.add(name);
            return;
        }
        byName.put(name, event);
        lines.add(new EventLine(event, instant(appended == null ? at : appended)));
    }

    /** An event sent again, marked as retracted. */
    private void retract(Keys keys) {
        String name = keys.text("retract");
        LocalDateTime appended = keys.has("appendedAt") ? time(keys, "appendedAt") : null;
        keys.refuseOthers();
        Event event = byName.get(name);
        if (event == null || appended == null) {
            keys.problem(
                    "retract",
                    event == null
                            ? "Expected 'retract' to name an event written before, as 'released X1', but was '%s'"
                                    .formatted(name)
                            : "Expected 'appendedAt', but it is missing");
            return;
        }
        Event retraction = new Event(
                event.type(),
                event.eventId(),
                event.feed(),
                event.at(),
                true,
                event.stage(),
                event.body(),
                event.requestId(),
                event.extractId(),
                event.agreementId(),
                event.panel(),
                event.purpose(),
                event.lawfulBasis(),
                event.legalGateway(),
                event.caseReference(),
                event.recipient(),
                event.operator(),
                event.channel(),
                event.datasets(),
                event.fields(),
                event.asked(),
                event.records(),
                event.children(),
                event.childCount(),
                event.retainUntil());
        lines.add(new EventLine(retraction, instant(appended)));
    }

    private @Nullable String text(Keys keys, String key) {
        String text = keys.optionalText(key);
        return text != null ? text : usualTexts.get(key);
    }

    private static String orUsual(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private List<String> list(Keys keys, String key) {
        return keys.has(key) ? texts(keys, key) : usualLists.getOrDefault(key, List.of());
    }

    /** The texts under {@code key}; of fields, {@code 93% of School Census} stands for as many of its published ones. */
    private List<String> texts(Keys keys, String key) {
        List<String> texts = keys.texts(key);
        Matcher share = SHARE.matcher(texts.size() == 1 ? texts.get(0) : "");
        if (!key.equals("fields") || !share.matches()) {
            return texts;
        }
        List<String> published = catalogue.fieldsOf(share.group(2));
        int named = published.size() * Integer.parseInt(share.group(1)) / 100;
        if (named == 0 || named > published.size()) {
            keys.problem(
                    key,
                    "Expected 'fields' to be a share of a published dataset, as '93% of School Census', but was '"
                            + texts.get(0)
                            + "'");
            return List.of();
        }
        return published.subList(0, named);
    }

    private List<String> tokens(Keys keys, int turn) {
        Node node = keys.find("children");
        if (!(node instanceof Node.Scalar)) {
            return keys.texts("children");
        }
        String text = keys.text("children");
        List<String> tokens = children.tokens(text, turn);
        if (tokens == null) {
            keys.problem("children", "Expected 'children' %s, but was '%s'".formatted(MadeUpChildren.FORMS, text));
            return List.of();
        }
        return tokens;
    }

    /** The number under {@code key}; of several, the one whose turn it is. */
    private static @Nullable Long number(Keys keys, String key, int turn) {
        String text = keys.optionalText(key);
        if (text == null) {
            return null;
        }
        String[] numbers = text.split(" ", -1);
        String number = numbers[turn % numbers.length].replace("_", "");
        if (!number.matches("\\d{1,15}")) {
            keys.problem(key, "Expected '%s' to be whole numbers, but was '%s'".formatted(key, text));
            return null;
        }
        return Long.valueOf(number);
    }

    private Instant instant(LocalDateTime time) {
        return time.atZone(zone).toInstant();
    }

    private static @Nullable String numbered(@Nullable String text, int turn) {
        return text == null ? null : text.replace("{n}", Integer.toString(turn + 1));
    }

    /** A date, or so many days after the event, as {@code after 365 days}. */
    private static @Nullable LocalDate retainUntil(Keys keys, LocalDateTime at) {
        String text = keys.optionalText("retainUntil");
        if (text == null) {
            return null;
        }
        Matcher days = DAYS_AFTER.matcher(text);
        if (days.matches()) {
            return at.toLocalDate().plusDays(Long.parseLong(days.group(1)));
        }
        LocalDateTime time = time(keys, "retainUntil");
        return time == null ? null : time.toLocalDate();
    }

    /** A time of the policy's zone, as 2016-03-29 09:30; a date stands for nine in the morning. */
    static @Nullable LocalDateTime time(Keys keys, String key) {
        String text = keys.text(key);
        try {
            return text.length() > "2016-03-29".length()
                    ? LocalDateTime.parse(text.replace(' ', 'T'))
                    : LocalDate.parse(text).atTime(9, 0);
        } catch (DateTimeException e) {
            if (!text.isEmpty()) {
                keys.problem(
                        key,
                        "Expected '%s' to be a time, as 2016-03-29 or 2016-03-29 09:30, but was '%s'"
                                .formatted(key, text));
            }
            return null;
        }
    }
}
