package io.athenabng.core.radius.dynamic;

import io.athenabng.core.port.SubscriberProfile;
import org.agrona.DirectBuffer;

/** What dynamic authorisation may do to sessions; the gateway's phases stand behind it. Used on the session agent's thread. */
public interface SessionControl {
    /** The outcome comes later by {@link DynamicRequestHandler#onSessionChanged} or {@link DynamicRequestHandler#onSessionEnded}. */
    ErrorCause LATER = null;

    /**
     * Ends a session.
     *
     * @param sessionId the session
     * @return {@link #LATER}, or why it cannot be ended
     */
    ErrorCause end(long sessionId);

    /**
     * Changes a session in place: what the profile does not say stays as it is. If the kernel refuses, nothing has changed.
     *
     * @param sessionId the session
     * @param profile   what it gets
     * @return {@link #LATER}, {@link ErrorCause#NONE} if it is done already, or why it cannot be done
     */
    ErrorCause change(long sessionId, SubscriberProfile profile);

    /**
     * Asks the RADIUS server for the session's rights again; the session stays up meanwhile.
     *
     * @param sessionId   the session
     * @param state       where the State attribute's value is that the server wants back
     * @param offset      where it begins
     * @param stateLength its length; 0 if there is none
     * @return {@link ErrorCause#NONE} if the question is on its way, or why it cannot be asked
     */
    ErrorCause reauthenticate(long sessionId, DirectBuffer state, int offset, int stateLength);
}
