package io.athenabng.core.lifecycle;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages that wait: a fixed number of fixed places, so that waiting can never eat the memory. */
final class MessageSlots {
    /** Longest message, bytes: an Ethernet frame with four tags. */
    static final int SLOT_LENGTH = 1_600;
    /** There is no free place. */
    static final int NONE = -1;

    private final UnsafeBuffer slots;
    private final int[] lengths;
    private final int[] free;
    private int freeCount;

    MessageSlots(final int count) {
        slots = new UnsafeBuffer(new byte[count * SLOT_LENGTH]);
        lengths = new int[count];
        free = new int[count];
        for (int i = 0; i < count; i++) {
            free[i] = count - 1 - i;
        }
        freeCount = count;
    }

    /** A free place for a message of that length; {@link #NONE} if there is none or the message is too long. */
    int take(final int length) {
        if (freeCount == 0 || length > SLOT_LENGTH) {
            return NONE;
        }
        final int slot = free[--freeCount];
        lengths[slot] = length;
        return slot;
    }

    int put(final DirectBuffer source, final int offset, final int length) {
        final int slot = take(length);
        if (slot != NONE) {
            slots.putBytes(slot * SLOT_LENGTH, source, offset, length);
        }
        return slot;
    }

    MutableDirectBuffer buffer() {
        return slots;
    }

    int offset(final int slot) {
        return slot * SLOT_LENGTH;
    }

    int length(final int slot) {
        return lengths[slot];
    }

    void length(final int slot, final int length) {
        lengths[slot] = length;
    }

    void free(final int slot) {
        free[freeCount++] = slot;
    }

    int available() {
        return freeCount;
    }
}
