package io.athenabng.wire;

import java.nio.ByteOrder;
import org.agrona.UnsafeApi;

/**
 * Loads for parsers that have checked a whole layer's length once, instead of a check for each field.
 *
 * <p>A place is what {@link org.agrona.DirectBuffer#byteArray()} and {@link org.agrona.DirectBuffer#addressOffset()} give: an array and an
 * offset into it, or null and an address. <b>Nothing is checked here</b>: a caller first asks the buffer that the range it was given lies
 * inside ({@code boundsCheck}), and then compares every position with that range's end before it loads from it. The fuzz tests run each
 * parser against bytes behind which memory ends.
 */
public final class UncheckedMemory {

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private UncheckedMemory() {
    }

    /** One byte, unsigned. */
    public static int getByte(final Object base, final long place) {
        return UnsafeApi.getByte(base, place) & 0xff;
    }

    /** Two bytes in network order, unsigned. */
    public static int getShort(final Object base, final long place) {
        final short value = UnsafeApi.getShort(base, place);
        return (LITTLE_ENDIAN ? Short.reverseBytes(value) : value) & 0xffff;
    }

    /** Four bytes in network order. */
    public static int getInt(final Object base, final long place) {
        final int value = UnsafeApi.getInt(base, place);
        return LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
    }

    /** Eight bytes in network order. */
    public static long getLong(final Object base, final long place) {
        final long value = UnsafeApi.getLong(base, place);
        return LITTLE_ENDIAN ? Long.reverseBytes(value) : value;
    }

    /** Eight bytes in the machine's own order, for sums that do not depend on it. */
    public static long getNativeLong(final Object base, final long place) {
        return UnsafeApi.getLong(base, place);
    }

    /** Four bytes in the machine's own order. */
    public static int getNativeInt(final Object base, final long place) {
        return UnsafeApi.getInt(base, place);
    }

    /** Two bytes in the machine's own order, unsigned. */
    public static int getNativeShort(final Object base, final long place) {
        return UnsafeApi.getShort(base, place) & 0xffff;
    }
}
