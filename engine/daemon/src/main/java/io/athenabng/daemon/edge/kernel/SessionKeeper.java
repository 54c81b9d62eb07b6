package io.athenabng.daemon.edge.kernel;

import java.util.List;

/**
 * Keeps PPP sessions' descriptors where they outlive this process: while one copy of each is open, a session's packets are forwarded. Used
 * on the kernel agent's thread, but for {@link #takeAll}.
 */
public interface SessionKeeper extends AutoCloseable {
    /** Most that is known of a session here: nothing is kept, and PPP sessions end with the process. */
    SessionKeeper NONE = new SessionKeeper() {
        @Override
        public List<Kept> takeAll() {
            return List.of();
        }

        @Override
        public void put(final Kept session) {
            // Nothing is kept.
        }

        @Override
        public void drop(final long sessionId) {
            // Nothing is kept.
        }

        @Override
        public int onDutyCycle() {
            return 0;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /**
     * A session's descriptors.
     *
     * @param sessionId the session
     * @param ifIndex   the interface index of its unit
     * @param socket    the PPPoX socket
     * @param channel   the channel of {@code /dev/ppp}
     * @param unit      the unit of {@code /dev/ppp}
     */
    record Kept(long sessionId, int ifIndex, int socket, int channel, int unit) {
    }

    /**
     * Gives what was kept before this process started; the caller owns these copies, and the keeper keeps its own. Called once, first.
     *
     * @return every session that is kept
     */
    List<Kept> takeAll();

    /**
     * Keeps copies of a session's descriptors, instead of those that it may have of this session.
     *
     * @param session the session; its descriptors stay the caller's
     */
    void put(Kept session);

    /**
     * Closes the copies of a session's descriptors.
     *
     * @param sessionId the session; it need not be kept
     */
    void drop(long sessionId);

    /**
     * Sends what is waiting.
     *
     * @return how much there was
     */
    int onDutyCycle();

    @Override
    void close();
}
