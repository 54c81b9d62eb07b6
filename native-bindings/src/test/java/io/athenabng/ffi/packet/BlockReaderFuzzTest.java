package io.athenabng.ffi.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeMemory;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A ring in plain memory with hostile metadata: never a frame outside its block, never a loop, and the ring goes on. */
final class BlockReaderFuzzTest {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 4;
    private static final int ROUNDS = 100_000;
    private static final int[] HOSTILE = {0, 1, 4, 47, 48, 68, 80, 82, BLOCK - 1, BLOCK, BLOCK + 1, Integer.MAX_VALUE,
        Integer.MIN_VALUE, -1, -48, 0xffff, 0x10000};

    @Test
    void hostileMetadataNeverLeadsOutsideTheBlock() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (NativeBuffer memory = NativeBuffer.allocate((long) BLOCK * BLOCKS)) {
            BlockReader reader = new BlockReader(memory.address(), BLOCK, BLOCKS);
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                for (int round = 0; round < ROUNDS; round++) {
                    int index = round % BLOCKS;
                    long block = memory.address() + (long) index * BLOCK;
                    fill(random, block);
                    String where = "seed " + seed + " round " + round;
                    int frames = 0;
                    int taken;
                    do {
                        taken = reader.poll((address, snapLength, length, status, tci, tpid, time, type) -> {
                            assertTrue(snapLength >= 0 && address >= block && address + snapLength <= block + BLOCK, where);
                        }, 1 + random.nextInt(100));
                        frames += taken;
                    } while (taken > 0);
                    assertTrue(frames <= BLOCK / 68, where);
                    assertEquals(0, NativeMemory.getInt(block + 8), where + ": the block went back to the kernel");
                }
            });
            assertEquals(ROUNDS, reader.blocks());
            assertTrue(reader.malformedFrames() > ROUNDS / 100 && reader.malformedBlocks() > ROUNDS / 100, "hostile values were met");
        }
    }

    private static void fill(Random random, long block) {
        for (int i = 0; i < BLOCK; i += Long.BYTES) {
            NativeMemory.putLong(block + i, random.nextInt(3) == 0 ? random.nextLong() : 0);
        }
        int first = random.nextInt(8) == 0 ? hostile(random) : 48;
        NativeMemory.putInt(block + 12, random.nextInt(4) == 0 ? hostile(random) : 1 + random.nextInt(60));
        NativeMemory.putInt(block + 16, first);
        if (first == 48) {
            int at = 48;
            while (at + 48 < BLOCK) {
                int next = 8 * (10 + random.nextInt(30));
                NativeMemory.putInt(block + at, random.nextInt(12) == 0 ? hostile(random) : next);
                NativeMemory.putInt(block + at + 12, random.nextInt(6) == 0 ? hostile(random) : next - 80);
                NativeMemory.putShort(block + at + 24, (short) (random.nextInt(6) == 0 ? hostile(random) : 82));
                at += next;
            }
        }
        NativeMemory.putIntRelease(block + 8, 1 | random.nextInt() << 1);
    }

    private static int hostile(Random random) {
        return HOSTILE[random.nextInt(HOSTILE.length)];
    }
}
