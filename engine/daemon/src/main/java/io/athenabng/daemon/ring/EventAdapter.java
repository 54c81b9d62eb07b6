package io.athenabng.daemon.ring;

import io.athenabng.core.port.EventSink;
import io.athenabng.core.session.SessionRecordFlyweight;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads the session agent's events for management. Owned by the management agent. */
public final class EventAdapter implements MessageHandler {
    private final RingBuffer ring;
    private final EventSink sink;
    private final SessionRecordFlyweight record = new SessionRecordFlyweight();

    /**
     * An adapter.
     *
     * @param ring the ring from the session agent
     * @param sink takes the events
     */
    public EventAdapter(final RingBuffer ring, final EventSink sink) {
        this.ring = ring;
        this.sink = sink;
    }

    /**
     * Reads some events.
     *
     * @param limit at most so many
     * @return how many there were
     */
    public int poll(final int limit) {
        return ring.read(this, limit);
    }

    @Override
    public void onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        final EventSink.Kind kind = EventSink.Kind.get(buffer.getInt(index + EventProxy.KIND));
        if (msgTypeId == EventProxy.SESSION_MSG_TYPE_ID) {
            sink.onSessionEvent(kind, record.wrap(buffer, index + EventProxy.RECORD));
        } else {
            sink.onLineEvent(kind, buffer.getInt(index + EventProxy.LINE_ID), buffer.getInt(index + EventProxy.TRUNK_INDEX),
                    buffer.getLong(index + EventProxy.VLAN_STACK));
        }
    }
}
