package io.athenabng.core.radius.dictionary;

import java.util.ArrayList;
import java.util.List;

/** Collects problems while files are read. */
final class DictionaryProblems {
    private static final int MAX = 1000;

    private final List<DictionaryProblem> problems = new ArrayList<>();
    private int count;

    void add(final String file, final int line, final String message, final String remedy) {
        if (count++ < MAX) {
            problems.add(new DictionaryProblem(file, line, message, remedy));
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** In the order in which they were met. */
    List<DictionaryProblem> all() {
        if (count > MAX) {
            problems.add(new DictionaryProblem(problems.getFirst().file(), 0, count - MAX + " more problems are not listed",
                "begin with the first ones"));
        }
        return problems;
    }
}
