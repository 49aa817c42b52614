package dev.rollcall.stack.demo;

import dev.rollcall.model.Alert;
import dev.rollcall.model.Category;
import dev.rollcall.policy.Policy;
import dev.rollcall.wire.EventLine;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Extracts that are few in children, but not in what they carry. */
record FieldsReleased() implements Chapter {
    private static final LocalDate FROM = LocalDate.of(2019, 9, 1);
    private static final LocalDate TO = LocalDate.of(2019, 12, 31);

    @Override
    public String title() {
        return "4  Not how many, but what";
    }

    @Override
    public void tell(History history, Page page) {
        Policy policy = history.policies().latest();
        List<EventLine> extracts = history.released(FROM, TO);
        page.text("Made up: %s of the autumn of 2019. None of this is known to have happened."
                .formatted(Page.number(extracts.size(), "extract")));
        page.text("The policy that judges them is in force since %s: %s."
                .formatted(Page.day(policy.from()), String.valueOf(policy.because())));
        Snapshot end = history.untilTheEnd();
        for (EventLine line : extracts) {
            String body = line.event().body();
            LocalDate day = history.dayOf(line);
            page.blank();
            page.text("%s, %s: %s of %s"
                    .formatted(
                            Page.day(day),
                            policy.nameOf(body),
                            carried(line, policy),
                            Page.children(line.event().children().size())));
            List<Alert> alerts = end.alerts(body, YearMonth.from(day), YearMonth.from(day));
            if (alerts.isEmpty()) {
                page.text("No alert.");
            }
            page.alerts(alerts);
        }
    }

    private static String carried(EventLine line, Policy policy) {
        return line.event().fields().stream()
                .map(policy.catalogue()::categoryOf)
                .filter(Objects::nonNull)
                .map(Category::toString)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
    }
}
