package io.athenabng.core.radius.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The timer wheel against a sorted map, the histogram against its buckets. */
final class RadiusClientPartsTest {
    private static final long TICK = 1L << 22;

    @Test
    void theWheelFiresEveryTimerOnceAndInItsTick() {
        final Random random = new Random(11);
        long nowNs = 1_700_000_000_000_000_000L;
        final RadiusTimerWheel wheel = new RadiusTimerWheel(nowNs);
        final RadiusTransaction[] all = new RadiusTransaction[500];
        final TreeMap<Integer, Long> expected = new TreeMap<>();
        for (int i = 0; i < all.length; i++) {
            all[i] = new RadiusTransaction();
            all[i].correlationId = i;
        }
        for (int step = 0; step < 20_000; step++) {
            final int which = random.nextInt(all.length);
            if (random.nextInt(4) == 0) {
                wheel.cancel(all[which]);
                expected.remove(which);
            } else {
                // Up to 40 s ahead: more than the wheel goes round once.
                final long deadlineNs = nowNs + (long) (random.nextDouble() * 40e9);
                wheel.schedule(all[which], deadlineNs);
                expected.put(which, deadlineNs);
            }
            nowNs += random.nextInt(200) == 0 ? 30_000_000_000L : random.nextInt(20_000_000);
            for (RadiusTransaction due = wheel.poll(nowNs); due != null; due = wheel.poll(nowNs)) {
                final Long deadlineNs = expected.remove((int) due.correlationId);
                assertTrue(deadlineNs != null && deadlineNs <= nowNs, "fired too early or twice");
            }
            final long oldest = nowNs - 2 * TICK;
            assertTrue(expected.values().stream().noneMatch(deadlineNs -> deadlineNs < oldest), "a timer was forgotten");
        }
        assertNull(new RadiusTimerWheel(0).poll(Long.MAX_VALUE >> 1));
    }

    @Test
    void percentilesAreAtMostAnEighthTooLarge() {
        final RttHistogram histogram = new RttHistogram();
        assertEquals(-1, histogram.percentileUs(50));
        for (int us = 1; us <= 10_000; us++) {
            histogram.record(us * 1_000L);
        }
        for (final int percent : new int[] {50, 95, 99, 100}) {
            final long exact = 100L * percent;
            final long shown = histogram.percentileUs(percent);
            assertTrue(shown >= exact && shown <= exact * 9 / 8, percent + ": " + shown);
        }
        histogram.record(-5);
        histogram.record(Long.MAX_VALUE);
        for (int i = 0; i < 1_000_000; i++) {
            histogram.record(7_000);
        }
        assertEquals(7, histogram.percentileUs(95), "old answers fade");
    }
}
