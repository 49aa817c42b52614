package dev.rollcall.count;

import dev.rollcall.model.Basis;
import dev.rollcall.model.Calendar;
import dev.rollcall.model.Categories;
import dev.rollcall.model.Digest;
import dev.rollcall.model.Entity;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Figure;
import dev.rollcall.model.FigureKey;
import dev.rollcall.model.FigureKind;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Per;
import dev.rollcall.model.Rolling;
import dev.rollcall.model.Stage;
import dev.rollcall.model.Window;
import dev.rollcall.policy.Account;
import dev.rollcall.policy.LimitHistory;
import dev.rollcall.policy.Policies;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one entity: the facts, from which every figure can be counted, and the figures asked for.
 *
 * <p>The facts do not depend on any policy; {@link #adopt} counts the windows that a policy asks for from them. The order in
 * which observations come leaves no trace.
 */
public final class Memory {
    /** In place of the dataset of an extract that names none. */
    public static final String NO_DATASET = "-";

    private final Entity entity;
    private final AccountMemory total;
    private final Map<String, AccountMemory> agreements = new TreeMap<>();
    private final Map<String, AccountMemory> datasets = new TreeMap<>();
    private final Cases cases;
    /** How many extracts are held, by dataset. */
    private final Map<String, Integer> heldNow = new TreeMap<>();

    private final TreeMap<Integer, Integer> eventsOn = new TreeMap<>();
    /** By the first day of each month. */
    private final TreeMap<LocalDate, Map<Categories, Integer>> combinations = new TreeMap<>();
    /** Where this is a group: the extracts of its bodies that name datasets, each part of an event by itself. */
    private final Map<Digest, List<CaseEvent>> ofDatasets = new HashMap<>();
    /** Requests and extracts by name, as the numbers that facts keep. */
    private final Map<String, Long> names = new HashMap<>();

    private final Touched touched = new Touched();
    private @Nullable Policies policies;

    public Memory(Entity entity) {
        this.entity = entity;
        this.total = new AccountMemory(new Account(entity, null));
        this.cases = new Cases(entity);
    }

    public Entity entity() {
        return entity;
    }

    /** Counts {@code event}, or takes it back if {@code sign} is negative. */
    public void count(Observation event, int sign) {
        LocalDate day = LocalDate.ofEpochDay(event.day());
        count(total, event, day, sign);
        if (entity.kind() == EntityKind.BODY && event.agreementKnown()) {
            count(account(Objects.requireNonNull(event.agreementId())), event, day, sign);
        }
        int before = eventsOn.getOrDefault(event.day(), 0);
        if (before + sign == 0) {
            eventsOn.remove(event.day());
        } else {
            eventsOn.put(event.day(), before + sign);
        }
        if (before == 0 || before + sign == 0) {
            allRolling(course -> course.markDirty(event.day(), event.day()));
        }
        if (entity.kind() == EntityKind.BODY) {
            if (event.stage() == Stage.RELEASED) {
                combine(event, day, sign);
            }
            countCase(event, sign);
        } else if (entity.kind() == EntityKind.GROUP
                && event.stage() == Stage.RELEASED
                && !event.datasets().names().isEmpty()) {
            remember(CaseEvent.of(event), sign);
        }
        if (policies != null) {
            countParts(event, sign);
        }
    }

    private void remember(CaseEvent event, int sign) {
        if (sign > 0) {
            ofDatasets
                    .computeIfAbsent(event.identity(), identity -> new ArrayList<>(1))
                    .add(event);
            return;
        }
        List<CaseEvent> parts = Objects.requireNonNull(ofDatasets.get(event.identity()));
        for (int i = 0; i < parts.size(); i++) {
            if (Arrays.equals(parts.get(i).children(), event.children())) {
                parts.remove(i);
                break;
            }
        }
        if (parts.isEmpty()) {
            ofDatasets.remove(event.identity());
        }
    }

    private void countParts(Observation event, int sign) {
        AccountMemory under = event.agreementKnown() ? accountOf(event.agreementId()) : null;
        if (partsOf(total) != null || partsOf(under) != null) {
            countParts(CaseEvent.of(event), sign);
        }
    }

    private void countParts(CaseEvent event, int sign) {
        countParts(partsOf(total), event, sign);
        if (event.agreementId() != null) {
            countParts(partsOf(accountOf(event.agreementId())), event, sign);
        }
    }

    private void countParts(@Nullable Parts parts, CaseEvent event, int sign) {
        if (parts != null) {
            parts.count(event, sign, id -> nameOf(entity.id(), id), touched);
        }
    }

    /** The parts of an account that limits judge; null where there are none. */
    private static @Nullable Parts partsOf(@Nullable AccountMemory account) {
        Parts parts = account == null ? null : account.parts();
        return parts == null || parts.isEmpty() ? null : parts;
    }

    /** An extract is held from its first release until it is certified destroyed, in whichever order that is told. */
    private void countCase(Observation event, int sign) {
        String extract = event.extractId();
        if (extract == null || (event.stage() != Stage.RELEASED && event.stage() != Stage.DESTROYED)) {
            cases.count(event, sign);
            return;
        }
        Cases.Held before = cases.held(extract);
        cases.count(event, sign);
        Cases.Held after = cases.held(extract);
        if (!Objects.equals(before, after)) {
            hold(extract, before, -1);
            hold(extract, after, 1);
        }
    }

    private void hold(String extract, Cases.@Nullable Held held, int sign) {
        if (held != null) {
            long name = nameOf(entity.id(), extract);
            for (String dataset : held.datasets().isEmpty() ? Set.of(NO_DATASET) : held.datasets()) {
                accountOfDataset(dataset).mark(Basis.HELD, LocalDate.ofEpochDay(held.since()), name, sign, touched);
                heldNow.merge(dataset, sign, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
            }
        }
    }

    /** The requests and extracts of this entity; none where it is no body. */
    public Cases cases() {
        return cases;
    }

    private void count(AccountMemory account, Observation event, LocalDate day, int sign) {
        Contribution.of(event, new Contribution.Sink() {
            @Override
            public void mark(Basis basis, long key) {
                account.mark(basis, day, key, sign, touched);
            }

            @Override
            public void add(Basis basis, long amount) {
                account.addAmount(basis, day, sign * amount, touched);
            }

            @Override
            public long nameOf(String body, @Nullable String id) {
                return Memory.this.nameOf(body, id);
            }
        });
    }

    /** Adds {@code amount} to one of the bases that no single observation counts towards, on a day of the month meant. */
    public void tally(Basis basis, LocalDate day, long amount) {
        total.addAmount(basis, day, amount, touched);
    }

    private void combine(Observation event, LocalDate day, int sign) {
        if (!event.categories().isEmpty()) {
            LocalDate month = day.withDayOfMonth(1);
            Map<Categories, Integer> sets = combinations.computeIfAbsent(month, m -> new HashMap<>());
            sets.merge(event.categories(), sign, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
            if (sets.isEmpty()) {
                combinations.remove(month);
            }
        }
    }

    /**
     * Sets up the windows that {@code adopted} asks for, counted from the facts.
     *
     * @param judged the figures of the whole entity that detectors judge by, besides those of months
     */
    public void adopt(Policies adopted, Set<FigureKind> judged) {
        policies = adopted;
        total.adopt(adopted, judged, touched);
        agreements.values().forEach(account -> account.adopt(adopted, Set.of(), touched));
        datasets.values().forEach(account -> account.adopt(adopted, Set.of(), touched));
        if (partsOf(total) != null || agreements.values().stream().anyMatch(account -> partsOf(account) != null)) {
            cases.forEach(event -> countParts(event, 1));
            ofDatasets.values().forEach(parts -> parts.forEach(event -> countParts(event, 1)));
        }
    }

    private AccountMemory account(String agreementId) {
        AccountMemory account = agreements.get(agreementId);
        return account == null ? added(agreements, agreementId, new Account(entity, agreementId)) : account;
    }

    private AccountMemory accountOfDataset(String dataset) {
        AccountMemory account = datasets.get(dataset);
        return account == null ? added(datasets, dataset, new Account(entity, null, dataset)) : account;
    }

    private AccountMemory added(Map<String, AccountMemory> accounts, String name, Account of) {
        AccountMemory account = new AccountMemory(of);
        if (policies != null) {
            account.adopt(policies, Set.of(), touched);
        }
        accounts.put(name, account);
        return account;
    }

    private long nameOf(String body, @Nullable String id) {
        String name = entity.kind() == EntityKind.BODY ? String.valueOf(id) : body + ' ' + id;
        Long known = names.get(name);
        if (known == null) {
            known = (long) names.size();
            names.put(name, known);
        }
        return known;
    }

    /** What changed since it was last asked for. */
    public Touched touched() {
        return touched;
    }

    /** The first day on which any event of this entity counts; null where none does. */
    public @Nullable LocalDate firstDay() {
        return eventsOn.isEmpty() ? null : LocalDate.ofEpochDay(eventsOn.firstKey());
    }

    /** Whether any event of this entity counts on {@code day}, in days from 1970-01-01. */
    public boolean hasEventOn(int day) {
        return eventsOn.containsKey(day);
    }

    /** The limits, of any version, on {@code agreementId}, or on the whole entity where null. */
    public List<LimitHistory> limitsOn(@Nullable String agreementId) {
        if (agreementId == null) {
            return total.limits();
        }
        AccountMemory account = agreements.get(agreementId);
        return account == null ? List.of() : account.limits();
    }

    /** The agreements under which anything was ever counted. */
    public Set<String> agreements() {
        return Collections.unmodifiableSet(agreements.keySet());
    }

    /** The rolling course that {@code figure} is one window of. */
    public @Nullable RollingCourse rolling(FigureKey figure, Rolling per) {
        AccountMemory account = accountOf(figure.agreementId());
        return account == null ? null : account.rollingCourse(figure.basis(), per);
    }

    /**
     * The count of the part of an account that {@code limit} judges, in the calendar's window named; of each operator the
     * greatest.
     */
    public long countOfPart(@Nullable String agreementId, LimitHistory limit, String window) {
        Parts parts = partsOf(accountOf(agreementId));
        return parts == null ? 0 : parts.greatest(limit, window);
    }

    /** The rolling courses of the part of an account that {@code limit} judges: one, or one of each operator. */
    public List<RollingCourse> rollingOfPart(@Nullable String agreementId, LimitHistory limit, Rolling per) {
        Parts parts = partsOf(accountOf(agreementId));
        return parts == null ? List.of() : parts.courses(limit, per);
    }

    /** Every rolling course of every account. */
    public List<RollingCourse> allRolling() {
        List<RollingCourse> all = new ArrayList<>();
        allRolling(all::add);
        return all;
    }

    private void allRolling(Consumer<RollingCourse> visitor) {
        total.rolling().forEach(visitor);
        for (AccountMemory account : agreements.values()) {
            account.rolling().forEach(visitor);
        }
    }

    /** Every calendar figure that is kept, zero or not. */
    public List<Cell> allCells() {
        List<Cell> all = new ArrayList<>();
        total.cells().forEach(all::add);
        agreements.values().forEach(account -> account.cells().forEach(all::add));
        datasets.values().forEach(account -> account.cells().forEach(all::add));
        return all;
    }

    /** The windows in which the whole entity has a count of {@code basis}, or had one, in no order. */
    public Collection<Cell> cells(Basis basis, Calendar per) {
        return cells(null, basis, per);
    }

    /** As above, under {@code agreementId}, or of the whole entity where null. */
    public Collection<Cell> cells(@Nullable String agreementId, Basis basis, Calendar per) {
        AccountMemory account = accountOf(agreementId);
        CalendarCourse course = account == null ? null : account.calendarCourse(basis, per);
        return course == null ? List.of() : Collections.unmodifiableCollection(course.cells());
    }

    /** The count of {@code basis} in {@code window} under {@code agreementId}, or in total; 0 where nothing was counted. */
    public long count(@Nullable String agreementId, Basis basis, Per per, Window window) {
        return count(accountOf(agreementId), basis, per, window);
    }

    /** The count of {@code figure}; 0 where nothing was counted. */
    public long count(FigureKey figure, Per per, Window window) {
        return count(accountOf(figure), figure.basis(), per, window);
    }

    private static long count(@Nullable AccountMemory account, Basis basis, Per per, Window window) {
        if (account == null) {
            return 0;
        }
        if (per instanceof Rolling rolling) {
            RollingCourse course = account.rollingCourse(basis, rolling);
            return course == null
                    ? 0
                    : course.countOn((int) window.end().minusDays(1).toEpochDay());
        }
        CalendarCourse course = account.calendarCourse(basis, per);
        return course == null ? 0 : course.countIn(window.name());
    }

    /** Whether the count of children in {@code window} is exact: no extract left out tokens. */
    public boolean exact(@Nullable String agreementId, Basis basis, Per per, Window window) {
        if (basis == Basis.REPEATS) {
            AccountMemory account = accountOf(agreementId);
            return account == null || account.exactRepeats(window);
        }
        return basis != Basis.CHILDREN || count(agreementId, Basis.INEXACT, per, window) == 0;
    }

    /** The days on which there is anything of a basis that adds amounts, in order. */
    public SortedSet<LocalDate> daysOf(Basis basis) {
        return total.amounts(basis).days();
    }

    /**
     * The months, first day each, in which extracts with known categories were released, and how many of each set: a view, to be
     * read only.
     */
    public NavigableMap<LocalDate, Map<Categories, Integer>> combinations() {
        return Collections.unmodifiableNavigableMap(combinations);
    }

    /** How many extracts are held of each dataset, where any are: a view. One that names several is counted in each. */
    public Map<String, Integer> held() {
        return Collections.unmodifiableMap(heldNow);
    }

    /** How many different extracts were released in each month before the one that begins with {@code firstDay}, added up. */
    public long extractsBefore(LocalDate firstDay) {
        return total.distinct(Basis.EXTRACTS).countBefore(Facts.month(firstDay));
    }

    /** The figure of a window that the calendar gives, not yet judged or published. */
    public Figure figure(Cell cell, int policyVersion) {
        FigureKey key = cell.key();
        boolean exact = exact(key.agreementId(), key.basis(), cell.per(), cell.window());
        return new Figure(key, cell.per(), cell.window(), cell.count(), exact, null, false, 0, policyVersion);
    }

    /** The figure of the rolling window that ends with {@code day}, not yet judged or published. */
    public Figure figure(RollingCourse course, int day, int policyVersion) {
        Window window = course.windowOn(day);
        FigureKey key = course.keyOn(day);
        boolean exact = exact(key.agreementId(), key.basis(), course.per(), window);
        return new Figure(key, course.per(), window, course.countOn(day), exact, null, false, 0, policyVersion);
    }

    /** The cell of {@code basis} in the window of {@code cell}; null where nothing is counted there. */
    public @Nullable Cell beside(Cell cell, Basis basis) {
        AccountMemory account = accountOf(cell.key());
        CalendarCourse course = account == null ? null : account.calendarCourse(basis, cell.per());
        return course == null ? null : course.cell(cell.window().name());
    }

    /** The course of children that inexact extracts make "at least". */
    public @Nullable RollingCourse childrenBeside(RollingCourse inexact) {
        AccountMemory account = accountOf(inexact.account().agreementId());
        return account == null ? null : account.rollingCourse(Basis.CHILDREN, inexact.per());
    }

    private @Nullable AccountMemory accountOf(FigureKey figure) {
        return figure.dataset() == null ? accountOf(figure.agreementId()) : datasets.get(figure.dataset());
    }

    private @Nullable AccountMemory accountOf(@Nullable String agreementId) {
        return agreementId == null ? total : agreements.get(agreementId);
    }
}
