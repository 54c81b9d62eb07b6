package io.athenabng.ffi.packet;

import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.sockaddr_ll;
import io.athenabng.ffi.generated.linux.tpacket3_hdr;
import io.athenabng.ffi.generated.linux.tpacket_block_desc;
import io.athenabng.ffi.generated.linux.tpacket_hdr_v1;
import io.athenabng.ffi.generated.linux.tpacket_hdr_variant1;
import java.nio.ByteOrder;

/**
 * Walks the blocks of a TPACKET_V3 ring (linux/if_packet.h) and hands out their frames.
 *
 * <pre>
 *   block   | version | offset_to_priv | block_status | num_pkts | offset_to_first_pkt | blk_len | ...
 *   frame   | tp_next_offset | tp_sec | tp_nsec | tp_snaplen | tp_len | tp_status | tp_mac | tp_net | rxhash | tci | tpid | ..
 *           | sockaddr_ll ... | (tp_mac bytes from the frame's start) Ethernet frame, tp_snaplen bytes
 * </pre>
 * A block belongs to the kernel until its status says TP_STATUS_USER (read with acquire), and again once it is set to
 * TP_STATUS_KERNEL (written with release). Every offset in it is checked against the block before it is followed: a frame whose bytes
 * would lie outside is counted and skipped, and the rest of a block whose chain leads astray is given up. The chain is followed
 * forwards only, so a block ends after at most {@code blockSize / header} frames. One owner thread.
 */
final class BlockReader {
    private static final long UNSIGNED = 0xffff_ffffL;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final int STATUS_USER = Linux.TP_STATUS_USER();
    private static final int STATUS_KERNEL = Linux.TP_STATUS_KERNEL();
    private static final long BLOCK_HEADER = tpacket_block_desc.hdr$offset();
    private static final long BLOCK_STATUS = BLOCK_HEADER + tpacket_hdr_v1.block_status$offset();
    private static final long BLOCK_PACKETS = BLOCK_HEADER + tpacket_hdr_v1.num_pkts$offset();
    private static final long BLOCK_FIRST = BLOCK_HEADER + tpacket_hdr_v1.offset_to_first_pkt$offset();
    private static final long BLOCK_HEADER_SIZE = tpacket_block_desc.sizeof();
    private static final long NEXT = tpacket3_hdr.tp_next_offset$offset();
    private static final long NANOSECONDS = tpacket3_hdr.tp_nsec$offset();
    private static final long LENGTH = tpacket3_hdr.tp_len$offset();
    private static final long MAC = tpacket3_hdr.tp_mac$offset();
    private static final long VARIANT = tpacket3_hdr.hv1$offset();
    private static final long TCI = VARIANT + tpacket_hdr_variant1.tp_vlan_tci$offset();
    private static final long PACKET_TYPE = Linux.FFI_TPACKET3_SOCKADDR_OFFSET() + sockaddr_ll.sll_pkttype$offset();
    private static final long FRAME_HEADER_SIZE = Linux.TPACKET3_HDRLEN();

    private final long ringAddress;
    private final long blockSize;
    private final int blockCount;
    private int blockIndex;
    private long block;
    private boolean blockOpen;
    private long frame;
    private long framesLeft;
    private long malformedFrames;
    private long malformedBlocks;
    private long blocks;

    BlockReader(long ringAddress, int blockSize, int blockCount) {
        this.ringAddress = ringAddress;
        this.blockSize = blockSize;
        this.blockCount = blockCount;
        this.block = ringAddress;
    }

    boolean isReady() {
        return blockOpen || (NativeMemory.getIntAcquire(block + BLOCK_STATUS) & STATUS_USER) != 0;
    }

    int poll(FrameHandler handler, int frameLimit) {
        int delivered = 0;
        while (delivered < frameLimit) {
            if (!blockOpen && !openBlock()) {
                break;
            }
            delivered += readFrames(handler, frameLimit - delivered);
            if (framesLeft == 0) {
                releaseBlock();
            }
        }
        return delivered;
    }

