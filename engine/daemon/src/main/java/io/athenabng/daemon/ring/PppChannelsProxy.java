package io.athenabng.daemon.ring;

import io.athenabng.core.port.PppChannels;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** The session agent's PPP channels: every request goes into the kernel agent's ring, behind those of {@link DataPlaneProxy}. */
public final class PppChannelsProxy implements PppChannels {
    private final RingBuffer ring;
    private final ControlFrameTap tap;

    /**
     * A proxy.
     *
     * @param ring the ring to the kernel agent
     * @param tap  sees every frame
     */
    public PppChannelsProxy(final RingBuffer ring, final ControlFrameTap tap) {
        this.ring = ring;
        this.tap = tap;
    }

    @Override
    public boolean open(final long channelId, final int lineId, final int pppoeSessionId, final long mac, final boolean restored) {
        final int index = ring.tryClaim(PppDescriptor.OPEN, PppDescriptor.OPEN_LENGTH);
        if (index < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putLong(index + PppDescriptor.CHANNEL_ID, channelId);
        buffer.putLong(index + PppDescriptor.OPEN_MAC, mac);
        buffer.putInt(index + PppDescriptor.OPEN_LINE_ID, lineId);
        buffer.putInt(index + PppDescriptor.OPEN_SESSION_ID, pppoeSessionId);
        buffer.putInt(index + PppDescriptor.OPEN_RESTORED, restored ? 1 : 0);
        ring.commit(index);
        return true;
    }

    @Override
    public boolean send(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        if (!frame(ring, PppDescriptor.SEND, channelId, protocol, buffer, offset, length)) {
            return false;
        }
        if (tap.isActive()) {
            tap.ppp(ControlFrameTap.Kind.PPP_OUT, channelId, protocol, buffer, offset, length);
        }
        return true;
    }

    static boolean frame(final RingBuffer ring, final int msgTypeId, final long channelId, final int protocol, final DirectBuffer payload,
            final int offset, final int length) {
        final int index = ring.tryClaim(msgTypeId, PppDescriptor.FRAME_HEADER_LENGTH + length);
        if (index < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putLong(index + PppDescriptor.CHANNEL_ID, channelId);
        buffer.putInt(index + PppDescriptor.FRAME_PROTOCOL, protocol);
        buffer.putBytes(index + PppDescriptor.FRAME_HEADER_LENGTH, payload, offset, length);
        ring.commit(index);
        return true;
    }

    @Override
    public boolean networkUp(final long channelId, final int protocol, final boolean up) {
        final int index = ring.tryClaim(PppDescriptor.NETWORK_UP, PppDescriptor.NETWORK_LENGTH);
        if (index < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putLong(index + PppDescriptor.CHANNEL_ID, channelId);
        buffer.putInt(index + PppDescriptor.NETWORK_PROTOCOL, protocol);
        buffer.putInt(index + PppDescriptor.NETWORK_IS_UP, up ? 1 : 0);
        ring.commit(index);
        return true;
    }

    @Override
    public boolean close(final long channelId) {
        final int index = ring.tryClaim(PppDescriptor.CLOSE, Long.BYTES);
        if (index < 0) {
            return false;
        }
        ring.buffer().putLong(index + PppDescriptor.CHANNEL_ID, channelId);
        ring.commit(index);
        return true;
    }
}
