package io.athenabng.daemon.edge.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a spool's segment: a header, then entries without gaps, little-endian.
 *
 * <pre>
 *  segment:  0 magic (8) | 8 entry | entry ...
 *  entry:    0 attributes' length (2) | 2 status type (1) | 3 state (1) | 4 CRC-32C (4) | 8 session key (8) | 16 attributes
 * </pre>
 *
 * The checksum is over all of an entry but itself and the state. The state is one octet, so that it cannot be torn: 0 waits, 1 is
 * delivered.
 */
final class SpoolEntry {
    static final long MAGIC = 0x314c_5053_474e_4241L;
    static final int FILE_HEADER = 8;
    static final int HEADER = 16;
    static final int STATE = 3;
    static final byte WAITING = 0;
    static final byte DELIVERED = 1;
    static final int MAX_ATTRIBUTES = 4_076;

    private static final int STATUS_TYPE = 2;
    private static final int CHECKSUM = 4;
    private static final int SESSION_KEY = 8;

    private final CRC32C crc = new CRC32C();

    static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(HEADER + MAX_ATTRIBUTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes the header in front of attributes that are in the buffer from {@link #HEADER} on, and makes the entry ready to be written. */
    void seal(final ByteBuffer entry, final int statusType, final long sessionKey, final int attributesLength) {
        entry.putShort(0, (short) attributesLength).put(STATUS_TYPE, (byte) statusType).put(STATE, WAITING)
                .putLong(SESSION_KEY, sessionKey);
        entry.putInt(CHECKSUM, checksum(entry, 0, attributesLength));
        entry.position(0).limit(HEADER + attributesLength);
    }

    private int checksum(final ByteBuffer entry, final int at, final int attributesLength) {
        crc.reset();
        crc.update(entry.get(at));
        crc.update(entry.get(at + 1));
        crc.update(entry.get(at + STATUS_TYPE));
        final ByteBuffer rest = entry.duplicate();
        rest.clear().position(at + SESSION_KEY).limit(at + HEADER + attributesLength);
        crc.update(rest);
        return (int) crc.getValue();
    }

    /** The length of the whole entry at a place, or -1 if there is none that is whole. */
    int length(final ByteBuffer from, final int at) {
        if (from.limit() - at < HEADER) {
            return -1;
        }
        final int attributes = from.getShort(at) & 0xffff;
        final boolean whole = attributes <= MAX_ATTRIBUTES && attributes <= from.limit() - at - HEADER
                && from.getInt(at + CHECKSUM) == checksum(from, at, attributes);
        return whole ? HEADER + attributes : -1;
    }

    static int statusType(final ByteBuffer from, final int at) {
        return from.get(at + STATUS_TYPE) & 0xff;
    }

    static long sessionKey(final ByteBuffer from, final int at) {
        return from.getLong(at + SESSION_KEY);
    }

    static boolean isWaiting(final ByteBuffer from, final int at) {
        return from.get(at + STATE) == WAITING;
    }
}
