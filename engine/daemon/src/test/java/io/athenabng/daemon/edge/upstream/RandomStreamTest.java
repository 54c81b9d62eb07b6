package io.athenabng.daemon.edge.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.testkit.Allocations;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The octets of authenticators. */
final class RandomStreamTest {
    @Test
    void noBlockComesTwiceAndNoTwoStreamsAreAlike() {
        final RandomStream stream = new RandomStream();
        final byte[] other = new byte[4_096];
        new RandomStream().accept(other);
        final Set<String> seen = new HashSet<>();
        final byte[] octets = new byte[4_096];
        final int[] counts = new int[256];
        for (int i = 0; i < 256; i++) {
            stream.accept(octets);
            assertFalse(Arrays.equals(octets, other));
            for (int block = 0; block < octets.length; block += 16) {
                assertTrue(seen.add(Arrays.toString(Arrays.copyOfRange(octets, block, block + 16))));
            }
            for (final byte octet : octets) {
                counts[octet & 0xff]++;
            }
        }
        // 4,096 each are expected, with a standard deviation of 64.
        for (final int count : counts) {
            assertEquals(4_096, count, 400);
        }
    }

    @Test
    void allocatesNothing() {
        final RandomStream stream = new RandomStream();
        final byte[] octets = new byte[4_096];
        Allocations.assertNone("random octets", 2_000, rounds -> {
            for (int i = 0; i < rounds; i++) {
                stream.accept(octets);
            }
        });
    }
}
