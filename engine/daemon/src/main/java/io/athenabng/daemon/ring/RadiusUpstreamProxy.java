package io.athenabng.daemon.ring;

import io.athenabng.core.port.RadiusUpstream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** The session agent's way to RADIUS servers and dynamic authorisation clients: everything goes into the upstream agent's ring. */
public final class RadiusUpstreamProxy implements RadiusUpstream {
    private final RingBuffer ring;

    /**
     * A proxy.
     *
     * @param ring the ring to the upstream agent
     */
    public RadiusUpstreamProxy(final RingBuffer ring) {
        this.ring = ring;
    }

    @Override
    public boolean request(
            final int code, final int serverGroupIndex, final long correlationId, final DirectBuffer attributes, final int offset,
            final int length) {
        return send(RadiusDescriptor.REQUEST, correlationId, code, serverGroupIndex, attributes, offset, length);
    }

    @Override
    public boolean answerDynamic(final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        return send(RadiusDescriptor.ANSWER_DYNAMIC, token, code, 0, attributes, offset, length);
    }

    private boolean send(
            final int type, final long id, final int code, final int groupIndex, final DirectBuffer attributes, final int offset,
            final int length) {
        final int index = ring.tryClaim(type, RadiusDescriptor.ATTRIBUTES + length);
        if (index < 0) {
            return false;
        }
        ring.buffer().putLong(index + RadiusDescriptor.ID, id);
        ring.buffer().putInt(index + RadiusDescriptor.CODE, code);
        ring.buffer().putInt(index + RadiusDescriptor.GROUP_INDEX, groupIndex);
        ring.buffer().putBytes(index + RadiusDescriptor.ATTRIBUTES, attributes, offset, length);
        ring.commit(index);
        return true;
    }
}
