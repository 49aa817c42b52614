package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Limit;
import dev.rollcall.oracle.OraclePolicy.Version;
import dev.rollcall.oracle.OracleResult.Tally;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Computes every figure of a history from scratch, each by a look at all events of its account.
 *
 * @param events those that count
 * @param byAccount the same, of each account
 */
record CountedHistory(List<Counted> events, Map<Account, List<Counted>> byAccount, OraclePolicy policy, Instant now) {
    private static final List<String> ALL_BASES =
            List.of("requests", "asked", "answered", "records", "children", "decided", "refused");
    private static final List<String> PANEL_BASES = List.of("decided", "refused");

    static CountedHistory of(List<Counted> events, OraclePolicy policy, Instant now) {
        Map<Account, List<Counted>> byAccount = new LinkedHashMap<>();
        for (Counted event : events) {
            for (Account account : event.accounts()) {
                byAccount.computeIfAbsent(account, one -> new ArrayList<>()).add(event);
            }
        }
        return new CountedHistory(events, byAccount, policy, now);
    }

    /** Every non-zero figure that is kept. */
    Map<FigureKey, Tally> figures() {
        Map<FigureKey, Tally> figures = new HashMap<>();
        for (Account account : accounts()) {
            for (String basis : account.entityKind().equals("panel") ? PANEL_BASES : ALL_BASES) {
                for (String per : keptPer(account, basis)) {
                    for (OracleWindow window : publishedWindows(account, per)) {
                        long count = count(of(account), basis, window);
                        if (count != 0) {
                            figures.put(key(account, basis, window), new Tally(count, isExact(account, basis, window)));
                        }
                    }
                }
            }
            figures.putAll(repeats(account));
        }
        return figures;
    }

    private static FigureKey key(Account account, String basis, OracleWindow window) {
        return new FigureKey(account.entityKind(), account.entity(), account.agreementId(), basis, window.name());
    }

    /** The children seen again, of an account on which a limit asks for them. */
    private Map<FigureKey, Tally> repeats(Account account) {
        Map<FigureKey, Tally> figures = new HashMap<>();
        Integer months = null;
        for (Limit limit : limitsOn(account)) {
            months = limit.basis().equals("repeats") ? Integer.valueOf(limit.monthsOfRepeats()) : months;
        }
        if (months == null) {
            return figures;
        }
        for (OracleWindow window : windowsWithEvents(account, "month")) {
            long count = repeats(of(account), months, window).size();
            if (count != 0) {
                boolean exact = true;
                for (int before = 0; before < months; before++) {
                    LocalDate day = window.first().minusMonths(before);
                    exact = exact && isExact(account, "children", OracleWindow.month(day));
                }
                figures.put(key(account, "repeats", window), new Tally(count, exact));
            }
        }
        return figures;
    }

    Set<Account> accounts() {
        return byAccount.keySet();
    }

    /** The events of an account, in the order in which they arrived. */
    List<Counted> of(Account account) {
        return byAccount.getOrDefault(account, List.of());
    }

    /** The limits that cover an account, of all versions, oldest first. */
    List<Limit> limitsOn(Account account) {
        return policy.versions().stream()
                .flatMap(version -> version.limitsOn(account).stream())
                .toList();
    }

    /** The lengths of time for which a basis of an account is kept, in the words of the policy. */
    private Set<String> keptPer(Account account, String basis) {
        Set<String> kept = new TreeSet<>();
        kept.add("month");
        if (account.entityKind().equals("body") && account.agreementId() == null) {
            kept.addAll(policy.periods().keySet());
        }
        for (Limit limit : limitsOn(account)) {
            if (limit.basis().equals(basis)) {
                kept.add(limit.per());
            }
        }
        for (Version version : account.agreementId() == null ? policy.versions() : List.<Version>of()) {
            kept.addAll(perOfRatios(version, account, basis));
            kept.addAll(perOfBaselines(version, account, basis));
        }
        return kept;
    }

    private static Set<String> perOfRatios(Version version, Account account, String basis) {
        Set<String> kept = new TreeSet<>();
        for (Map<String, Object> settings : version.detectors("ratio").values()) {
            boolean asked = List.of(settings.getOrDefault("of", "children"), settings.getOrDefault("to", "asked"))
                    .contains(basis);
            if (asked && version.judges(settings, account.entityKind(), account.entity())) {
                kept.add(OraclePolicy.text(settings.getOrDefault("per", "month")));
            }
        }
        return kept;
    }

    private static Set<String> perOfBaselines(Version version, Account account, String basis) {
        Set<String> kept = new TreeSet<>();
        for (Map<String, Object> settings : version.detectors("baseline").values()) {
            boolean asked = settings.getOrDefault("count", "children").equals(basis)
                    && !account.entityKind().equals("panel");
            if (asked && version.judges(settings, account.entityKind(), account.entity())) {
                kept.add(OraclePolicy.text(settings.getOrDefault("per", "month")));
            }
        }
        return kept;
    }

