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

    /** The words with spaces. */
    String name() {
        return String.join(" ", words);
    }
}
