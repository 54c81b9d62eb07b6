package io.athenabng.core.lifecycle;

import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.session.SessionRecordFlyweight;
import org.agrona.collections.Long2ObjectHashMap;

/** Changes of sessions that wait for the data plane, with what was before, so that one that is refused is taken back as a whole. */
final class SessionChanges {
    private static final int CHANGED_FLAGS = SessionRecordFlyweight.FLAG_REAUTHENTICATE;

    /** A change, and what was before it. */
    static final class Change {
        final SessionRecordFlyweight before = new SessionRecordFlyweight().allocate();
        final SubscriberProfile profile;
        /** Answers to earlier requests of somebody else, which come first. */
        private int answersBefore;
        private long down;
        private long up;

        Change(final SessionRecordFlyweight before, final SubscriberProfile profile, final int answersBefore) {
            this.before.copyFrom(before);
            this.profile = profile;
            this.answersBefore = answersBefore;
        }

        /** Puts back what the change has changed. Rates that somebody else has set meanwhile stay. */
        void takeBack(final SessionRecordFlyweight record) {
            if (record.downBitsPerSecond() == down && record.upBitsPerSecond() == up) {
                record.downBitsPerSecond(before.downBitsPerSecond()).upBitsPerSecond(before.upBitsPerSecond());
            }
            record.sessionTimeoutSeconds(before.sessionTimeoutSeconds()).idleTimeoutSeconds(before.idleTimeoutSeconds())
                    .interimSeconds(before.interimSeconds())
                    .flags(record.flags() & ~CHANGED_FLAGS | before.flags() & CHANGED_FLAGS);
        }
    }

    private final Long2ObjectHashMap<Change> underWay = new Long2ObjectHashMap<>();

    void begin(
            final long sessionId, final SessionRecordFlyweight before, final SubscriberProfile profile, final int answersBefore) {
        underWay.put(sessionId, new Change(before, profile, answersBefore));
    }

    /** The change is in the record now. */
    void made(final SessionRecordFlyweight after) {
        final Change change = underWay.get(after.sessionId());
        change.down = after.downBitsPerSecond();
        change.up = after.upBitsPerSecond();
    }

    /** The data plane answered; the change that this settles, null if the answer is to something else. */
    Change settled(final long sessionId) {
        final Change change = underWay.get(sessionId);
        if (change == null || change.answersBefore-- > 0) {
            return null;
        }
        return underWay.remove(sessionId);
    }

    void forget(final long sessionId) {
        underWay.remove(sessionId);
    }
}
