package io.athenabng.cli;

/** A command line that cannot be obeyed; the message says why, and what was meant if that can be guessed. */
final class UsageProblem extends Exception {
    private static final long serialVersionUID = 1L;

    UsageProblem(final String message) {
        super(message, null, false, false);
    }
}
