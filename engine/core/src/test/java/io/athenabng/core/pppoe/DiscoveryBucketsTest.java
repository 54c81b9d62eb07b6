package io.athenabng.core.pppoe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.PppoeSettings;
import io.athenabng.core.pppoe.DiscoveryBuckets.Verdict;
import org.junit.jupiter.api.Test;

class DiscoveryBucketsTest {
    private static final long LINE = 0x8064L;
    private static final long MAC = 0x0200_0000_0001L;
    private static final long SECOND_NS = 1_000_000_000L;
    /** 2 a second from a MAC, 4 on a line, 8 on a trunk; as many at once. */
    private static final PppoeSettings.Limits LIMITS = new PppoeSettings.Limits(2, 2, 4, 4, 8, 8);

    private final DiscoveryBuckets buckets = new DiscoveryBuckets(2, 1, 2);

    private Verdict take(final int trunk, final long line, final long mac, final long nowNs) {
        return buckets.take(LIMITS, trunk, line, mac, nowNs);
    }

    @Test
    void aMacIsHeldBackBeforeItsLine() {
        assertEquals(Verdict.PASS, take(0, LINE, MAC, SECOND_NS));
        assertEquals(Verdict.PASS, take(0, LINE, MAC, SECOND_NS));
        assertEquals(Verdict.MAC, take(0, LINE, MAC, SECOND_NS));
        assertEquals(Verdict.PASS, take(0, LINE, MAC + 1, SECOND_NS), "what was refused took nothing from the line");
        assertEquals(Verdict.PASS, take(0, LINE, MAC, SECOND_NS + SECOND_NS / 2), "half a second later there is one again");
    }

    @Test
    void aMacIsAnotherOneOnAnotherTrunk() {
        assertEquals(Verdict.PASS, take(0, LINE, MAC, SECOND_NS));
        assertEquals(Verdict.PASS, take(0, LINE, MAC, SECOND_NS));
        assertEquals(Verdict.PASS, take(1, LINE, MAC, SECOND_NS));
    }

    @Test
    void aLineIsHeldBackBeforeItsTrunk() {
        for (int i = 0; i < 4; i++) {
            assertEquals(Verdict.PASS, take(0, LINE, MAC + i, SECOND_NS));
        }
        assertEquals(Verdict.LINE, take(0, LINE, MAC + 4, SECOND_NS));
        assertEquals(Verdict.PASS, take(0, LINE + 1, MAC + 4, SECOND_NS));
    }

    @Test
    void trunksAreCountedByThemselves() {
        for (int i = 0; i < 8; i++) {
            assertEquals(Verdict.PASS, take(0, LINE + i, MAC + i, SECOND_NS));
        }
        assertEquals(Verdict.TRUNK, take(0, LINE + 8, MAC + 8, SECOND_NS));
        assertEquals(Verdict.PASS, take(1, LINE + 8, MAC + 8, SECOND_NS));
    }

    /** A PADT on a line and a trunk that are exhausted: only its own MAC's bucket counts. */
    @Test
    void whatEndsASessionIsNotHeldBackByNeighbours() {
        for (int i = 0; i < 16; i++) {
            take(0, LINE, MAC + 1 + i, SECOND_NS);
        }
        assertEquals(Verdict.LINE, take(0, LINE, MAC + 100, SECOND_NS));
        assertTrue(buckets.takeOfMac(LIMITS, 0, LINE, MAC, SECOND_NS));
        assertTrue(buckets.takeOfMac(LIMITS, 0, LINE, MAC, SECOND_NS));
        assertFalse(buckets.takeOfMac(LIMITS, 0, LINE, MAC, SECOND_NS), "but it is by its own");
    }
}
