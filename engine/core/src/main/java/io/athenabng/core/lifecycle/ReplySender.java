package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.FrameSink;
import io.athenabng.wire.ip.Ipv4UdpFrameAppender;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayQueue;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * DHCP replies to subscribers, on their own tag stack. A reply may be held until the data plane delivers; one that does not fit into the
 * sender's ring is kept and tried again on the next cycle.
 */
final class ReplySender {
    private static final int DHCP_SERVER_PORT = 67;
    /** Sessions whose reply may wait for the data plane at once; beyond it new ones are not admitted. */
    private static final int HELD_REPLIES = 4_096;
    private static final int TRUNK_FIELD = 4;

    private final FrameSink frames;
    private final MessageSlots held = new MessageSlots(HELD_REPLIES);
    private final IntArrayQueue ready = new IntArrayQueue();
    private final Ipv4UdpFrameAppender appender = new Ipv4UdpFrameAppender();
    private final AtomicCounter sent;
    private final AtomicCounter dropped;

    ReplySender(final FrameSink frames, final CounterRegistry counters) {
        this.frames = frames;
        sent = counters.counter("dhcp.replies.sent", "DHCP replies handed to the sender");
        dropped = counters.counter("dhcp.replies.dropped", "DHCP replies that were dropped because too many were waiting");
    }

    /** Whether another reply could be held. */
    boolean canHold() {
        return held.available() > 0;
    }

    void send(
            final AccessLine line, final DirectBuffer payload, final int offset, final int length, final long dstMac, final int srcIp,
            final int dstIp, final int dstPort) {
        if (ready.isEmpty()) {
            final int at = frames.claim(line.trunkIndex(), Ipv4UdpFrameAppender.headerLength(line.vlanStack()) + length);
            if (at >= 0) {
                appender.wrap(frames.buffer(), at, line.vlanStack());
                frames.buffer().putBytes(appender.payloadOffset(), payload, offset, length);
                appender.finish(frames.sourceMac(line.trunkIndex()), dstMac, srcIp, dstIp, DHCP_SERVER_PORT, dstPort, length);
                frames.commit();
                sent.increment();
                return;
            }
        }
        final int slot = hold(line, payload, offset, length, dstMac, srcIp, dstIp, dstPort);
        if (slot != MessageSlots.NONE) {
            ready.addInt(slot);
        }
    }

    /** Builds the reply and keeps it; {@link MessageSlots#NONE} if there is no place, which was counted. */
    int hold(
            final AccessLine line, final DirectBuffer payload, final int offset, final int length, final long dstMac, final int srcIp,
            final int dstIp, final int dstPort) {
        final int slot = held.take(TRUNK_FIELD + Ipv4UdpFrameAppender.headerLength(line.vlanStack()) + length);
        if (slot == MessageSlots.NONE) {
            dropped.increment();
            return slot;
        }
        final int at = held.offset(slot);
        held.buffer().putInt(at, line.trunkIndex());
        appender.wrap(held.buffer(), at + TRUNK_FIELD, line.vlanStack());
        held.buffer().putBytes(appender.payloadOffset(), payload, offset, length);
        appender.finish(frames.sourceMac(line.trunkIndex()), dstMac, srcIp, dstIp, DHCP_SERVER_PORT, dstPort, length);
        return slot;
    }

    /** Sends a held reply. */
    void release(final int slot) {
        if (!ready.isEmpty() || !trySend(slot)) {
            ready.addInt(slot);
        }
    }

    /** Forgets a held reply. */
    void discard(final int slot) {
        held.free(slot);
    }

    /** Sends what did not fit before. */
    int onDutyCycle() {
        int count = 0;
        while (!ready.isEmpty() && trySend(ready.peekInt())) {
            ready.pollInt();
            count++;
        }
        return count;
    }

    private boolean trySend(final int slot) {
        final int at = held.offset(slot);
        final int length = held.length(slot) - TRUNK_FIELD;
        final int claimed = frames.claim(held.buffer().getInt(at), length);
        if (claimed < 0) {
            return false;
        }
        frames.buffer().putBytes(claimed, held.buffer(), at + TRUNK_FIELD, length);
        frames.commit();
        sent.increment();
        held.free(slot);
        return true;
    }
}
