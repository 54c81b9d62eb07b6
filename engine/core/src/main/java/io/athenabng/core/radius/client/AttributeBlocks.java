package io.athenabng.core.radius.client;

import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/** Room for attribute lists, of one length, off the heap. It grows many blocks at a time and never shrinks. Owned by the upstream agent. */
final class AttributeBlocks {
    private final int blockLength;
    private final int perChunk;
    private final List<UnsafeBuffer> chunks = new ArrayList<>();
    private final IntArrayList free = new IntArrayList();

    /**
     * Makes the first blocks.
     *
     * @param blockLength octets of each
     * @param perChunk    how many are made at a time
     */
    AttributeBlocks(final int blockLength, final int perChunk) {
        this.blockLength = blockLength;
        this.perChunk = perChunk;
        grow();
    }

    int blockLength() {
        return blockLength;
    }

    /** Gives out a block. */
    int take() {
        if (free.isEmpty()) {
            grow();
        }
        return free.popInt();
    }

    /** Takes a block back, and overwrites what was in it: there may be a password. */
    void release(final int block, final int used) {
        buffer(block).setMemory(offset(block), used, (byte) 0);
        free.pushInt(block);
    }

    /** The buffer that a block is in. */
    UnsafeBuffer buffer(final int block) {
        return chunks.get(block / perChunk);
    }

    /** Where it begins there. */
    int offset(final int block) {
        return block % perChunk * blockLength;
    }

    private void grow() {
        final int first = chunks.size() * perChunk;
        chunks.add(new UnsafeBuffer(BufferUtil.allocateDirectAligned(blockLength * perChunk, BitUtil.CACHE_LINE_LENGTH)));
        free.ensureCapacity(first + perChunk);
        for (int i = perChunk - 1; i >= 0; i--) {
            free.pushInt(first + i);
        }
    }
}
