package io.athenabng.ffi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The measure sees what it is to see. */
final class AllocationsTest {
    private final Object[] kept = new Object[16];
    private long sum;
    private int windows;

    @Test
    void objectsThatEscapeAreCounted() {
        long bytes = Allocations.least(20_000, rounds -> {
            for (int i = 0; i < rounds; i++) {
                kept[i & 15] = new int[1];
            }
        }, 200_000_000L);
        assertTrue(bytes >= 16 * 20_000, bytes + " bytes");
        // Even one in ten rounds, however many windows are tried.
        long few = Allocations.least(20_000, rounds -> {
            for (int i = 0; i < rounds; i += 10) {
                kept[i & 15] = new int[1];
            }
        }, 200_000_000L);
        assertTrue(few >= 16 * 2_000, few + " bytes");
    }

    @Test
    void goesOnUntilAWindowIsClean() {
        Allocations.assertNone("allocates in its first windows", 20_000, rounds -> {
            windows++;
            for (int i = 0; i < rounds; i++) {
                if (windows <= 3) {
                    kept[i & 15] = new int[1];
                }
                sum += i;
            }
        });
        assertEquals(4, windows);
        Allocations.assertNone("adds", () -> sum++);
    }
}
