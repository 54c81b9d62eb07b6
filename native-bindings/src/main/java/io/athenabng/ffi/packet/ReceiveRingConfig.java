package io.athenabng.ffi.packet;

import java.util.Objects;

/**
 * How a receive ring is made.
 *
 * @param interfaceIndex the trunk's interface, in the calling thread's namespace
 * @param filter         which frames get in
 * @param blockSize      bytes of a block: a power of two, at least a page; the ring's memory is {@code blockSize * blockCount}
 * @param blockCount     blocks
 * @param blockTimeoutMs after this time a block that is not full is handed over, too: the longest delay that batching adds
 * @param promiscuous    whether frames for other MACs are taken in
 * @param fanout         how the trunk is shared with other rings, or null
 */
public record ReceiveRingConfig(int interfaceIndex, BpfProgram filter, int blockSize, int blockCount, int blockTimeoutMs,
                                boolean promiscuous, Fanout fanout) {
    /** The kernel's smallest page. */
    private static final int PAGE = 4096;

    /** Checks the ranges; whether there is enough memory only the kernel knows. */
    public ReceiveRingConfig {
        Objects.requireNonNull(filter, "filter");
        if (blockSize < PAGE || Integer.bitCount(blockSize) != 1) {
            throw new IllegalArgumentException("block size " + blockSize + " is not a power of two from " + PAGE + " up");
        }
        if (blockCount < 2) {
            throw new IllegalArgumentException("block count " + blockCount + ": the kernel fills one while another is read");
        }
        if (blockTimeoutMs < 1) {
            throw new IllegalArgumentException("block time-out " + blockTimeoutMs + " ms");
        }
    }

    /**
     * Membership in a fanout group.
     *
     * @param groupId  0 to 65535, the same for all members
     * @param mode     who gets a frame
     * @param rollover whether a full ring passes frames on to the next
     */
    public record Fanout(int groupId, FanoutMode mode, boolean rollover) {
    }

    /** 32 blocks of 1 MiB, 1 ms, promiscuous, not shared. */
    public static ReceiveRingConfig of(int interfaceIndex, BpfProgram filter) {
        return new ReceiveRingConfig(interfaceIndex, filter, 1 << 20, 32, 1, true, null);
    }

    /** The same with another geometry. */
    public ReceiveRingConfig withBlocks(int newBlockSize, int newBlockCount, int newBlockTimeoutMs) {
        return new ReceiveRingConfig(interfaceIndex, filter, newBlockSize, newBlockCount, newBlockTimeoutMs, promiscuous, fanout);
    }

    /** The same as a member of a fanout group. */
    public ReceiveRingConfig withFanout(Fanout newFanout) {
        return new ReceiveRingConfig(interfaceIndex, filter, blockSize, blockCount, blockTimeoutMs, promiscuous, newFanout);
    }

    /** Bytes of the whole ring. */
    public long ringBytes() {
        return (long) blockSize * blockCount;
    }
}
