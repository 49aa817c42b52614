package dev.rollcall.oracle;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event that counts, seen in the light of the policy version in force at its {@code at}.
 *
 * @param day the local day of {@code at}
 * @param agreement the one it names, if that is known for the body when it happened; else null
 * @param accounts those to which it belongs
 * @param datasets those it names that the catalogue or the policy knows, as these spell them
 * @param unknownDatasets how many of the names it gives are of no dataset known
 */
record Counted(
        OracleEvent event,
        LocalDate day,
        OraclePolicy.Version version,
        OraclePolicy.Agreement agreement,
        Set<Account> accounts,
        Set<String> datasets,
        long unknownDatasets) {
    private static final Pattern TERM = Pattern.compile("_(AUT|SPR|SUM)([0-9]{2})$");

    static Counted of(OracleEvent event, OraclePolicy policy) {
        OraclePolicy.Version version = policy.inForce(event.at());
        OraclePolicy.Agreement agreement =
                Sieve.isMalformed(event.agreementId()) ? null : version.agreement(event.agreementId(), event.body());

        Set<Account> accounts = new LinkedHashSet<>();
        accounts.add(new Account("body", event.body(), null));
        if (agreement != null) {
            accounts.add(new Account("body", event.body(), agreement.id()));
        }
        if (version.groupOf(event.body()) != null) {
            accounts.add(new Account("group", version.groupOf(event.body()), null));
        }
        boolean decision = event.is("APPROVED") || event.is("REFUSED");
        if (decision && event.panel() != null && !Sieve.isMalformed(event.panel())) {
            accounts.add(new Account("panel", event.panel(), null));
        }
        Set<String> datasets = new TreeSet<>();
        Set<String> unknown = new TreeSet<>();
        for (String name : event.datasets()) {
            String dataset = dataset(name, version);
            if (dataset == null) {
                unknown.add(name);
            } else {
                datasets.add(dataset);
            }
        }
        return new Counted(event, policy.day(event.at()), version, agreement, accounts, datasets, unknown.size());
    }

    private static String dataset(String name, OraclePolicy.Version version) {
        Set<String> known = new TreeSet<>(OracleCatalogue.datasets());
        known.addAll(version.datasets().keySet());
        for (String dataset : known) {
            if (OracleCatalogue.key(dataset).equals(OracleCatalogue.key(name))) {
                return dataset;
            }
        }
        return null;
    }

    boolean is(String stage) {
        return event.is(stage);
    }

    String body() {
        return event.body();
    }

    String request() {
        return event.body() + " " + event.requestId();
    }

    String feed() {
        return Sieve.feed(event);
    }

    String agreementId() {
        return agreement == null ? null : agreement.id();
    }

    boolean isIn(OracleWindow window) {
        if (window.life()) {
            return agreement != null && agreement.from().equals(window.first()) && agreement.lives(day);
        }
        return window.holds(day);
    }

    /** The children that the sender states but does not name by token. */
    long missing() {
        long tokens = new HashSet<>(event.children()).size();
        long stated = 0;
        if (event.childCount() != null) {
            stated = event.childCount();
        } else if (tokens == 0 && event.records() != null) {
            stated = event.records();
        }
        return Math.max(0, stated - tokens);
    }

    /** How many children were released, or how many people were asked about; nothing for the other stages. */
    long people() {
        if (is("RELEASED")) {
            return new HashSet<>(event.children()).size();
        }
        return is("SUBMITTED") && event.asked() != null ? event.asked() : 0;
    }

    /** The datasets of which it names data that had not appeared on its day. */
    Set<String> unreleased() {
        Set<String> unreleased = new TreeSet<>();
        for (String spelling : event.datasets()) {
            String dataset = dataset(spelling, version);
            Map<String, Object> said = OraclePolicy.map(version.datasets().get(dataset));
            LocalDate released = OraclePolicy.date(said.get("released"));
            Map<String, Object> appears = OraclePolicy.map(said.get("appears"));
            boolean early = released != null && day.isBefore(released);
            List<String> named = new ArrayList<>(event.fields());
            named.add(spelling);
            for (String name : named) {
                LocalDate appeared = appearance(name, appears);
                early = early || (appeared != null && day.isBefore(appeared));
            }
            if (dataset != null && early) {
                unreleased.add(dataset);
            }
        }
        return unreleased;
    }

    /** From which day data of the term that a name ends with are there; null where nothing is said of it. */
    private static LocalDate appearance(String name, Map<String, Object> appears) {
        Matcher term = TERM.matcher(name);
        if (!term.find()) {
            return null;
        }
        int taken = switch (term.group(1)) {
            case "AUT" -> 10;
            case "SPR" -> 1;
            default -> 5;
        };
        String inWords = taken == 10 ? "autumn" : taken == 1 ? "spring" : "summer";
        if (!appears.containsKey(inWords)) {
            return null;
        }
        Month month = Month.valueOf(OraclePolicy.text(appears.get(inWords)).toUpperCase(Locale.ROOT));
        int year = 2000 + Integer.parseInt(term.group(2));
        return LocalDate.of(month.getValue() < taken ? year + 1 : year, month, 1);
    }

    /** What it is for, as a word that the policy knows, or {@code other}; null where it does not say. */
    String purpose() {
        return word(event.purpose(), version.purposes());
    }

    String legalGateway() {
        return word(event.legalGateway(), version.words("legal-gateways"));
    }

    String recipient() {
        return Sieve.isMalformed(event.recipient()) ? null : event.recipient();
    }

    private static String word(String said, Set<String> known) {
        return said == null || known.contains(said) ? said : "other";
    }

    Set<String> categories(Function<String, String> categoryOf) {
        Set<String> categories = new TreeSet<>();
        for (String field : event.fields()) {
            if (categoryOf.apply(field) != null) {
                categories.add(categoryOf.apply(field));
            }
        }
        return categories;
    }

    String kindOfReceiver() {
        String recipient = event.recipient();
        boolean known = recipient != null && !Sieve.isMalformed(recipient) && version.knows(recipient);
        return version.kindOf(known ? recipient : body());
    }
}
