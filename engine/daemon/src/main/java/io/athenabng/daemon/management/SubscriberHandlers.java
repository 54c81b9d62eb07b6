package io.athenabng.daemon.management;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.access.GroupResolver;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.SessionClear;
import io.athenabng.rpc.api.SessionDhcpDown;
import io.athenabng.rpc.api.SessionDhcpUp;
import io.athenabng.rpc.api.SessionSetRate;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Sessions: shown from the store, ended and changed by the session agent. */
final class SubscriberHandlers {
    private static final int CLEARED_AT_ONCE = 256;
    private static final long LEASE_MAX = 0xffff_ffffL;

    private final ManagementContext context;

    SubscriberHandlers(final ManagementContext context) {
        this.context = context;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.SHOW_SUBSCRIBERS, this::onShowSubscribers);
        dispatcher.on(RpcCatalogue.SHOW_SESSION, this::onShowSession);
        dispatcher.on(RpcCatalogue.SESSION_CLEAR, this::onClear);
        dispatcher.on(RpcCatalogue.SESSION_SET_RATE, this::onSetRate);
        dispatcher.on(RpcCatalogue.SESSION_DHCP_UP, this::onDhcpUp);
        dispatcher.on(RpcCatalogue.SESSION_DHCP_DOWN, this::onDhcpDown);
    }

    /** Copies of the records that match, by ascending id. */
    static List<SessionRecordFlyweight> find(final ManagementContext context, final Predicate<SessionRecordFlyweight> filter) {
        final List<SessionRecordFlyweight> found = new ArrayList<>();
        context.store().forEach(record -> {
            if (filter.test(record)) {
                found.add(new SessionRecordFlyweight().allocate().copyFrom(record));
            }
            return true;
        });
        found.sort(Comparator.comparingLong(SessionRecordFlyweight::sessionId));
        return found;
    }

    private void onShowSubscribers(final RpcCall<ShowSubscribers.Params, ShowSubscribers.Result> call) {
        final ShowSubscribers.Params params = call.params();
        final Page page = Page.of(params.offset(), params.limit(), ShowSubscribers.DEFAULT_LIMIT);
        final List<SessionRecordFlyweight> found = find(context, SessionFilter.of(
                null, params.group(), params.line(), params.mac(), params.address(), params.user()));
        call.result(new ShowSubscribers.Result(
                found.size(), page.offset(), page.of(found).stream().map(SessionViews::subscriber).toList()));
    }

    private void onShowSession(final RpcCall<ShowSession.Params, ShowSession.Result> call) {
        final ShowSession.Params params = call.params();
        final SessionFilter filter = SessionFilter.of(params.id(), null, null, params.mac(), params.address(), params.user());
        if (filter.isEmpty() && params.circuitId() == null) {
            throw new IllegalArgumentException("name the session by id, mac, address, user or circuit_id");
        }
        final List<SessionRecordFlyweight> found = find(context, filter.and(record -> isOnCircuit(record, params.circuitId())));
        if (found.isEmpty()) {
            throw Replies.notFound("no session matches");
        }
        context.answer(call, context.kernel().ask(kernel -> new ShowSession.Result(found.stream().map(record -> SessionViews.session(
                record, context.configuration(), KernelViews.names(kernel, record.sessionId()))).toList())));
    }

    private boolean isOnCircuit(final SessionRecordFlyweight record, final String circuitId) {
        if (circuitId == null || circuitId.equals(SessionViews.line(record))) {
            return true;
        }
        final int group = context.configuration().groupIndex(record.group());
        return group >= 0 && circuitId.equals(
                SessionViews.render(context.configuration().accessGroups().get(group).circuitId(), record));
    }

    private void onClear(final RpcCall<SessionClear.Params, SessionClear.Result> call) {
        final SessionClear.Params params = call.params();
        final SessionFilter filter =
                SessionFilter.of(params.id(), params.group(), params.line(), params.mac(), params.address(), null);
        final boolean all = Boolean.TRUE.equals(params.all());
        if (filter.isEmpty() && !all) {
            throw new IllegalArgumentException("name the sessions by id, mac, address, line or group, or say all");
        }
        if (all && !Boolean.TRUE.equals(params.confirm())) {
            throw new Replies.Refusal(RpcErrorCode.CONFIRMATION_NEEDED, "all sessions would end", null);
        }
        final List<SessionRecordFlyweight> found = find(context, filter.and(record -> record.state() != SessionState.ENDING));
        final List<Long> ids = found.stream()
                .filter(record -> record.encapsulation() != SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP)
                .map(SessionRecordFlyweight::sessionId).toList();
        if (ids.isEmpty() && !found.isEmpty()) {
            throw new Replies.Refusal(RpcErrorCode.REFUSED, "an outside PPP server has " + (found.size() == 1 ? "that session"
                    : "these sessions"), "end it there; it ends here when its interface goes, or by session.pppoe_down");
        }
        if (ids.isEmpty() && !all) {
            throw Replies.notFound("no session matches");
        }
        clear(call, ids, 0, 0);
    }

    /** A part at a time: the session agent goes on serving others in between. */
    private void clear(final RpcCall<?, SessionClear.Result> call, final List<Long> ids, final int from, final long cleared) {
        if (from >= ids.size()) {
            call.result(new SessionClear.Result(cleared));
            return;
        }
        final List<Long> part = ids.subList(from, Math.min(from + CLEARED_AT_ONCE, ids.size()));
        context.sessions().ask(gateway -> part.stream().filter(id -> gateway.endSession(id, TerminateCause.ADMIN_RESET)).count())
                .whenComplete((count, thrown) -> {
                    if (thrown == null) {
                        clear(call, ids, from + part.size(), cleared + count);
                    } else {
                        context.fail(call, thrown);
                    }
                });
    }

    private void onSetRate(final RpcCall<SessionSetRate.Params, SessionSetRate.Result> call) {
        final SessionSetRate.Params params = call.params();
        final long down = RateParameter.parse("down", params.down());
        final long up = RateParameter.parse("up", params.up());
        context.answer(call, context.sessions().ask(gateway -> {
            if (!gateway.changeRates(params.id(), down, up)) {
                throw Replies.notFound("no session has the id " + params.id());
            }
            return new SessionSetRate.Result(params.id(), down, up);
        }));
    }

    private void onDhcpUp(final RpcCall<SessionDhcpUp.Params, SessionDhcpUp.Result> call) {
        final SessionDhcpUp.Params params = call.params();
        final long mac = MacAddress.parse(params.mac());
        final int address = Ipv4Address.parse(params.address());
        if (params.leaseSeconds() < 1 || params.leaseSeconds() > LEASE_MAX) {
            throw new IllegalArgumentException("lease_seconds is " + params.leaseSeconds() + ": 1 to " + LEASE_MAX);
        }
        final LineName line = LineName.parse(context, params.line() == null ? params.circuitId() : params.line());
        context.answer(call, context.sessions().ask(gateway -> {
            final long before = gateway.sessionTable().findByAddress(address);
            if (!gateway.reportLease(line.trunkIndex(), line.vlanStack(), mac, address, params.leaseSeconds().intValue())) {
                throw new Replies.Refusal(RpcErrorCode.REFUSED, "the session was not admitted",
                        "show.counters with the prefixes access.refused, dhcp.refused and session.refused says why");
            }
            final long id = gateway.sessionTable().findByAddress(address);
            return new SessionDhcpUp.Result(id, id != before);
        }));
    }

    private void onDhcpDown(final RpcCall<SessionDhcpDown.Params, SessionDhcpDown.Result> call) {
        final SessionDhcpDown.Params params = call.params();
        final long mac = MacAddress.parse(params.mac());
        final String line = params.line() == null ? params.circuitId() : params.line();
        final Integer address = params.address() == null ? null : Ipv4Address.parse(params.address());
        context.answer(call, context.sessions().ask(gateway -> down(gateway, mac, line, address)));
    }

    private static SessionDhcpDown.Result down(
            final SubscriberGateway gateway, final long mac, final String line, final Integer address) {
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        final SessionTable table = gateway.sessionTable();
        for (long id = table.firstByMac(mac); id != SessionTable.NO_SESSION; id = table.nextByMac(id)) {
            if (table.get(id, record) && record.state() != SessionState.ENDING
                    && (line == null || line.equals(SessionViews.line(record))) && (address == null || address == record.ipv4())) {
                gateway.endSession(id, TerminateCause.USER_REQUEST);
                return new SessionDhcpDown.Result(id);
            }
        }
        throw Replies.notFound("no session matches");
    }

    /** A line's logical name, taken apart. */
    record LineName(int trunkIndex, long vlanStack) {
        static LineName parse(final ManagementContext context, final String name) {
            final RunningConfiguration configuration = context.configuration();
            if (name == null) {
                throw new IllegalArgumentException("name the line by line or circuit_id");
            }
            for (int trunk = 0; trunk < configuration.trunks().size(); trunk++) {
                final String prefix = configuration.trunks().get(trunk).name();
                if (name.equals(prefix)) {
                    return new LineName(trunk, VlanStack.UNTAGGED);
                }
                if (name.startsWith(prefix + '.')) {
                    return new LineName(trunk, stack(context.active().resolver(), trunk, name.substring(prefix.length() + 1)));
                }
            }
            throw Replies.notFound("no trunk of the configuration begins the name '" + name + "'");
        }

        private static long stack(final GroupResolver resolver, final int trunkIndex, final String tags) {
            for (final int tpid : new int[] {0x8100, 0x88a8, 0x9100}) {
                final long stack = VlanStack.parse(tags, tpid);
                if (resolver.resolve(trunkIndex, stack) >= 0) {
                    return stack;
                }
            }
            throw Replies.notFound("no access group serves the tags " + tags);
        }
    }

    static String stateOf(final AccessLine line) {
        return line.state().name().toLowerCase(Locale.ROOT);
    }
}