    private boolean openBlock() {
        if ((NativeMemory.getIntAcquire(block + BLOCK_STATUS) & STATUS_USER) == 0) {
            return false;
        }
        blockOpen = true;
        blocks++;
        framesLeft = NativeMemory.getInt(block + BLOCK_PACKETS) & UNSIGNED;
        long first = NativeMemory.getInt(block + BLOCK_FIRST) & UNSIGNED;
        frame = block + first;
        if (framesLeft > 0 && (first < BLOCK_HEADER_SIZE || first + FRAME_HEADER_SIZE > blockSize)) {
            malformedBlocks++;
            framesLeft = 0;
        }
        return true;
    }

    private void releaseBlock() {
        NativeMemory.putIntRelease(block + BLOCK_STATUS, STATUS_KERNEL);
        blockOpen = false;
        blockIndex = blockIndex + 1 == blockCount ? 0 : blockIndex + 1;
        block = ringAddress + blockIndex * blockSize;
    }

    /**
     * Each frame is left behind before it is handed out, so that one that makes the handler throw does not come back.
     *
     * <p>The fields of a frame header are loaded two at a time, and the first word of the next header before the handler runs on
     * this frame: its cache line is on the way meanwhile.
     */
    private int readFrames(FrameHandler handler, int limit) {
        long end = block + blockSize;
        long following = frame;
        long left = framesLeft;
        long followingWord = left > 0 ? NativeMemory.getLong(following + NEXT) : 0;
        int delivered = 0;
        try {
            while (left > 0 && delivered < limit) {
                long current = following;
                long nextAndSeconds = followingWord;
                left--;
                if (left > 0) {
                    long next = first(nextAndSeconds);
                    following = current + next;
                    if (next < FRAME_HEADER_SIZE || following + FRAME_HEADER_SIZE > end) {
                        malformedBlocks++;
                        left = 0;
                    } else {
                        followingWord = NativeMemory.getLong(following + NEXT);
                    }
                }
                long nanosecondsAndSnapLength = NativeMemory.getLong(current + NANOSECONDS);
                long mac = NativeMemory.getShort(current + MAC) & 0xffff;
                long snapLength = second(nanosecondsAndSnapLength);
                if (mac < FRAME_HEADER_SIZE || current + mac + snapLength > end) {
                    malformedFrames++;
                    continue;
                }
                delivered++;
                long lengthAndStatus = NativeMemory.getLong(current + LENGTH);
                long tciAndTpid = NativeMemory.getLong(current + TCI);
                handler.onFrame(current + mac, (int) snapLength, (int) first(lengthAndStatus), (int) second(lengthAndStatus),
                    (int) first(tciAndTpid) & 0xffff, tpid(tciAndTpid), second(nextAndSeconds) * NS_PER_S
                    + first(nanosecondsAndSnapLength), NativeMemory.getByte(current + PACKET_TYPE));
            }
        } finally {
            frame = following;
            framesLeft = left;
        }
        return delivered;
    }

    /** The field at the lower address of two that were loaded as one word. */
    private static long first(long word) {
        return LITTLE_ENDIAN ? word & UNSIGNED : word >>> Integer.SIZE;
    }

    /** The field at the higher address. */
    private static long second(long word) {
        return LITTLE_ENDIAN ? word >>> Integer.SIZE : word & UNSIGNED;
    }

    /** The 16 bits behind the first field, which has 32. */
    private static int tpid(long word) {
        return (int) (LITTLE_ENDIAN ? word >>> Integer.SIZE : word >>> Short.SIZE) & 0xffff;
    }

    long malformedFrames() {
        return malformedFrames;
    }

    long malformedBlocks() {
        return malformedBlocks;
    }

    long blocks() {
        return blocks;
    }
}
