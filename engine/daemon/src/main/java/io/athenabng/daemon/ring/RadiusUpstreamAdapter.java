package io.athenabng.daemon.ring;

import io.athenabng.core.port.RadiusUpstream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads the session agent's RADIUS requests for whoever does them. Owned by the upstream agent. */
public final class RadiusUpstreamAdapter implements ControlledMessageHandler {
    private final RingBuffer ring;
    private final RadiusUpstream upstream;

    /**
     * An adapter.
     *
     * @param ring     the ring from the session agent
     * @param upstream does what is asked; what it does not take stays in the ring, in order
     */
    public RadiusUpstreamAdapter(final RingBuffer ring, final RadiusUpstream upstream) {
        this.ring = ring;
        this.upstream = upstream;
    }

    /**
     * Reads some requests.
     *
     * @param limit at most so many
     * @return how many were taken
     */
    public int poll(final int limit) {
        return ring.controlledRead(this, limit);
    }

    @Override
    public Action onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        final long id = buffer.getLong(index + RadiusDescriptor.ID);
        final int code = buffer.getInt(index + RadiusDescriptor.CODE);
        final int attributes = index + RadiusDescriptor.ATTRIBUTES;
        final int attributesLength = length - RadiusDescriptor.ATTRIBUTES;
        final boolean taken = switch (msgTypeId) {
            case RadiusDescriptor.REQUEST -> upstream.request(
                    code, buffer.getInt(index + RadiusDescriptor.GROUP_INDEX), id, buffer, attributes, attributesLength);
            case RadiusDescriptor.ANSWER_DYNAMIC -> upstream.answerDynamic(id, code, buffer, attributes, attributesLength);
            default -> throw new IllegalStateException("no RADIUS request has the type " + msgTypeId);
        };
        return taken ? Action.CONTINUE : Action.ABORT;
    }
}
