package io.athenabng.ffi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads and writes native memory by absolute address.
 *
 * <p>All accesses go through one static-final segment over the whole address space, so the JIT folds the segment away and an
 * access costs what a plain load or store does. There is therefore <b>no bounds check</b>: a caller passes only addresses
 * inside memory that it owns and has checked. Values are in native byte order unless the name says otherwise, and may be
 * unaligned unless the method says otherwise.
 */
public final class NativeMemory {
    private static final MemorySegment ALL = wholeAddressSpace();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final ValueLayout.OfShort SHORT_BIG_ENDIAN = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT_BIG_ENDIAN = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_BIG_ENDIAN = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private NativeMemory() {
    }

    // The ring, message headers and slots are addressed by the kernel's offsets: a segment for each would be allocated per access.
    @SuppressWarnings("restricted")
    private static MemorySegment wholeAddressSpace() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    public static short getShort(long address) {
        return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
    }

    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    public static short getShortBigEndian(long address) {
        return ALL.get(SHORT_BIG_ENDIAN, address);
    }

    public static int getIntBigEndian(long address) {
        return ALL.get(INT_BIG_ENDIAN, address);
    }

    public static long getLongBigEndian(long address) {
        return ALL.get(LONG_BIG_ENDIAN, address);
    }

    /** Loads an int with acquire semantics; the address must be a multiple of four. */
    public static int getIntAcquire(long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    public static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    public static void putShort(long address, short value) {
        ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
    }

    public static void putInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    public static void putLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    public static void putShortBigEndian(long address, short value) {
        ALL.set(SHORT_BIG_ENDIAN, address, value);
    }

    public static void putIntBigEndian(long address, int value) {
        ALL.set(INT_BIG_ENDIAN, address, value);
    }

    public static void putLongBigEndian(long address, long value) {
        ALL.set(LONG_BIG_ENDIAN, address, value);
    }

    /** Stores an int with release semantics; the address must be a multiple of four. */
    public static void putIntRelease(long address, int value) {
        INT.setRelease(ALL, address, value);
    }

    public static void zero(long address, long length) {
        ALL.asSlice(address, length).fill((byte) 0);
    }

    public static void copy(byte[] source, int sourceIndex, long address, int length) {
        MemorySegment.copy(source, sourceIndex, ALL, ValueLayout.JAVA_BYTE, address, length);
    }

    public static void copy(long address, byte[] target, int targetIndex, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, target, targetIndex, length);
    }

    /** A zero-terminated string in UTF-8. */
    static String getString(long address) {
        return ALL.getString(address);
    }
}
