package io.athenabng.daemon;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.TrunkSettings;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.daemon.agent.ReceiverAgent;
import io.athenabng.daemon.agent.SenderAgent;
import io.athenabng.daemon.agent.SessionAgent;
import io.athenabng.daemon.edge.packet.TrunkPorts;
import io.athenabng.daemon.edge.packet.TrunkReceiver;
import io.athenabng.daemon.edge.packet.TrunkSender;
import io.athenabng.daemon.ring.ControlFrameTap;
import io.athenabng.daemon.ring.TransmitProxy;
import io.athenabng.ffi.NativeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Trunks that a commit adds: a sender, receivers with a thread each, rings between them and the agents that are there. Behind the kernel's
 * edge, which looks for the interface, and before the receivers' filters. Until sessions have the configuration, what comes from a new
 * trunk is of no group.
 *
 * <p>A trunk that is removed stays until the next start and lets nothing through, as no group is on it.
 */
final class TrunkAdditions implements ConfigurationConsumer {
    private static final int IDLE_WAIT_MS = 1;

    private final DaemonRings rings;
    private final Map<String, List<TrunkReceiver>> receivers;
    private final List<TrunkSender> senders;
    private final SenderAgent senderAgent;
    private final SessionAgent sessionAgent;
    private final TransmitProxy transmit;
    private final ControlFrameTap tap;
    private final AgentThreads threads;
    private final CounterRegistry counters;
    private long[] macs;
    private final Deque<AutoCloseable> added = new ArrayDeque<>();

    TrunkAdditions(final DaemonRings rings, final Map<String, List<TrunkReceiver>> receivers, final List<TrunkSender> senders,
            final SenderAgent senderAgent, final SessionAgent sessionAgent, final TransmitProxy transmit, final ControlFrameTap tap,
            final AgentThreads threads, final long[] macs, final CounterRegistry counters) {
        this.rings = rings;
        this.receivers = receivers;
        this.senders = senders;
        this.senderAgent = senderAgent;
        this.sessionAgent = sessionAgent;
        this.transmit = transmit;
        this.tap = tap;
        this.threads = threads;
        this.macs = macs;
        this.counters = counters;
    }

    @Override
    public String name() {
        return "trunks";
    }

    @Override
    public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
        final List<Effect> effects = new ArrayList<>();
        for (final TrunkSettings trunk : to.trunks().subList(from.trunks().size(), to.trunks().size())) {
            require(trunk);
            effects.add(new Effect(ChangeEffect.LIVE, "the trunk " + trunk.name(), 0));
        }
        return effects;
    }

    private static long require(final TrunkSettings trunk) {
        try {
            return TrunkPorts.require(trunk).mac();
        } catch (final StartException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    @Override
    public void apply(final RunningConfiguration from, final RunningConfiguration to) {
        added.clear();
        for (int trunk = from.trunks().size(); trunk < to.trunks().size(); trunk++) {
            add(to, trunk);
        }
    }

    private void add(final RunningConfiguration to, final int trunkIndex) {
        final TrunkSettings trunk = to.trunks().get(trunkIndex);
        final long[] all = Arrays.copyOf(macs, trunkIndex + 1);
        all[trunkIndex] = require(trunk);
        try {
            final List<OneToOneRingBuffer> own = rings.addReceivers(trunk.receivers(), to.bootstrap().agentRingBytes());
            final int first = rings.receiverToSession.size() - own.size();
            senders.add(TrunkPorts.sender(trunk, counters));
            added.push(() -> removeSender(trunkIndex));
            transmit.trunks(all);
            tap.trunks(all);
            macs = all;
            senderAgent.senders(senders);
            sessionAgent.addReceivers(own);
            final List<TrunkReceiver> opened = TrunkPorts.receivers(to, trunkIndex, own, counters);
            receivers.put(trunk.name(), opened);
            added.push(() -> receivers.remove(trunk.name()));
            for (int i = 0; i < opened.size(); i++) {
                // Closed by its agent.
                added.push(threads.add(new AgentThreads.Placed(new ReceiverAgent(opened.get(i), first + i, IDLE_WAIT_MS),
                        Gateway.core(to.bootstrap(), first + i))));
            }
        } catch (final NativeException e) {
            throw new RefusedException("the trunk " + trunk.name() + " cannot be opened: " + e.getMessage());
        }
    }

    /** The sender's agent closes it, in its own time. */
    private void removeSender(final int trunkIndex) {
        senderAgent.retire(senders.remove(trunkIndex));
        senderAgent.senders(senders);
    }

    @Override
    public void verify(final RunningConfiguration to) {
        if (senders.size() < to.trunks().size() || !to.trunks().stream().allMatch(trunk -> receivers.containsKey(trunk.name()))) {
            throw new RefusedException("not every trunk has its sender and receivers");
        }
    }

    @Override
    public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
        while (!added.isEmpty()) {
            try {
                added.pop().close();
            } catch (final Exception e) {
                throw new IllegalStateException("a trunk that was added cannot be taken back", e);
            }
        }
    }
}
