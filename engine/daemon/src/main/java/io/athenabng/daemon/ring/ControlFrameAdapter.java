package io.athenabng.daemon.ring;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.pppoe.PppoeHeader;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads a receiver's ring for the gateway. Owned by the session agent. */
public final class ControlFrameAdapter implements MessageHandler {
    private final RingBuffer ring;
    private final SubscriberGateway gateway;
    private final ControlFrameTap tap;

    /**
     * An adapter.
     *
     * @param ring    the ring from a receiver
     * @param gateway takes the messages
     * @param tap     sees them before
     */
    public ControlFrameAdapter(final RingBuffer ring, final SubscriberGateway gateway, final ControlFrameTap tap) {
        this.tap = tap;
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
        final int frameClass = buffer.getInt(index + ControlFrameDescriptor.FRAME_CLASS);
        final int trunkIndex = buffer.getInt(index + ControlFrameDescriptor.TRUNK_INDEX);
        final long vlanStack = buffer.getLong(index + ControlFrameDescriptor.VLAN_STACK);
        final long srcMac = buffer.getLong(index + ControlFrameDescriptor.SRC_MAC);
        final int offset = index + ControlFrameDescriptor.PAYLOAD;
        final int payloadLength = length - ControlFrameDescriptor.PAYLOAD;
        if (tap.isActive()) {
            see(frameClass, trunkIndex, vlanStack, srcMac, buffer, index, offset, payloadLength);
        }
        if (frameClass == FrameClass.DHCP4_CLIENT) {
            gateway.onDhcpClientMessage(trunkIndex, vlanStack, srcMac, buffer.getInt(index + ControlFrameDescriptor.DST_ADDRESS), buffer,
                    offset, payloadLength);
        } else if (frameClass == FrameClass.PPPOE_DISCOVERY) {
            gateway.onPppoeDiscovery(trunkIndex, vlanStack, srcMac, buffer.getLong(index + ControlFrameDescriptor.DST_MAC), buffer, offset,
                    payloadLength);
        } else if (frameClass == FrameClass.PPPOE_CONTROL) {
            gateway.onPppoeSessionFrame(trunkIndex, vlanStack, srcMac,
                    buffer.getShort(offset + PppoeHeader.SESSION_ID_OFFSET, BIG_ENDIAN) & 0xffff);
        }
    }

    /** A session's control frames come by its channel, too, and are told there. */
    private void see(final int frameClass, final int trunkIndex, final long vlanStack, final long srcMac, final MutableDirectBuffer buffer,
            final int index, final int offset, final int length) {
        if (frameClass == FrameClass.DHCP4_CLIENT) {
            tap.dhcpIn(trunkIndex, vlanStack, srcMac, buffer.getInt(index + ControlFrameDescriptor.DST_ADDRESS), buffer, offset, length);
        } else if (frameClass == FrameClass.PPPOE_DISCOVERY) {
            tap.pppoeIn(
                    trunkIndex, vlanStack, srcMac, buffer.getLong(index + ControlFrameDescriptor.DST_MAC), buffer, offset, length);
        }
    }
}
