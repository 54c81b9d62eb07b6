package io.athenabng.daemon.management;

import io.athenabng.core.config.BootstrapSettings;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.EventSink;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.port.SessionStore;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.daemon.DaemonContext;
import io.athenabng.daemon.DaemonCounters;
import io.athenabng.daemon.ErrorLog;
import io.athenabng.daemon.StartException;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.agent.RadiusServices;
import io.athenabng.daemon.commit.ActiveConfiguration;
import io.athenabng.daemon.commit.CommitThread;
import io.athenabng.daemon.edge.kernel.KernelDataPlane;
import io.athenabng.daemon.ring.ControlFrameTap;
import io.athenabng.daemon.ring.ControlFrameTapAdapter;
import io.athenabng.daemon.ring.EventAdapter;
import io.athenabng.daemon.ring.RadiusServerEventAdapter;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.rpc.socket.RpcHandler;
import io.athenabng.rpc.socket.RpcServer;
import io.athenabng.rpc.socket.RpcServerOptions;
import io.athenabng.wire.ethernet.VlanStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * The management agent: answers RPC calls and passes events on. Calls come from the socket's threads by a queue and are handled here, one
 * after the other; what another agent must do is sent to its mailbox.
 */
public final class Management implements Agent, RpcHandler, EventSink, RadiusServerListener {
    private static final System.Logger LOG = System.getLogger(Management.class.getName());
    private static final int CALLS_WAITING = 1_024;
    private static final int EVENT_LIMIT = 512;
    private static final int EVENT_QUEUE = 4_096;
    private static final long ERROR_LOOK_INTERVAL_MS = 1_000;

    private final ManagementContext context;
    private final ManyToOneConcurrentArrayQueue<RpcCall<?, ?>> calls = new ManyToOneConcurrentArrayQueue<>(CALLS_WAITING);
    private final RpcDispatcher dispatcher = new RpcDispatcher();
    private final EventAdapter events;
    private final RadiusServerEventAdapter radiusEvents;
    private final ControlFrameTapAdapter frames;
    private final Map<String, Integer> errorCounts = new HashMap<>();
    private volatile RpcServer server;
    private long nextErrorLookMs;

    /**
     * The agent, not listening yet.
     *
     * @param daemon    what the daemon was started with
     * @param counters  every counter
     * @param store     the sessions
     * @param sessions  questions to the session agent
     * @param kernel    questions to the kernel agent
     * @param radius    questions to the upstream agent
     * @param rings     what comes to management
     * @param tap       copies control frames; touched on the session agent's thread
     * @param agents    the agents and whether they run
     * @param active    the configuration that the gateway works with
     * @param commits   the thread that owns candidates and commits
     */
    public Management(
            final DaemonContext daemon, final DaemonCounters counters, final SessionStore store,
            final Mailbox<SubscriberGateway> sessions, final Mailbox<KernelDataPlane> kernel, final Mailbox<RadiusServices> radius,
            final ManagementRings rings, final ControlFrameTap tap, final Supplier<List<ShowStatus.Agent>> agents,
            final ActiveConfiguration active, final CommitThread commits) {
        context = new ManagementContext(daemon, counters, store, sessions, kernel, radius, agents, System.currentTimeMillis(),
                active, commits);
        events = new EventAdapter(rings.events(), this);
        radiusEvents = new RadiusServerEventAdapter(rings.radiusEvents(), this);
        final MonitorHandlers monitors = new MonitorHandlers(context, tap);
        monitors.register(dispatcher);
        frames = new ControlFrameTapAdapter(rings.frames(), frame -> publish(monitors.event(frame)));
        new SubscriberHandlers(context).register(dispatcher);
        new OutsidePppHandlers(context).register(dispatcher);
        new LineHandlers(context).register(dispatcher);
        new QosHandlers(context).register(dispatcher);
        new DhcpHandlers(context).register(dispatcher);
        new PppoeHandlers(context).register(dispatcher);
        new RadiusHandlers(context).register(dispatcher);
        new DaemonHandlers(context).register(dispatcher);
        new CandidateHandlers(context).register(dispatcher);
        new CommitHandlers(context).register(dispatcher);
        if (!dispatcher.missing().isEmpty()) {
            throw new IllegalStateException("methods of the catalogue without a handler: " + dispatcher.missing());
        }
    }

