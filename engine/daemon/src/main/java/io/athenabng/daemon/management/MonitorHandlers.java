package io.athenabng.daemon.management;

import io.athenabng.core.lifecycle.PppoeGateway;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.daemon.monitor.FrameReader;
import io.athenabng.daemon.ring.ControlFrameTap;
import io.athenabng.daemon.ring.ControlFrameTapAdapter;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.MonitorEnd;
import io.athenabng.rpc.api.MonitorSession;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ethernet.VlanStack;
import java.util.Base64;

/** Monitors of control frames: the session agent's tap copies them, here they become events. */
final class MonitorHandlers {
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_US = 1_000L;
    private static final int EVERY_LINE = -1;

    private final ManagementContext context;
    private final ControlFrameTap tap;
    private final FrameReader reader = new FrameReader();

    /** Who is monitored; MAC 0 is everybody, trunk -1 every line. */
    private record Target(long mac, int trunkIndex, long vlanStack) {
    }

    MonitorHandlers(final ManagementContext context, final ControlFrameTap tap) {
        this.context = context;
        this.tap = tap;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.MONITOR_SESSION, this::onSession);
        dispatcher.on(RpcCatalogue.MONITOR_END, this::onEnd);
    }

    private void onSession(final RpcCall<MonitorSession.Params, MonitorSession.Result> call) {
        final MonitorSession.Params params = call.params();
        final int seconds = params.seconds() == null ? MonitorSession.DEFAULT_SECONDS : params.seconds();
        if (seconds < 1 || seconds > MonitorSession.MAX_SECONDS) {
            throw new IllegalArgumentException("seconds is " + seconds + ": 1 to " + MonitorSession.MAX_SECONDS);
        }
        if (params.id() == null == (params.mac() == null && params.line() == null)) {
            throw new IllegalArgumentException("name the session by id, or what is watched by mac, line or both");
        }
        final long mac = params.mac() == null ? 0 : MacAddress.parse(params.mac());
        final SubscriberHandlers.LineName line = params.line() == null ? null : SubscriberHandlers.LineName.parse(context, params.line());
        final long untilNs = System.currentTimeMillis() * NS_PER_MS + seconds * 1_000L * NS_PER_MS;
        context.answer(call, context.sessions().ask(gateway -> begin(params.id() == null
                ? new Target(mac, line == null ? EVERY_LINE : line.trunkIndex(), line == null ? VlanStack.UNTAGGED : line.vlanStack())
                : target(gateway, params.id()), untilNs)));
    }

    private Target target(final SubscriberGateway gateway, final long id) {
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        if (gateway.sessionTable().get(id, record)) {
            return new Target(record.mac(), gateway.configuration().trunkIndex(record.trunk()), record.vlanStack());
        }
        // A PPPoE client that has not authenticated yet.
        final PppoeGateway.View client = gateway.pppoe().session(id);
        if (client == null) {
            throw Replies.notFound("no session has the id " + id);
        }
        return new Target(client.mac(), client.trunkIndex(), client.vlanStack());
    }

    private MonitorSession.Result begin(final Target target, final long untilNs) {
        final long number = tap.begin(target.mac, target.trunkIndex, target.vlanStack, untilNs);
        if (number == 0) {
            throw new Replies.Refusal(RpcErrorCode.REFUSED, "there are " + ControlFrameTap.MONITORS + " monitors already",
                    "end one with monitor.end; each ends by itself, too");
        }
        return new MonitorSession.Result(number, target.mac == 0 ? null : MacAddress.toString(target.mac),
                target.trunkIndex == EVERY_LINE ? null : line(target.trunkIndex, target.vlanStack), untilNs / NS_PER_MS);
    }

    private String line(final int trunkIndex, final long vlanStack) {
        return VlanStack.appendLineName(context.trunkName(trunkIndex), vlanStack, new StringBuilder()).toString();
    }

    private void onEnd(final RpcCall<MonitorEnd.Params, MonitorEnd.Result> call) {
        final long number = call.params().monitor();
        context.answer(call, context.sessions().ask(gateway -> {
            final long[] counts = tap.end(number);
            if (counts == null) {
                throw Replies.notFound("no monitor has the number " + number);
            }
            return new MonitorEnd.Result(counts[0], counts[1]);
        }));
    }

    /** A frame that the tap copied, as an event. */
    Event event(final ControlFrameTapAdapter.Frame frame) {
        final FrameReader.Told told = reader.read(frame);
        return Event.ofFrame(frame.timeNs() / NS_PER_MS, new Event.Frame(frame.monitor(), frame.timeNs() / NS_PER_US,
                told.in() ? "in" : "out", told.protocol(), MacAddress.toString(frame.subscriber()),
                line(frame.trunkIndex(), frame.vlanStack()), told.summary(), told.details(),
                Base64.getEncoder().encodeToString(told.octets())));
    }
}
