package dev.rollcall.stack.demo;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Basis;
import dev.rollcall.policy.Limit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The story in its chapters, and what a changed limit would make of it. */
final class Story {
    static final String CHILDREN_A_MONTH = "ho-children-month";
    static final String CHILDREN_IN_DAYS = "ho-children-30-days";
    static final String ASKED_A_MONTH = "ho-asked-month";

    private static final List<Chapter> CHAPTERS =
            List.of(new Answers(), new OrdinaryMonth(Published.JANUARY_2019), new LimitPassed(), new FieldsReleased());

    private final Page page;

    Story(Page page) {
        this.page = page;
    }

    /** Tells all chapters, and any alert that belongs to none of them. */
    void tell(History history) {
        for (Chapter chapter : CHAPTERS) {
            page.title(chapter.title());
            chapter.tell(history, page);
        }
        Snapshot end = history.untilTheEnd();
        List<Alert> others =
                end.standing().stream().filter(alert -> !page.hasTold(alert)).toList();
        if (!others.isEmpty()) {
            page.title("Besides");
            page.alerts(others);
        }
        page.title("By replay, without Kafka");
        page.text("%d of %d published figures met %s  %s, %s, %s standing"
                .formatted(
                        page.met(),
                        page.compared(),
                        page.met() == page.compared() ? "✓" : "✗",
                        Page.number(history.events().size(), "event"),
                        Page.number(end.figures().size(), "figure"),
                        Page.number(end.standing().size(), "alert")));
    }

    /**
     * Tells how to change the limit so that the ordinary month is no longer silent (or is again), and what is then said of it: the
     * whole history is replayed under the policy so changed.
     */
    void tellOfChangedLimit(History history, String policy, String policyFile, String eventsFile) {
        Published.Month month = Published.JANUARY_2019;
        Limit limit = history.limit(CHILDREN_A_MONTH);
        Snapshot end = history.untilTheEnd();
        long counted = end.count(month.body(), Basis.CHILDREN, month.month().toString());
        if (limit == null || counted < 2) {
            return;
        }
        boolean stricter = limit.atMost() >= counted;
        long other = stricter ? counted - 1 : 10 * counted;
        String changed = edited(policy, limit.atMost(), other);
        if (changed.equals(policy)) {
            return;
        }
        String file = stricter ? "stricter.yaml" : "looser.yaml";
        page.title("Change a limit");
        page.text(
                "Allow %s a month, and this is said of %s:".formatted(Page.children(other), Page.month(month.month())));
        page.blank();
        page.command("sed '/%s:/s/at-most: %d/at-most: %d/' %s > %s"
                .formatted(CHILDREN_A_MONTH, limit.atMost(), other, policyFile, file));
        page.command("./rollcall replay --events %s --policy %s".formatted(eventsFile, file));
        page.blank();
        Snapshot then = new History(changed, file, history.events()).untilTheEnd();
        List<Alert> alerts = then.alerts(month.body(), month.month(), month.month());
        page.alerts(alerts);
        page.text("%s %s %s instead of %d."
                .formatted(
                        alerts.isEmpty() ? "Silence." : "In all,",
                        Page.number(then.standing().size(), "alert"),
                        then.standing().size() == 1 ? "stands" : "stand",
                        end.standing().size()));
    }

    /** As sed would have it: the first such number in each line that names the limit. */
    private static String edited(String policy, long from, long to) {
        Pattern line = Pattern.compile("(?m)^(?<before>.*" + CHILDREN_A_MONTH + ":.*?at-most: )" + from);
        return line.matcher(policy).replaceAll("${before}" + Matcher.quoteReplacement(Long.toString(to)));
    }
}
