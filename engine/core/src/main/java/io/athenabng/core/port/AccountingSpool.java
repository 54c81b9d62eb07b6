package io.athenabng.core.port;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Accounting-Requests that no server took, kept on disk for one group of servers until one does. An entry is a list of attributes as on the
 * wire. A position names an entry; positions grow in the order of appending. Used on the upstream agent's thread; none of its methods waits
 * for the disk: what was appended survives the end of the process at once, and a failure of the machine from {@link #durableTo()} on.
 *
 * <p>Room is limited. An interim report is refused when half of the room is used, so that starts and stops always find some: nothing
 * that was taken is ever thrown away to make room.
 */
public interface AccountingSpool extends AutoCloseable {
    /** {@link #append}'s answer if there is no room, or the disk refuses. */
    long REFUSED = -1;
    /** The Acct-Status-Type that may be refused first. */
    int INTERIM = 3;

    /** Takes each entry that waits. */
    @FunctionalInterface
    interface Visitor {
        /**
         * An entry.
         *
         * @param position   its name
         * @param statusType its Acct-Status-Type (RFC 2866 section 5.1)
         * @param sessionKey the number that it was appended with
         */
        void onEntry(long position, int statusType, long sessionKey);
    }

    /**
     * Visits what an earlier run left, in the order of appending. Called once, before anything is appended.
     *
     * @param visitor takes the entries
     */
    void forEachWaiting(Visitor visitor);

    /**
     * Keeps an entry.
     *
     * @param statusType its Acct-Status-Type
     * @param sessionKey equal for entries of one session
     * @param attributes where the attributes are
     * @param offset     where they begin
     * @param length     their length, bytes; at most 4,076
     * @return its position, or {@link #REFUSED}
     */
    long append(int statusType, long sessionKey, DirectBuffer attributes, int offset, int length);

    /** @return every entry at a smaller position is safe from a failure of the machine */
    long durableTo();

    /**
     * Reads an entry that waits.
     *
     * @param position its position
     * @param into     where its attributes go; must have room for 4,076 bytes
     * @param offset   where they begin there
     * @return their length, bytes; -1 if the disk gives something else than was written
     */
    int read(long position, MutableDirectBuffer into, int offset);

    /**
     * A server has the entry, or nobody wants it any more: it does not come back, also after a restart.
     *
     * @param position its position
     */
    void delivered(long position);

    /**
     * Sets how much room there is. What was taken stays, also if it is more.
     *
     * @param bytes most bytes on disk
     */
    void limit(long bytes);

    /** @return bytes on disk */
    long bytes();

    @Override
    void close();
}
