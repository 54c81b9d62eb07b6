package io.athenabng.daemon.agent;

import io.athenabng.daemon.edge.packet.TrunkSender;
import io.athenabng.daemon.ring.TransmitAdapter;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Sends frames to the trunks in batches. */
public final class SenderAgent implements Agent, TransmitAdapter.Handler {
    private static final int FRAME_LIMIT = 256;

    private final TransmitAdapter adapter;
    private final TrunkSender[] senders;

    /**
     * An agent.
     *
     * @param ring    the ring from the session agent
     * @param senders one for each trunk, in the configuration's order
     */
    public SenderAgent(final RingBuffer ring, final List<TrunkSender> senders) {
        this.adapter = new TransmitAdapter(ring, this);
        this.senders = senders.toArray(new TrunkSender[0]);
    }

    @Override
    public int doWork() {
        int work = adapter.poll(FRAME_LIMIT);
        for (final TrunkSender sender : senders) {
            work += sender.flush();
        }
        return work;
    }

    @Override
    public boolean onFrame(final int trunkIndex, final MutableDirectBuffer buffer, final int offset, final int length) {
        return senders[trunkIndex].offer(buffer, offset, length);
    }

    @Override
    public void onClose() {
        for (final TrunkSender sender : senders) {
            sender.close();
        }
    }

    @Override
    public String roleName() {
        return "abng-snd";
    }
}
