package io.athenabng.cli.render;

import java.util.List;

/**
 * How the list of one field of a result is shown as a table.
 *
 * @param field   field that holds the list
 * @param noun    what its elements are called, in the plural, in the last line
 * @param columns the columns, the most important first
 */
record View(String field, String noun, List<Column> columns) {

    /**
     * One column.
     *
     * @param title what stands above it
     * @param path  field, or fields with dots between them
     * @param right whether it is right-aligned
     */
    record Column(String title, String path, boolean right) {
    }

    /** A column for text. */
    static Column text(final String title, final String path) {
        return new Column(title, path, false);
    }

    /** A column for numbers. */
    static Column number(final String title, final String path) {
        return new Column(title, path, true);
    }

    static View of(final String field, final String noun, final Column... columns) {
        return new View(field, noun, List.of(columns));
    }
}
