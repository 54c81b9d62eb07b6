package io.athenabng.daemon.ring;

import io.athenabng.core.port.RadiusListener;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableRingBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * What RADIUS servers and dynamic authorisation clients say, to the session agent. What does not fit is kept, in order, and goes on a
 * later cycle; while anything is kept, the upstream agent takes no further request and looks at no RADIUS socket, so that nothing is lost
 * and
 * what is kept stays small. Owned by the upstream agent.
 */
public final class RadiusListenerProxy implements RadiusListener {
    private static final int KEPT_INITIAL = 4_096;
    private static final int MESSAGE_MAX = 8_192;

    private final RingBuffer ring;
    private final ExpandableRingBuffer kept = new ExpandableRingBuffer(KEPT_INITIAL, ExpandableRingBuffer.MAX_CAPACITY, false);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_MAX]);
    private final ExpandableRingBuffer.MessageConsumer sender = this::resend;

    /**
     * A proxy.
     *
     * @param ring the ring to the session agent
     */
    public RadiusListenerProxy(final RingBuffer ring) {
        this.ring = ring;
    }

    @Override
    public void onRadiusAnswer(
            final long correlationId, final int code, final DirectBuffer attributes, final int offset, final int length) {
        send(RadiusDescriptor.ON_ANSWER, correlationId, code, attributes, offset, length);
    }

    @Override
    public void onRadiusUnanswered(final long correlationId, final int code) {
        send(RadiusDescriptor.ON_UNANSWERED, correlationId, code, message, 0, 0);
    }

    @Override
    public void onDynamicRequest(final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        send(RadiusDescriptor.ON_DYNAMIC_REQUEST, token, code, attributes, offset, length);
    }

    /** @return whether everything has gone */
    public boolean isClear() {
        return kept.isEmpty();
    }

    /**
     * Sends what was kept.
     *
     * @return how many bytes went
     */
    public int flush() {
        return kept.isEmpty() ? 0 : kept.consume(sender, Integer.MAX_VALUE);
    }

    private boolean resend(final MutableDirectBuffer buffer, final int offset, final int length, final int headOffset) {
        return ring.write(buffer.getInt(offset), buffer, offset + Integer.BYTES, length - Integer.BYTES);
    }

    private void send(
            final int type, final long id, final int code, final DirectBuffer attributes, final int offset, final int length) {
        final int index = kept.isEmpty() ? ring.tryClaim(type, RadiusDescriptor.ATTRIBUTES + length) : -1;
        if (index < 0) {
            message.putInt(0, type);
            put(message, Integer.BYTES, id, code, attributes, offset, length);
            if (!kept.append(message, 0, Integer.BYTES + RadiusDescriptor.ATTRIBUTES + length)) {
                throw new IllegalStateException("no room to keep a RADIUS answer for the session agent");
            }
            return;
        }
        put(ring.buffer(), index, id, code, attributes, offset, length);
        ring.commit(index);
    }

    private static void put(
            final MutableDirectBuffer target, final int index, final long id, final int code, final DirectBuffer attributes,
            final int offset, final int length) {
        target.putLong(index + RadiusDescriptor.ID, id);
        target.putInt(index + RadiusDescriptor.CODE, code);
        target.putInt(index + RadiusDescriptor.GROUP_INDEX, 0);
        target.putBytes(index + RadiusDescriptor.ATTRIBUTES, attributes, offset, length);
    }
}
