package io.athenabng.daemon.management;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.TrunkSettings;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.daemon.DaemonCounters;
import io.athenabng.ffi.NetworkInterfaces;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.ShowInterfaces;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.wire.ethernet.MacAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Trunks and access lines. */
final class LineHandlers {
    private static final int DEFAULT_LIMIT = 1_000;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int IFF_UP = 0x1;
    private static final int IFF_RUNNING = 0x40;

    private final ManagementContext context;

    LineHandlers(final ManagementContext context) {
        this.context = context;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.SHOW_INTERFACES, this::onShowInterfaces);
    }

    private record Row(
            int lineId, String name, int trunkIndex, String state, String group, int sessions, long createdNs, long lastActivityNs) {
    }

    private void onShowInterfaces(final RpcCall<ShowInterfaces.Params, ShowInterfaces.Result> call) {
        final ShowInterfaces.Params params = call.params();
        final Page page = Page.of(params.offset(), params.limit(), DEFAULT_LIMIT);
        context.answer(call, context.sessions().ask(LineHandlers::rows).thenCompose(rows -> {
            final List<Row> matching = rows.stream()
                    .filter(row -> params.trunk() == null || params.trunk().equals(trunk(row)))
                    .filter(row -> params.line() == null || params.line().equals(row.name))
                    .filter(row -> params.group() == null || params.group().equals(row.group))
                    .sorted(Comparator.comparing(Row::name)).toList();
            final List<Row> shown = page.of(matching);
            return context.kernel().ask(kernel -> new ShowInterfaces.Result(
                    trunks(params.trunk(), rows), matching.size(), page.offset(),
                    shown.stream().map(row -> view(row, KernelViews.line(kernel, row.lineId))).toList()));
        }));
    }

    private static List<Row> rows(final SubscriberGateway gateway) {
        final List<Row> rows = new ArrayList<>(gateway.lineCount());
        gateway.forEachLine((final AccessLine line) -> rows.add(new Row(line.lineId(), line.logicalName(), line.trunkIndex(),
                SubscriberHandlers.stateOf(line), line.group().name(), line.sessionCount(), line.createdNs(), line.lastActivityNs())));
        return rows;
    }

    private String trunk(final Row row) {
        return context.trunkName(row.trunkIndex);
    }

    private ShowInterfaces.Line view(final Row row, final KernelViews.Device device) {
        return new ShowInterfaces.Line(row.name, device.name(), device.index(), trunk(row), row.state, row.group, row.sessions,
                row.createdNs / NS_PER_MS, row.lastActivityNs / NS_PER_MS);
    }

    private List<ShowInterfaces.Trunk> trunks(final String only, final List<Row> rows) {
        final RunningConfiguration configuration = context.configuration();
        final List<ShowInterfaces.Trunk> trunks = new ArrayList<>();
        for (int i = 0; i < configuration.trunks().size(); i++) {
            final TrunkSettings trunk = configuration.trunks().get(i);
            if (only != null && !only.equals(trunk.name())) {
                continue;
            }
            final int index = i;
            final Optional<NetworkInterfaces.Info> info = NetworkInterfaces.find(trunk.name());
            trunks.add(new ShowInterfaces.Trunk(trunk.name(), info.map(NetworkInterfaces.Info::index).orElse(null),
                    info.map(LineHandlers::state).orElse("missing"), info.map(each -> MacAddress.toString(each.mac())).orElse(null),
                    info.map(NetworkInterfaces.Info::mtu).orElse(null), trunk.receivers(),
                    rows.stream().filter(row -> row.trunkIndex == index).count(),
                    rows.stream().filter(row -> row.trunkIndex == index).mapToLong(Row::sessions).sum(),
                    received(trunk, "frames"), received(trunk, "kernel_drops"), received(trunk, "kernel_freezes"),
                    context.counters().value("transmit." + trunk.name() + ".frames"),
                    context.counters().value("transmit." + trunk.name() + ".refused")));
        }
        return trunks;
    }

    private static String state(final NetworkInterfaces.Info info) {
        return (info.flags() & IFF_UP) != 0 && (info.flags() & IFF_RUNNING) != 0 ? "up" : "down";
    }

    private long received(final TrunkSettings trunk, final String what) {
        final DaemonCounters counters = context.counters();
        long sum = 0;
        for (int member = 0; member < trunk.receivers(); member++) {
            sum += counters.value("receive." + trunk.name() + "." + member + "." + what);
        }
        return sum;
    }
}
