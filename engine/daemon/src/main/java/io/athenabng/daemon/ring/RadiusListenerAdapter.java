package io.athenabng.daemon.ring;

import io.athenabng.core.port.RadiusListener;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads what RADIUS servers and dynamic authorisation clients say. Owned by the session agent. */
public final class RadiusListenerAdapter implements MessageHandler {
    private final RingBuffer ring;
    private final RadiusListener listener;

    /**
     * An adapter.
     *
     * @param ring     the ring from the upstream agent
     * @param listener takes it
     */
    public RadiusListenerAdapter(final RingBuffer ring, final RadiusListener listener) {
        this.ring = ring;
        this.listener = listener;
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
        final long id = buffer.getLong(index + RadiusDescriptor.ID);
        final int code = buffer.getInt(index + RadiusDescriptor.CODE);
        final int attributes = index + RadiusDescriptor.ATTRIBUTES;
        switch (msgTypeId) {
            case RadiusDescriptor.ON_ANSWER:
                listener.onRadiusAnswer(id, code, buffer, attributes, length - RadiusDescriptor.ATTRIBUTES);
                break;
            case RadiusDescriptor.ON_UNANSWERED:
                listener.onRadiusUnanswered(id, code);
                break;
            case RadiusDescriptor.ON_DYNAMIC_REQUEST:
                listener.onDynamicRequest(id, code, buffer, attributes, length - RadiusDescriptor.ATTRIBUTES);
                break;
            default:
                throw new IllegalStateException("no RADIUS message has the type " + msgTypeId);
        }
    }
}
