package io.athenabng.daemon.ring;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Hands subscribers' control messages to the session agent. Owned by one receiver. */
public final class ControlFrameProxy {
    private final RingBuffer ring;

    /**
     * A proxy.
     *
     * @param ring the ring to the session agent
     */
    public ControlFrameProxy(final RingBuffer ring) {
        this.ring = ring;
    }

    /**
     * Hands a message over; its payload is copied.
     *
     * @param trunkIndex the trunk
     * @param frameClass what it is, a {@code FrameClass}
     * @param vlanStack  its tags
     * @param srcMac     the frame's source MAC
     * @param dstAddress the packet's destination IPv4 address, host order
     * @param buffer     where the payload is
     * @param offset     where it begins
     * @param length     its length, bytes
     * @return false if the ring is full, or too small for such a message: the frame is dropped, the client will repeat it
     */
    public boolean onFrame(
            final int trunkIndex, final int frameClass, final long vlanStack, final long srcMac, final int dstAddress,
            final DirectBuffer buffer, final int offset, final int length) {
        return put(trunkIndex, frameClass, vlanStack, srcMac, dstAddress & 0xffff_ffffL, buffer, offset, length);
    }

    /**
     * Hands a PPPoE packet over; it is copied.
     *
     * @param trunkIndex the trunk
     * @param frameClass what it is, a {@code FrameClass}
     * @param vlanStack  its tags
     * @param srcMac     the frame's source MAC
     * @param dstMac     its destination MAC
     * @param buffer     where the packet is
     * @param offset     where its PPPoE header begins
     * @param length     its length from there, bytes
     * @return false if the ring is full, or too small for such a message: the frame is dropped, the client will repeat it
     */
    public boolean onPppoe(
            final int trunkIndex, final int frameClass, final long vlanStack, final long srcMac, final long dstMac,
            final DirectBuffer buffer, final int offset, final int length) {
        return put(trunkIndex, frameClass, vlanStack, srcMac, dstMac, buffer, offset, length);
    }

    private boolean put(
            final int trunkIndex, final int frameClass, final long vlanStack, final long srcMac, final long destination,
            final DirectBuffer buffer, final int offset, final int length) {
        if (ControlFrameDescriptor.PAYLOAD + length > ring.maxMsgLength()) {
            return false;
        }
        final int index = ring.tryClaim(ControlFrameDescriptor.MSG_TYPE_ID, ControlFrameDescriptor.PAYLOAD + length);
        if (index < 0) {
            return false;
        }
        final MutableDirectBuffer message = ring.buffer();
        message.putInt(index + ControlFrameDescriptor.TRUNK_INDEX, trunkIndex);
        message.putInt(index + ControlFrameDescriptor.FRAME_CLASS, frameClass);
        message.putLong(index + ControlFrameDescriptor.VLAN_STACK, vlanStack);
        message.putLong(index + ControlFrameDescriptor.SRC_MAC, srcMac);
        message.putLong(index + ControlFrameDescriptor.DST_MAC, destination);
        message.putBytes(index + ControlFrameDescriptor.PAYLOAD, buffer, offset, length);
        ring.commit(index);
        return true;
    }
}
