package io.athenabng.ffi.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Walking well-formed blocks: order, limits that end inside a block, metadata, and the way back to the kernel. */
final class BlockReaderTest {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 3;
    private static final int MAC = 82;
    private static final int STRIDE = 128;

    private final NativeBuffer memory = NativeBuffer.allocate((long) BLOCK * BLOCKS);
    private final BlockReader reader = new BlockReader(memory.address(), BLOCK, BLOCKS);
    private final List<Integer> seen = new ArrayList<>();

    @AfterEach
    void free() {
        memory.close();
    }

    private long block(int index) {
        return memory.address() + (long) index * BLOCK;
    }

    private void fill(int index, int frames, int firstValue) {
        long block = block(index);
        NativeMemory.putInt(block + 12, frames);
        NativeMemory.putInt(block + 16, 48);
        for (int i = 0; i < frames; i++) {
            long frame = block + 48 + (long) i * STRIDE;
            NativeMemory.putInt(frame, i + 1 == frames ? 0 : STRIDE);
            NativeMemory.putInt(frame + 4, 1_700_000_000);
            NativeMemory.putInt(frame + 8, 999_999_999);
            NativeMemory.putInt(frame + 12, 4);
            NativeMemory.putInt(frame + 16, 1500);
            NativeMemory.putInt(frame + 20, 0x51);
            NativeMemory.putShort(frame + 24, (short) MAC);
            NativeMemory.putInt(frame + 32, 0xe064);
            NativeMemory.putShort(frame + 36, (short) 0x88a8);
            NativeMemory.putByte(frame + 58, (byte) 1);
            NativeMemory.putInt(frame + MAC, firstValue + i);
        }
        NativeMemory.putIntRelease(block + 8, 1);
    }

    private void take(long address, int snapLength, int length, int status, int tci, int tpid, long timeNs, int type) {
        assertEquals(4, snapLength);
        assertEquals(1500, length);
        assertEquals(0x51, status);
        assertEquals(0xe064, tci);
        assertEquals(0x88a8, tpid);
        assertEquals(1_700_000_000_999_999_999L, timeNs);
        assertEquals(1, type);
        seen.add(NativeMemory.getInt(address));
    }

    @Test
    void framesComeInOrderAcrossBlocksAndTheRingWraps() {
        assertFalse(reader.isReady());
        assertEquals(0, reader.poll(this::take, 100));
        for (int round = 0; round < 5; round++) {
            fill(round % BLOCKS, 10, round * 10);
            assertTrue(reader.isReady());
            assertEquals(10, reader.poll(this::take, 100));
            assertEquals(0, NativeMemory.getInt(block(round % BLOCKS) + 8));
        }
        assertEquals(50, seen.size());
        for (int i = 0; i < seen.size(); i++) {
            assertEquals(i, seen.get(i));
        }
    }

    @Test
    void limitEndsInsideABlockThatStaysOursUntilItsLastFrame() {
        fill(0, 10, 0);
        fill(1, 2, 10);
        assertEquals(7, reader.poll(this::take, 7));
        assertEquals(1, NativeMemory.getInt(block(0) + 8));
        assertTrue(reader.isReady());
        assertEquals(3, reader.poll(this::take, 3));
        assertEquals(0, NativeMemory.getInt(block(0) + 8), "given back with its last frame, not with the next poll");
        assertEquals(2, reader.poll(this::take, 3));
        assertEquals(12, seen.size());
    }

    @Test
    void emptyBlockOfATimeoutIsGivenBack() {
        fill(0, 0, 0);
        fill(1, 1, 5);
        assertEquals(1, reader.poll(this::take, 10));
        assertEquals(0, NativeMemory.getInt(block(0) + 8));
        assertEquals(0, reader.malformedBlocks());
    }

    @Test
    void frameThatMakesTheHandlerThrowDoesNotComeBack() {
        fill(0, 3, 0);
        assertThrows(IllegalStateException.class, () -> reader.poll((a, s, l, st, tci, tpid, t, ty) -> {
            throw new IllegalStateException("bug");
        }, 10));
        assertEquals(2, reader.poll(this::take, 10));
        assertEquals(List.of(1, 2), seen);
        assertEquals(0, reader.poll(this::take, 10));
    }

    @Test
    void frameWithLengthsBeyondItsBlockIsCountedAndTheOthersCome() {
        fill(0, 3, 0);
        NativeMemory.putInt(block(0) + 48 + STRIDE + 12, BLOCK);
        assertEquals(2, reader.poll(this::take, 10));
        assertEquals(1, reader.malformedFrames());
        fill(1, 3, 0);
        NativeMemory.putInt(block(1) + 48, BLOCK);
        assertEquals(1, reader.poll(this::take, 10));
        assertEquals(1, reader.malformedBlocks());
    }
}
