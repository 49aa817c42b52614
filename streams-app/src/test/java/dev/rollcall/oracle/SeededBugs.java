package dev.rollcall.oracle;

import java.util.List;

/** The mistakes that a recount must notice: one or more for each rule of counting and judging. */
final class SeededBugs {
    private SeededBugs() {}

    static List<SeededBug> all() {
        return List.of(
                // Which window an event belongs to.
                new SeededBug(
                        "Days and months begin at midnight in UTC",
                        "model/Zone.java",
                        "LocalDate.ofInstant(instant, id)",
                        "LocalDate.ofInstant(instant, java.time.ZoneOffset.UTC)"),
                new SeededBug(
                        "The academic year begins on 1 August",
                        "model/Calendar.java",
                        "day.getMonthValue() >= 9",
                        "day.getMonthValue() >= 8"),
                new SeededBug(
                        "The last day of a named period is left out", "model/Period.java", "to.plusDays(1)", "to"),
                new SeededBug(
                        "The life of an agreement goes on after its last day",
                        "policy/Policies.java",
                        "!agreement.life().contains(day)",
                        "day.isBefore(agreement.from())"),
                new SeededBug(
                        "A rolling window is a day short",
                        "count/RollingCourse.java",
                        "int from = start;\n        int to = start + per.days() - 1;",
                        "int from = start;\n        int to = start + per.days() - 2;"),
                new SeededBug(
                        "A rolling window is a day long",
                        "count/RollingCourse.java",
                        "int from = start;\n        int to = start + per.days() - 1;",
                        "int from = start;\n        int to = start + per.days();"),

                // Which events count.
                new SeededBug(
                        "Events are taken for duplicates by their event id alone",
                        "monitor/Identities.java",
                        "byIdentity[slot] == 0 ? added(event, slot) : byIdentity[slot] - 1;",
                        "byEventKey[slotOf(event.eventKey())] == 0\n                ? added(event, slot)\n"
                                + "                : byEventKey[slotOf(event.eventKey())] - 1;"),
                new SeededBug(
                        "An event is too late a day early",
                        "monitor/Intake.java",
                        "appendedAt.minus(lateness)",
                        "appendedAt.minus(lateness.minusDays(1))"),
                new SeededBug(
                        "An event exactly as old as allowed is too late",
                        "monitor/Intake.java",
                        "event.at().isBefore(appendedAt.minus(lateness))",
                        "!event.at().isAfter(appendedAt.minus(lateness))"),
                new SeededBug(
                        "Lateness is that of the latest policy",
                        "monitor/Intake.java",
                        "policies.at(appendedAt)",
                        "policies.latest()"),
                new SeededBug(
                        "An event may be four minutes ahead, not five",
                        "monitor/Intake.java",
                        "Duration.ofMinutes(5)",
                        "Duration.ofMinutes(4)"),
                new SeededBug(
                        "An event may be six minutes ahead, not five",
                        "monitor/Intake.java",
                        "Duration.ofMinutes(5)",
                        "Duration.ofMinutes(6)"),
                new SeededBug(
                        "An event exactly five minutes ahead is refused",
                        "monitor/Intake.java",
                        "at.isAfter(appendedAt.plus(AHEAD))",
                        "!at.isBefore(appendedAt.plus(AHEAD))"),
                new SeededBug(
                        "What a feed sent counts although it was taken back",
                        "monitor/Monitor.java",
                        "tallies.add(key, sign)",
                        "tallies.add(key, 1)"),
                new SeededBug(
                        "An event not counted is told of its feed in the month it claims, not that of its record",
                        "monitor/Monitor.java",
                        "policies.zone().dayOf(origin.appendedAt())",
                        "policies.zone().dayOf(event.at())"),
                new SeededBug(
                        "A group keeps what a member's retraction takes back",
                        "monitor/EntityMonitor.java",
                        "watch.observe(entity, event, observed.sign(), effects);",
                        "watch.observe(entity, event, 1, effects);"),
                new SeededBug(
                        "A retraction that arrives before its event is ignored",
                        "monitor/Identities.java",
                        "state[one] |= now;",
                        "state[one] |= now == RETRACTED && state[one] == 0 ? 0 : now;"),
                new SeededBug(
                        "A retraction sent twice takes its event back twice",
                        "monitor/Identities.java",
                        "if ((state[one] & now) != 0) {",
                        "if (event.retracts() && state[one] == (SENT | RETRACTED)) {\n            return Change.UNCOUNT;\n        }\n"
                                + "        if ((state[one] & now) != 0) {"),

                // What is counted once, and how it is taken back.
                new SeededBug(
                        "A child released twice on a day is gone when one release is retracted",
                        "count/DistinctFacts.java",
                        "repeats.merge(new KeyOnDay(key, day.toEpochDay()), 1, Integer::sum);",
                        ""),
                new SeededBug(
                        "A child is gone from the month when the release of one day is retracted",
                        "count/DayTable.java",
                        "boolean last = (places[place + 2] & DAYS) == 0;",
                        "boolean last = true;"),
                new SeededBug(
                        "A child is gone from quarters and years when the release of one day is retracted",
                        "count/Cell.java",
                        "counter.remove(itemKey) == 0",
                        "counter.remove(itemKey) >= 0"),
                new SeededBug(
                        "An extract without a request answers one",
                        "count/Contribution.java",
                        "if (event.requestId() != null) {",
                        "if (true) {"),
                new SeededBug(
                        "In a group, requests of two bodies with the same id are one",
                        "count/Memory.java",
                        ": body + ' ' + id",
                        ": String.valueOf(id)"),
                new SeededBug(
                        "A group counts the bodies that the latest policy puts there",
                        "monitor/Intake.java",
                        "Body body = policy.bodies()",
                        "Body body = policies.latest().bodies()"),
                new SeededBug(
                        "A group's count of children always passes for exact",
                        "count/Memory.java",
                        "return basis != Basis.CHILDREN ||",
                        "return entity.kind() == EntityKind.GROUP || basis != Basis.CHILDREN ||"),
                new SeededBug(
                        "A count stays inexact when the extract without tokens is retracted",
                        "count/Memory.java",
                        "account.addAmount(basis, day, sign * amount, touched);",
                        "account.addAmount(basis, day, basis == Basis.INEXACT ? amount : sign * amount, touched);"),

                // How figures are judged.
                new SeededBug(
                        "A window is judged by the latest version of a limit, not the strictest",
                        "policy/LimitHistory.java",
                        "&& (strictest == null || !strictest.limit().stricterThan(version.limit()))",
                        ""),
                new SeededBug(
                        "A warning band must be passed, not reached",
                        "policy/Band.java",
                        "count * 100 >= limit * percent",
                        "count * 100 > limit * percent"),
                new SeededBug(
                        "A limit is passed when it is reached",
                        "policy/Band.java",
                        ": count * 100 > limit * percent",
                        ": count * 100 >= limit * percent"),
                new SeededBug(
                        "The bands end with 200 per cent",
                        "policy/Limit.java",
                        "bands.size() < Band.MOST;",
                        "percent <= 200;"),
                new SeededBug(
                        "Runs of a rolling limit are one run whatever lies between them",
                        "detect/LimitDetector.java",
                        "if (!bands.contains(run.band())) {",
                        "if (!bands.contains(run.band()) && course.lastDay() < 0) {"),

                // How events and histories are judged.
                new SeededBug(
                        "An agreement of another body will do",
                        "policy/Policy.java",
                        "agreement != null && agreement.body().equals(body) ? agreement : null",
                        "agreement"),
                new SeededBug(
                        "An agreement is in force on the day of its suspension",
                        "policy/Agreement.java",
                        "day.isBefore(suspended)",
                        "!day.isAfter(suspended)"),
                new SeededBug(
                        "A field rule looks at who asked, not at who received",
                        "detect/FieldsDetector.java",
                        "recipient == null ? policy.bodies().get(event.body()) : recipient",
                        "policy.bodies().get(event.body())"),
                new SeededBug(
                        "A combination is new before its month has closed",
                        "detect/NoveltyDetector.java",
                        "window.end().isAfter(situation.today())",
                        "window.start().isAfter(situation.today())"),
                new SeededBug(
                        "An event id is re-used although one of its two events was retracted",
                        "monitor/Identities.java",
                        "reuse.add(day[one], counts(one) ? 1 : -1);",
                        "reuse.add(day[one], counts(one) ? 1 : 0);"),
                new SeededBug(
                        "What an event led to stands after its retraction",
                        "monitor/Watch.java",
                        "sign > 0 ? watched.judge(event, rules(), today) : List.of()",
                        "watched.judge(event, rules(), today)"),
                new SeededBug(
                        "An alert that several events led to is gone when one of them is retracted",
                        "monitor/AlertBook.java",
                        "Finding before = findings.remove(scope);",
                        "Finding before = findings.remove(scope);\n            findings.clear();"),
                new SeededBug(
                        "An alert has the severity of the lightest of its events",
                        "monitor/Extremes.java",
                        ".with(greatest,",
                        ".with(byWeight.firstKey().severity(),"));
    }
}
