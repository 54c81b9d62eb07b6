package io.athenabng.daemon.management;

import io.athenabng.core.config.UserSettings;
import io.athenabng.core.lifecycle.OutsideSession;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.SessionPppoeDown;
import io.athenabng.rpc.api.SessionPppoeUp;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What outside PPP servers report. The kernel agent says which interface is meant; the session agent has the session. */
final class OutsidePppHandlers {
    private static final int USER_NAME_MAX = 253;

    private final ManagementContext context;

    OutsidePppHandlers(final ManagementContext context) {
        this.context = context;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.SESSION_PPPOE_UP, this::onUp);
        dispatcher.on(RpcCatalogue.SESSION_PPPOE_DOWN, this::onDown);
    }

    private void onUp(final RpcCall<SessionPppoeUp.Params, SessionPppoeUp.Result> call) {
        final SessionPppoeUp.Params params = call.params();
        final String name = interfaceName(params.ifname());
        final long mac = MacAddress.parse(params.mac());
        final int address = Ipv4Address.parse(params.address());
        final String user = params.user() == null ? "" : params.user();
        if (user.getBytes(StandardCharsets.UTF_8).length > USER_NAME_MAX) {
            throw new IllegalArgumentException("user is longer than " + USER_NAME_MAX + " octets");
        }
        final long down = rate("down", params.down());
        final long up = rate("up", params.up());
        final SubscriberHandlers.LineName line = SubscriberHandlers.LineName.parse(context, params.line());
        context.kernel().ask(kernel -> kernel.outsideInterface(name)).whenComplete((at, thrown) -> {
            if (thrown != null) {
                context.fail(call, thrown);
            } else if (at == null) {
                context.fail(call, Replies.notFound("there is no interface " + name + ", or it is the gateway's own"));
            } else {
                context.answer(call, context.sessions().ask(gateway -> takeOver(gateway,
                        new OutsideSession(line.trunkIndex(), line.vlanStack(), mac, address, user, at, down, up))));
            }
        });
    }

    private static SessionPppoeUp.Result takeOver(final SubscriberGateway gateway, final OutsideSession session) {
        if (!gateway.isReady(session.trunkIndex(), session.vlanStack())) {
            throw restoring();
        }
        final long before = gateway.findOutsideSession(session.at().name(), session.mac(), session.ipv4());
        final long id = gateway.reportOutsideSession(session);
        if (id == SessionTable.NO_SESSION) {
            throw new Replies.Refusal(RpcErrorCode.REFUSED, "the session was not taken over",
                    "show.counters with the prefixes session.outside and session.refused says why");
        }
        return new SessionPppoeUp.Result(id, id != before);
    }

    private static Replies.Refusal restoring() {
        return new Replies.Refusal(RpcErrorCode.BUSY, "sessions of the run before are still being restored", "try again in a moment");
    }

    private void onDown(final RpcCall<SessionPppoeDown.Params, SessionPppoeDown.Result> call) {
        final SessionPppoeDown.Params params = call.params();
        final String name = interfaceName(params.ifname());
        final long mac = params.mac() == null ? 0 : MacAddress.parse(params.mac());
        final int address = params.address() == null ? 0 : Ipv4Address.parse(params.address());
        final TerminateCause cause = params.cause() == null ? TerminateCause.USER_REQUEST : cause(params.cause());
        final long upOctets = octets("up_octets", params.upOctets());
        final long downOctets = octets("down_octets", params.downOctets());
        context.answer(call, context.sessions().ask(gateway -> {
            final long id = gateway.findOutsideSession(name, mac, address);
            if (id == SessionTable.NO_SESSION && gateway.isRestoring()) {
                throw restoring();
            }
            if (id == SessionTable.NO_SESSION) {
                throw Replies.notFound("no session of an outside PPP server is on " + name + " with these addresses");
            }
            gateway.endOutsideSession(id, cause, upOctets, downOctets);
            return new SessionPppoeDown.Result(id);
        }));
    }

    private static String interfaceName(final String name) {
        final byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
        if (name.isEmpty() || name.length() > OutsideInterface.NAME_MAX
                || !name.equals(new String(octets, StandardCharsets.US_ASCII))
                || name.chars().anyMatch(each -> each <= ' ' || each == '/')) {
            throw new IllegalArgumentException("ifname is '" + name + "': 1 to " + OutsideInterface.NAME_MAX
                    + " printable ASCII characters without / are a name");
        }
        return name;
    }

    private static long rate(final String name, final String text) {
        return text == null ? UserSettings.UNSET : RateParameter.parse(name, text);
    }

    private static long octets(final String name, final Long value) {
        if (value != null && value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ": 0 or more");
        }
        return value == null ? 0 : value;
    }

    private static TerminateCause cause(final String label) {
        for (final TerminateCause each : TerminateCause.values()) {
            if (each != TerminateCause.NONE && each.label().equalsIgnoreCase(label)) {
                return each;
            }
        }
        throw new IllegalArgumentException("cause is '" + label + "': one of " + Arrays.stream(TerminateCause.values())
                .filter(each -> each != TerminateCause.NONE).map(TerminateCause::label).collect(Collectors.joining(", ")));
    }
}
