package io.athenabng.core.port;

/** Who a subscriber is and what they get: the local users file, or RADIUS. */
public interface Authenticator {
    /** Takes the answers; called on the session agent's thread, perhaps before {@link Authenticator#authenticate} returns. */
    interface Listener {
        /**
         * The subscriber is welcome.
         *
         * @param correlationId the request's
         * @param profile       what they get
         */
        void onAccept(long correlationId, SubscriberProfile profile);

        /**
         * The subscriber is refused.
         *
         * @param correlationId the request's
         * @param message       what to tell the subscriber where the protocol has a place for it; empty is nothing
         */
        void onReject(long correlationId, String message);

        /**
         * Nobody could say: no server answered. What becomes of the subscriber is the access group's policy.
         *
         * @param correlationId the request's
         */
        void onUnavailable(long correlationId);
    }

    /**
     * Asks.
     *
     * @param query who asks; valid until the call returns
     * @return whether the request was taken
     */
    boolean authenticate(AuthenticationQuery query);
}
