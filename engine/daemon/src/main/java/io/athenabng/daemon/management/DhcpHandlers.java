package io.athenabng.daemon.management;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.core.config.PoolSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.dhcp.AddressPool;
import io.athenabng.core.dhcp.AddressPools;
import io.athenabng.core.dhcp.DhcpRelayServer;
import io.athenabng.core.dhcp.LeaseState;
import io.athenabng.core.dhcp.LeaseTable;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.session.SessionTable;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.ShowLeases;
import io.athenabng.rpc.api.ShowPools;
import io.athenabng.rpc.api.ShowRelay;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The built-in DHCP server's pools and leases, and the relay's servers. */
final class DhcpHandlers {
    private static final int DEFAULT_LIMIT = 1_000;
    private static final int DHCP_SERVER_PORT = 67;
    private static final int LEASES_AT_ONCE = 2_048;
    private static final long NS_PER_MS = 1_000_000L;

    private final ManagementContext context;

    DhcpHandlers(final ManagementContext context) {
        this.context = context;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.SHOW_POOLS, this::onShowPools);
        dispatcher.on(RpcCatalogue.SHOW_LEASES, this::onShowLeases);
        dispatcher.on(RpcCatalogue.SHOW_RELAY, this::onShowRelay);
    }

    private void onShowPools(final RpcCall<ShowPools.Params, ShowPools.Result> call) {
        final ShowPools.Params params = call.params();
        context.answer(call, context.sessions().ask(gateway -> {
            final AddressPools pools = gateway.dhcpServer().leases().pools();
            final List<ShowPools.Pool> shown = new ArrayList<>();
            for (int i = 0; i < pools.count(); i++) {
                final AddressPool pool = pools.pool(i);
                final String group = groupOf(pool.name());
                if ((params.pool() == null || params.pool().equals(pool.name()))
                        && (params.group() == null || params.group().equals(group))) {
                    shown.add(view(pool, group));
                }
            }
            shown.sort(Comparator.comparing(ShowPools.Pool::name));
            return new ShowPools.Result(shown);
        }));
    }

    private ShowPools.Pool view(final AddressPool pool, final String group) {
        final List<PoolSettings.AddressRange> ranges = context.configuration().pools().stream()
                .filter(each -> each.name().equals(pool.name())).findFirst().orElseThrow().ranges();
        return new ShowPools.Pool(pool.name(), group, Ipv4Address.toString(ranges.getFirst().first()),
                Ipv4Address.toString(ranges.getLast().last()), pool.size(), pool.bound(), pool.offered(), pool.quarantined(), pool.free());
    }

    private String groupOf(final String pool) {
        for (final AccessGroupSettings group : context.configuration().accessGroups()) {
            if (group.dhcp().mode() == DhcpSettings.Mode.SERVER && group.dhcp().server().pools().contains(pool)) {
                return group.name();
            }
        }
        return null;
    }

    private record Lease(int address, LeaseState state, long mac, String line, String group, String pool, long sessionId, long expiryNs) {
    }

    private void onShowLeases(final RpcCall<ShowLeases.Params, ShowLeases.Result> call) {
        final ShowLeases.Params params = call.params();
        final Page page = Page.of(params.offset(), params.limit(), DEFAULT_LIMIT);
        final Long mac = params.mac() == null ? null : MacAddress.parse(params.mac());
        final Integer address = params.address() == null ? null : Ipv4Address.parse(params.address());
        context.answer(call, leases(0, new ArrayList<>()).thenApply(all -> {
            final List<Lease> matching = all.stream()
                    .filter(lease -> mac == null || mac == lease.mac)
                    .filter(lease -> address == null || address == lease.address)
                    .filter(lease -> params.group() == null || params.group().equals(lease.group))
                    .filter(lease -> params.pool() == null || params.pool().equals(lease.pool))
                    .sorted((a, b) -> Integer.compareUnsigned(a.address, b.address)).toList();
            return new ShowLeases.Result(matching.size(), page.offset(), page.of(matching).stream().map(DhcpHandlers::view).toList());
        }));
    }

    /** A part at a time: the session agent goes on serving others in between. */
    private CompletableFuture<List<Lease>> leases(final int cursor, final List<Lease> all) {
        return context.sessions().ask(gateway -> page(gateway, cursor, all))
                .thenCompose(next -> next < 0 ? CompletableFuture.completedFuture(all) : leases(next, all));
    }

    private int page(final SubscriberGateway gateway, final int cursor, final List<Lease> all) {
        final RunningConfiguration configuration = context.configuration();
        final LeaseTable leases = gateway.dhcpServer().leases();
        return leases.visit(cursor, LEASES_AT_ONCE, (address, state, mac, lineId, expiryNs) -> {
            final int poolIndex = leases.pools().poolOf(address);
            final String pool = poolIndex == AddressPools.NONE ? null : leases.pools().pool(poolIndex).name();
            final AccessLine line = gateway.line(lineId);
            final long sessionId = state == LeaseState.BOUND ? gateway.sessionTable().findByAddress(address) : SessionTable.NO_SESSION;
            all.add(new Lease(address, state, mac, line == null ? null : line.logicalName(),
                    line == null ? pool == null ? configuration.accessGroups().getFirst().name() : groupOf(pool) : line.group().name(),
                    pool, sessionId, expiryNs));
        });
    }

    private static ShowLeases.Lease view(final Lease lease) {
        return new ShowLeases.Lease(Ipv4Address.toString(lease.address), lease.state.name().toLowerCase(Locale.ROOT),
                lease.mac == 0 ? null : MacAddress.toString(lease.mac), lease.line, lease.group, lease.pool,
                lease.sessionId == SessionTable.NO_SESSION ? null : lease.sessionId,
                lease.expiryNs == Long.MAX_VALUE ? null : lease.expiryNs / NS_PER_MS);
    }

    private void onShowRelay(final RpcCall<ShowRelay.Params, ShowRelay.Result> call) {
        final String group = call.params().group();
        context.answer(call, context.sessions().ask(gateway -> {
            final List<ShowRelay.Server> servers = new ArrayList<>();
            final List<AccessGroupSettings> groups = context.configuration().accessGroups();
            for (int i = 0; i < groups.size(); i++) {
                if (group != null && !group.equals(groups.get(i).name())) {
                    continue;
                }
                for (int each = 0; each < gateway.dhcpRelay().serverCount(i); each++) {
                    servers.add(view(groups.get(i).name(), gateway.dhcpRelay().server(i, each)));
                }
            }
            return new ShowRelay.Result(servers);
        }));
    }

    private static ShowRelay.Server view(final String group, final DhcpRelayServer server) {
        return new ShowRelay.Server(group, Ipv4Address.toString(server.address()), DHCP_SERVER_PORT,
                server.received() == 0 && server.timeouts() == 0 ? "unknown" : server.state().name().toLowerCase(Locale.ROOT),
                server.state() == DhcpRelayServer.State.UP, server.sent(), server.received(), server.timeouts(), null);
    }
}
