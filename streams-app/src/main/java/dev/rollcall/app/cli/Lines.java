package dev.rollcall.app.cli;

import dev.rollcall.model.AlertState;
import dev.rollcall.replay.disclosure.Shown;
import dev.rollcall.wire.AlertLine;
import dev.rollcall.wire.Ndjson;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How alerts, tables and counts read in a terminal. */
final class Lines {
    /** The most urgent first, then by time. */
    static final Comparator<AlertLine> ALERTS = Comparator.comparingInt(Lines::urgency)
            .reversed()
            .thenComparing(AlertLine::window)
            .thenComparing(AlertLine::entity)
            .thenComparing(AlertLine::alertId);

    private static final String BETWEEN_COLUMNS = "  ";
    private static final Pattern NUMBER = Pattern.compile("(at least )?[\\d,]*");

    private Lines() {}

    private static int urgency(AlertLine alert) {
        return alert.severity() == null ? -1 : alert.severity().ordinal();
    }

    static String of(AlertLine alert) {
        String severity =
                alert.severity() == null ? "UNKNOWN" : alert.severity().name();
        String state = alert.state() == AlertState.RAISED ? "" : " (" + words(alert.state()) + ")";
        return "%-8s  %s%s".formatted(severity, alert.explanation(), state);
    }

    private static String words(@Nullable AlertState state) {
        return state == null
                ? "in a state unknown to this version"
                : state.name().toLowerCase(Locale.ROOT);
    }

    /** The line of a figure, with its count where that may be told. */
    static String json(Shown figure) {
        return figure.isHidden() ? Ndjson.untold(figure.line(), figure.text()) : Ndjson.line(figure.line());
    }

    /** How many there are, with the noun that goes with it: "1 limit", "2,000 limits". */
    static String count(long number, String one, String several) {
        return "%,d %s".formatted(number, number == 1 ? one : several);
    }

    /** Things as one lists them: "1", "1 and 2", "1, 2 and 3". */
    static String listed(List<?> things) {
        List<String> texts = things.stream().map(String::valueOf).toList();
        int last = texts.size() - 1;
        return last < 1
                ? String.join("", texts)
                : String.join(", ", texts.subList(0, last)) + " and " + texts.get(last);
    }

    /**
     * Rows under a heading, each column as wide as its widest text; columns of numbers are aligned to the right.
     *
     * @param rows gone through twice, so that they need not all be kept
     */
    static void table(PrintWriter out, List<String> heading, Iterable<List<String>> rows) {
        int[] widths = heading.stream().mapToInt(String::length).toArray();
        boolean[] numbers = new boolean[widths.length];
        Arrays.fill(numbers, rows.iterator().hasNext());
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                String text = row.get(column);
                widths[column] = Math.max(widths[column], text.length());
                numbers[column] = numbers[column] && NUMBER.matcher(text).matches();
            }
        }
        print(out, heading, widths, numbers);
        rows.forEach(row -> print(out, row, widths, numbers));
    }

    private static void print(PrintWriter out, List<String> row, int[] widths, boolean[] numbers) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String space = " ".repeat(widths[column] - row.get(column).length());
            line.append(column == 0 ? "" : BETWEEN_COLUMNS)
                    .append(numbers[column] ? space + row.get(column) : row.get(column) + space);
        }
        out.println(line.toString().stripTrailing());
    }
}
