package io.athenabng.daemon.agent;

import io.athenabng.daemon.edge.packet.TrunkSender;
import io.athenabng.daemon.ring.TransmitAdapter;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Sends frames to the trunks in batches. */
public final class SenderAgent implements Agent, TransmitAdapter.Handler {
    private static final int FRAME_LIMIT = 256;

    private final TransmitAdapter adapter;
    private volatile TrunkSender[] senders;
    private final Queue<TrunkSender> retired = new ConcurrentLinkedQueue<>();

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

    /**
     * There are more trunks. By any thread, one at a time, before anything is sent to them.
     *
     * @param with one for each trunk, those of before in their places
     */
    public void senders(final List<TrunkSender> with) {
        senders = with.toArray(new TrunkSender[0]);
    }

    /**
     * A trunk is gone: its sender is closed when nothing is under way to it. By any thread.
     *
     * @param sender the sender, which is none of {@link #senders} any more, or about to be
     */
    public void retire(final TrunkSender sender) {
        retired.add(sender);
    }

    private void closeRetired(final TrunkSender[] all) {
        for (TrunkSender sender = retired.peek(); sender != null && !Arrays.asList(all).contains(sender); sender = retired.peek()) {
            retired.remove();
            sender.close();
        }
    }

    @Override
    public int doWork() {
        if (!retired.isEmpty()) {
            closeRetired(senders);
        }
        int work = adapter.poll(FRAME_LIMIT);
        for (final TrunkSender sender : senders) {
            work += sender.flush();
        }
        return work;
    }

    @Override
    public boolean onFrame(final int trunkIndex, final MutableDirectBuffer buffer, final int offset, final int length) {
        final TrunkSender[] all = senders;
        // A trunk of a commit that was taken back is dropped.
        return trunkIndex >= all.length || all[trunkIndex].offer(buffer, offset, length);
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
