package io.athenabng.benchmarks.receive;

import com.sun.management.ThreadMXBean;
import io.athenabng.ffi.packet.BpfProgram;
import io.athenabng.ffi.packet.FrameHandler;
import io.athenabng.ffi.packet.ReceiveRingConfig;
import io.athenabng.ffi.packet.TpacketV3Ring;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The gateway's receive path up to the decision what a frame is: ring, stripped tag put back, frame parser, and with
 * {@link Depth#DHCP} the DHCP parser. Reads on the calling thread, in its network namespace.
 */
final class JavaReader implements FrameHandler {
    /** TP_STATUS_CSUMNOTREADY and TP_STATUS_CSUM_VALID: nobody needs to compute the UDP checksum. */
    private static final int CHECKSUM_SKIPPED = 0x8 | 0x80;
    private static final int FRAME_LIMIT = 256;
    private static final int WAIT_MS = 50;
    private static final long STATISTICS_NS = 1_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final FrameParser parser = new FrameParser();
    private final DhcpParser dhcpParser = new DhcpParser();
    private final boolean looksIntoDhcp;
    private final boolean sumsUp;
    private long packets;
    private long dhcp;
    private long other;
    private long malformed;
    private long verified;
    private long digest;

    JavaReader(Depth depth) {
        looksIntoDhcp = depth == Depth.DHCP;
        sumsUp = depth != Depth.HEADERS;
    }

    static TpacketV3Ring open(int interfaceIndex, int blockSize, int blockCount, int blockTimeoutMs) {
        return TpacketV3Ring.open(ReceiveRingConfig.of(interfaceIndex, BpfProgram.acceptAll())
            .withBlocks(blockSize, blockCount, blockTimeoutMs));
    }

    /** Reads until the sender has ended and nothing more comes. */
    ReceiveResult read(TpacketV3Ring ring, BooleanSupplier senderRuns) {
        packets = dhcp = other = malformed = verified = digest = 0;
        long thread = Thread.currentThread().threadId();
        long allocatedBefore = THREADS.getThreadAllocatedBytes(thread);
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long nextStatisticsNs = System.nanoTime() + STATISTICS_NS;
        int emptyWaits = 0;
        while (emptyWaits < 2) {
            if (ring.poll(this, FRAME_LIMIT) > 0) {
                emptyWaits = 0;
            } else if (!ring.await(WAIT_MS)) {
                emptyWaits = senderRuns.getAsBoolean() ? 0 : emptyWaits + 1;
                long nowNs = System.nanoTime();
                if (nowNs - nextStatisticsNs >= 0) {
                    nextStatisticsNs = nowNs + STATISTICS_NS;
                    ring.socket().updateStatistics();
                }
            }
        }
        long cpuNs = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        long allocated = THREADS.getThreadAllocatedBytes(thread) - allocatedBefore;
        ring.socket().updateStatistics();
        return new ReceiveResult(packets, cpuNs, ring.socket().drops(), ring.socket().queueFreezes(), dhcp, other, malformed, verified,
            digest & Long.MAX_VALUE, allocated);
    }

    @Override
    public void onFrame(long address, int snapLength, int originalLength, int status, int vlanTci, int vlanTpid, long timestampNs,
                        int packetType) {
        boolean stripped = (status & STATUS_VLAN_VALID) != 0;
        int tpid = (status & STATUS_VLAN_TPID_VALID) != 0 ? vlanTpid : 0x8100;
        boolean skipChecksum = !sumsUp || (status & CHECKSUM_SKIPPED) != 0;
        int frameClass = parser.parse(address, snapLength, stripped, vlanTci, tpid, skipChecksum);
        packets++;
        if (frameClass == FrameClass.DHCP4_CLIENT || frameClass == FrameClass.DHCP4_SERVER) {
            if (!skipChecksum) {
                verified++;
            }
            digest += parser.vlanStack() + parser.srcMac() + parser.dstMac() + (parser.srcIp() & 0xffff_ffffL)
                + (parser.dstIp() & 0xffff_ffffL) + parser.payloadLength();
            if (!looksIntoDhcp || isSoundMessage(address, snapLength)) {
                dhcp++;
            } else {
                malformed++;
            }
        } else if (frameClass == FrameClass.MALFORMED) {
            malformed++;
        } else {
            other++;
        }
    }

    private boolean isSoundMessage(long address, int length) {
        frame.wrap(address, length);
        if (dhcpParser.parse(frame, parser.payloadOffset(), parser.payloadLength(), DhcpFlyweight.BOOTREQUEST)
            != DhcpMalformedReason.NONE) {
            return false;
        }
        digest += (dhcpParser.header().xid() & 0xffff_ffffL) + dhcpParser.header().chaddr() + dhcpParser.messageType();
        return true;
    }
}
