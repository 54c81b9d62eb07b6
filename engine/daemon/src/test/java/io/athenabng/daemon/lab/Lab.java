package io.athenabng.daemon.lab;

import io.athenabng.ffi.testkit.Command;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Commands and waiting. */
final class Lab {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private Lab() {
    }

    /** What a shell command writes; a status other than 0 fails. */
    static String sh(final String command) {
        return Command.run("sh", "-c", command);
    }

    /** Whether a shell command succeeds. */
    static boolean succeeds(final String command) {
        return Command.tryRun("sh", "-c", command).status() == 0;
    }

    /** What a shell command that may fail writes. */
    static String output(final String command) {
        return Command.tryRun("sh", "-c", command).output();
    }

    static void eventually(final int seconds, final Supplier<String> what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + seconds * NS_PER_SECOND;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("not within " + seconds + " s: " + what.get());
            }
            sleep(300);
        }
    }

    static void sleep(final long ms) {
        try {
            Thread.sleep(ms);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
