package io.athenabng.ffi;

import java.util.BitSet;

/**
 * Which processors the calling thread may run on ({@code sched_setaffinity(2)}). Threads started later inherit it.
 */
public final class ThreadAffinity {
    /** The kernel refuses a mask that is smaller than its own; this is enough for 8,192 processors. */
    private static final int MASK_BYTES = 1024;

    private ThreadAffinity() {
    }

    /**
     * Pins the calling thread.
     *
     * @param processors the processors' numbers, at least one
     * @throws NativeException EINVAL when none of them exists or may be used
     */
    public static void set(BitSet processors) {
        if (processors.length() > MASK_BYTES * Byte.SIZE) {
            throw new IllegalArgumentException("processor " + (processors.length() - 1));
        }
        try (NativeBuffer mask = NativeBuffer.allocate(MASK_BYTES)) {
            byte[] bits = processors.toByteArray();
            NativeMemory.copy(bits, 0, mask.address(), bits.length);
            NativeException.check("sched_setaffinity(" + processors + ")", Syscalls.schedSetAffinity(0, MASK_BYTES, mask.address()));
        }
    }

    /** The processors that the calling thread may run on. */
    public static BitSet get() {
        try (NativeBuffer mask = NativeBuffer.allocate(MASK_BYTES)) {
            NativeException.check("sched_getaffinity", Syscalls.schedGetAffinity(0, MASK_BYTES, mask.address()));
            byte[] bits = new byte[MASK_BYTES];
            NativeMemory.copy(mask.address(), bits, 0, MASK_BYTES);
            return BitSet.valueOf(bits);
        }
    }
}
