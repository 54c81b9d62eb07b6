package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.PppChannels;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.ffi.ppp.PppCalls;
import io.athenabng.netlink.link.LinkReply;
import java.util.List;

/** All of PPPoE in the kernel: channels, units, sessions. Owned by the kernel agent. */
final class PppEdge {
    private final PppCalls calls;
    private final SessionKeeper keeper;
    final PppUnits units;
    final PppChannelTable channels;
    final PppSessions sessions;

    PppEdge(final KernelServices services, final PppKernel kernel, final PppSettings settings, final RunningConfiguration configuration,
            final LineDevices lines, final IfbPool ifbs, final DataPlaneListener answers, final PppChannels.Listener channelAnswers,
            final CounterRegistry counters, final List<LinkReply> present) {
        keeper = settings.keeper();
        calls = kernel.calls();
        units = new PppUnits(services, kernel, ifbs, settings, present);
        channels = new PppChannelTable(services, calls, lines, units, keeper, channelAnswers, counters, present);
        sessions = new PppSessions(services, answers, channels, units, ifbs, lines, keeper,
            new OutsideInterfaces(configuration, present));
    }

    static boolean isPpp(final SessionPlan plan) {
        return plan.encapsulation != SessionRecordFlyweight.ENCAPSULATION_IPOE;
    }

    int onDutyCycle() {
        return sessions.onDutyCycle() + channels.onDutyCycle() + keeper.onDutyCycle();
    }

    /** Every session of before the start was asked for again. */
    void restoreComplete() {
        sessions.releaseUnclaimed(channels.releaseUnclaimed());
        sessions.releaseOutside();
    }

    /** Free units go now; the reaper must still run. */
    void discardFree() {
        units.discardFree();
    }

    void close() {
        channels.closeAll();
        keeper.close();
        calls.close();
    }
}
