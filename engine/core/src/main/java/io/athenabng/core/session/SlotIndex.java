package io.athenabng.core.session;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A hash index from a key to a slot of {@link SessionRows}: open addressing, linear probing, no tombstones. It holds slot numbers only, off
 * the heap; the key is read from the row. Its size is fixed when it is made, at most two thirds full. Owner: the session agent.
 */
abstract class SlotIndex {
    /** No slot. */
    static final int NONE = -1;

    private final UnsafeBuffer table;
    private final int mask;

    SlotIndex(final int capacity) {
        final int positions = BitUtil.findNextPositivePowerOfTwo(Math.max(8, capacity + (capacity >> 1)));
        table = new UnsafeBuffer(ByteBuffer.allocateDirect(positions << 2));
        mask = positions - 1;
    }

    /** Spreads a key over all bits: the finalizer of SplitMix64, one to one. */
    static long mix(final long key) {
        long z = key;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The hash of the key in a slot's row. */
    abstract int hashOf(int slot);

    /** The position where the search for a hash begins. */
    final int first(final int hash) {
        return hash & mask;
    }

    /** The position behind another. */
    final int next(final int position) {
        return position + 1 & mask;
    }

    /** The slot at a position, {@link #NONE} if it is empty: the search ends there. */
    final int slotAt(final int position) {
        return table.getInt(position << 2) - 1;
    }

    /** Adds a slot whose row is filled in and whose key is not in the index. */
    final void add(final int slot) {
        int position = first(hashOf(slot));
        while (slotAt(position) != NONE) {
            position = next(position);
        }
        set(position, slot);
    }

    /** Puts another slot in the place of one; both rows have the same key. */
    final void replace(final int slot, final int by) {
        set(locate(slot), by);
    }

    /** Removes a slot; its row still has the key that it was added with. */
    final void remove(final int slot) {
        int hole = locate(slot);
        int position = next(hole);
        int other = slotAt(position);
        while (other != NONE) {
            final int home = first(hashOf(other));
            if ((position - home & mask) >= (position - hole & mask)) {
                set(hole, other);
                hole = position;
            }
            position = next(position);
            other = slotAt(position);
        }
        set(hole, NONE);
    }

    private int locate(final int slot) {
        int position = first(hashOf(slot));
        int at = slotAt(position);
        while (at != slot) {
            if (at == NONE) {
                throw new IllegalStateException("slot " + slot + " is not in the index");
            }
            position = next(position);
            at = slotAt(position);
        }
        return position;
    }

    private void set(final int position, final int slot) {
        table.putInt(position << 2, slot + 1);
    }
}
