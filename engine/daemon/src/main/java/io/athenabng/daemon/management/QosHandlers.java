package io.athenabng.daemon.management;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.qos.ShapingPlanner;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.daemon.edge.kernel.KernelDataPlane;
import io.athenabng.daemon.edge.kernel.SessionQdiscs;
import io.athenabng.netlink.tc.CakeTinStatistics;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.ShowQos;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.wire.ethernet.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Shaping: what was ordered, and what the kernel's queueing disciplines say. */
final class QosHandlers {
    private static final int AT_ONCE = 32;

    private final ManagementContext context;

    QosHandlers(final ManagementContext context) {
        this.context = context;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.SHOW_QOS, this::onShowQos);
    }

    private void onShowQos(final RpcCall<ShowQos.Params, ShowQos.Result> call) {
        final ShowQos.Params params = call.params();
        final Page page = Page.of(params.offset(), params.limit(), ShowQos.DEFAULT_LIMIT);
        final SessionFilter filter =
                SessionFilter.of(params.id(), null, params.circuitId(), params.mac(), params.address(), params.user());
        final List<SessionRecordFlyweight> matching = SubscriberHandlers.find(context,
                filter.and(record -> record.state() == SessionState.UP
                && (record.downBitsPerSecond() != 0 || record.upBitsPerSecond() != 0)));
        if (matching.isEmpty() && !filter.isEmpty()) {
            throw Replies.notFound("no shaped session matches");
        }
        context.answer(call, read(page.of(matching), 0, new ArrayList<>())
                .thenApply(shown -> new ShowQos.Result(matching.size(), page.offset(), shown)));
    }

    /** A part at a time: the kernel agent goes on with sessions in between. */
    private CompletableFuture<List<ShowQos.SessionQos>> read(
            final List<SessionRecordFlyweight> records, final int from, final List<ShowQos.SessionQos> shown) {
        if (from >= records.size()) {
            return CompletableFuture.completedFuture(shown);
        }
        final int to = Math.min(from + AT_ONCE, records.size());
        return context.kernel().ask(kernel -> {
            records.subList(from, to).forEach(record -> shown.add(view(kernel, record)));
            return to;
        }).thenCompose(next -> read(records, next, shown));
    }

    private ShowQos.SessionQos view(final KernelDataPlane kernel, final SessionRecordFlyweight record) {
        final RunningConfiguration configuration = context.configuration();
        final ShapingSettings shaping =
                configuration.accessGroups().get(Math.max(0, configuration.groupIndex(record.group()))).shaping();
        final SessionQdiscs qdiscs = kernel.qdiscs(record.sessionId());
        return new ShowQos.SessionQos(record.sessionId(), MacAddress.toString(record.mac()),
                record.userName().isEmpty() ? null : record.userName(), SessionViews.line(record),
                SessionViews.rate(record.downBitsPerSecond()), SessionViews.rate(record.upBitsPerSecond()),
                ShapingPlanner.overheadBytes(shaping, record.vlanStack(), record.encapsulation()), shaping.mpu(),
                qdiscs == null ? null : qdisc(qdiscs.download()), qdiscs == null ? null : qdisc(qdiscs.upload()));
    }

    private static ShowQos.Qdisc qdisc(final SessionQdiscs.Qdisc qdisc) {
        if (qdisc == null) {
            return null;
        }
        final List<ShowQos.Tin> tins = new ArrayList<>();
        if (qdisc.cakeStatistics() != null) {
            final List<CakeTinStatistics> from = qdisc.cakeStatistics().tins();
            for (int i = 0; i < from.size(); i++) {
                tins.add(tin(tinName(i, from.size()), from.get(i)));
            }
        }
        return new ShowQos.Qdisc(qdisc.interfaceName(), qdisc.interfaceIndex(), qdisc.kind(), qdisc.rateBitsPerSecond(),
                qdisc.sentBytes(), qdisc.sentPackets(), qdisc.drops(), qdisc.overlimits(), qdisc.backlogBytes(), qdisc.backlogPackets(),
                qdisc.cakeStatistics() == null ? null : qdisc.cakeStatistics().memoryUsedBytes(),
                qdisc.cakeStatistics() == null ? null : qdisc.cakeStatistics().memoryLimitBytes(),
                qdisc.cakeStatistics() == null ? null : qdisc.cakeStatistics().capacityBitsPerSecond(), tins);
    }

    /** The names that CAKE's documentation gives its tins; their order is the kernel's. */
    private static String tinName(final int index, final int count) {
        return switch (count) {
            case 1 -> "Tin 0";
            case 3 -> List.of("Bulk", "Best Effort", "Voice").get(index);
            case 4 -> List.of("Bulk", "Best Effort", "Video", "Voice").get(index);
            default -> "Tin " + index;
        };
    }

    private static ShowQos.Tin tin(final String name, final CakeTinStatistics tin) {
        return new ShowQos.Tin(name, tin.thresholdBitsPerSecond(), tin.targetMicros(), tin.intervalMicros(), tin.peakDelayMicros(),
                tin.averageDelayMicros(), tin.baseDelayMicros(), tin.sentPackets(), tin.sentBytes(), tin.backlogPackets(),
                tin.backlogBytes(),
                tin.droppedPackets(), tin.ecnMarkedPackets(), tin.acksDroppedPackets(), tin.wayIndirectHits(), tin.wayMisses(),
                tin.wayCollisions(), tin.sparseFlows(), tin.bulkFlows(), tin.unresponsiveFlows(), tin.maxPacketLength(),
                tin.flowQuantumBytes());
    }
}
