package io.athenabng.cli.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A table that fits a width: text columns are cut, the widest first; then columns are left out from the right, and a note
 * says so. Numbers are never cut.
 */
final class Table {
    private static final int GAP = 2;
    private static final int MIN_TEXT = 6;

    private final List<String> titles = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();

    /** Adds a column; {@code rightAligned} is for numbers. */
    Table column(final String title, final boolean rightAligned) {
        titles.add(title);
        right.add(rightAligned);
        return this;
    }

    /** Adds a row with a cell for each column. */
    void row(final String... cells) {
        if (cells.length != titles.size()) {
            throw new IllegalArgumentException(cells.length + " cells in " + titles.size() + " columns");
        }
        rows.add(cells);
    }

    /** Writes the table. */
    void write(final StringBuilder out, final Style style) {
        final int[] widths = widths();
        final int shown = fit(widths, style.width());
        line(out, titles.toArray(new String[0]), widths, shown, style, true);
        for (final String[] row : rows) {
            line(out, row, widths, shown, style, false);
        }
        if (shown < widths.length) {
            out.append("(columns left out: ").append(String.join(", ", titles.subList(shown, titles.size())).toLowerCase(Locale.ROOT))
                .append("; use a wider terminal or --json)\n");
        }
    }

    private int[] widths() {
        final int[] widths = new int[titles.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = titles.get(i).length();
            for (final String[] row : rows) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return widths;
    }

    /** Shrinks the columns to the width; returns how many are shown. The least important columns are left out if need be. */
    private int fit(final int[] widths, final int width) {
        final int[] natural = widths.clone();
        for (int shown = widths.length; shown > 1; shown--) {
            System.arraycopy(natural, 0, widths, 0, widths.length);
            int excess = Arrays.stream(widths, 0, shown).sum() + GAP * (shown - 1) - width;
            // One character at a time from whichever is widest now: the texts share the loss.
            for (int widest = widestText(widths, shown); excess > 0 && widest >= 0; widest = widestText(widths, shown)) {
                widths[widest]--;
                excess--;
            }
            if (excess <= 0) {
                return shown;
            }
        }
        return 1;
    }

    private int minimum(final int column) {
        return Math.max(MIN_TEXT, titles.get(column).length());
    }

    private int widestText(final int[] widths, final int shown) {
        int widest = -1;
        for (int i = 0; i < shown; i++) {
            if (!right.get(i) && widths[i] > minimum(i) && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private void line(final StringBuilder out, final String[] cells, final int[] widths, final int shown, final Style style,
                      final boolean title) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            if (i > 0) {
                text.append("  ");
            }
            final String cell = style.cut(cells[i], widths[i]);
            final int padding = widths[i] - cell.length();
            if (right.get(i)) {
                text.append(" ".repeat(padding)).append(cell);
            } else {
                text.append(cell);
                if (i < shown - 1) {
                    text.append(" ".repeat(padding));
                }
            }
        }
        out.append(title ? style.bold(text.toString()) : text).append('\n');
    }
}
