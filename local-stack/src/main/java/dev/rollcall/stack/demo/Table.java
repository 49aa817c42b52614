package dev.rollcall.stack.demo;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns: the first to the left, all others to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final int atLeast;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param atLeast the least width of the first column, so that several tables look alike
     */
    public Table(int atLeast, String... heads) {
        this.atLeast = atLeast;
        row(heads);
    }

    /** Adds a row with as many cells as there are heads. */
    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** The rows as lines, without spaces at their ends. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String space = " ".repeat(width(column) - cell.length());
                line.append(column == 0 ? cell + space : GAP + space + cell);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        int widest =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return column == 0 ? Math.max(atLeast, widest) : widest;
    }
}
