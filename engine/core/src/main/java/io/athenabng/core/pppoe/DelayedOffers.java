package io.athenabng.core.pppoe;

import io.athenabng.core.port.FrameSink;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayQueue;

/**
 * Offers that wait for their time. There are few delays, so each has a queue, and within a queue the first is the first due. Owned by the
 * session agent.
 */
final class DelayedOffers {
    private static final int CAPACITY = 2_048;

    private final IntArrayQueue free = new IntArrayQueue(CAPACITY, -1);
    private IntArrayQueue[] queues = {};
    private final byte[][] frames = new byte[CAPACITY][];
    private final int[] lengths = new int[CAPACITY];
    private final int[] trunks = new int[CAPACITY];
    private final long[] dueNs = new long[CAPACITY];

    DelayedOffers(final int delays) {
        atLeast(delays);
        for (int i = 0; i < CAPACITY; i++) {
            free.offerInt(i);
        }
    }

    /** There are so many delays now; what waits for one that is gone still leaves in its time. */
    void atLeast(final int delays) {
        final int before = queues.length;
        queues = Arrays.copyOf(queues, Math.max(before, delays));
        for (int i = before; i < queues.length; i++) {
            queues[i] = new IntArrayQueue(-1);
        }
    }

    /** Keeps a frame; false if too many wait. */
    boolean add(final int queue, final int trunkIndex, final DirectBuffer frame, final int length, final long atNs) {
        if (free.isEmpty()) {
            return false;
        }
        final int slot = free.pollInt();
        if (frames[slot] == null || frames[slot].length < length) {
            frames[slot] = new byte[Math.max(256, length)];
        }
        frame.getBytes(0, frames[slot], 0, length);
        lengths[slot] = length;
        trunks[slot] = trunkIndex;
        dueNs[slot] = atNs;
        queues[queue].offerInt(slot);
        return true;
    }

    /** Sends what is due; what does not fit into the sender's ring is tried again. */
    int onDutyCycle(final long nowNs, final FrameSink sink) {
        int count = 0;
        for (final IntArrayQueue queue : queues) {
            while (!queue.isEmpty() && dueNs[queue.peekInt()] <= nowNs) {
                final int slot = queue.peekInt();
                final int at = sink.claim(trunks[slot], lengths[slot]);
                if (at < 0) {
                    return count;
                }
                sink.buffer().putBytes(at, frames[slot], 0, lengths[slot]);
                sink.commit();
                free.offerInt(queue.pollInt());
                count++;
            }
        }
        return count;
    }
}
