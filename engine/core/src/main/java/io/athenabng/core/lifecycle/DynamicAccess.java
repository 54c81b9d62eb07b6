package io.athenabng.core.lifecycle;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.radius.dynamic.ErrorCause;
import io.athenabng.core.radius.dynamic.SessionControl;
import io.athenabng.core.session.TerminateCause;
import org.agrona.DirectBuffer;

/** What dynamic authorisation clients may do to sessions, done by the phases of a session's life. Owned by the session agent. */
final class DynamicAccess implements SessionControl {
    private final SessionLifecycle sessions;
    private final OutsideAccess outside;

    DynamicAccess(final SessionLifecycle sessions, final OutsideAccess outside) {
        this.sessions = sessions;
        this.outside = outside;
    }

    @Override
    public ErrorCause end(final long sessionId) {
        if (outside.has(sessionId)) {
            // The link is its own server's: without us it would only lose its rates.
            return ErrorCause.SESSION_CONTEXT_NOT_REMOVABLE;
        }
        return sessions.end(sessionId, TerminateCause.ADMIN_RESET) ? LATER : ErrorCause.SESSION_CONTEXT_NOT_REMOVABLE;
    }

    @Override
    public ErrorCause change(final long sessionId, final SubscriberProfile profile) {
        return sessions.changeWholly(sessionId, profile) ? LATER : ErrorCause.RESOURCES_UNAVAILABLE;
    }

    @Override
    public ErrorCause reauthenticate(final long sessionId, final DirectBuffer state, final int offset, final int stateLength) {
        final Subscriber subscriber = sessions.subscriber(sessionId);
        if (subscriber == null || subscriber.line.group().authentication() != AccessGroupSettings.Authentication.RADIUS) {
            return ErrorCause.UNSUPPORTED_SERVICE;
        }
        if (subscriber.pppoe && stateLength == 0) {
            return ErrorCause.UNSUPPORTED_SERVICE;
        }
        subscriber.radiusState = new byte[stateLength];
        state.getBytes(offset, subscriber.radiusState);
        final boolean asked = sessions.askAgain(sessionId);
        subscriber.radiusState = Subscriber.NO_STATE;
        return asked ? ErrorCause.NONE : ErrorCause.RESOURCES_UNAVAILABLE;
    }
}
