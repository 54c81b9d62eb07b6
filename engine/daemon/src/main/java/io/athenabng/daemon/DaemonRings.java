package io.athenabng.daemon;

import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** The rings between agents: one writer and one reader each. */
final class DaemonRings {
    private static final int EVENT_RING_BYTES = 64 * 1_024;
    private static final int TAP_RING_BYTES = 256 * 1_024;

    final List<OneToOneRingBuffer> receiverToSession = new ArrayList<>();
    final OneToOneRingBuffer sessionToSender;
    final OneToOneRingBuffer sessionToKernel;
    final OneToOneRingBuffer kernelToSession;
    final OneToOneRingBuffer sessionToUpstream;
    final OneToOneRingBuffer upstreamToSession;
    final OneToOneRingBuffer sessionToRadius;
    final OneToOneRingBuffer radiusToSession;
    final OneToOneRingBuffer sessionToManagement;
    final OneToOneRingBuffer radiusToManagement;
    final OneToOneRingBuffer tapToManagement;

    DaemonRings(final int receivers, final int capacity) {
        for (int i = 0; i < receivers; i++) {
            receiverToSession.add(ring(capacity));
        }
        sessionToSender = ring(capacity);
        sessionToKernel = ring(capacity);
        kernelToSession = ring(capacity);
        sessionToUpstream = ring(capacity);
        upstreamToSession = ring(capacity);
        // Of their own: a server group that is overloaded holds up no DHCP message of the relay.
        sessionToRadius = ring(capacity);
        radiusToSession = ring(capacity);
        sessionToManagement = ring(capacity);
        radiusToManagement = ring(EVENT_RING_BYTES);
        tapToManagement = ring(TAP_RING_BYTES);
    }

    /** Rings of receivers that come while the gateway runs. */
    List<OneToOneRingBuffer> addReceivers(final int count, final int capacity) {
        final List<OneToOneRingBuffer> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(ring(capacity));
        }
        receiverToSession.addAll(added);
        return added;
    }

    private static OneToOneRingBuffer ring(final int capacity) {
        return new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                capacity + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    }
}
