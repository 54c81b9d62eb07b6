package io.athenabng.daemon.ring;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EventSink;
import io.athenabng.core.session.SessionRecordFlyweight;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Events from the session agent to management.
 *
 * <pre>
 *   session   0 kind (4) | 4 reserved (4) | 8 session record (320)
 *   line      0 kind (4) | 4 lineId (4) | 8 vlanStack (8) | 16 trunkIndex (4)
 * </pre>
 */
public final class EventProxy implements EventSink {
    static final int SESSION_MSG_TYPE_ID = 1;
    static final int LINE_MSG_TYPE_ID = 2;
    static final int KIND = 0;
    static final int LINE_ID = 4;
    static final int VLAN_STACK = 8;
    static final int TRUNK_INDEX = 16;
    static final int RECORD = 8;
    static final int LINE_LENGTH = 24;

    private final RingBuffer ring;
    private final AtomicCounter dropped;

    /**
     * A proxy.
     *
     * @param ring     the ring to management
     * @param registry makes the counter of events that did not fit
     */
    public EventProxy(final RingBuffer ring, final CounterRegistry registry) {
        this.ring = ring;
        dropped = registry.counter("events.dropped", "Events dropped because management is behind");
    }

    @Override
    public void onSessionEvent(final Kind kind, final SessionRecordFlyweight record) {
        final int index = ring.tryClaim(SESSION_MSG_TYPE_ID, RECORD + SessionRecordFlyweight.LENGTH);
        if (index < 0) {
            dropped.increment();
            return;
        }
        ring.buffer().putInt(index + KIND, kind.ordinal());
        ring.buffer().putBytes(index + RECORD, record.buffer(), 0, SessionRecordFlyweight.LENGTH);
        ring.commit(index);
    }

    @Override
    public void onLineEvent(final Kind kind, final int lineId, final int trunkIndex, final long vlanStack) {
        final int index = ring.tryClaim(LINE_MSG_TYPE_ID, LINE_LENGTH);
        if (index < 0) {
            dropped.increment();
            return;
        }
        ring.buffer().putInt(index + KIND, kind.ordinal());
        ring.buffer().putInt(index + LINE_ID, lineId);
        ring.buffer().putLong(index + VLAN_STACK, vlanStack);
        ring.buffer().putInt(index + TRUNK_INDEX, trunkIndex);
        ring.commit(index);
    }
}
