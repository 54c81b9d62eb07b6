package io.athenabng.daemon.ring;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.PppChannels;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The data plane's answers to the session agent. One that does not fit is kept, in order, and goes on a later cycle; while any is kept,
 * the kernel agent takes no further request, so that no answer is ever lost and the queue stays small. Owned by the kernel agent.
 */
public final class DataPlaneEventProxy implements DataPlaneListener, PppChannels.Listener {
    private static final int WORDS = 6;

    private final RingBuffer ring;
    private final AtomicCounter framesDropped;
    private final LongArrayQueue kept = new LongArrayQueue();

    /**
     * A proxy.
     *
     * @param ring     the ring to the session agent
     * @param counters for the counter of PPP frames that found no room
     */
    public DataPlaneEventProxy(final RingBuffer ring, final CounterRegistry counters) {
        this.ring = ring;
        framesDropped = counters.counter("ppp.dropped.ring_full", "PPP control frames dropped because the session agent's ring was full");
    }

    @Override
    public void onLineUp(final int lineId, final int error) {
        send(DataPlaneDescriptor.ON_LINE_UP, lineId, error, 0, 0, 0);
    }

    @Override
    public void onLineGone(final int lineId, final boolean byOther) {
        send(DataPlaneDescriptor.ON_LINE_GONE, lineId, byOther ? 1 : 0, 0, 0, 0);
    }

    @Override
    public void onSessionUp(final long sessionId, final int error) {
        send(DataPlaneDescriptor.ON_SESSION_UP, sessionId, error, 0, 0, 0);
    }

    @Override
    public void onSessionChanged(final long sessionId, final int error) {
        send(DataPlaneDescriptor.ON_SESSION_CHANGED, sessionId, error, 0, 0, 0);
    }

    @Override
    public void onSessionDown(
            final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets) {
        send(DataPlaneDescriptor.ON_SESSION_DOWN, sessionId, upOctets, upPackets, downOctets, downPackets);
    }

    @Override
    public void onCounters(
            final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets) {
        send(DataPlaneDescriptor.ON_COUNTERS, sessionId, upOctets, upPackets, downOctets, downPackets);
    }

    @Override
    public void onTrunk(final int trunkIndex, final boolean up) {
        send(DataPlaneDescriptor.ON_TRUNK, trunkIndex, up ? 1 : 0, 0, 0, 0);
    }

    @Override
    public void onChannelOpen(final long channelId, final int error) {
        send(PppDescriptor.ON_OPEN, channelId, error, 0, 0, 0);
    }

    /** A frame that does not fit is dropped and counted, as one that is lost on its way: PPP sends it again. */
    @Override
    public void onPppFrame(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        if (!kept.isEmpty() || !PppChannelsProxy.frame(ring, PppDescriptor.ON_FRAME, channelId, protocol, buffer, offset, length)) {
            framesDropped.increment();
        }
    }

    @Override
    public void onChannelLost(final long channelId, final int error) {
        send(PppDescriptor.ON_LOST, channelId, error, 0, 0, 0);
    }

    /** @return whether every answer has gone */
    public boolean isClear() {
        return kept.isEmpty();
    }

    /**
     * Sends what was kept.
     *
     * @return how much went
     */
    public int flush() {
        int count = 0;
        while (!kept.isEmpty()) {
            final int type = (int) kept.peekLong();
            final int index = ring.tryClaim(type, DataPlaneDescriptor.COUNTERS_LENGTH);
            if (index < 0) {
                return count;
            }
            kept.pollLong();
            for (int word = 1; word < WORDS; word++) {
                ring.buffer().putLong(index + (word - 1) * Long.BYTES, kept.pollLong());
            }
            ring.commit(index);
            count++;
        }
        return count;
    }

    private void send(final int type, final long id, final long first, final long second, final long third, final long fourth) {
        final int index = kept.isEmpty() ? ring.tryClaim(type, DataPlaneDescriptor.COUNTERS_LENGTH) : -1;
        if (index < 0) {
            kept.addLong(type);
            kept.addLong(id);
            kept.addLong(first);
            kept.addLong(second);
            kept.addLong(third);
            kept.addLong(fourth);
            return;
        }
        ring.buffer().putLong(index + DataPlaneDescriptor.ID, id);
        ring.buffer().putLong(index + DataPlaneDescriptor.UP_OCTETS, first);
        ring.buffer().putLong(index + DataPlaneDescriptor.UP_PACKETS, second);
        ring.buffer().putLong(index + DataPlaneDescriptor.DOWN_OCTETS, third);
        ring.buffer().putLong(index + DataPlaneDescriptor.DOWN_PACKETS, fourth);
        ring.commit(index);
    }
}
