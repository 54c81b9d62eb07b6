package io.athenabng.daemon.agent;

import io.athenabng.daemon.edge.packet.TrunkReceiver;
import org.agrona.concurrent.Agent;

/** Reads one trunk's ring (or one fanout member of it), classifies, and hands control messages to the session agent. */
public final class ReceiverAgent implements Agent {
    private static final int FRAME_LIMIT = 256;
    private static final long STATISTICS_INTERVAL_NS = 1_000_000_000L;

    private final TrunkReceiver receiver;
    private final String roleName;
    private final int idleWaitMs;
    private long nextStatisticsNs;

    /**
     * An agent.
     *
     * @param receiver   the ring
     * @param number     its number among the receivers
     * @param idleWaitMs how long to wait in the kernel for a block when there is none; 0 never waits
     */
    public ReceiverAgent(final TrunkReceiver receiver, final int number, final int idleWaitMs) {
        this.receiver = receiver;
        this.roleName = "abng-rcv-" + number;
        this.idleWaitMs = idleWaitMs;
    }

    @Override
    public int doWork() {
        final int frames = receiver.poll(FRAME_LIMIT);
        if (frames > 0) {
            return frames;
        }
        final long nowNs = System.nanoTime();
        if (nowNs - nextStatisticsNs >= 0) {
            nextStatisticsNs = nowNs + STATISTICS_INTERVAL_NS;
            receiver.updateStatistics();
        }
        return idleWaitMs > 0 && receiver.await(idleWaitMs) ? receiver.poll(FRAME_LIMIT) : 0;
    }

    @Override
    public void onClose() {
        receiver.close();
    }

    @Override
    public String roleName() {
        return roleName;
    }
}
