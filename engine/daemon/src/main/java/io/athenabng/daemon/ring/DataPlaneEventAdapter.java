package io.athenabng.daemon.ring;

import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.PppChannels;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads the data plane's answers for the gateway. Owned by the session agent. */
public final class DataPlaneEventAdapter implements MessageHandler {
    private final RingBuffer ring;
    private final DataPlaneListener listener;
    private final PppChannels.Listener channels;
    private final ControlFrameTap tap;

    /**
     * An adapter.
     *
     * @param ring     the ring from the kernel agent
     * @param listener takes the answers
     * @param channels takes what PPP channels say
     * @param tap      sees every frame
     */
    public DataPlaneEventAdapter(final RingBuffer ring, final DataPlaneListener listener, final PppChannels.Listener channels,
            final ControlFrameTap tap) {
        this.tap = tap;
        this.ring = ring;
        this.listener = listener;
        this.channels = channels;
    }

    /**
     * Reads some answers.
     *
     * @param limit at most so many
     * @return how many there were
     */
    public int poll(final int limit) {
        return ring.read(this, limit);
    }

    @Override
    public void onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        if (msgTypeId == PppDescriptor.ON_FRAME) {
            if (tap.isActive()) {
                tap.ppp(ControlFrameTap.Kind.PPP_IN, buffer.getLong(index + PppDescriptor.CHANNEL_ID),
                        buffer.getInt(index + PppDescriptor.FRAME_PROTOCOL), buffer, index + PppDescriptor.FRAME_HEADER_LENGTH,
                        length - PppDescriptor.FRAME_HEADER_LENGTH);
            }
            channels.onPppFrame(buffer.getLong(index + PppDescriptor.CHANNEL_ID), buffer.getInt(index + PppDescriptor.FRAME_PROTOCOL),
                    buffer, index + PppDescriptor.FRAME_HEADER_LENGTH, length - PppDescriptor.FRAME_HEADER_LENGTH);
            return;
        }
        final long id = buffer.getLong(index + DataPlaneDescriptor.ID);
        final long value = buffer.getLong(index + DataPlaneDescriptor.VALUE);
        switch (msgTypeId) {
            case DataPlaneDescriptor.ON_LINE_UP:
                listener.onLineUp((int) id, (int) value);
                break;
            case DataPlaneDescriptor.ON_LINE_GONE:
                listener.onLineGone((int) id, value != 0);
                break;
            case DataPlaneDescriptor.ON_SESSION_UP:
                listener.onSessionUp(id, (int) value);
                break;
            case DataPlaneDescriptor.ON_SESSION_CHANGED:
                listener.onSessionChanged(id, (int) value);
                break;
            case DataPlaneDescriptor.ON_SESSION_DOWN:
                listener.onSessionDown(id, value, buffer.getLong(index + DataPlaneDescriptor.UP_PACKETS),
                        buffer.getLong(index + DataPlaneDescriptor.DOWN_OCTETS), buffer.getLong(index + DataPlaneDescriptor.DOWN_PACKETS));
                break;
            case DataPlaneDescriptor.ON_COUNTERS:
                listener.onCounters(id, value, buffer.getLong(index + DataPlaneDescriptor.UP_PACKETS),
                        buffer.getLong(index + DataPlaneDescriptor.DOWN_OCTETS), buffer.getLong(index + DataPlaneDescriptor.DOWN_PACKETS));
                break;
            case DataPlaneDescriptor.ON_TRUNK:
                listener.onTrunk((int) id, value != 0);
                break;
            case PppDescriptor.ON_OPEN:
                channels.onChannelOpen(id, (int) value);
                break;
            case PppDescriptor.ON_LOST:
                channels.onChannelLost(id, (int) value);
                break;
            default:
                throw new IllegalStateException("no data plane answer has the type " + msgTypeId);
        }
    }
}
