package io.athenabng.daemon.ring;

import io.athenabng.core.port.RadiusServerListener;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads changes of RADIUS servers for management. Owned by the management agent. */
public final class RadiusServerEventAdapter implements MessageHandler {
    private final RingBuffer ring;
    private final RadiusServerListener listener;

    /**
     * An adapter.
     *
     * @param ring     the ring from the upstream agent
     * @param listener takes the changes
     */
    public RadiusServerEventAdapter(final RingBuffer ring, final RadiusServerListener listener) {
        this.ring = ring;
        this.listener = listener;
    }

    /**
     * Reads some changes.
     *
     * @param limit at most so many
     * @return how many there were
     */
    public int poll(final int limit) {
        return ring.read(this, limit);
    }

    @Override
    public void onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        final String serverName = buffer.getStringAscii(index + RadiusServerEventProxy.NAME);
        final boolean accounting = buffer.getInt(index + RadiusServerEventProxy.ACCOUNTING) != 0;
        if (msgTypeId == RadiusServerEventProxy.DEAD) {
            listener.onServerDead(serverName, accounting,
                    buffer.getStringUtf8(index + RadiusServerEventProxy.reasonOffset(serverName)));
        } else {
            listener.onServerAlive(serverName, accounting);
        }
    }
}
