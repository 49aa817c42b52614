package dev.rollcall.detect;

import dev.rollcall.model.Basis;
import dev.rollcall.model.EntityKind;
import dev.rollcall.model.Finding;
import dev.rollcall.policy.Agreement;
import dev.rollcall.policy.Body;
import dev.rollcall.policy.Limit;
import dev.rollcall.policy.Policy;
import dev.rollcall.policy.Share;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of the sentences in which alerts are told: who did what, when, and what is allowed. */
final class Sentence {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.UK);
    private static final int MOST_WORDS_OF_DATASET = 4;
    private static final Pattern ROLLING = Pattern.compile("(\\d+)d@(.+)");

    private static final int MOST_WORDS = 30;

    private final Finding finding;
    private final Policy policy;

    Sentence(Finding finding, Policy policy) {
        this.finding = finding;
        this.policy = policy;
    }

    /** The entity's full name, to begin a sentence with. */
    String who() {
        String id = finding.entity().id();
        return switch (finding.entity().kind()) {
            case BODY -> policy.nameOf(id);
            case GROUP -> "The group " + id;
            case PANEL -> "The panel " + id;
            case FEED -> "The feed " + id;
        };
    }

    /** What it did, how often and when: "received the records of 1,501 different children in March 2016". */
    String did() {
        return did(null);
    }

    /** As {@link #did()}, of one dataset: "received the records of 1,501 different children of School Census in March 2016". */
    String did(@Nullable String dataset) {
        String number = number(finding.observed());
        if (!finding.exact()) {
            number = "at least " + number;
        }
        boolean panel = finding.entity().kind() == EntityKind.PANEL;
        Basis basis = finding.basis() == null ? Basis.REQUESTS : finding.basis();
        String what = switch (basis) {
            case REQUESTS -> "submitted " + number + plural(" request");
            case ASKED ->
                finding.observed() == 0
                        ? "submitted a request"
                        : "asked about " + number + (finding.observed() == 1 ? " person" : " people");
            case ANSWERED -> "had " + number + plural(" request") + " answered";
            case RECORDS -> "received " + number + plural(" record");
            case CHILDREN ->
                finding.observed() == 0
                        ? "received an extract"
                        : "received the records of " + number
                                + (finding.observed() == 1 ? " child" : " different children");
            case REPEATS ->
                "received the records of " + (finding.exact() ? "the same " : "") + number
                        + (finding.observed() == 1 ? " child" : " children");
            case DECIDED ->
                panel ? "decided " + number + plural(" request") : "had " + number + plural(" request") + " decided";
            case REFUSED ->
                panel ? "refused " + number + plural(" request") : "had " + number + plural(" request") + " refused";
            default -> "sent " + number + " " + basis.unit();
        };
        return what + (dataset == null ? "" : " of " + dataset) + " " + when() + alsoBefore(basis);
    }

    private String alsoBefore(Basis basis) {
        Limit limit = basis == Basis.REPEATS ? policy.limitNamed(finding.rule()) : null;
        if (limit == null) {
            return "";
        }
        int before = limit.in() - 1;
        return before == 1 ? " and in the month before" : " and in each of the %d months before".formatted(before);
    }

    /** What is allowed, and by which document: "its memorandum allows 1,500". */
    String allows() {
        return document() + " allows " + limit();
    }

    /** As {@link #allows()}, and what a share is of: "the policy allows 10% of the declared 500, 50". */
    String allows(@Nullable Limit limit) {
        if (limit == null || limit.share() == null) {
            return allows();
        }
        String percent = document() + " allows " + limit.share().percent() + "%";
        if (limit.share().of() == Share.Whole.DATASET) {
            return "%s of it, %s".formatted(percent, limit());
        }
        Body body = policy.bodies().get(finding.entity().id());
        return body == null || body.declaredPerYear() == null
                ? allows()
                : "%s of the declared %s, %s".formatted(percent, number(body.declaredPerYear()), limit());
    }

    /** The limit's number. */
    String limit() {
        return number(finding.limit() == null ? 0 : finding.limit());
    }

    /** The first of these that is no longer than a sentence may be; the last where all are. */
    static String shortEnough(String... told) {
        for (String one : told) {
            if (one.split(" ").length <= MOST_WORDS) {
                return one;
            }
        }
        return told[told.length - 1];
    }

    /** The document as one speaks of it: "its memorandum", "Memorandum 2.1", "the policy". */
    String document() {
        Agreement agreement =
                finding.agreementId() == null ? null : policy.agreements().get(finding.agreementId());
        if (agreement == null) {
            return "the policy";
        }
        String name = agreement.name().strip();
        String lastWord = name.substring(name.lastIndexOf(' ') + 1);
        return lastWord.matches("[a-z]*[a-rt-z]") && !lastWord.equals(agreement.id()) ? "its " + lastWord : name;
    }

    /** How many of what was found: "1 event id", "1,501 event ids". */
    String count(String noun) {
        return number(finding.observed()) + " " + plural(noun);
    }

    /** What the finding is about, with at most {@code most} categories by name. */
    String about(int most) {
        return listed(List.of(String.valueOf(finding.key().about()).split("\\+")), most);
    }

    /** The dataset that it is about, by its first words: the longest name is of ten, and much of it stands in brackets. */
    String dataset() {
        String name = String.valueOf(finding.key().about()).replaceFirst(" \\(.*", "");
        List<String> words = List.of(name.split(" "));
        return words.size() > MOST_WORDS_OF_DATASET
                ? String.join(" ", words.subList(0, MOST_WORDS_OF_DATASET)) + "…"
                : name;
    }

    /** "a, b and c"; where there are more than {@code most}, "a, b, c and 4 more". */
    static String listed(List<String> items, int most) {
        if (items.size() > most) {
            return String.join(", ", items.subList(0, most)) + " and " + (items.size() - most) + " more";
        }
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /** The window in words: "in March 2016". */
    String when() {
        String window = finding.window();
        Matcher rolling = ROLLING.matcher(window);
        if (rolling.matches()) {
            return "within %s days, first by %s".formatted(rolling.group(1), day(LocalDate.parse(rolling.group(2))));
        }
        if (policy.periods().containsKey(window)) {
            return "from %s to %s"
                    .formatted(
                            day(policy.periods().get(window).from()),
                            day(policy.periods().get(window).to()));
        }
        if (window.startsWith("life@")) {
            return "since " + day(LocalDate.parse(window.substring(5)));
        }
        if (window.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return "on " + day(LocalDate.parse(window));
        }
        if (window.matches("\\d{4}-\\d{2}")) {
            return "in " + YearMonth.parse(window).format(MONTH);
        }
        if (window.matches("\\d{4}-Q\\d")) {
            return "in quarter " + window.charAt(6) + " of " + window.substring(0, 4);
        }
        return window.contains("/") ? "in the academic year " + window : "in " + window;
    }

    static String day(LocalDate day) {
        return day.format(DAY);
    }

    static String number(long number) {
        return String.format(Locale.UK, "%,d", number);
    }

    /** "1st", "2nd", "3rd", "4th", "11th", "21st". */
    static String ordinal(int number) {
        int tens = number / 10 % 10;
        String suffix = tens == 1
                ? "th"
                : switch (number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return number + suffix;
    }

    private String plural(String noun) {
        return finding.observed() == 1 ? noun : noun + "s";
    }
}
