package io.athenabng.wire.dhcp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Where each option of a message is, by its code. Options that repeat are one option whose value is the concatenation of the instances in
 * the order options field, file, sname (RFC 3396, section 7). Nothing is copied and nothing allocated: the index holds positions in the
 * message's buffer and is valid as long as that is.
 */
public final class DhcpOptionIndex {

    /** The most instances that a message may have. */
    public static final int MAX_INSTANCES = 256;

    private static final int NONE = -1;

    private final DhcpOptionCursor cursor = new DhcpOptionCursor();
    private final long[] present = new long[DhcpOption.CODES / Long.SIZE];
    private final short[] firstInstance = new short[DhcpOption.CODES];
    private final short[] lastInstance = new short[DhcpOption.CODES];
    private final short[] instanceCount = new short[DhcpOption.CODES];
    private final int[] totalLength = new int[DhcpOption.CODES];
    private final int[] offsets = new int[MAX_INSTANCES];
    private final short[] lengths = new short[MAX_INSTANCES];
    private final byte[] areas = new byte[MAX_INSTANCES];
    private final short[] nextInstance = new short[MAX_INSTANCES];
    private DirectBuffer buffer;
    private int instances;

    /**
     * Walks all options of a message of at least 240 bytes.
     *
     * @return a {@link DhcpMalformedReason}; what was found before the fault stays in the index
     */
    public int index(final DirectBuffer message, final int offset, final int length) {
        buffer = message;
        instances = 0;
        present[0] = 0;
        present[1] = 0;
        present[2] = 0;
        present[3] = 0;
        cursor.wrap(message, offset, length);
        while (cursor.next()) {
            if (instances == MAX_INSTANCES) {
                return DhcpMalformedReason.TOO_MANY_OPTIONS;
            }
            add(cursor.code());
        }
        return cursor.malformedReason();
    }

    private void add(final int code) {
        final int instance = instances++;
        final int length = cursor.valueLength();
        offsets[instance] = cursor.valueOffset();
        lengths[instance] = (short) length;
        areas[instance] = (byte) cursor.area();
        nextInstance[instance] = NONE;
        if (contains(code)) {
            nextInstance[lastInstance[code]] = (short) instance;
            instanceCount[code]++;
            totalLength[code] += length;
        } else {
            present[code >>> 6] |= 1L << code;
            firstInstance[code] = (short) instance;
            instanceCount[code] = 1;
            totalLength[code] = length;
        }
        lastInstance[code] = (short) instance;
    }

    /** Whether the message has the option. */
    public boolean contains(final int code) {
        return (present[code >>> 6] & 1L << code) != 0;
    }

    /** Whether every option that is present has a length that {@link DhcpOption#isLengthValid} allows. */
    boolean areLengthsValid() {
        for (int word = 0; word < present.length; word++) {
            for (long bits = present[word]; bits != 0; bits &= bits - 1) {
                final int code = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                if (!DhcpOption.isLengthValid(code, totalLength[code])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** How often the option occurs. */
    public int count(final int code) {
        return contains(code) ? instanceCount[code] : 0;
    }

    /** Where the value of the first instance begins in the buffer; -1 if the option is absent. */
    public int valueOffset(final int code) {
        return contains(code) ? offsets[firstInstance[code]] : NONE;
    }

    /** Bytes of the first instance's value; 0 if the option is absent. */
    public int valueLength(final int code) {
        return contains(code) ? lengths[firstInstance[code]] : 0;
    }

    /** Bytes of the values of all instances together; 0 if the option is absent. */
    public int totalLength(final int code) {
        return contains(code) ? totalLength[code] : 0;
    }

    /** The field that holds the first instance, as {@link DhcpOptionCursor#area()}; -1 if the option is absent. */
    public int area(final int code) {
        return contains(code) ? areas[firstInstance[code]] : NONE;
    }

    /** The value of an option of one byte, unsigned. */
    public int byteValue(final int code, final int ifAbsent) {
        return valueLength(code) >= 1 ? buffer.getByte(valueOffset(code)) & 0xff : ifAbsent;
    }

    /** The value of an option of two bytes, unsigned. */
    public int shortValue(final int code, final int ifAbsent) {
        return valueLength(code) >= 2 ? buffer.getShort(valueOffset(code), BIG_ENDIAN) & 0xffff : ifAbsent;
    }

    /** The value of an option of four bytes: an address in host order, or seconds (unsigned). */
    public int intValue(final int code, final int ifAbsent) {
        return valueLength(code) >= 4 ? buffer.getInt(valueOffset(code), BIG_ENDIAN) : ifAbsent;
    }

    /** Whether one of the bytes of the option's whole value is this one: how the parameter request list is asked. */
    public boolean containsByte(final int code, final int value) {
        for (int instance = contains(code) ? firstInstance[code] : NONE; instance != NONE; instance = nextInstance[instance]) {
            for (int i = offsets[instance], end = i + lengths[instance]; i < end; i++) {
                if ((buffer.getByte(i) & 0xff) == value) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Copies the option's whole value, its instances joined, as far as there is room.
     *
     * @return bytes copied; less than {@link #totalLength} if there was no more room
     */
    public int copyValue(final int code, final MutableDirectBuffer target, final int targetOffset, final int room) {
        int copied = 0;
        for (int instance = contains(code) ? firstInstance[code] : NONE; instance != NONE; instance = nextInstance[instance]) {
            final int length = Math.min(lengths[instance], room - copied);
            target.putBytes(targetOffset + copied, buffer, offsets[instance], length);
            copied += length;
        }
        return copied;
    }

    /** Where the End option of the options field stands in the buffer, or would have had to: where a relay agent adds option 82. */
    public int optionsEnd() {
        return cursor.optionsEnd();
    }

    /** Whether some field ended without End, which is tolerated. */
    public boolean isEndMissing() {
        return cursor.isEndMissing();
    }
}
