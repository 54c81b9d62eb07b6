package io.athenabng.wire.ethernet;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A 48-bit MAC address in a long: the first octet in bits 47–40, the last in bits 7–0; bits 63–48 are zero. */
public final class MacAddress {

    /** Bytes of an address. */
    public static final int LENGTH = 6;

    /** All ones. */
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    /** The group bit: the lowest bit of the first octet. */
    public static final long MULTICAST_BIT = 0x0100_0000_0000L;

    private static final int TEXT_LENGTH = 17;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private MacAddress() {
    }

    /** Reads six bytes. */
    public static long get(final DirectBuffer buffer, final int offset) {
        return ((buffer.getInt(offset, ByteOrder.BIG_ENDIAN) & 0xffff_ffffL) << 16)
            | (buffer.getShort(offset + 4, ByteOrder.BIG_ENDIAN) & 0xffffL);
    }

    /** Writes six bytes. */
    public static void put(final MutableDirectBuffer buffer, final int offset, final long mac) {
        buffer.putInt(offset, (int) (mac >>> 16), ByteOrder.BIG_ENDIAN);
        buffer.putShort(offset + 4, (short) mac, ByteOrder.BIG_ENDIAN);
    }

    /** Whether all bits are zero: no station has this address. */
    public static boolean isZero(final long mac) {
        return mac == 0;
    }

    /** Whether the group bit is set; broadcast is a group, too. */
    public static boolean isMulticast(final long mac) {
        return (mac & MULTICAST_BIT) != 0;
    }

    /** Whether all 48 bits are one. */
    public static boolean isBroadcast(final long mac) {
        return mac == BROADCAST;
    }

    /** Appends {@code aa:bb:cc:dd:ee:ff}. */
    public static StringBuilder appendTo(final long mac, final StringBuilder out) {
        for (int shift = 40; shift >= 0; shift -= 8) {
            out.append(HEX[(int) (mac >>> (shift + 4)) & 0xf]).append(HEX[(int) (mac >>> shift) & 0xf]);
            if (shift > 0) {
                out.append(':');
            }
        }
        return out;
    }

    /** The text {@code aa:bb:cc:dd:ee:ff}. */
    public static String toString(final long mac) {
        return appendTo(mac, new StringBuilder(TEXT_LENGTH)).toString();
    }

    /**
     * Reads {@code aa:bb:cc:dd:ee:ff} or {@code aa-bb-cc-dd-ee-ff}, upper or lower case.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static long parse(final CharSequence text) {
        if (text.length() != TEXT_LENGTH) {
            throw invalid(text);
        }
        final char separator = text.charAt(2);
        if (separator != ':' && separator != '-') {
            throw invalid(text);
        }
        long mac = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            final char c = text.charAt(i);
            if (i % 3 == 2) {
                if (c != separator) {
                    throw invalid(text);
                }
            } else {
                final int digit = c < 0x80 ? Character.digit(c, 16) : -1;
                if (digit < 0) {
                    throw invalid(text);
                }
                mac = mac << 4 | digit;
            }
        }
        return mac;
    }

    private static IllegalArgumentException invalid(final CharSequence text) {
        return new IllegalArgumentException("not a MAC address (aa:bb:cc:dd:ee:ff): " + text);
    }
}
