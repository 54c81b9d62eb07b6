package io.athenabng.daemon.management;

import io.athenabng.core.lifecycle.PppoeGateway;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.ShowPppoe;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.wire.ethernet.MacAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** PPPoE sessions, those that are not authenticated yet too. */
final class PppoeHandlers {
    private static final int DEFAULT_LIMIT = 1_000;
    private static final long NS_PER_MS = 1_000_000L;

    private final ManagementContext context;

    PppoeHandlers(final ManagementContext context) {
        this.context = context;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.SHOW_PPPOE, this::onShowPppoe);
    }

    private void onShowPppoe(final RpcCall<ShowPppoe.Params, ShowPppoe.Result> call) {
        final ShowPppoe.Params params = call.params();
        final Page page = Page.of(params.offset(), params.limit(), DEFAULT_LIMIT);
        context.answer(call, context.sessions().ask(gateway -> {
            final List<PppoeGateway.View> matching = new ArrayList<>();
            gateway.pppoe().forEach(view -> {
                if ((params.group() == null || params.group().equals(view.group()))
                        && (params.line() == null || params.line().equals(view.line()))
                        && (params.phase() == null || params.phase().equals(view.phase()))) {
                    matching.add(view);
                }
            });
            return matching;
        }).thenApply(matching -> {
            matching.sort(Comparator.comparingLong(PppoeGateway.View::id));
            return new ShowPppoe.Result(matching.size(), page.offset(), page.of(matching).stream().map(PppoeHandlers::view).toList(),
                    counters());
        }));
    }

    private List<ShowPppoe.Counter> counters() {
        final List<ShowPppoe.Counter> counters = new ArrayList<>();
        context.counters().forEach((name, value) -> {
            if (value != 0 && (name.startsWith("pppoe.") || name.startsWith("ppp."))) {
                counters.add(new ShowPppoe.Counter(name, value, context.counters().description(name)));
            }
        });
        return counters;
    }

    private static ShowPppoe.Session view(final PppoeGateway.View view) {
        return new ShowPppoe.Session(view.id(), view.pppoeSessionId(), MacAddress.toString(view.mac()), view.line(), view.group(),
                view.phase(), view.authentication(), SessionViews.address(view.address()), view.mtu(), view.ipv4(), view.ipv6(),
                orNull(view.serviceName()), orNull(view.agentCircuitId()), orNull(view.agentRemoteId()),
                SessionViews.rate(view.agentRateUp()), SessionViews.rate(view.agentRateDown()), view.startedNs() / NS_PER_MS);
    }

    private static String orNull(final String text) {
        return text.isEmpty() ? null : text;
    }
}
