package io.athenabng.daemon.ring;

import io.athenabng.core.port.DataPlaneListener;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * The data plane's answers to the session agent. One that does not fit is kept, in order, and goes on a later cycle; while any is kept,
 * the kernel agent takes no further request, so that no answer is ever lost and the queue stays small. Owned by the kernel agent.
 */
public final class DataPlaneEventProxy implements DataPlaneListener {
    private static final int WORDS = 6;

    private final RingBuffer ring;
    private final LongArrayQueue kept = new LongArrayQueue();

    /**
     * A proxy.
     *
     * @param ring the ring to the session agent
     */
    public DataPlaneEventProxy(final RingBuffer ring) {
        this.ring = ring;
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
