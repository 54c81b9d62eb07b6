package io.athenabng.daemon.ring;

import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.wire.ethernet.FrameClass;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads a receiver's ring for the gateway. Owned by the session agent. */
public final class ControlFrameAdapter implements MessageHandler {
    private final RingBuffer ring;
    private final SubscriberGateway gateway;

    /**
     * An adapter.
     *
     * @param ring    the ring from a receiver
     * @param gateway takes the messages
     */
    public ControlFrameAdapter(final RingBuffer ring, final SubscriberGateway gateway) {
        this.ring = ring;
        this.gateway = gateway;
    }

    /**
     * Reads some messages.
     *
     * @param limit at most so many
     * @return how many there were
     */
    public int poll(final int limit) {
        return ring.read(this, limit);
    }

    @Override
    public void onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        if (buffer.getInt(index + ControlFrameDescriptor.FRAME_CLASS) == FrameClass.DHCP4_CLIENT) {
            gateway.onDhcpClientMessage(
                    buffer.getInt(index + ControlFrameDescriptor.TRUNK_INDEX),
                    buffer.getLong(index + ControlFrameDescriptor.VLAN_STACK),
                    buffer.getLong(index + ControlFrameDescriptor.SRC_MAC),
                    buffer.getInt(index + ControlFrameDescriptor.DST_ADDRESS),
                    buffer, index + ControlFrameDescriptor.PAYLOAD, length - ControlFrameDescriptor.PAYLOAD);
        }
    }
}
