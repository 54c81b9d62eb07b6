package io.athenabng.daemon.edge.packet;

import io.athenabng.daemon.ring.ControlFrameProxy;
import io.athenabng.ffi.packet.BpfProgram;
import io.athenabng.ffi.packet.FrameHandler;
import io.athenabng.ffi.packet.TpacketV3Ring;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.MalformedReason;
import io.athenabng.wire.pppoe.PppoeHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * From the ring to the decision whose message it is: puts the stripped outer tag back, checks, classifies, and hands control messages to
 * the session agent. Allocates nothing. Owned by one receiver agent.
 */
public final class TrunkReceiver implements FrameHandler, AutoCloseable {
    /** TP_STATUS_CSUMNOTREADY: left to a device that the frame never met; TP_STATUS_CSUM_VALID: a device has verified it. */
    private static final int CHECKSUM_SKIPPED = 0x8 | 0x80;

    private final TpacketV3Ring ring;
    private final int trunkIndex;
    private final ControlFrameProxy session;
    private final ReceiverCounters counters;
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final FrameParser parser = new FrameParser();
    private volatile BpfProgram filter;

    /**
     * A receiver.
     *
     * @param ring       the ring; closed with this
     * @param trunkIndex its trunk in the running configuration
     * @param session    takes control messages
     * @param counters   what is counted
     */
    public TrunkReceiver(
            final TpacketV3Ring ring, final int trunkIndex, final ControlFrameProxy session, final ReceiverCounters counters) {
        this.ring = ring;
        this.trunkIndex = trunkIndex;
        this.session = session;
        this.counters = counters;
    }

    /**
     * Reads what is there.
     *
     * @param frameLimit at most so many frames
     * @return how many there were
     */
    public int poll(final int frameLimit) {
        final int frames = ring.poll(this, frameLimit);
        if (frames > 0) {
            counters.frames.getAndAddPlain(frames);
        }
        return frames;
    }

    /**
     * Waits for a block.
     *
     * @param timeoutMs at most so long
     * @return whether there is one
     */
    public boolean await(final int timeoutMs) {
        return ring.await(timeoutMs);
    }

    @Override
    public void onFrame(
            final long address, final int snapLength, final int originalLength, final int status, final int vlanTci, final int vlanTpid,
            final long timestampNs, final int packetType) {
        if (snapLength < originalLength) {
            counters.truncated.incrementPlain();
        }
        final boolean stripped = (status & STATUS_VLAN_VALID) != 0;
        final int tpid = (status & STATUS_VLAN_TPID_VALID) != 0 ? vlanTpid : 0x8100;
        final int frameClass = parser.parse(address, snapLength, stripped, vlanTci, tpid, (status & CHECKSUM_SKIPPED) != 0);
        counters.byClass[frameClass].incrementPlain();
        if (frameClass == FrameClass.DHCP4_CLIENT) {
            frame.wrap(address, snapLength);
            if (!session.onFrame(trunkIndex, frameClass, parser.vlanStack(), parser.srcMac(), parser.dstIp(), frame,
                    parser.payloadOffset(), parser.payloadLength())) {
                counters.ringFull.incrementPlain();
            }
        } else if (frameClass == FrameClass.PPPOE_DISCOVERY || frameClass == FrameClass.PPPOE_CONTROL) {
            frame.wrap(address, snapLength);
            // Of a control frame only its header goes on: its session's channel has the rest.
            final int length = PppoeHeader.LENGTH + (frameClass == FrameClass.PPPOE_DISCOVERY ? parser.payloadLength() : 0);
            if (!session.onPppoe(trunkIndex, frameClass, parser.vlanStack(), parser.srcMac(), parser.dstMac(), frame, parser.l3Offset(),
                    length)) {
                counters.ringFull.incrementPlain();
            }
        } else if (frameClass == FrameClass.MALFORMED) {
            final int reason = parser.malformedReason();
            if (reason != MalformedReason.NONE) {
                counters.malformed[reason].incrementPlain();
            }
        }
    }

    /** Fetches the kernel's own counters. */
    public void updateStatistics() {
        ring.socket().updateStatistics();
        counters.kernelPackets.setRelease(ring.socket().packets());
        counters.kernelDrops.setRelease(ring.socket().drops());
        counters.kernelFreezes.setRelease(ring.socket().queueFreezes());
        counters.ringMalformed.setRelease(ring.malformedFrames() + ring.malformedBlocks());
    }

    /**
     * Replaces the kernel's filter, in one step. By any thread, one at a time.
     *
     * @param program what is let through from now on
     */
    void filter(final BpfProgram program) {
        ring.socket().attachFilter(program);
        filter = program;
    }

    /** The filter that was set last while running; null if it is still the one that the ring was opened with. */
    BpfProgram filter() {
        return filter;
    }

    @Override
    public void close() {
        ring.close();
    }
}
