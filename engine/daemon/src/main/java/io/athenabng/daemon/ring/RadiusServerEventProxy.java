package io.athenabng.daemon.ring;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.RadiusServerListener;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Changes of RADIUS servers, from the upstream agent to management.
 *
 * <pre>
 *   0 serverIndex (4) | 4 accounting (4) | 8 reason, length (4) and UTF-8; only when dead
 * </pre>
 */
public final class RadiusServerEventProxy implements RadiusServerListener {
    static final int DEAD = 1;
    static final int ALIVE = 2;
    static final int SERVER_INDEX = 0;
    static final int ACCOUNTING = 4;
    static final int REASON = 8;
    private static final int REASON_MAX = 512;
    private static final int ALIVE_LENGTH = 8;

    private final RingBuffer ring;
    private final AtomicCounter dropped;

    /**
     * A proxy.
     *
     * @param ring     the ring to management
     * @param registry makes the counter of events that did not fit
     */
    public RadiusServerEventProxy(final RingBuffer ring, final CounterRegistry registry) {
        this.ring = ring;
        dropped = registry.counter("events.radius_dropped", "Events of RADIUS servers dropped because management is behind");
    }

    @Override
    public void onServerDead(final int serverIndex, final boolean accounting, final String reason) {
        final int index = ring.tryClaim(DEAD, REASON + Integer.BYTES + REASON_MAX);
        if (index < 0) {
            dropped.incrementRelease();
            return;
        }
        put(ring.buffer(), index, serverIndex, accounting);
        // Three octets a character at most.
        ring.buffer().putStringUtf8(index + REASON, reason.substring(0, Math.min(reason.length(), REASON_MAX / 3)));
        ring.commit(index);
    }

    @Override
    public void onServerAlive(final int serverIndex, final boolean accounting) {
        final int index = ring.tryClaim(ALIVE, ALIVE_LENGTH);
        if (index < 0) {
            dropped.incrementRelease();
            return;
        }
        put(ring.buffer(), index, serverIndex, accounting);
        ring.commit(index);
    }

    private static void put(final MutableDirectBuffer buffer, final int index, final int serverIndex, final boolean accounting) {
        buffer.putInt(index + SERVER_INDEX, serverIndex);
        buffer.putInt(index + ACCOUNTING, accounting ? 1 : 0);
    }
}
