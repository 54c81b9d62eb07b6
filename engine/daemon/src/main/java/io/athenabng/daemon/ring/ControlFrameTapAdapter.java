package io.athenabng.daemon.ring;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads what {@link ControlFrameTap} copied. Owned by the management agent. */
public final class ControlFrameTapAdapter implements MessageHandler {
    /**
     * A control frame of a monitored subscriber.
     *
     * @param monitor    the monitor
     * @param timeNs     when it passed, ns since the epoch
     * @param kind       what the payload is
     * @param trunkIndex the trunk
     * @param vlanStack  its tags
     * @param subscriber the subscriber's MAC
     * @param gateway    the gateway's MAC, as the frame has it
     * @param number     of DHCP the destination address, of PPP the PPPoE session id
     * @param protocol   the PPP protocol number
     * @param payload    a copy
     */
    public record Frame(long monitor, long timeNs, ControlFrameTap.Kind kind, int trunkIndex, long vlanStack, long subscriber, long gateway,
            int number, int protocol, UnsafeBuffer payload) {
    }

    /** Takes frames. */
    @FunctionalInterface
    public interface Handler {
        /**
         * One frame.
         *
         * @param frame the frame
         */
        void onFrame(Frame frame);
    }

    private final RingBuffer ring;
    private final Handler handler;

    /**
     * An adapter.
     *
     * @param ring    the ring from the session agent
     * @param handler takes the frames
     */
    public ControlFrameTapAdapter(final RingBuffer ring, final Handler handler) {
        this.ring = ring;
        this.handler = handler;
    }

    /**
     * Reads some frames.
     *
     * @param limit at most so many
     * @return how many there were
     */
    public int poll(final int limit) {
        return ring.read(this, limit);
    }

    @Override
    public void onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        final byte[] payload = new byte[length - ControlFrameTap.PAYLOAD];
        buffer.getBytes(index + ControlFrameTap.PAYLOAD, payload);
        handler.onFrame(new Frame(buffer.getLong(index + ControlFrameTap.MONITOR), buffer.getLong(index + ControlFrameTap.TIME),
                ControlFrameTap.Kind.get(buffer.getInt(index + ControlFrameTap.KIND)), buffer.getInt(index + ControlFrameTap.TRUNK_INDEX),
                buffer.getLong(index + ControlFrameTap.VLAN_STACK), buffer.getLong(index + ControlFrameTap.SUBSCRIBER),
                buffer.getLong(index + ControlFrameTap.GATEWAY), buffer.getInt(index + ControlFrameTap.NUMBER),
                buffer.getInt(index + ControlFrameTap.PROTOCOL), new UnsafeBuffer(payload)));
    }
}
