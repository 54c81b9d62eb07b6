package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.daemon.DaemonCounters;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A data plane over the real kernel, stepped by hand. */
final class LabGateway implements AutoCloseable {
    final RecordingListener answers = new RecordingListener();
    final List<String> errors = new ArrayList<>();
    final KernelDataPlane dataPlane;
    private final SessionPlan plan = new SessionPlan();

    LabGateway(final RunningConfiguration configuration) {
        this(configuration, PppSettings.DEFAULT);
    }

    LabGateway(final RunningConfiguration configuration, final PppSettings ppp) {
        dataPlane = KernelDataPlane.open(configuration, answers, answers, ppp, counters(), error -> errors.add(error.toString()),
            KernelSockets.LINUX);
    }

    static CounterRegistry counters() {
        return new DaemonCounters();
    }

    void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + 60 * LabNetwork.SECOND_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError(what + " did not happen; answers " + answers.answers + ", errors " + errors);
            }
            if (dataPlane.onDutyCycle() == 0) {
                Thread.onSpinWait();
            }
        }
    }

    void await(final String answer) {
        await(answer, () -> answers.has(answer));
    }

    void settle() {
        final long untilNs = System.nanoTime() + LabNetwork.SECOND_NS / 2;
        await("quiet", () -> dataPlane.isIdle() && System.nanoTime() > untilNs);
    }

    void lineUp(final int lineId, final String stack, final int group) {
        if (!dataPlane.lineUp(lineId, 0, VlanStack.parse(stack, 0x88a8), group)) {
            throw new AssertionError("lineUp was not taken");
        }
    }

    SessionPlan plan(final long sessionId, final int lineId, final int group, final String ipv4, final long down, final long up) {
        plan.sessionId = sessionId;
        plan.lineId = lineId;
        plan.groupIndex = group;
        plan.mac = 0x0200_0000_0000L | sessionId;
        plan.ipv4 = Ipv4Address.parse(ipv4);
        plan.downBitsPerSecond = down;
        plan.upBitsPerSecond = up;
        plan.overheadBytes = 26;
        plan.routes = List.of();
        plan.restored = false;
        plan.upOctets = 0;
        plan.upPackets = 0;
        plan.downOctets = 0;
        plan.downPackets = 0;
        return plan;
    }

    @Override
    public void close() {
        dataPlane.close();
    }
}
