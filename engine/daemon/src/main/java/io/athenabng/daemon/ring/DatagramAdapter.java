package io.athenabng.daemon.ring;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads DHCP messages between the relay agent and servers, either way; the layout is {@link UpstreamProxy}'s. */
public final class DatagramAdapter implements ControlledMessageHandler {
    /** Takes messages. */
    @FunctionalInterface
    public interface Handler {
        /**
         * A message.
         *
         * @param giaddr        the relay agent's address, host order
         * @param serverAddress the server's address, host order
         * @param buffer        where the message is
         * @param offset        where it begins
         * @param length        its length, bytes
         * @return false if it cannot be taken now: it stays in the ring
         */
        boolean onMessage(int giaddr, int serverAddress, MutableDirectBuffer buffer, int offset, int length);
    }

    private final RingBuffer ring;
    private final Handler handler;

    /**
     * An adapter.
     *
     * @param ring    the ring
     * @param handler takes the messages
     */
    public DatagramAdapter(final RingBuffer ring, final Handler handler) {
        this.ring = ring;
        this.handler = handler;
    }

    /**
     * Reads some messages.
     *
     * @param limit at most so many
     * @return how many there were
     */
    public int poll(final int limit) {
        return ring.controlledRead(this, limit);
    }

    @Override
    public Action onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        return handler.onMessage(buffer.getInt(index + UpstreamProxy.GIADDR), buffer.getInt(index + UpstreamProxy.SERVER_ADDRESS), buffer,
                index + UpstreamProxy.MESSAGE, length - UpstreamProxy.MESSAGE) ? Action.CONTINUE : Action.ABORT;
    }
}
