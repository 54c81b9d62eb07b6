package io.athenabng.core.pppoe;

import io.athenabng.wire.pppoe.AccessLineCursor;
import io.athenabng.wire.pppoe.AccessLineSubOption;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * What the access node says of a client's line (TR-101, section 3.9.2).
 *
 * @param circuitId Agent Circuit-ID; empty if it is not said
 * @param remoteId  Agent Remote-ID; empty if it is not said
 * @param rateUp    actual upload rate, bits per second; 0 if it is not said
 * @param rateDown  actual download rate, bits per second; 0 if it is not said
 */
public record AccessLineInfo(String circuitId, String remoteId, long rateUp, long rateDown) {
    /** Nothing is said. */
    public static final AccessLineInfo NONE = new AccessLineInfo("", "", 0, 0);

    private static final long BITS_PER_KILOBIT = 1_000;

    /**
     * Reads a vendor tag.
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
        String circuitId = "";
        String remoteId = "";
        long rateUp = 0;
        long rateDown = 0;
        while (cursor.next()) {
            switch (cursor.type()) {
                case AccessLineSubOption.CIRCUIT_ID -> circuitId = text(buffer, cursor);
                case AccessLineSubOption.REMOTE_ID -> remoteId = text(buffer, cursor);
                case AccessLineSubOption.ACTUAL_RATE_UP -> rateUp = Math.max(0, cursor.number()) * BITS_PER_KILOBIT;
                case AccessLineSubOption.ACTUAL_RATE_DOWN -> rateDown = Math.max(0, cursor.number()) * BITS_PER_KILOBIT;
                default -> {
                    // Interleaving delays and the like: nothing is decided by them.
                }
            }
        }
        return new AccessLineInfo(circuitId, remoteId, rateUp, rateDown);
    }

    private static String text(final DirectBuffer buffer, final AccessLineCursor cursor) {
        final byte[] octets = new byte[Math.min(cursor.valueLength(), AccessLineSubOption.ID_MAX)];
        buffer.getBytes(cursor.valueOffset(), octets);
        return new String(octets, StandardCharsets.UTF_8);
    }
}
