package io.athenabng.cli.shell;

import io.athenabng.rpc.api.ValueSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a shell needs to know of the commands. */
public interface ShellCommands {
    /**
     * An option of a command.
     *
     * @param meaning    one sentence
     * @param takesValue whether a value follows
     * @param completes  where values come from
     */
    record Option(String meaning, boolean takesValue, ValueSource completes) {
    }

    /** What a positional parameter stands for. */
    enum Operand {
        /** A session by id, MAC, address or line. */
        KEY,
        /** A file. */
        FILE,
        /** A method of the catalogue. */
        METHOD,
        /** A statement of the configure mode. */
        STATEMENT,
        /** JSON text. */
        PARAMS
    }

    /** Runs a command for a terminal of that many columns; returns its exit status. */
    int run(int columns, List<String> words);

    /** Enters the mode in which the configuration is edited; null, with the reason said, if that is not possible. */
    ShellMode configure(List<String> words);

    /** The words that may follow these, with their meanings; none after a complete command. */
    Map<String, String> wordsAfter(List<String> words);

    /** Whether the words are a complete command. */
    boolean isCommand(List<String> words);

    /** The options of a complete command. */
    Map<String, Option> options(List<String> words);

    /** The positional parameters of a complete command. */
    List<Operand> operands(List<String> words);

    /** Names of all methods. */
    Collection<String> methods();

    /** Values that exist now; empty if they cannot be had. */
    Collection<String> values(ValueSource source);
}
