package io.athenabng.core.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final int SHIFT = 20;
    private static final long TICK_NS = 1L << SHIFT;
    private static final int TICKS = 64;
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final List<Long> fired = new ArrayList<>();
    private final TimerWheel wheel = new TimerWheel(START_NS, SHIFT, TICKS, (id, nowNs) -> fired.add(id));

    @Test
    void aTimerFiresAtItsTimeAndOnce() {
        wheel.schedule(7, START_NS + TICK_NS + 5);
        assertEquals(0, wheel.poll(START_NS + TICK_NS + 4, NO_LIMIT));
        assertEquals(1, wheel.poll(START_NS + TICK_NS + 5, NO_LIMIT));
        assertEquals(0, wheel.poll(START_NS + 1_000 * TICK_NS, NO_LIMIT));
        assertEquals(List.of(7L), fired);
        assertEquals(0, wheel.size());
    }

    @Test
    void aTimerOfALaterRoundWaitsForIt() {
        wheel.schedule(1, START_NS + (TICKS + 3) * TICK_NS);
        wheel.schedule(2, Long.MAX_VALUE);
        for (int tick = 0; tick < TICKS + 3; tick++) {
            assertEquals(0, wheel.poll(START_NS + tick * TICK_NS, NO_LIMIT), "tick " + tick);
        }
        assertEquals(1, wheel.poll(START_NS + (TICKS + 3) * TICK_NS, NO_LIMIT));
        assertEquals(1, wheel.size());
    }

    @Test
    void whatHasPassedFiresAtOnceAlsoAfterTheWheelHasGoneOn() {
        wheel.poll(START_NS + 10 * TICK_NS, NO_LIMIT);
        wheel.schedule(1, START_NS);
        assertEquals(1, wheel.poll(START_NS + 10 * TICK_NS, NO_LIMIT));
        wheel.schedule(2, START_NS + 20 * TICK_NS);
        assertEquals(1, wheel.poll(START_NS + 10_000 * TICK_NS, NO_LIMIT));
        assertEquals(List.of(1L, 2L), fired);
    }

    @Test
    void aLimitLeavesTheRestForTheNextPollInOrder() {
        for (int i = 0; i < 10; i++) {
            wheel.schedule(i, START_NS + 1);
        }
        assertEquals(4, wheel.poll(START_NS + 5 * TICK_NS, 4));
        assertEquals(4, wheel.poll(START_NS + 5 * TICK_NS, 4));
        assertEquals(2, wheel.poll(START_NS + 5 * TICK_NS, 4));
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), fired);
    }

    @Test
    void aHandlerMaySetAndCancel() {
        final TimerWheel[] own = new TimerWheel[1];
        final Map<Long, Integer> timers = new HashMap<>();
        own[0] = new TimerWheel(START_NS, SHIFT, TICKS, (id, nowNs) -> {
            fired.add(id);
            if (id == 1) {
                own[0].cancel(timers.get(2L));
                own[0].schedule(4, nowNs - 1);
            }
        });
        for (long id = 1; id <= 3; id++) {
            timers.put(id, own[0].schedule(id, START_NS + 1));
        }
        while (own[0].size() > 0) {
            own[0].poll(START_NS + 3 * TICK_NS, NO_LIMIT);
        }
        assertEquals(List.of(1L, 3L, 4L), fired);
    }

    @Test
    void aMillionTimersOfOneMomentAreSetInNoTime() {
        final long fromNs = System.nanoTime();
        for (int i = 0; i < 1_000_000; i++) {
            wheel.schedule(i, START_NS + 5 * TICK_NS);
        }
        assertTrue(System.nanoTime() - fromNs < 10_000_000_000L, "each one looked for a place among the others");
        int polls = 0;
        while (wheel.size() > 0) {
            assertTrue(wheel.poll(START_NS + 6 * TICK_NS, 256) <= 256);
            polls++;
        }
        assertTrue(polls <= 1_000_000 / 256 + 2);
    }

    @Test
    void ticksAreAPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new TimerWheel(START_NS, SHIFT, 63, (id, nowNs) -> { }));
    }

    /** Against a map: whatever is set, cancelled and polled, each timer fires once, not early, and as soon as there is a poll for it. */
    @Test
    void doesWhatAMapWouldDo() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            final Map<Long, Long> wanted = new HashMap<>();
            final Map<Long, Integer> timers = new HashMap<>();
            final long[] now = {START_NS};
            final TimerWheel own = new TimerWheel(START_NS, SHIFT, TICKS, (id, nowNs) -> {
                final Long deadlineNs = wanted.remove(id);
                assertTrue(deadlineNs != null && deadlineNs <= nowNs, () -> "seed " + seed + ": " + id + " fired early or twice");
                timers.remove(id);
            });
            long nextId = 1;
            for (int step = 0; step < 300; step++) {
                if (random.nextInt(3) > 0) {
                    final long deadlineNs = now[0] + (random.nextInt(4) == 0 ? -1 : 1)
                            * (long) (random.nextDouble() * TICK_NS * (random.nextBoolean() ? 3 : 3 * TICKS));
                    wanted.put(nextId, deadlineNs);
                    timers.put(nextId, own.schedule(nextId, deadlineNs));
                    nextId++;
                } else if (!timers.isEmpty() && random.nextBoolean()) {
                    final long id = timers.keySet().iterator().next();
                    own.cancel(timers.remove(id));
                    wanted.remove(id);
                } else {
                    now[0] += (long) (random.nextDouble() * TICK_NS * (random.nextInt(5) == 0 ? 2 * TICKS : 2));
                    if (random.nextBoolean()) {
                        own.poll(now[0], random.nextInt(3));
                    } else {
                        for (int i = 0; i < 4; i++) {
                            own.poll(now[0], NO_LIMIT);
                        }
                        assertTrue(wanted.values().stream().allMatch(deadlineNs -> deadlineNs > now[0]), () -> "seed " + seed + ": late");
                    }
                }
                assertEquals(wanted.size(), own.size(), () -> "seed " + seed);
            }
        }
    }
}