    private Set<OracleWindow> publishedWindows(Account account, String per) {
        if (!isRolling(per)) {
            return windowsWithEvents(account, per);
        }
        Set<OracleWindow> windows = new LinkedHashSet<>();
        for (Counted event : events) {
            boolean ofEntity = event.accounts().stream()
                    .anyMatch(other -> other.entityKind().equals(account.entityKind())
                            && other.entity().equals(account.entity()));
            if (ofEntity && !event.day().isAfter(policy.day(now))) {
                windows.add(OracleWindow.rolling(rollingDays(per), event.day()));
            }
        }
        return windows;
    }

    /** The windows of one kind, rolling ones excepted, that hold an event of the account. */
    Set<OracleWindow> windowsWithEvents(Account account, String per) {
        Set<OracleWindow> windows = new LinkedHashSet<>();
        Map<String, OracleWindow> periods = policy.periods();
        for (Counted event : of(account)) {
            OracleWindow window = windowOf(event, account, per, periods);
            if (window != null && event.isIn(window)) {
                windows.add(window);
            }
        }
        return windows;
    }

    private OracleWindow windowOf(Counted event, Account account, String per, Map<String, OracleWindow> periods) {
        OracleWindow calendar = OracleWindow.ofCalendar(per, event.day());
        if (calendar != null) {
            return calendar;
        }
        if (per.equals("agreement")) {
            return account.agreementId() == null
                    ? null
                    : life(account, event.agreement().from());
        }
        return periods.get(per);
    }

    /** The life of an agreement from a day on; it ends with the last {@code until} that any version gives it. */
    private OracleWindow life(Account account, LocalDate from) {
        LocalDate last = LocalDate.MIN;
        for (Version version : policy.versions()) {
            OraclePolicy.Agreement agreement = version.agreement(account.agreementId(), account.entity());
            if (agreement != null && agreement.from().equals(from) && last != null) {
                last = agreement.until() == null || agreement.until().isAfter(last) ? agreement.until() : last;
            }
        }
        return OracleWindow.life(from, last);
    }

    /** Whether a window is over. */
    boolean isClosed(OracleWindow window) {
        return !policy.startOf(window.firstDayAfter()).isAfter(now);
    }

    /** The version in force at the last instant of a window. */
    Version versionAtTheEndOf(OracleWindow window) {
        return policy.inForce(policy.startOf(window.firstDayAfter()).minusMillis(1));
    }

    static boolean isRolling(String per) {
        return per.matches("[0-9]+ days");
    }

    static int rollingDays(String per) {
        return Integer.parseInt(per.split(" ")[0]);
    }

    /** What a basis comes to over those of the given events that are in a window. */
    static long count(List<Counted> events, String basis, OracleWindow window) {
        Set<String> distinct = new HashSet<>();
        long sum = 0;
        for (Counted event : events) {
            if (!event.isIn(window)) {
                continue;
            }
            switch (basis) {
                case "requests" -> {
                    if (event.is("SUBMITTED")) {
                        distinct.add(event.request());
                    }
                }
                case "asked" -> {
                    if (event.is("SUBMITTED") && event.event().asked() != null) {
                        sum += event.event().asked();
                    }
                }
                case "answered" -> {
                    if (event.is("RELEASED") && event.event().requestId() != null) {
                        distinct.add(event.request());
                    }
                }
                case "records" -> {
                    if (event.is("RELEASED")) {
                        sum += event.event().records();
                    }
                }
                case "children" -> {
                    if (event.is("RELEASED")) {
                        distinct.addAll(event.event().children());
                    }
                }
                case "decided" -> {
                    if (event.is("APPROVED") || event.is("REFUSED")) {
                        distinct.add(event.request());
                    }
                }
                case "refused" -> {
                    if (event.is("REFUSED")) {
                        distinct.add(event.request());
                    }
                }
                default -> throw new IllegalArgumentException("Expected a basis, but found " + basis);
            }
        }
        return sum + distinct.size();
    }

    /** The children released in a month and in each of the months before it that make {@code months} with it. */
    static Set<String> repeats(List<Counted> events, int months, OracleWindow month) {
        Set<String> seenInAll = null;
        for (int before = 0; before < months; before++) {
            OracleWindow one = OracleWindow.month(month.first().minusMonths(before));
            Set<String> children = new HashSet<>();
            for (Counted event : events) {
                if (event.is("RELEASED") && event.isIn(one)) {
                    children.addAll(event.event().children());
                }
            }
            if (seenInAll == null) {
                seenInAll = children;
            } else {
                seenInAll.retainAll(children);
            }
        }
        return seenInAll;
    }

    private boolean isExact(Account account, String basis, OracleWindow window) {
        if (!basis.equals("children")) {
            return true;
        }
        for (Counted event : of(account)) {
            if (event.is("RELEASED") && event.missing() > 0 && event.isIn(window)) {
                return false;
            }
        }
        return true;
    }
}
