package io.athenabng.cli;

import io.athenabng.rpc.api.RpcMethod;
import java.util.List;

/**
 * One command.
 *
 * @param words    what is typed, as in {@code show}, {@code subscribers}
 * @param method   the method that it calls and takes its options from; null if it has none of its own
 * @param summary  one sentence
 * @param operands names of its positional parameters
 * @param needed   how many of them must be given
 * @param action   what it does
 */
record CliCommand(List<String> words, RpcMethod<?, ?> method, String summary, List<String> operands, int needed, CliAction action) {

    /** Ends the name of an operand that takes all that follows. */
    static final String VARIADIC = "...";

    /** Whether any number of words may follow. */
    boolean isVariadic() {
        return !operands.isEmpty() && operands.getLast().endsWith(VARIADIC);
    }

    /** The words with spaces. */
    String name() {
        return String.join(" ", words);
    }
}
