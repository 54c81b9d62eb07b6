package io.athenabng.core.testkit;

import io.athenabng.core.port.EventSink;
import io.athenabng.core.session.SessionRecordFlyweight;
import java.util.ArrayList;
import java.util.List;

/** Keeps every event as text, like {@code session.dhcp_down 1 User-Request 1000/2000}. */
public final class RecordedEvents implements EventSink {
    /** What happened, in order. */
    public final List<String> events = new ArrayList<>();

    @Override
    public void onSessionEvent(final Kind kind, final SessionRecordFlyweight record) {
        events.add(kind.eventName() + ' ' + record.sessionId() + (kind == Kind.SESSION_DHCP_DOWN || kind == Kind.SESSION_PPPOE_DOWN
                ? ' ' + record.terminateCause().label() + ' ' + record.upOctets() + '/' + record.downOctets() : ""));
    }

    @Override
    public void onLineEvent(final Kind kind, final int lineId, final int trunkIndex, final long vlanStack) {
        events.add(kind.eventName() + ' ' + lineId);
    }
}
