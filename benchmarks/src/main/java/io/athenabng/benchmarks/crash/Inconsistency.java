package io.athenabng.benchmarks.crash;

/** Something was lost, or is there that should not be. */
final class Inconsistency extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Inconsistency(String message) {
        super(message);
    }
}
