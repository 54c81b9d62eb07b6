package io.athenabng.daemon.ring;

import io.athenabng.core.port.DhcpUpstream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * DHCP messages from the relay agent to servers, written in the ring itself. The same layout brings servers' messages back.
 *
 * <pre>
 *   0 giaddr (4) | 4 serverAddress (4) | 8 message
 * </pre>
 */
public final class UpstreamProxy implements DhcpUpstream {
    static final int MSG_TYPE_ID = 1;
    static final int GIADDR = 0;
    static final int SERVER_ADDRESS = 4;
    static final int MESSAGE = 8;

    private final RingBuffer ring;
    private int claimed;

    /**
     * A proxy.
     *
     * @param ring the ring to the upstream agent
     */
    public UpstreamProxy(final RingBuffer ring) {
        this.ring = ring;
    }

    @Override
    public int claim(final int giaddr, final int serverAddress, final int length) {
        claimed = ring.tryClaim(MSG_TYPE_ID, MESSAGE + length);
        if (claimed < 0) {
            return -1;
        }
        ring.buffer().putInt(claimed + GIADDR, giaddr);
        ring.buffer().putInt(claimed + SERVER_ADDRESS, serverAddress);
        return claimed + MESSAGE;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return ring.buffer();
    }

    @Override
    public void commit() {
        ring.commit(claimed);
    }
}
