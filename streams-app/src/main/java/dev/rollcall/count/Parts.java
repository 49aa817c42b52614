package dev.rollcall.count;

import dev.rollcall.model.Basis;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.Per;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Stage;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Part;
import dev.rollcall.policy.Policies;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one account come to that limits judge by themselves: the extracts that name one dataset, what each operator
 * did, or both.
 *
 * <p>Counted only while a policy asks for it, from events that are kept whether or not it does; never published.
 */
final class Parts {
    /** In place of an operator, where a part is of all of them. */
    private static final long ALL = 0;

    private final AccountMemory whole;
    private final Map<Part, Members> members = new LinkedHashMap<>();

    Parts(AccountMemory whole) {
        this.whole = whole;
    }

    /** Sets up the parts that {@code limits} judge, with nothing counted yet. */
    void adopt(Policies adopted, List<LimitHistory> limits) {
        members.clear();
        for (LimitHistory limit : limits) {
            if (!limit.part().isWhole()) {
                members.computeIfAbsent(limit.part(), part -> new Members(whole.account(), part, adopted))
                        .asked(limit);
            }
        }
    }

    /** Whether no limit judges any part. */
    boolean isEmpty() {
        return members.isEmpty();
    }

    /**
     * Counts {@code event} towards each part it belongs to, or takes it back if {@code sign} is negative; the figures of the
     * whole, with which parts are judged, are to be judged anew.
     *
     * @param nameOf the number that stands for a request
     */
    void count(CaseEvent event, int sign, ToLongFunction<String> nameOf, Touched touched) {
        for (Members one : members.values()) {
            if (one.holds(event)) {
                for (Basis basis : one.count(event, sign, nameOf)) {
                    whole.touch(basis, event.date(), touched);
                }
            }
        }
    }

    /** The count of a part in the window named; of parts of each operator the greatest. */
    long greatest(LimitHistory limit, String window) {
        Members of = members.get(limit.part());
        return of == null ? 0 : of.greatest(limit.count(), limit.per(), window);
    }

    /** The rolling courses of a part: one, or one of each operator. */
    List<RollingCourse> courses(LimitHistory limit, Rolling per) {
        Members of = members.get(limit.part());
        return of == null ? List.of() : of.courses(limit.count(), per);
    }

    /** One part; where it is of each operator, one for each. */
    private static final class Members {
        private final Account account;
        private final Part part;
        private final Policies policies;
        private final List<LimitHistory> limits = new ArrayList<>();
        private final Set<Basis> bases = EnumSet.noneOf(Basis.class);
        private final Map<Long, AccountMemory> byOperator = new HashMap<>();
        /** The greatest counts that are known; what is taken back makes them unknown. */
        private final Map<FigureKey, Long> greatest = new HashMap<>();

        private final Touched touched = new Touched();

        Members(Account whole, Part part, Policies policies) {
            this.account = new Account(whole.entity(), whole.agreementId(), part.dataset());
            this.part = part;
            this.policies = policies;
        }

        void asked(LimitHistory limit) {
            limits.add(limit);
            bases.add(limit.count());
        }

        boolean holds(CaseEvent event) {
            return (part.dataset() == null || event.datasets().contains(part.dataset()))
                    && (!part.eachOperator() || event.operator() != null);
        }

        /** Returns the bases that {@code event} counts towards. */
        Set<Basis> count(CaseEvent event, int sign, ToLongFunction<String> nameOf) {
            long operator = part.eachOperator() && event.operator() != null ? event.operator() : ALL;
            AccountMemory memory = byOperator.computeIfAbsent(operator, one -> added());
            Set<Basis> counted = EnumSet.noneOf(Basis.class);
            for (Basis basis : bases) {
                if (count(memory, basis, event, sign, nameOf)) {
                    counted.add(basis);
                }
            }
            for (Cell cell : touched.takeCells()) {
                greatest.computeIfPresent(
                        cell.key(), (key, known) -> sign < 0 ? null : Long.valueOf(Math.max(known, cell.count())));
            }
            touched.takeRolling();
            return counted;
        }

        private AccountMemory added() {
            AccountMemory memory = AccountMemory.ofPart(account);
            memory.adopt(policies, limits, touched);
            return memory;
        }

        private boolean count(
                AccountMemory memory, Basis basis, CaseEvent event, int sign, ToLongFunction<String> nameOf) {
            LocalDate day = event.date();
            boolean submitted = event.stage() == Stage.SUBMITTED;
            boolean released = event.stage() == Stage.RELEASED;
            String request = event.requestId();
            switch (basis) {
                case REQUESTS, ANSWERED -> {
                    boolean counts = request != null && (basis == Basis.REQUESTS ? submitted : released);
                    if (counts) {
                        memory.mark(basis, day, nameOf.applyAsLong(request), sign, touched);
                    }
                    return counts;
                }
                case ASKED, RECORDS -> {
                    boolean counts = basis == Basis.ASKED ? submitted : released;
                    if (counts) {
                        memory.addAmount(basis, day, sign * (submitted ? event.asked() : event.records()), touched);
                    }
                    return counts;
                }
                case CHILDREN -> {
                    if (released) {
                        for (long child : event.children()) {
                            memory.mark(basis, day, child, sign, touched);
                        }
                    }
                    return released;
                }
                default ->
                    throw new IllegalStateException(
                            "Expected only limits on what one event counts, but was " + basis.text());
            }
        }

        long greatest(Basis basis, Per per, String window) {
            FigureKey key = new FigureKey(account.entity(), account.agreementId(), basis, window, account.dataset());
            return greatest.computeIfAbsent(
                    key,
                    unknown -> byOperator.values().stream()
                            .mapToLong(memory -> countIn(memory.calendarCourse(basis, per), window))
                            .max()
                            .orElse(0));
        }

        private static long countIn(@Nullable CalendarCourse course, String window) {
            return course == null ? 0 : course.countIn(window);
        }

        List<RollingCourse> courses(Basis basis, Rolling per) {
            List<RollingCourse> courses = new ArrayList<>();
            for (AccountMemory memory : byOperator.values()) {
                RollingCourse course = memory.rollingCourse(basis, per);
                if (course != null) {
                    courses.add(course);
                }
            }
            return courses;
        }
    }
}