    /** Opens the socket. Everything that a call may need runs already. */
    public void listen() {
        final BootstrapSettings bootstrap = context.daemon().bootstrap();
        final Path socket = Path.of(bootstrap.socketPath());
        try {
            server = RpcServer.start(RpcServerOptions.at(socket, context.daemon().errorLog()::onError)
                    .withAccess("rw-rw----", bootstrap.socketGroup())
                    .withCapacity(bootstrap.maxConnections(), CALLS_WAITING, EVENT_QUEUE), this);
        } catch (final IOException exception) {
            throw new StartException("the management socket cannot be opened: " + exception.getMessage(), exception);
        }
        server.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    }

    @Override
    public void handle(final RpcCall<?, ?> call) {
        if (!calls.offer(call)) {
            call.error(RpcErrorCode.BUSY, "management has " + CALLS_WAITING + " calls waiting");
        }
    }

    @Override
    public int doWork() {
        int work = events.poll(EVENT_LIMIT) + radiusEvents.poll(EVENT_LIMIT) + frames.poll(EVENT_LIMIT);
        final RpcCall<?, ?> call = calls.poll();
        if (call != null) {
            work++;
            try {
                dispatcher.handle(call);
            } catch (final RuntimeException exception) {
                context.fail(call, exception);
            }
        }
        return work + lookAtErrors();
    }

    private int lookAtErrors() {
        final long nowMs = System.currentTimeMillis();
        if (nowMs < nextErrorLookMs || server == null) {
            return 0;
        }
        nextErrorLookMs = nowMs + ERROR_LOOK_INTERVAL_MS;
        int fresh = 0;
        for (final ErrorLog.Entry entry : context.daemon().errorLog().entries()) {
            final Integer before = errorCounts.put(entry.text(), entry.count());
            if (before == null || before != entry.count()) {
                final ShowErrors.DistinctError view = DaemonHandlers.view(entry);
                publish(Event.ofError(entry.lastEpochMs(), new Event.Error(view.error(), view.count())));
                fresh++;
            }
        }
        return fresh;
    }

    private void publish(final Event event) {
        final RpcServer listening = server;
        if (listening != null) {
            listening.publish(event);
        }
    }

    @Override
    public void onSessionEvent(final Kind kind, final SessionRecordFlyweight record) {
        final Event.Session session = SessionViews.event(record);
        final boolean wasUp = (record.flags() & SessionRecordFlyweight.FLAG_WAS_UP) != 0 && kind != Kind.SESSION_DHCP_UP
                && kind != Kind.SESSION_PPPOE_UP;
        publish(Event.ofSession(EventType.SESSION_STATE, System.currentTimeMillis(), session.from(wasUp ? "up" : "starting")));
        if (kind != Kind.SESSION_CHANGED) {
            publish(Event.ofSession(EventType.ofWireName(kind.eventName()), System.currentTimeMillis(), session));
        }
    }

    @Override
    public void onLineEvent(final Kind kind, final int lineId, final int trunkIndex, final long vlanStack) {
        final String trunk = context.trunkName(trunkIndex);
        final String name = VlanStack.appendLineName(trunk, vlanStack, new StringBuilder()).toString();
        final EventType type = kind == Kind.INTERFACE_CREATED ? EventType.INTERFACE_CREATED : EventType.INTERFACE_REMOVED;
        final long nowMs = System.currentTimeMillis();
        context.kernel().ask(kernel -> KernelViews.line(kernel, lineId)).whenComplete((device, thrown) -> publish(Event.ofLine(type, nowMs,
                new Event.Line(name, thrown != null || device.name() == null ? name : device.name(),
                        thrown != null || device.index() == null ? 0 : device.index(), trunk, context.groupOf(trunkIndex, vlanStack)))));
    }

    @Override
    public void onServerDead(final String serverName, final boolean accounting, final String reason) {
        final Event.Server server = RadiusHandlers.event(serverName, accounting, reason);
        LOG.log(System.Logger.Level.WARNING, "RADIUS server {0} ({1}) is dead: {2}", server.name(), server.side(), reason);
        publish(Event.ofServer(EventType.RADIUS_SERVER_DEAD, System.currentTimeMillis(), server));
    }

    @Override
    public void onServerAlive(final String serverName, final boolean accounting) {
        final Event.Server server = RadiusHandlers.event(serverName, accounting, null);
        LOG.log(System.Logger.Level.INFO, "RADIUS server {0} ({1}) answers again", server.name(), server.side());
        publish(Event.ofServer(EventType.RADIUS_SERVER_ALIVE, System.currentTimeMillis(), server));
    }

    @Override
    public void onClose() {
        final RpcServer listening = server;
        if (listening != null) {
            try {
                listening.close();
            } catch (final IOException exception) {
                context.daemon().errorLog().onError(exception);
            }
        }
    }

    @Override
    public String roleName() {
        return "abng-mgt";
    }
}
