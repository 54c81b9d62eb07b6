package io.athenabng.core.radius.dictionary;

import java.util.List;
import java.util.stream.Collectors;

/** What came of reading dictionary files: the dictionary, or everything that is wrong. */
public sealed interface DictionaryResult {
    /** @return everything that is wrong, file by file in the order of reading; empty if there is a dictionary */
    List<DictionaryProblem> problems();

    /**
     * The dictionary.
     *
     * @return the dictionary
     * @throws IllegalStateException if there is none; the message names every problem, one a line
     */
    RadiusDictionary dictionary();

    /**
     * The files are right.
     *
     * @param dictionary what they say
     */
    record Loaded(RadiusDictionary dictionary) implements DictionaryResult {
        @Override
        public List<DictionaryProblem> problems() {
            return List.of();
        }
    }

    /**
     * The files are not used.
     *
     * @param problems everything that is wrong; not empty
     */
    record Refused(List<DictionaryProblem> problems) implements DictionaryResult {
        /** Takes a copy of the list. */
        public Refused {
            problems = List.copyOf(problems);
        }

        @Override
        public RadiusDictionary dictionary() {
            throw new IllegalStateException(describe());
        }

        /** @return every problem, one a line */
        public String describe() {
            return problems.stream().map(DictionaryProblem::describe).collect(Collectors.joining("\n"));
        }
    }
}
