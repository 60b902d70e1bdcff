package org.polyvisor.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Columns of text: numbers stand at the right, everything else at the left. */
public final class Table {
    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Begins a table.
     *
     * @param heads of its columns
     */
    public Table(String... heads) {
        this.heads = List.of(heads);
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are columns; fractions are shown with one digit behind the point, whole numbers in groups of three
     */
    public void row(Object... cells) {
        if (cells.length != heads.size())
            throw new IllegalArgumentException(cells.length + " cells in a table of " + heads.size() + " columns");
        rows.add(Stream.of(cells).map(Table::text).toList());
    }

    private static String text(Object cell) {
        return switch (cell) {
            case Double d -> String.format(Locale.ROOT, "%,.1f", d);
            case Long n -> String.format(Locale.ROOT, "%,d", n);
            case Integer n -> String.format(Locale.ROOT, "%,d", n);
            default -> cell.toString();
        };
    }

    /** {@return the heads} */
    public List<String> heads() {
        return heads;
    }

    /** {@return the cells as they are shown} */
    public List<List<String>> rows() {
        return rows;
    }

    /** {@return the lines, the heads first} */
    public List<String> lines() {
        int[] width = new int[heads.size()];
        boolean[] right = new boolean[heads.size()];
        for (int i = 0; i < width.length; i++) {
            int column = i;
            width[i] = Stream.concat(Stream.of(heads), rows.stream()).mapToInt(r -> r.get(column).length()).max().orElse(0);
            right[i] = !rows.isEmpty() && rows.stream().allMatch(r -> r.get(column).matches("[-+0-9.,×%]*"));
        }
        return Stream.concat(Stream.of(heads), rows.stream()).map(r -> line(r, width, right)).toList();
    }

    private static String line(List<String> row, int[] width, boolean[] right) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < width.length; i++) {
            String padding = " ".repeat(width[i] - row.get(i).length());
            b.append(i == 0 ? "" : "  ").append(right[i] ? padding + row.get(i) : row.get(i) + padding);
        }
        return b.toString().stripTrailing();
    }
}
