package io.athenabng.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** What came of reading a configuration file: the configuration, or everything that is wrong with it. */
public sealed interface LoadResult {
    /** @return the file's name */
    String source();

    /** @return everything that is wrong, in the order of the file; empty if it was loaded */
    List<ConfigurationProblem> problems();

    /**
     * The configuration of a file that was loaded.
     *
     * @return the configuration
     * @throws IllegalStateException if the file was refused; the message names every problem, one a line
     */
    RunningConfiguration configuration();

    /** @return whether there is a configuration */
    default boolean isLoaded() {
        return problems().isEmpty();
    }

    /**
     * The file is right.
     *
     * @param source        the file's name
     * @param configuration what it says
     */
    record Loaded(String source, RunningConfiguration configuration) implements LoadResult {
        @Override
        public List<ConfigurationProblem> problems() {
            return List.of();
        }
    }

    /**
     * The file is not used.
     *
     * @param source   the file's name
     * @param problems everything that is wrong, in the order of the file; not empty
     */
    record Refused(String source, List<ConfigurationProblem> problems) implements LoadResult {
        public Refused {
            problems = List.copyOf(problems);
        }

        @Override
        public RunningConfiguration configuration() {
            throw new IllegalStateException(describe());
        }

        /** @return every problem, one a line */
        public String describe() {
            return problems.stream().map(problem -> problem.describe(source)).collect(Collectors.joining("\n"));
        }
    }
}
