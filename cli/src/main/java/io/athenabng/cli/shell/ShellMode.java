package io.athenabng.cli.shell;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A mode of the shell with statements of its own, such as the editing of a configuration. */
public interface ShellMode {
    /** The prompt, which may have several lines. */
    String prompt();

    /** Runs a statement; {@code ask} puts a question to the person and says whether the answer was yes. */
    int run(List<String> words, Predicate<String> ask);

    /** What may come next after some words, with meanings. */
    Map<String, String> next(List<String> before);

    /** Whether the word after these is the name of a file. */
    boolean wantsFile(List<String> before);

    /** Whether the mode has been left. */
    boolean isOver();
}
