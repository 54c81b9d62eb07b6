package io.athenabng.benchmarks.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.athenabng.daemon.ring.ControlFrameProxy;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.VlanStack;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** What two threads do to each other: a hand-off frame by frame or many at once, and counters that are neighbours or apart. */
final class ThreadTrials implements MessageHandler {
    private static final int RING_BYTES = 4 << 20;
    private static final int MESSAGE_BYTES = 300;
    private static final int HEADER = 32;
    private static final int MANY = 16;
    private static final int FRAMES = 1 << 21;
    private static final int READ_LIMIT = 64;
    private static final int INCREMENTS = 1 << 26;
    private static final int PADDED = 128;
    private static final long LINE = VlanStack.of(500, 100);
    private static final long MAC = 0x0200_0000_0001L;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
    private long seen;

    void run(int rounds, ArrayNode rows) throws Exception {
        new Trial("hand-off of a frame of 300 bytes between two threads", "ns")
            .variant("a claim a frame", "a frame is with the session agent at once, and a full ring costs only that frame",
                () -> handOff(1))
            .variant("a claim for 16 frames", "all of them wait for the last one, or a timer is needed", () -> handOff(MANY))
            .run(rounds, rows);
        new Trial("two threads count, a counter each", "ns")
            .variant("128 bytes apart", "Agrona's counters are", () -> count(PADDED))
            .variant("neighbours in a cache line", "each write takes the line away from the other", () -> count(Long.BYTES))
            .run(rounds, rows);
    }

    private double handOff(int together) throws InterruptedException {
        OneToOneRingBuffer ring =
            new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
        seen = 0;
        Thread reader = new Thread(() -> {
            for (int read = 0; read < FRAMES / together;) {
                read += ring.read(this, READ_LIMIT);
            }
        });
        reader.start();
        long before = System.nanoTime();
        if (together == 1) {
            ControlFrameProxy proxy = new ControlFrameProxy(ring);
            for (int i = 0; i < FRAMES;) {
                i += proxy.onFrame(0, FrameClass.DHCP4_CLIENT, LINE, MAC, -1, message, 0, MESSAGE_BYTES) ? 1 : 0;
            }
        } else {
            for (int i = 0; i < FRAMES / together;) {
                int index = ring.tryClaim(1, together * (HEADER + MESSAGE_BYTES));
                if (index > 0) {
                    for (int k = 0; k < together; k++) {
                        int at = index + k * (HEADER + MESSAGE_BYTES);
                        ring.buffer().putLong(at, LINE);
                        ring.buffer().putLong(at + Long.BYTES, MAC);
                        ring.buffer().putBytes(at + HEADER, message, 0, MESSAGE_BYTES);
                    }
                    ring.commit(index);
                    i++;
                }
            }
        }
        reader.join();
        double ns = (double) (System.nanoTime() - before) / FRAMES;
        if (seen == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return ns;
    }

    @Override
    public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
        for (int at = index; at < index + length; at += HEADER + MESSAGE_BYTES) {
            seen += buffer.getLong(at) + length;
        }
    }

    private static double count(int apart) throws InterruptedException {
        UnsafeBuffer counters = new UnsafeBuffer(ByteBuffer.allocateDirect(4 * PADDED));
        CountDownLatch both = new CountDownLatch(2);
        Thread other = new Thread(() -> increment(counters, PADDED + apart, both));
        other.start();
        long before = System.nanoTime();
        increment(counters, PADDED, both);
        double ns = (double) (System.nanoTime() - before) / INCREMENTS;
        other.join();
        if (counters.getLong(PADDED) != INCREMENTS || counters.getLong(PADDED + apart) != INCREMENTS) {
            throw new IllegalStateException("a count is wrong");
        }
        return ns;
    }

    private static void increment(UnsafeBuffer counters, int at, CountDownLatch both) {
        both.countDown();
        try {
            both.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        for (int i = 0; i < INCREMENTS; i++) {
            counters.putLongOrdered(at, counters.getLong(at) + 1);
        }
    }
}
