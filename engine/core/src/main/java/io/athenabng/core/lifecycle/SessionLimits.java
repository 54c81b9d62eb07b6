package io.athenabng.core.lifecycle;

import io.athenabng.core.config.RadiusAccessSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import org.agrona.concurrent.status.AtomicCounter;

/** How many sessions a User-Name and a MAC may have. A client's own session, which it renews or replaces, does not count. */
final class SessionLimits {
    private final SessionTable sessions;
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final AtomicCounter userLimit;
    private final AtomicCounter macLimit;

    SessionLimits(final SessionTable sessions, final CounterRegistry counters) {
        this.sessions = sessions;
        userLimit = counters.counter("session.refused.user_limit", "Sessions refused because their User-Name has as many as it may");
        macLimit = counters.counter("session.refused.mac_limit", "Sessions refused because their MAC has as many as it may");
    }

    /** Whether a session of that name may begin; if not it is counted. */
    boolean admit(final Subscriber subscriber, final String userName) {
        final RadiusAccessSettings settings = subscriber.line.group().radius();
        if (settings.sessionsPerMac() > 0 && ofMac(subscriber, settings.sessionsPerMac()) >= settings.sessionsPerMac()) {
            macLimit.increment();
            return false;
        }
        if (settings.sessionsPerUser() > 0 && ofUser(subscriber, userName, settings.sessionsPerUser()) >= settings.sessionsPerUser()) {
            userLimit.increment();
            return false;
        }
        return true;
    }

    private int ofMac(final Subscriber subscriber, final int limit) {
        int count = 0;
        long id = sessions.firstByMac(subscriber.mac);
        while (id != SessionTable.NO_SESSION && count < limit) {
            count += counts(subscriber, id) ? 1 : 0;
            id = sessions.nextByMac(id);
        }
        return count;
    }

    private int ofUser(final Subscriber subscriber, final String userName, final int limit) {
        int count = 0;
        long id = sessions.firstByUserName(userName);
        while (id != SessionTable.NO_SESSION && count < limit) {
            count += counts(subscriber, id) ? 1 : 0;
            id = sessions.nextByUserName(id);
        }
        return count;
    }

    private boolean counts(final Subscriber subscriber, final long sessionId) {
        return sessionId != subscriber.sessionId && sessions.get(sessionId, record) && record.state() != SessionState.ENDING;
    }
}
