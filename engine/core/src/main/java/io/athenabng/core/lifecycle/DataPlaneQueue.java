package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.access.AccessLineTable;
import io.athenabng.core.port.DataPlane;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.qos.ShapingPlanner;
import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Work for the data plane, in order. What does not fit into its ring waits here; while much waits, no new session is admitted, so that
 * nothing that was promised is ever lost.
 */
final class DataPlaneQueue {
    private static final int KIND_SHIFT = 60;
    private static final long ID_MASK = (1L << KIND_SHIFT) - 1;
    private static final long LINE_UP = 1;
    private static final long LINE_DOWN = 2;
    private static final long SESSION_UP = 3;
    private static final long SESSION_RESTORED = 4;
    private static final long SESSION_CHANGE = 5;
    private static final long SESSION_DOWN = 6;
    private static final long RESTORE_COMPLETE = 7;
    private static final int ADMISSION_LIMIT = 1_024;

    private final DataPlane dataPlane;
    private final AccessLineTable lines;
    private final SessionTable sessions;
    private final SubscriberTable subscribers;
    private final LongArrayQueue waiting = new LongArrayQueue();
    private final Long2LongHashMap changesUnderWay = new Long2LongHashMap(0);
    private final SessionPlan plan = new SessionPlan();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final UnsafeBuffer attributes = new UnsafeBuffer(new byte[SessionAttributesFlyweight.MAX_LENGTH]);

    DataPlaneQueue(
            final DataPlane dataPlane, final AccessLineTable lines, final SessionTable sessions, final SubscriberTable subscribers) {
        this.dataPlane = dataPlane;
        this.lines = lines;
        this.sessions = sessions;
        this.subscribers = subscribers;
    }

    void lineUp(final AccessLine line) {
        line.state(AccessLine.State.CREATING);
        add(LINE_UP, line.lineId());
    }

    void lineDown(final AccessLine line) {
        line.state(AccessLine.State.REMOVING);
        add(LINE_DOWN, line.lineId());
    }

    void sessionUp(final long sessionId, final boolean restored) {
        add(restored ? SESSION_RESTORED : SESSION_UP, sessionId);
    }

    /** The data plane will answer, unless the session ends first. */
    void sessionChange(final long sessionId) {
        changesUnderWay.put(sessionId, changesUnderWay.get(sessionId) + 1);
        add(SESSION_CHANGE, sessionId);
    }

    void onSessionChanged(final long sessionId) {
        final long before = changesUnderWay.get(sessionId);
        if (before <= 1) {
            changesUnderWay.remove(sessionId);
        } else {
            changesUnderWay.put(sessionId, before - 1);
        }
    }

    /** How many answers to requests to change a session's rates are still to come. */
    int changesUnderWay(final long sessionId) {
        return (int) changesUnderWay.get(sessionId);
    }

    void sessionDown(final long sessionId) {
        changesUnderWay.remove(sessionId);
        add(SESSION_DOWN, sessionId);
    }

    void restoreComplete() {
        add(RESTORE_COMPLETE, 0);
    }

    /** Whether new sessions may be admitted. */
    boolean admits() {
        return waiting.size() < ADMISSION_LIMIT;
    }

    /** Whether sessions of before a start may be asked for: they leave room for new ones. */
    boolean restores() {
        return waiting.size() < ADMISSION_LIMIT / 2;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int onDutyCycle() {
        int count = 0;
        while (!waiting.isEmpty() && hand(waiting.peekLong())) {
            waiting.pollLong();
            count++;
        }
        return count;
    }

    private void add(final long kind, final long id) {
        final long work = kind << KIND_SHIFT | id;
        if (!waiting.isEmpty() || !hand(work)) {
            waiting.addLong(work);
        }
    }

    private boolean hand(final long work) {
        final long id = work & ID_MASK;
        final long kind = work >>> KIND_SHIFT;
        if (kind == LINE_UP) {
            final AccessLine line = lines.line((int) id);
            return line == null || dataPlane.lineUp(line.lineId(), line.trunkIndex(), line.vlanStack(), line.groupIndex());
        } else if (kind == LINE_DOWN) {
            return dataPlane.lineDown((int) id);
        } else if (kind == SESSION_DOWN) {
            return dataPlane.sessionDown(id);
        } else if (kind == RESTORE_COMPLETE) {
            return dataPlane.restoreComplete();
        }
        final Subscriber subscriber = subscribers.bySession(id);
        if (subscriber == null || !sessions.get(id, record)) {
            // It ended while its work waited; its own SESSION_DOWN follows.
            return true;
        }
        ShapingPlanner.plan(record, subscriber.line, kind == SESSION_RESTORED, plan);
        plan.outsideInterface = record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP
                ? OutsideInterfaceAttribute.read(sessions, id, attributes) : null;
        plan.routes = subscriber.profile == null ? List.of() : subscriber.profile.extras().routes();
        return kind == SESSION_CHANGE ? dataPlane.sessionChange(plan) : dataPlane.sessionUp(plan);
    }
}
