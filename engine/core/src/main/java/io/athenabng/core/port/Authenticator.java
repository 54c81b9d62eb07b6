package io.athenabng.core.port;

/** Who a subscriber is and what they get: the local users file, or RADIUS. */
public interface Authenticator {
    /** Takes the answers; called on the session agent's thread, perhaps before {@link Authenticator#authenticate} returns. */
    interface Listener {
        /**
         * The subscriber is welcome.
         *
         * @param correlationId the request's
         * @param profile       what they get; valid until the call returns
         */
        void onAccept(long correlationId, SubscriberProfile profile);

        /**
         * The subscriber is refused.
         *
         * @param correlationId the request's
         */
        void onReject(long correlationId);
    }

    /**
     * Asks.
     *
     * @param correlationId names the request in the answer
     * @param groupIndex    the access group
     * @param userName      the User-Name
     * @return whether the request was taken
     */
    boolean authenticate(long correlationId, int groupIndex, String userName);
}
