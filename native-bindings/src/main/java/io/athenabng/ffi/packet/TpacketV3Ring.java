package io.athenabng.ffi.packet;

import io.athenabng.ffi.MappedRegion;
import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Poller;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.tpacket_req3;

/**
 * A TPACKET_V3 receive ring: frames of one interface in memory shared with the kernel, without a system call or a copy for each.
 *
 * <p>{@link #poll} hands frames out and never waits; {@link #await} waits, for a bounded time, only while the next block is not ready.
 * A frame is where {@link FrameHandler#onFrame} says, inside {@link #address()} to {@code address() + size()}; rings may be larger than
 * 2 GiB. Nothing is allocated after {@link #open}. One owner thread; {@link #socket()}'s counters may be read by any.
 */
public final class TpacketV3Ring implements AutoCloseable {
    /** TPACKET_V3 packs frames; its frame size only has to divide the block. */
    private static final int NOMINAL_FRAME_SIZE = 2048;

    private final PacketSocket socket;
    private final MappedRegion region;
    private final BlockReader reader;
    private final Poller poller = new Poller(1);
    private volatile long errors;
    private volatile int lastError;

    private TpacketV3Ring(PacketSocket socket, MappedRegion region, ReceiveRingConfig config) {
        this.socket = socket;
        this.region = region;
        this.reader = new BlockReader(region.address(), config.blockSize(), config.blockCount());
        poller.add(socket.fd(), Poller.IN);
    }

    /**
     * Opens a socket with a ring and starts to receive. No frame gets in that the filter does not want, nor, with fanout, one that
     * is another member's: until the socket has joined its group it lets nothing through.
     *
     * @throws NativeException ENOMEM when the ring is too large, EPERM without CAP_NET_RAW, ENODEV without the interface
     */
    public static TpacketV3Ring open(ReceiveRingConfig config) {
        PacketSocket socket = PacketSocket.open();
        MappedRegion region = null;
        try {
            socket.descriptor().setOption(Linux.SOL_PACKET(), Linux.PACKET_VERSION(), Linux.TPACKET_V3(), "PACKET_VERSION");
            socket.attachFilter(BpfProgram.dropAll());
            socket.ignoreOutgoing();
            requestRing(socket, config);
            region = MappedRegion.map(socket.fd(), config.ringBytes(), Linux.PROT_READ() | Linux.PROT_WRITE(),
                Linux.MAP_SHARED() | Linux.MAP_POPULATE());
            socket.bind(config.interfaceIndex());
            if (config.promiscuous()) {
                socket.promiscuous(config.interfaceIndex());
            }
            if (config.fanout() != null) {
                socket.joinFanout(config.fanout().groupId(), config.fanout().mode(), config.fanout().rollover());
            }
            socket.attachFilter(config.filter());
            return new TpacketV3Ring(socket, region, config);
        } catch (RuntimeException e) {
            if (region != null) {
                region.close();
            }
            socket.close();
            throw e;
        }
    }

    private static void requestRing(PacketSocket socket, ReceiveRingConfig config) {
        int frameSize = Math.min(NOMINAL_FRAME_SIZE, config.blockSize());
        long frames = config.ringBytes() / frameSize;
        if (frames > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("ring of " + config.ringBytes() + " bytes");
        }
        try (NativeBuffer request = NativeBuffer.allocate(tpacket_req3.sizeof())) {
            long address = request.address();
            NativeMemory.putInt(address + tpacket_req3.tp_block_size$offset(), config.blockSize());
            NativeMemory.putInt(address + tpacket_req3.tp_block_nr$offset(), config.blockCount());
            NativeMemory.putInt(address + tpacket_req3.tp_frame_size$offset(), frameSize);
            NativeMemory.putInt(address + tpacket_req3.tp_frame_nr$offset(), (int) frames);
            NativeMemory.putInt(address + tpacket_req3.tp_retire_blk_tov$offset(), config.blockTimeoutMs());
            NativeException.check("setsockopt(PACKET_RX_RING, " + config.blockCount() + " blocks of " + config.blockSize() + ")",
                Syscalls.setsockopt(socket.fd(), Linux.SOL_PACKET(), Linux.PACKET_RX_RING(), address, (int) request.size()));
        }
    }

    /**
     * Hands out frames that are there, in the order they arrived.
     *
     * @param handler    takes them; what it throws comes out here, with that frame counted as taken
     * @param frameLimit the most frames; the next call goes on where this one stopped
     * @return how many there were
     */
    public int poll(FrameHandler handler, int frameLimit) {
        return reader.poll(handler, frameLimit);
    }

    /**
     * Waits until the next block is ready.
     *
     * @param timeoutMs the longest wait; nothing ends it early but a block, a signal or an error of the interface (counted)
     * @return whether a block is ready
     */
    public boolean await(int timeoutMs) {
        if (reader.isReady()) {
            return true;
        }
        if (poller.poll(timeoutMs) > 0 && (poller.ready(0) & Poller.ERROR) != 0) {
            int errno = socket.takeError();
            if (errno != 0) {
                lastError = errno;
                errors++;
            }
        }
        return reader.isReady();
    }

    /** Whether {@link #poll} would find a block. */
    public boolean isReady() {
        return reader.isReady();
    }

    /** The socket behind the ring: its descriptor for a {@link Poller} of the caller's, and the kernel's counters. */
    public PacketSocket socket() {
        return socket;
    }

    public long address() {
        return region.address();
    }

    /** Bytes of the whole ring; may be more than an {@code int} holds. */
    public long size() {
        return region.size();
    }

    /** Errors that the interface reported during waits, such as going down; it recovers by itself when the interface is up again. */
    public long errors() {
        return errors;
    }

    /** The number of the last such error; 0 when there was none. */
    public int lastError() {
        return lastError;
    }

    /** Frames whose offsets or lengths would have led outside their block, skipped. */
    public long malformedFrames() {
        return reader.malformedFrames();
    }

    /** Blocks whose chain of frames led astray and whose rest was given up. */
    public long malformedBlocks() {
        return reader.malformedBlocks();
    }

    /** Blocks that were read. */
    public long blocks() {
        return reader.blocks();
    }

    @Override
    public void close() {
        region.close();
        poller.close();
        socket.close();
    }
}
