package io.athenabng.core.port;

import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionRecordFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Sessions that outlive the daemon. One writer, the session agent; any thread may read.
 *
 * <p>A record is {@link SessionRecordFlyweight#LENGTH} bytes, stored and read whole. What a session has beyond it is a list of attributes,
 * stored and read whole too, and gone with the record.
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
     * Stores what a session has beyond its record ({@link SessionAttributesFlyweight}), in place of what it had. Called before the record
     * that says so is put. Only the writer calls this.
     *
     * @param sessionId its number
     * @param source    where the list is
     * @param offset    where it begins
     * @param length    its length, bytes, at most {@link SessionAttributesFlyweight#MAX_LENGTH}; 0 forgets the list
     * @return false if the store is full; then the session has what it had
     */
    boolean putAttributes(long sessionId, DirectBuffer source, int offset, int length);

    /**
     * Reads what a session has beyond its record.
     *
     * @param sessionId its number
     * @param into      where to
     * @param offset    where it begins; there must be room for {@link SessionAttributesFlyweight#MAX_LENGTH} bytes
     * @return the list's length, bytes; -1 if there is none
     */
    int getAttributes(long sessionId, MutableDirectBuffer into, int offset);

    /**
     * Forgets a session, and its attributes.
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
