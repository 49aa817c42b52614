package dev.rollcall.oracle;

import dev.rollcall.oracle.OraclePolicy.Limit;
import dev.rollcall.oracle.OraclePolicy.Version;
import dev.rollcall.oracle.OracleResult.Tally;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Computes every figure of a history from scratch, each by a look at all events that count. */
record CountedHistory(List<Counted> events, OraclePolicy policy, Instant now) {
    private static final List<String> ALL_BASES =
            List.of("requests", "asked", "answered", "records", "children", "decided", "refused");
    private static final List<String> PANEL_BASES = List.of("decided", "refused");

    /** Every non-zero figure that is kept. */
    Map<FigureKey, Tally> figures() {
        Map<FigureKey, Tally> figures = new HashMap<>();
        for (Account account : accounts()) {
            for (String basis : account.entityKind().equals("panel") ? PANEL_BASES : ALL_BASES) {
                for (String per : keptPer(account, basis)) {
                    for (OracleWindow window : publishedWindows(account, per)) {
                        long count = count(account, basis, window);
                        if (count != 0) {
                            figures.put(
                                    new FigureKey(
                                            account.entityKind(),
                                            account.entity(),
                                            account.agreementId(),
                                            basis,
                                            window.name()),
                                    new Tally(count, isExact(account, basis, window)));
                        }
                    }
                }
            }
        }
        return figures;
    }

    Set<Account> accounts() {
        Set<Account> accounts = new LinkedHashSet<>();
        events.forEach(event -> accounts.addAll(event.accounts()));
        return accounts;
    }

    /** The lengths of time for which a basis of an account is kept, in the words of the policy. */
    private Set<String> keptPer(Account account, String basis) {
        Set<String> kept = new TreeSet<>();
        kept.add("month");
        if (account.entityKind().equals("body") && account.agreementId() == null) {
            kept.addAll(policy.periods().keySet());
        }
        for (Version version : policy.versions()) {
            for (Limit limit : version.limitsOn(account)) {
                if (limit.basis().equals(basis)) {
                    kept.add(limit.per());
                }
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
        for (Counted event : events) {
            if (event.accounts().contains(account)) {
                OracleWindow window = windowOf(event, account, per, periods);
                if (window != null && event.isIn(window)) {
                    windows.add(window);
                }
            }
        }
        return windows;
    }

    private OracleWindow windowOf(Counted event, Account account, String per, Map<String, OracleWindow> periods) {
        return switch (per) {
            case "day" -> OracleWindow.day(event.day());
            case "month" -> OracleWindow.month(event.day());
            case "quarter" -> OracleWindow.quarter(event.day());
            case "academic-year" -> OracleWindow.academicYear(event.day());
            case "agreement" ->
                account.agreementId() == null
                        ? null
                        : life(account, event.agreement().from());
            default -> periods.get(per);
        };
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

    static boolean isRolling(String per) {
        return per.matches("[0-9]+ days");
    }

    static int rollingDays(String per) {
        return Integer.parseInt(per.split(" ")[0]);
    }

    long count(Account account, String basis, OracleWindow window) {
        Set<String> distinct = new HashSet<>();
        long sum = 0;
        for (Counted event : events) {
            if (!event.isIn(window) || !event.accounts().contains(account)) {
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

    private boolean isExact(Account account, String basis, OracleWindow window) {
        if (!basis.equals("children")) {
            return true;
        }
        for (Counted event : events) {
            if (event.is("RELEASED")
                    && event.missing() > 0
                    && event.isIn(window)
                    && event.accounts().contains(account)) {
                return false;
            }
        }
        return true;
    }
}
