package io.athenabng.ffi.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Assertions;

/**
 * Measures what code allocates, by the JVM's own count of the thread's bytes.
 *
 * <p>Whole windows of rounds are measured until one is clean: first calls load classes, and objects that only the
 * optimising compiler takes away are there until it has come round, which on a busy machine takes its time. Code that
 * really allocates never has a clean window, however long it is given.
 */
public final class Allocations {
    private static final int ROUNDS = 20_000;
    private static final long DEADLINE_NS = 60_000_000_000L;

    private Allocations() {
    }

    /** Fails unless 20,000 rounds of {@code step} in a row allocate nothing on the calling thread. */
    public static void assertNone(String what, Runnable step) {
        assertNone(what, ROUNDS, rounds -> {
            for (int i = 0; i < rounds; i++) {
                step.run();
            }
        });
    }

    /** Work that loops by itself. */
    @FunctionalInterface
    public interface Work {
        /** Does the work so many times. */
        void run(int rounds);
    }

    /** Fails unless a whole call of {@code work} allocates nothing on the calling thread. */
    public static void assertNone(String what, int rounds, Work work) {
        long bytes = least(rounds, work, DEADLINE_NS);
        Assertions.assertEquals(0, bytes, what + ": at least " + bytes + " bytes in " + rounds + " rounds");
    }

    /** Zero as soon as a window is clean, or the bytes of the best one when the time is over. */
    static long least(int rounds, Work work, long timeNs) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Assertions.assertTrue(threads.isThreadAllocatedMemoryEnabled(), "the JVM counts allocated bytes");
        // The first reading may itself load a class.
        threads.getCurrentThreadAllocatedBytes();
        long deadlineNs = System.nanoTime() + timeNs;
        long least = Long.MAX_VALUE;
        do {
            long before = threads.getCurrentThreadAllocatedBytes();
            work.run(rounds);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        } while (least > 0 && System.nanoTime() < deadlineNs);
        return least;
    }
}
