package io.athenabng.ffi.packet;

import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.generated.linux.iovec;
import io.athenabng.ffi.generated.linux.mmsghdr;
import io.athenabng.ffi.generated.linux.msghdr;

/**
 * Message headers, vectors, addresses and payload slots for {@code sendmmsg(2)} and {@code recvmmsg(2)}, allocated and wired up once.
 */
final class MessageBatch implements AutoCloseable {
    private static final int CACHE_LINE = 64;
    private static final long HEADER_SIZE = mmsghdr.sizeof();
    private static final long VECTOR_SIZE = iovec.sizeof();

    private final NativeBuffer memory;
    private final long headers;
    private final long vectors;
    private final long names;
    private final long payloads;
    private final int slots;
    private final int slotSize;
    private final int payloadStride;
    private final int nameSize;
    private final int nameStride;

    /**
     * Allocates.
     *
     * @param slots    messages
     * @param slotSize bytes of payload each
     * @param nameSize bytes of socket address each; 0 for none
     */
    MessageBatch(int slots, int slotSize, int nameSize) {
        if (slots < 1 || slotSize < 1) {
            throw new IllegalArgumentException(slots + " slots of " + slotSize + " bytes");
        }
        this.slots = slots;
        this.slotSize = slotSize;
        this.nameSize = nameSize;
        this.payloadStride = Math.addExact(slotSize, CACHE_LINE - 1) & -CACHE_LINE;
        this.nameStride = nameSize + Long.BYTES - 1 & -Long.BYTES;
        long vectorsOffset = slots * HEADER_SIZE;
        long namesOffset = vectorsOffset + slots * VECTOR_SIZE;
        long payloadsOffset = namesOffset + (long) slots * nameStride + CACHE_LINE - 1 & -CACHE_LINE;
        this.memory = NativeBuffer.allocate(payloadsOffset + (long) slots * payloadStride);
        this.headers = memory.address();
        this.vectors = headers + vectorsOffset;
        this.names = headers + namesOffset;
        this.payloads = headers + payloadsOffset;
        for (int slot = 0; slot < slots; slot++) {
            long vector = vectors + slot * VECTOR_SIZE;
            NativeMemory.putLong(vector + iovec.iov_base$offset(), payload(slot));
            NativeMemory.putLong(vector + iovec.iov_len$offset(), slotSize);
            long message = header(slot) + mmsghdr.msg_hdr$offset();
            NativeMemory.putLong(message + msghdr.msg_iov$offset(), vector);
            NativeMemory.putLong(message + msghdr.msg_iovlen$offset(), 1);
            if (nameSize > 0) {
                NativeMemory.putLong(message + msghdr.msg_name$offset(), name(slot));
                resetName(slot);
            }
        }
    }

    int slots() {
        return slots;
    }

    int slotSize() {
        return slotSize;
    }

    /** The {@code mmsghdr} of a slot; those of the slots behind it follow. */
    long header(int slot) {
        return headers + slot * HEADER_SIZE;
    }

    long payload(int slot) {
        return payloads + (long) slot * payloadStride;
    }

    long name(int slot) {
        return names + (long) slot * nameStride;
    }

    /** Sets how many bytes a slot sends. */
    void setLength(int slot, int length) {
        NativeMemory.putLong(vectors + slot * VECTOR_SIZE + iovec.iov_len$offset(), length);
    }

    /** How many bytes were received into a slot. */
    int receivedLength(int slot) {
        return NativeMemory.getInt(header(slot) + mmsghdr.msg_len$offset());
    }

    /** The flags of what was received, such as MSG_TRUNC. */
    int receivedFlags(int slot) {
        return NativeMemory.getInt(header(slot) + mmsghdr.msg_hdr$offset() + msghdr.msg_flags$offset());
    }

    /** Gives a slot's address its room back: receiving overwrites it with the size that was used. */
    void resetName(int slot) {
        NativeMemory.putInt(header(slot) + mmsghdr.msg_hdr$offset() + msghdr.msg_namelen$offset(), nameSize);
    }

    @Override
    public void close() {
        memory.close();
    }
}
