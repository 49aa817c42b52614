package dev.rollcall.stack.demo;

import dev.rollcall.model.Alert;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints for a terminal of 100 columns, and remembers how many of the published figures were met and which alerts were told. */
final class Page {
    private static final int WIDTH = 100;
    private static final String INDENT = "   ";

    /** The least width of the first column of tables. */
    static final int NAMES = 30;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.UK);

    private final PrintWriter out;
    private final Set<String> told = new TreeSet<>();
    private int compared;
    private int met;

    Page(PrintWriter out) {
        this.out = out;
    }

    void title(String title) {
        out.println();
        out.println("── " + title + " " + "─".repeat(Math.max(0, WIDTH - title.length() - 4)));
        out.println();
    }

    void blank() {
        out.println();
    }

    /** A paragraph, broken into lines. */
    void text(String text) {
        item("", text);
    }

    /** A paragraph whose first line begins with {@code mark}, under which the others begin. */
    void item(String mark, String text) {
        StringBuilder line = new StringBuilder(INDENT + mark);
        String next = " ".repeat(line.length());
        boolean begun = false;
        for (String word : text.split(" ")) {
            if (begun && line.length() + 1 + word.length() > WIDTH) {
                out.println(line);
                line = new StringBuilder(next);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        out.println(line);
    }

    /** A line to be copied, never broken. */
    void command(String line) {
        out.println(INDENT + line);
    }

    void table(Table table) {
        table.lines().forEach(line -> out.println(INDENT + line));
    }

    /**
     * Tells alerts, the most urgent first. Bands of one limit on one kind of window are told as one: the highest in its own
     * sentence, the warnings below it by their shares.
     */
    void alerts(List<Alert> alerts) {
        Map<String, List<Alert>> together = new LinkedHashMap<>();
        for (Alert alert : inOrder(alerts)) {
            told.add(alert.id());
            together.computeIfAbsent(
                            alert.finding().band() == null ? alert.id() : limitOf(alert), key -> new ArrayList<>())
                    .add(alert);
        }
        together.values().forEach(of -> {
            String lower = of.stream()
                    .skip(1)
                    .map(Page::band)
                    .distinct()
                    .sorted()
                    .map(band -> band + "%")
                    .collect(Collectors.joining(", "));
            String also = lower.isEmpty() ? "" : " Told before: " + lower + ".";
            Alert highest = of.get(0);
            item("%-8s  ".formatted(highest.finding().severity()), highest.explanation() + also);
        });
    }

    private static List<Alert> inOrder(List<Alert> alerts) {
        return alerts.stream()
                .sorted(Comparator.comparing((Alert alert) -> alert.finding().severity())
                        .reversed()
                        .thenComparing(alert -> alert.finding().rule())
                        .thenComparing(Comparator.comparing(Page::band).reversed())
                        .thenComparing(alert -> alert.finding().window()))
                .toList();
    }

    private static String limitOf(Alert alert) {
        String window = alert.finding().window();
        int rolling = window.indexOf("d@");
        return alert.finding().rule() + " " + alert.finding().entity() + " "
                + (rolling < 0 ? window : window.substring(0, rolling));
    }

    private static int band(Alert alert) {
        String band = alert.finding().band();
        return band == null ? 0 : Integer.parseInt(band);
    }

    /** A counted figure beside a published one, with ✓ or ✗. */
    String compare(long published, long counted) {
        compared++;
        if (published == counted) {
            met++;
        }
        return number(counted) + (published == counted ? " ✓" : " ✗");
    }

    int compared() {
        return compared;
    }

    int met() {
        return met;
    }

    /** Whether an alert has been told by its sentence or under another. */
    boolean hasTold(Alert alert) {
        return told.contains(alert.id());
    }

    static String number(long number) {
        return String.format(Locale.UK, "%,d", number);
    }

    /** A number and its noun, with an s where there is not one. */
    static String number(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    static String children(long number) {
        return number(number) + (number == 1 ? " child" : " children");
    }

    /** {@code part} in whole per cent of {@code whole}; a dash where there is no whole. */
    static String share(long part, @Nullable Long whole) {
        if (whole == null || whole == 0) {
            return "–";
        }
        long share = Math.round(100.0 * part / whole);
        return (part > whole && share == 100 ? "> " : "") + share + "%";
    }

    static String day(LocalDate day) {
        return day.format(DAY);
    }

    static String month(YearMonth month) {
        return month.format(MONTH);
    }
}
