package io.athenabng.core.pppoe;

import io.athenabng.wire.accessline.AccessLineSubOption;
import io.athenabng.wire.pppoe.AccessLineCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * What the access node says of a client's line (TR-101, section 3.9.2).
 *
 * @param circuitId       Agent Circuit-ID; empty if it is not said
 * @param remoteId        Agent Remote-ID; empty if it is not said
 * @param characteristics rates, interleaving delays and encapsulation as they came: type (1), length (1), value, again and again. RFC 4679
 *                        has an attribute of the same number and value for each
 */
public record AccessLineInfo(String circuitId, String remoteId, byte[] characteristics) {
    /** Nothing is said. */
    public static final AccessLineInfo NONE = new AccessLineInfo("", "", new byte[0]);
    /** Octets before each value of {@link #characteristics()}. */
    public static final int HEADER = 2;

    private static final long BITS_PER_KILOBIT = 1_000;
    private static final int TYPES = 256;
    private static final int ROOM = (AccessLineSubOption.LAST_NUMBER - AccessLineSubOption.ACTUAL_RATE_UP + 1) * (HEADER + Integer.BYTES)
            + HEADER + AccessLineSubOption.ENCAPSULATION_LENGTH;

    /**
     * Reads a vendor tag. Of several sub-options of a type the first counts.
     *
     * @param buffer where it is
     * @param offset where its value begins; -1 if there is none
     * @param length its length, bytes
     * @return what it says
     */
    public static AccessLineInfo read(final DirectBuffer buffer, final int offset, final int length) {
        if (offset < 0) {
            return NONE;
        }
        final AccessLineCursor cursor = new AccessLineCursor().wrap(buffer, offset, length);
        final boolean[] seen = new boolean[TYPES];
        final byte[] list = new byte[ROOM];
        int used = 0;
        String circuitId = "";
        String remoteId = "";
        while (cursor.next()) {
            final int type = cursor.type();
            if (type == AccessLineSubOption.CIRCUIT_ID) {
                circuitId = text(buffer, cursor);
            } else if (type == AccessLineSubOption.REMOTE_ID) {
                remoteId = text(buffer, cursor);
            } else if (!seen[type] && AccessLineSubOption.isCharacteristic(type, cursor.valueLength())) {
                seen[type] = true;
                list[used] = (byte) type;
                list[used + 1] = (byte) cursor.valueLength();
                buffer.getBytes(cursor.valueOffset(), list, used + HEADER, cursor.valueLength());
                used += HEADER + cursor.valueLength();
            }
        }
        return new AccessLineInfo(circuitId, remoteId, Arrays.copyOf(list, used));
    }

    private static String text(final DirectBuffer buffer, final AccessLineCursor cursor) {
        final byte[] octets = new byte[Math.min(cursor.valueLength(), AccessLineSubOption.ID_MAX)];
        buffer.getBytes(cursor.valueOffset(), octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** @return actual upload rate, bits per second; 0 if it is not said */
    public long rateUp() {
        return rate(AccessLineSubOption.ACTUAL_RATE_UP);
    }

    /** @return actual download rate, bits per second; 0 if it is not said */
    public long rateDown() {
        return rate(AccessLineSubOption.ACTUAL_RATE_DOWN);
    }

    private long rate(final int type) {
        int at = 0;
        while (at + HEADER <= characteristics.length && at + HEADER + characteristics[at + 1] <= characteristics.length) {
            if ((characteristics[at] & 0xff) == type && characteristics[at + 1] == Integer.BYTES) {
                return (number(at + HEADER) & 0xffff_ffffL) * BITS_PER_KILOBIT;
            }
            at += HEADER + (characteristics[at + 1] & 0xff);
        }
        return 0;
    }

    private int number(final int at) {
        return ByteBuffer.wrap(characteristics, at, Integer.BYTES).order(ByteOrder.BIG_ENDIAN).getInt();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof AccessLineInfo info && circuitId.equals(info.circuitId) && remoteId.equals(info.remoteId)
                && Arrays.equals(characteristics, info.characteristics);
    }

    @Override
    public int hashCode() {
        return circuitId.hashCode() * 31 + remoteId.hashCode() * 17 + Arrays.hashCode(characteristics);
    }

    @Override
    public String toString() {
        return "AccessLineInfo[" + circuitId + ", " + remoteId + ", " + characteristics.length + " octets]";
    }
}
