package io.athenabng.daemon.ring;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.RadiusServerListener;
import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Changes of RADIUS servers, from the upstream agent to management.
 *
 * <pre>
 *   0 accounting (4) | 4 server's name, length (4) and ASCII | behind it the reason, length (4) and UTF-8; only when dead
 * </pre>
 */
public final class RadiusServerEventProxy implements RadiusServerListener {
    static final int DEAD = 1;
    static final int ALIVE = 2;
    static final int ACCOUNTING = 0;
    static final int NAME = 4;
    private static final int REASON_MAX = 512;

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
    public void onServerDead(final String serverName, final boolean accounting, final String reason) {
        final int index = ring.tryClaim(DEAD, reasonOffset(serverName) + Integer.BYTES + REASON_MAX);
        if (index < 0) {
            dropped.incrementRelease();
            return;
        }
        put(ring.buffer(), index, serverName, accounting);
        // Three octets a character at most.
        ring.buffer().putStringUtf8(index + reasonOffset(serverName), reason.substring(0, Math.min(reason.length(), REASON_MAX / 3)));
        ring.commit(index);
    }

    @Override
    public void onServerAlive(final String serverName, final boolean accounting) {
        final int index = ring.tryClaim(ALIVE, reasonOffset(serverName));
        if (index < 0) {
            dropped.incrementRelease();
            return;
        }
        put(ring.buffer(), index, serverName, accounting);
        ring.commit(index);
    }

    /** Where the reason is, which may be behind a name of any length. */
    static int reasonOffset(final String serverName) {
        return BitUtil.align(NAME + Integer.BYTES + serverName.length(), Integer.BYTES);
    }

    private static void put(final MutableDirectBuffer buffer, final int index, final String serverName, final boolean accounting) {
        buffer.putStringAscii(index + NAME, serverName);
        buffer.putInt(index + ACCOUNTING, accounting ? 1 : 0);
    }
}
