package io.athenabng.core.port;

import io.athenabng.core.session.SessionRecordFlyweight;

/**
 * Sessions that outlive the daemon. One writer, the session agent; any thread may read.
 *
 * <p>A record is {@link SessionRecordFlyweight#LENGTH} bytes, stored and read whole.
 */
public interface SessionStore extends AutoCloseable {
    /** Takes each record. */
    @FunctionalInterface
    interface Visitor {
        /**
         * A session.
         *
         * @param record the record, valid until the call returns
         * @return whether to go on
         */
        boolean onSession(SessionRecordFlyweight record);
    }

    /**
     * A number for a new session: greater than every number that was given out or stored before, also before a restart, and also if the
     * session of that number is long gone. Only the writer calls this.
     *
     * @return the number, from 1 up
     */
    long allocateSessionId();

    /**
     * Stores a session, new or changed.
     *
     * @param record the record; its session id is the key
     * @return false if the store is full
     */
    boolean put(SessionRecordFlyweight record);

    /**
     * Reads a session.
     *
     * @param sessionId its number
     * @param into      where to; must wrap at least {@link SessionRecordFlyweight#LENGTH} bytes
     * @return whether there is one
     */
    boolean get(long sessionId, SessionRecordFlyweight into);

    /**
     * Forgets a session.
     *
     * @param sessionId its number
     * @return whether there was one
     */
    boolean remove(long sessionId);

    /**
     * Visits every session, in no order. No lock is held while the visitor works, so it may take its time, and on the writer's thread put
     * and remove; a session that appears or goes away meanwhile may or may not be visited.
     *
     * @param visitor takes them
     */
    void forEach(Visitor visitor);

    /** @return how many sessions there are */
    long size();

    @Override
    void close();
}
