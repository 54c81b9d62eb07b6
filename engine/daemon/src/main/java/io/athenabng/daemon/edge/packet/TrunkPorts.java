package io.athenabng.daemon.edge.packet;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.BootstrapSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.TrunkSettings;
import io.athenabng.core.config.VlanRange;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.daemon.StartException;
import io.athenabng.daemon.ring.ControlFrameProxy;
import io.athenabng.ffi.NetworkInterfaces;
import io.athenabng.ffi.packet.BpfProgram;
import io.athenabng.ffi.packet.ControlFrameFilter;
import io.athenabng.ffi.packet.FanoutMode;
import io.athenabng.ffi.packet.PacketTransmitter;
import io.athenabng.ffi.packet.ReceiveRingConfig;
import io.athenabng.ffi.packet.TpacketV3Ring;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Opens the trunks' rings and sockets as the configuration says. */
public final class TrunkPorts {
    private static final int TRANSMIT_SLOTS = 512;
    private static final int VIDS = 4_096;
    private static final long NS_PER_MS = 1_000_000L;

    private TrunkPorts() {
    }

    /**
     * A trunk's interface, which must exist.
     *
     * @param trunk the trunk
     * @return the interface
     */
    public static NetworkInterfaces.Info require(final TrunkSettings trunk) {
        return NetworkInterfaces.find(trunk.name()).orElseThrow(() -> new StartException(
                "trunk '" + trunk.name() + "' does not exist: no interface of that name in this network namespace. "
                        + "'ip link' lists them; correct trunks[].name in the configuration"));
    }

    /**
     * The receivers of a trunk, one for each fanout member.
     *
     * @param configuration the running configuration
     * @param trunkIndex    the trunk
     * @param sessionRings  a ring to the session agent for each member, of which the first so many are taken
     * @param registry      makes the counters
     * @return the receivers
     */
    public static List<TrunkReceiver> receivers(
            final RunningConfiguration configuration, final int trunkIndex, final List<? extends RingBuffer> sessionRings,
            final CounterRegistry registry) {
        final TrunkSettings trunk = configuration.trunks().get(trunkIndex);
        final BootstrapSettings bootstrap = configuration.bootstrap();
        final NetworkInterfaces.Info info = require(trunk);
        final List<TrunkReceiver> receivers = new ArrayList<>();
        for (int member = 0; member < trunk.receivers(); member++) {
            ReceiveRingConfig ring = ReceiveRingConfig.of(info.index(), filter(configuration, trunk)).withBlocks(
                    bootstrap.ringBlockSize(), bootstrap.ringBlockCount(),
                    (int) Math.max(1, bootstrap.ringBlockTimeoutNs() / NS_PER_MS));
            if (trunk.receivers() > 1) {
                ring = ring.withFanout(new ReceiveRingConfig.Fanout(info.index() & 0xffff, FanoutMode.HASH, true));
            }
            receivers.add(new TrunkReceiver(TpacketV3Ring.open(ring), trunkIndex, new ControlFrameProxy(sessionRings.get(member)),
                    new ReceiverCounters(registry, trunk.name(), member)));
        }
        return receivers;
    }

    /** What the kernel lets through: control frames of what is served, with an outermost VID of a configured range. */
    static BpfProgram filter(final RunningConfiguration configuration, final TrunkSettings trunk) {
        final BitSet outerVids = new BitSet(VIDS);
        boolean untagged = false;
        boolean pppoe = false;
        for (final AccessGroupSettings group : configuration.accessGroups()) {
            if (!group.trunk().equals(trunk.name())) {
                continue;
            }
            pppoe |= group.pppoe().enabled();
            for (final VlanRange range : group.vlans()) {
                if (range.levels().isEmpty()) {
                    untagged = true;
                } else {
                    outerVids.set(range.levels().getFirst().first(), range.levels().getFirst().last() + 1);
                }
            }
        }
        final ControlFrameFilter filter = ControlFrameFilter.builder().dhcpv4().outerVids(outerVids, untagged);
        return (pppoe ? filter.pppoe() : filter).build();
    }

    /**
     * The sender of a trunk.
     *
     * @param trunk    the trunk
     * @param registry makes the counters
     * @return the sender
     */
    public static TrunkSender sender(final TrunkSettings trunk, final CounterRegistry registry) {
        return new TrunkSender(
                PacketTransmitter.open(require(trunk).index(), TRANSMIT_SLOTS, TrunkSender.FRAME_MAX, true), registry, trunk.name());
    }
}
