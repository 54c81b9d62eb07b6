package io.athenabng.daemon.edge.packet;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.TrunkSettings;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.packet.BpfProgram;
import java.util.List;
import java.util.Map;

/**
 * The kernel's filters on the receivers: they let through the outermost VIDs of the configured ranges. A filter is replaced in one step,
 * while
 * frames come in: each is judged by the old one or by the new one.
 */
public final class TrunkFilters implements ConfigurationConsumer {
    private final Map<String, List<TrunkReceiver>> receiversByTrunk;

    /**
     * Filters.
     *
     * @param receiversByTrunk the receivers, by their trunk's name; more may come
     */
    public TrunkFilters(final Map<String, List<TrunkReceiver>> receiversByTrunk) {
        this.receiversByTrunk = receiversByTrunk;
    }

    @Override
    public String name() {
        return "receivers' filters";
    }

    @Override
    public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
        return List.of();
    }

    @Override
    public void apply(final RunningConfiguration from, final RunningConfiguration to) {
        for (final TrunkSettings trunk : to.trunks()) {
            final BpfProgram wanted = TrunkPorts.filter(to, trunk);
            if (!wanted.equals(TrunkPorts.filter(from, trunk))) {
                replace(trunk.name(), wanted);
            }
        }
    }

    private void replace(final String trunk, final BpfProgram wanted) {
        try {
            receiversByTrunk.get(trunk).forEach(receiver -> receiver.filter(wanted));
        } catch (final NativeException e) {
            throw new RefusedException("the filter of " + trunk + " cannot be replaced: " + e.getMessage());
        }
    }

    @Override
    public void verify(final RunningConfiguration to) {
        for (final TrunkSettings trunk : to.trunks()) {
            final BpfProgram wanted = TrunkPorts.filter(to, trunk);
            for (final TrunkReceiver receiver : receiversByTrunk.get(trunk.name())) {
                if (receiver.filter() != null && !receiver.filter().equals(wanted)) {
                    throw new RefusedException("a receiver of " + trunk.name() + " has another filter");
                }
            }
        }
    }

    @Override
    public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
        for (final TrunkSettings trunk : to.trunks()) {
            replace(trunk.name(), TrunkPorts.filter(to, trunk));
        }
    }
}
