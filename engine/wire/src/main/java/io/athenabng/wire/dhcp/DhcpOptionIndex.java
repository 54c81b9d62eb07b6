package io.athenabng.wire.dhcp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.wire.UncheckedMemory;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Where each option of a message is, by its code: the options field, then, if option 52 says so, file, then sname (RFC 2131, 4.1).
 *
 * <pre>
 *  +------+--------+------------------+        +-----+     +-----+
 *  | code | length | value (length)   |  ...   | pad |     | end |
 *  +------+--------+------------------+        |  0  |     | 255 |
 *                                              +-----+     +-----+
 * </pre>
 *
 * Options that repeat are one option whose value is the concatenation of the instances in the order of those fields (RFC 3396, section 7).
 * Pad is skipped. A field that ends without End is tolerated, and {@link #isEndMissing()} tells; any other fault ends the walk. The walk
 * takes at most as many steps as the message has bytes. Nothing is copied and nothing allocated: the index holds positions in the
 * message's buffer and is valid as long as that is.
 *
 * <p>An instance is one long. The table by code needs no clearing between messages: an entry counts only with this message's epoch.
 * <pre>
 *  bit 63        56 55        48 47   43   42     41  40 39          32 31                   0
 *     +------------+------------+-------+--------+-----+--------------+----------------------+
 *     |  epoch (by code), or code in the log |  0  |repeated| area| value length | value offset |
 *     +------------+------------+-------+--------+-----+--------------+----------------------+
 * </pre>
 */
public final class DhcpOptionIndex {

    /** The most instances that a message may have. */
    public static final int MAX_INSTANCES = 256;

    /** The options field. */
    public static final int AREA_OPTIONS = 0;

    /** The file field, opened by overload 1 or 3. */
    public static final int AREA_FILE = 1;

    /** The sname field, opened by overload 2 or 3. */
    public static final int AREA_SNAME = 2;

    private static final int OVERLOAD_FILE = 1;
    private static final int OVERLOAD_SNAME = 2;
    private static final int NONE = -1;
    private static final long OFFSET_MASK = 0xffff_ffffL;
    private static final int LENGTH_SHIFT = 32;
    private static final int AREA_SHIFT = 40;
    private static final long REPEATED = 1L << 42;
    private static final int EPOCH_SHIFT = 48;
    private static final int LAST_EPOCH = 0xffff;

    private final long[] firstByCode = new long[DhcpOption.CODES];
    private final long[] log = new long[MAX_INSTANCES];
    private int epoch;
    private DirectBuffer buffer;
    private int instances;
    private int overload;
    private int position;
    private boolean wrongLength;
    private boolean anyRepeated;
    private boolean endMissing;
    private int optionsEnd;

    /**
     * Walks all options of a message of at least 240 bytes.
     *
     * @return a {@link DhcpMalformedReason}; what was found before the fault stays in the index
     */
    public int index(final DirectBuffer message, final int offset, final int length) {
        if (length < DhcpFlyweight.HEADER_LENGTH) {
            throw new IllegalArgumentException("a DHCP message needs 240 bytes, not " + length);
        }
        message.boundsCheck(offset, length);
        buffer = message;
        instances = 0;
        overload = 0;
        wrongLength = false;
        anyRepeated = false;
        endMissing = false;
        if (epoch == LAST_EPOCH) {
            Arrays.fill(firstByCode, 0);
            epoch = 0;
        }
        epoch++;
        final int end = offset + length;
        optionsEnd = end;
        int reason = walk(message, offset + DhcpFlyweight.OPTIONS_OFFSET, end, AREA_OPTIONS);
        if (reason == DhcpMalformedReason.NONE) {
            optionsEnd = position;
            if ((overload & OVERLOAD_FILE) != 0) {
                final int file = offset + DhcpFlyweight.FILE_OFFSET;
                reason = walk(message, file, file + DhcpFlyweight.FILE_LENGTH, AREA_FILE);
            }
            if (reason == DhcpMalformedReason.NONE && (overload & OVERLOAD_SNAME) != 0) {
                final int sname = offset + DhcpFlyweight.SNAME_OFFSET;
                reason = walk(message, sname, sname + DhcpFlyweight.SNAME_LENGTH, AREA_SNAME);
            }
        }
        return reason;
    }

    /** The options of one field, which lies inside the message; leaves {@link #position} on its End, or at its limit. */
    private int walk(final DirectBuffer message, final int from, final int limit, final int area) {
        final Object base = message.byteArray();
        final long origin = message.addressOffset();
        final long epochBits = (long) epoch << EPOCH_SHIFT;
        int at = from;
        int count = instances;
        int reason = DhcpMalformedReason.NONE;
        while (true) {
            if (at >= limit) {
                endMissing = true;
                break;
            }
            final int code = UncheckedMemory.getByte(base, origin + at);
            if (code == DhcpOption.PAD) {
                at++;
                continue;
            }
            if (code == DhcpOption.END) {
                break;
            }
            final int room = limit - at - 2;
            final int length = room < 0 ? 0 : UncheckedMemory.getByte(base, origin + at + 1);
            if (length > room) {
                reason = DhcpMalformedReason.OPTION_OVERRUN;
                break;
            }
            if (code == DhcpOption.OVERLOAD) {
                reason = readOverload(area, length == 1 ? UncheckedMemory.getByte(base, origin + at + 2) : 0);
                if (reason != DhcpMalformedReason.NONE) {
                    break;
                }
            }
            if (count == MAX_INSTANCES) {
                reason = DhcpMalformedReason.TOO_MANY_OPTIONS;
                break;
            }
            final long entry = (at + 2) & OFFSET_MASK | (long) length << LENGTH_SHIFT | (long) area << AREA_SHIFT;
            log[count++] = entry | (long) code << EPOCH_SHIFT;
            if (contains(code)) {
                firstByCode[code] |= REPEATED;
                anyRepeated = true;
            } else {
                firstByCode[code] = entry | epochBits;
                wrongLength |= !DhcpOption.isLengthValid(code, length);
            }
            at += 2 + length;
        }
        instances = count;
        position = at;
        return reason;
    }

    private int readOverload(final int area, final int value) {
        if (area != AREA_OPTIONS || overload != 0) {
            return DhcpMalformedReason.OVERLOAD_LOOP;
        }
        if (value < 1 || value > 3) {
            return DhcpMalformedReason.BAD_OVERLOAD;
        }
        overload = value;
        return DhcpMalformedReason.NONE;
    }

    /** Whether the message has the option. */
    public boolean contains(final int code) {
        return (int) (firstByCode[code] >>> EPOCH_SHIFT) == epoch;
    }

    /** Whether every option that is present has a length that {@link DhcpOption#isLengthValid} allows. */
    boolean areLengthsValid() {
        if (!anyRepeated) {
            return !wrongLength;
        }
        for (int i = 0; i < instances; i++) {
            if (!DhcpOption.isLengthValid(codeOf(log[i]), totalLength(codeOf(log[i])))) {
                return false;
            }
        }
        return true;
    }

    /** How often the option occurs. */
    public int count(final int code) {
        if (!isRepeated(code)) {
            return contains(code) ? 1 : 0;
        }
        int count = 0;
        for (int i = 0; i < instances; i++) {
            count += codeOf(log[i]) == code ? 1 : 0;
        }
        return count;
    }

    /** Where the value of the first instance begins in the buffer; -1 if the option is absent. */
    public int valueOffset(final int code) {
        return contains(code) ? offsetOf(firstByCode[code]) : NONE;
    }

    /** Bytes of the first instance's value; 0 if the option is absent. */
    public int valueLength(final int code) {
        return contains(code) ? lengthOf(firstByCode[code]) : 0;
    }

    /** Bytes of the values of all instances together; 0 if the option is absent. */
    public int totalLength(final int code) {
        if (!isRepeated(code)) {
            return valueLength(code);
        }
        int length = 0;
        for (int i = 0; i < instances; i++) {
            length += codeOf(log[i]) == code ? lengthOf(log[i]) : 0;
        }
        return length;
    }

    /** The field that holds the first instance: {@link #AREA_OPTIONS}, {@link #AREA_FILE} or {@link #AREA_SNAME}; -1 if it is absent. */
    public int area(final int code) {
        return contains(code) ? areaOf(firstByCode[code]) : NONE;
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
        if (!contains(code)) {
            return false;
        }
        for (int i = 0; i < instances; i++) {
            if (codeOf(log[i]) == code && containsByte(log[i], value)) {
                return true;
            }
        }
        return false;
    }

    private boolean containsByte(final long entry, final int value) {
        for (int i = offsetOf(entry), end = i + lengthOf(entry); i < end; i++) {
            if ((buffer.getByte(i) & 0xff) == value) {
                return true;
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
        if (contains(code)) {
            for (int i = 0; i < instances; i++) {
                if (codeOf(log[i]) == code) {
                    final int length = Math.min(lengthOf(log[i]), room - copied);
                    target.putBytes(targetOffset + copied, buffer, offsetOf(log[i]), length);
                    copied += length;
                }
            }
        }
        return copied;
    }

    /** Instances of all options together, in the order of the walk. */
    int instances() {
        return instances;
    }

    /** Code of an instance. */
    int instanceCode(final int instance) {
        return codeOf(log[instance]);
    }

    /** Where an instance's value begins in the buffer. */
    int instanceOffset(final int instance) {
        return offsetOf(log[instance]);
    }

    /** Bytes of an instance's value. */
    int instanceLength(final int instance) {
        return lengthOf(log[instance]);
    }

    /** The field that holds an instance. */
    int instanceArea(final int instance) {
        return areaOf(log[instance]);
    }

    /** Where the End option of the options field stands in the buffer, or would have had to: where a relay agent adds option 82. */
    public int optionsEnd() {
        return optionsEnd;
    }

    /** Whether some field ended without End, which is tolerated. */
    public boolean isEndMissing() {
        return endMissing;
    }

    private boolean isRepeated(final int code) {
        return contains(code) && (firstByCode[code] & REPEATED) != 0;
    }

    private static int offsetOf(final long entry) {
        return (int) entry;
    }

    private static int lengthOf(final long entry) {
        return (int) (entry >>> LENGTH_SHIFT) & 0xff;
    }

    private static int areaOf(final long entry) {
        return (int) (entry >>> AREA_SHIFT) & 3;
    }

    private static int codeOf(final long entry) {
        return (int) (entry >>> EPOCH_SHIFT) & 0xff;
    }
}
