package io.athenabng.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems while a file is read and checked. */
final class ConfigurationProblems {
    private static final int MAX = 1000;

    private final List<ConfigurationProblem> problems = new ArrayList<>();
    private int count;

    /**
     * Where something stands.
     *
     * @param path   its key
     * @param line   its line, from 1
     * @param column its column, from 1
     */
    record Place(String path, int line, int column) {
        Place key(final String name) {
            return new Place(path.isEmpty() ? name : path + "." + name, line, column);
        }

        Place item(final int index) {
            return new Place(path + "[" + index + "]", line, column);
        }

        Place at(final int newLine, final int newColumn) {
            return new Place(path, newLine, newColumn);
        }
    }

    void add(final Place place, final String message, final String remedy) {
        if (count++ < MAX) {
            problems.add(new ConfigurationProblem(place.path(), place.line(), place.column(), message, remedy));
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** In the order of the file. */
    List<ConfigurationProblem> sorted() {
        problems.sort(Comparator.comparingInt(ConfigurationProblem::line).thenComparingInt(ConfigurationProblem::column));
        if (count > MAX) {
            problems.add(new ConfigurationProblem("", 0, 0, (count - MAX) + " more problems are not listed", "begin with the first ones"));
        }
        return problems;
    }
}
