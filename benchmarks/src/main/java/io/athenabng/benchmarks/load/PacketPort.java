package io.athenabng.benchmarks.load;

import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.NetworkInterfaces;
import io.athenabng.ffi.packet.ControlFrameFilter;
import io.athenabng.ffi.packet.FrameHandler;
import io.athenabng.ffi.packet.PacketTransmitter;
import io.athenabng.ffi.packet.ReceiveRingConfig;
import io.athenabng.ffi.packet.TpacketV3Ring;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The clients' side of the trunk: one ring that takes what servers send to clients, whatever the tags, and one socket that sends
 * whole frames. The outermost tag, which the kernel takes out of received frames, is put back before the line is looked at.
 */
public final class PacketPort implements FrameOutput, FrameHandler, AutoCloseable {
    private static final int BLOCK_SIZE = 1 << 18;
    private static final int BLOCK_COUNT = 32;
    private static final int BLOCK_TIMEOUT_MS = 1;
    private static final int SEND_SLOTS = 1024;
    private static final int SLOT_SIZE = 1_536;
    private static final int FRAME_LIMIT = 256;
    /** TP_STATUS_CSUMNOTREADY: left to a device that the frame never met; TP_STATUS_CSUM_VALID: a device has verified it. */
    private static final int CHECKSUM_SKIPPED = 0x8 | 0x80;

    private final TpacketV3Ring ring;
    private final PacketTransmitter transmitter;
    private final EpochNanoClock clock = new OffsetEpochNanoClock();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final FrameParser parser = new FrameParser();
    private ReplyHandler engine;
    private PppoeHandler pppoe;
    private long pollNs;

    /** Takes what comes for PPPoE clients; where a PPPoE header begins is said of each frame. */
    public interface PppoeHandler {
        /** A frame of discovery. */
        void onDiscovery(long srcMac, long dstMac, DirectBuffer buffer, int offset, int length);

        /** A PPP control frame of a session. */
        void onControl(long dstMac, DirectBuffer buffer, int offset, int length);
    }

    /**
     * Opens both sockets for DHCP clients.
     *
     * @throws IllegalArgumentException if there is no such interface, or it is down
     */
    public PacketPort(String interfaceName) {
        this(interfaceName, ControlFrameFilter.builder().dhcpv4Replies());
    }

    /**
     * Opens both sockets.
     *
     * @param filter what comes in
     * @throws IllegalArgumentException if there is no such interface, or it is down
     */
    public PacketPort(String interfaceName, ControlFrameFilter filter) {
        NetworkInterfaces.Info trunk = NetworkInterfaces.find(interfaceName)
            .orElseThrow(() -> new IllegalArgumentException("no interface " + interfaceName + " in this network namespace"));
        if (!trunk.isUp()) {
            throw new IllegalArgumentException("interface " + interfaceName + " is down");
        }
        ring = TpacketV3Ring.open(ReceiveRingConfig.of(trunk.index(), filter.build())
            .withBlocks(BLOCK_SIZE, BLOCK_COUNT, BLOCK_TIMEOUT_MS));
        try {
            transmitter = PacketTransmitter.open(trunk.index(), SEND_SLOTS, SLOT_SIZE, true);
        } catch (RuntimeException e) {
            ring.close();
            throw e;
        }
    }

    /** Says who takes the answers. */
    public void connect(ReplyHandler answers) {
        engine = answers;
    }

    /** Says who takes what comes for PPPoE clients. */
    public void connect(PppoeHandler handler) {
        pppoe = handler;
    }

    /** The clock that the kernel stamps frames with: ns since the epoch. */
    public long nowNs() {
        return clock.nanoTime();
    }

    /** Hands out what has come, and sends what was written. */
    public int poll() {
        pollNs = nowNs();
        return ring.poll(this, FRAME_LIMIT);
    }

    public void flush() {
        transmitter.flush();
    }

    /** Waits for answers when nothing else is to be done. */
    public void await(int timeoutMs) {
        if (transmitter.queued() == 0) {
            ring.await(timeoutMs);
        }
    }

    @Override
    public boolean send(DirectBuffer frame, int length) {
        long address = transmitter.claim(length);
        if (address == 0) {
            return false;
        }
        NativeMemory.copy(frame.byteArray(), 0, address, length);
        transmitter.commit();
        return true;
    }

    @Override
    public void onFrame(long address, int snapLength, int originalLength, int status, int vlanTci, int vlanTpid, long timestampNs,
                        int packetType) {
        view.wrap(address, snapLength);
        boolean stripped = (status & STATUS_VLAN_VALID) != 0;
        int tpid = (status & STATUS_VLAN_TPID_VALID) != 0 ? vlanTpid : EtherType.VLAN;
        int frameClass = parser.parse(view, 0, snapLength, stripped, vlanTci, tpid, (status & CHECKSUM_SKIPPED) != 0);
        if (pppoe != null) {
            if (frameClass == FrameClass.PPPOE_DISCOVERY) {
                pppoe.onDiscovery(parser.srcMac(), parser.dstMac(), view, parser.l3Offset(), snapLength - parser.l3Offset());
            } else if (frameClass == FrameClass.PPPOE_CONTROL) {
                pppoe.onControl(parser.dstMac(), view, parser.l3Offset(), snapLength - parser.l3Offset());
            }
        } else if (frameClass == FrameClass.DHCP4_SERVER) {
            engine.onReply(timestampNs, pollNs, parser.vlanStack(), parser.srcMac(), view, parser.payloadOffset(), parser.payloadLength());
        } else if (frameClass == FrameClass.MALFORMED) {
            engine.onMalformedFrame();
        }
    }

    /** Waits until what is queued has left, a second at most: the last releases must not be lost with the process. */
    public void drain() {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (transmitter.flush() >= 0 && transmitter.queued() > 0 && System.nanoTime() - endNs < 0) {
            Thread.onSpinWait();
        }
    }

    /** The ring, its statistics fresh. */
    public TpacketV3Ring ring() {
        ring.socket().updateStatistics();
        return ring;
    }

    /** What sends. */
    public PacketTransmitter transmitter() {
        return transmitter;
    }

    @Override
    public void close() {
        transmitter.close();
        ring.close();
    }
}
