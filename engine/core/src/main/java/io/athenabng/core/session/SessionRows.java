package io.athenabng.core.session;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The indexed fields of every session, one cache line each, off the heap: so that no lookup but that by User-Name reads the store. Slots
 * are reused; their number is fixed. Owner: the session agent.
 *
 * <pre>
 *    0 sessionId (0: the slot is free)
 *    8 mac, bit 62: bound
 *   16 vlanStack
 *   24 ipv4        | 28 userNameHash (0: none)
 *   32 macNext     | 36 macPrevious        sessions of the same MAC; macNext chains the free slots
 *   40 userNext    | 44 userPrevious       sessions of the same User-Name hash
 *   48 trunk (16)
 *   64
 * </pre>
 */
final class SessionRows {
    /** Bytes of a row. */
    static final int LENGTH = 64;
    /** As many rows as one buffer takes. */
    static final int MAX_CAPACITY = 1 << 24;
    /** Offset of the links between the sessions of a MAC. */
    static final int MAC_LINKS = 32;
    /** Offset of the links between the sessions of a User-Name. */
    static final int USER_LINKS = 40;

    private static final int SHIFT = 6;
    private static final long BOUND = 1L << 62;
    private static final long MAC_BITS = 0xffff_ffff_ffffL;
    private static final int MAC = 8;
    private static final int VLAN_STACK = 16;
    private static final int IPV4 = 24;
    private static final int USER_NAME_HASH = 28;
    private static final int TRUNK = 48;
    private static final int PREVIOUS = 4;

    private final UnsafeBuffer rows;
    private final int capacity;
    private int used;
    private int firstFree = SlotIndex.NONE;

    SessionRows(final int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("room for " + capacity + " sessions: it must be 1 to " + MAX_CAPACITY);
        }
        this.capacity = capacity;
        rows = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity << SHIFT));
    }

    int capacity() {
        return capacity;
    }

    /** Slots from here on were never used. */
    int used() {
        return used;
    }

    /** A free slot, {@link SlotIndex#NONE} if there is none. */
    int claim() {
        if (firstFree != SlotIndex.NONE) {
            final int slot = firstFree;
            firstFree = next(slot, MAC_LINKS);
            return slot;
        }
        return used < capacity ? used++ : SlotIndex.NONE;
    }

    void release(final int slot) {
        rows.setMemory(slot << SHIFT, LENGTH, (byte) 0);
        next(slot, MAC_LINKS, firstFree);
        firstFree = slot;
    }

    void sessionId(final int slot, final long sessionId) {
        rows.putLong(slot << SHIFT, sessionId);
    }

    long sessionId(final int slot) {
        return rows.getLong(slot << SHIFT);
    }

    /** Takes over line, MAC and address; the indices of these must be taken down before and built up after. */
    void line(final int slot, final SessionRecordFlyweight record, final boolean bound) {
        final int row = slot << SHIFT;
        rows.putLong(row + MAC, record.mac() & MAC_BITS | (bound ? BOUND : 0));
        rows.putLong(row + VLAN_STACK, record.vlanStack());
        rows.putLong(row + TRUNK, record.trunkHead());
        rows.putLong(row + TRUNK + 8, record.trunkTail());
        rows.putInt(row + IPV4, record.ipv4());
    }

    /** Whether line and address name this session: it is not ending. */
    boolean bound(final int slot) {
        return (rows.getLong((slot << SHIFT) + MAC) & BOUND) != 0;
    }

    void unbind(final int slot) {
        rows.putLong((slot << SHIFT) + MAC, mac(slot));
    }

    long mac(final int slot) {
        return rows.getLong((slot << SHIFT) + MAC) & MAC_BITS;
    }

    long vlanStack(final int slot) {
        return rows.getLong((slot << SHIFT) + VLAN_STACK);
    }

    long trunkHead(final int slot) {
        return rows.getLong((slot << SHIFT) + TRUNK);
    }

    long trunkTail(final int slot) {
        return rows.getLong((slot << SHIFT) + TRUNK + 8);
    }

    int ipv4(final int slot) {
        return rows.getInt((slot << SHIFT) + IPV4);
    }

    int userNameHash(final int slot) {
        return rows.getInt((slot << SHIFT) + USER_NAME_HASH);
    }

    void userNameHash(final int slot, final int hash) {
        rows.putInt((slot << SHIFT) + USER_NAME_HASH, hash);
    }

    /** Links are stored plus one, so that a row of zeros has none. */
    int next(final int slot, final int links) {
        return rows.getInt((slot << SHIFT) + links) - 1;
    }

    void next(final int slot, final int links, final int next) {
        rows.putInt((slot << SHIFT) + links, next + 1);
    }

    int previous(final int slot, final int links) {
        return rows.getInt((slot << SHIFT) + links + PREVIOUS) - 1;
    }

    void previous(final int slot, final int links, final int previous) {
        rows.putInt((slot << SHIFT) + links + PREVIOUS, previous + 1);
    }
}
