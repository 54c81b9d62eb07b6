package io.athenabng.daemon;

import io.athenabng.core.config.BootstrapSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.TrunkSettings;
import io.athenabng.core.lifecycle.GatewayPorts;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.core.port.SessionStore;
import io.athenabng.daemon.agent.EngineTime;
import io.athenabng.daemon.agent.KernelAgent;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.agent.RadiusServices;
import io.athenabng.daemon.agent.ReceiverAgent;
import io.athenabng.daemon.agent.SenderAgent;
import io.athenabng.daemon.agent.SessionAgent;
import io.athenabng.daemon.agent.SteadyTime;
import io.athenabng.daemon.agent.UpstreamAgent;
import io.athenabng.daemon.agent.WatchAgent;
import io.athenabng.daemon.commit.ActiveConfiguration;
import io.athenabng.daemon.commit.CommitThread;
import io.athenabng.daemon.commit.KernelConsumer;
import io.athenabng.daemon.commit.RelayConsumer;
import io.athenabng.daemon.commit.RadiusConsumer;
import io.athenabng.daemon.commit.SessionsConsumer;
import io.athenabng.daemon.edge.archive.AccountingSpools;
import io.athenabng.daemon.edge.kernel.HolderKeeper;
import io.athenabng.daemon.edge.kernel.KernelDataPlane;
import io.athenabng.daemon.edge.kernel.KernelRefusedException;
import io.athenabng.daemon.edge.kernel.KernelSockets;
import io.athenabng.daemon.edge.kernel.PppSettings;
import io.athenabng.daemon.edge.packet.TrunkFilters;
import io.athenabng.daemon.edge.packet.TrunkPorts;
import io.athenabng.daemon.edge.packet.TrunkReceiver;
import io.athenabng.daemon.edge.packet.TrunkSender;
import io.athenabng.daemon.edge.service.ServicesConsumer;
import io.athenabng.daemon.edge.store.ChronicleSessionStore;
import io.athenabng.daemon.edge.system.ServiceManager;
import io.athenabng.daemon.edge.upstream.RelaySockets;
import io.athenabng.daemon.management.Management;
import io.athenabng.daemon.management.ManagementRings;
import io.athenabng.daemon.ring.ControlFrameTap;
import io.athenabng.daemon.ring.DataPlaneEventProxy;
import io.athenabng.daemon.ring.DataPlaneProxy;
import io.athenabng.daemon.ring.EventProxy;
import io.athenabng.daemon.ring.PppChannelsProxy;
import io.athenabng.daemon.ring.RadiusServerEventProxy;
import io.athenabng.daemon.ring.RadiusUpstreamProxy;
import io.athenabng.daemon.ring.TransmitProxy;
import io.athenabng.daemon.ring.UpstreamProxy;
import io.athenabng.ffi.NativeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A running gateway: everything is made here, started in the order in which it is needed and stopped in the reverse. Subscribers' traffic
 * goes on in the kernel when this is closed.
 */
public final class Gateway implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
    private static final int RECEIVER_IDLE_WAIT_MS = 1;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final DaemonCounters counters = new DaemonCounters();
    private final ErrorLog errorLog;
    private Path socket;

    private Gateway(final ErrorLog errorLog) {
        this.errorLog = errorLog;
    }

    /**
     * Starts a gateway.
     *
     * @param context what it is started with, concluded
     * @param manager who is told how it is
     * @param sockets opens the sockets to the kernel
     * @return the running gateway
     * @throws StartException if it cannot start; everything that was opened is closed again
     */
    public static Gateway start(final DaemonContext context, final ServiceManager manager, final KernelSockets sockets) {
        final Gateway gateway = new Gateway(context.errorLog());
        try {
            gateway.open(context, manager, sockets);
            return gateway;
        } catch (final KernelRefusedException | NativeException exception) {
            gateway.close();
            throw new StartException(exception.getMessage(), exception);
        } catch (final RuntimeException exception) {
            gateway.close();
            throw exception;
        }
    }

    /** @return the management socket */
    public Path socket() {
        return socket;
    }

    private void open(final DaemonContext context, final ServiceManager manager, final KernelSockets sockets) {
        final RunningConfiguration configuration = context.configuration();
        final BootstrapSettings bootstrap = context.bootstrap();
        final long[] trunkMacs = new long[configuration.trunks().size()];
        int receiverCount = 0;
        for (int i = 0; i < trunkMacs.length; i++) {
            trunkMacs[i] = TrunkPorts.require(configuration.trunks().get(i)).mac();
            receiverCount += configuration.trunks().get(i).receivers();
        }
        final SessionStore store = own(openStore(bootstrap));
        final DaemonRings rings = new DaemonRings(receiverCount, bootstrap.agentRingBytes());

        final DataPlaneEventProxy dataPlaneAnswers = new DataPlaneEventProxy(rings.kernelToSession, counters);
        final PppSettings ppp = new PppSettings(bootstrap.ppp().interfacePrefix(), bootstrap.ppp().clampMss(),
                new HolderKeeper(bootstrap.ppp().holderSocket()));
        final KernelDataPlane dataPlane = own(KernelDataPlane.open(
                configuration, dataPlaneAnswers, dataPlaneAnswers, ppp, counters, errorLog, sockets));
        final Mailbox<KernelDataPlane> kernelMailbox = new Mailbox<>();
        final KernelAgent kernelAgent = new KernelAgent(rings.sessionToKernel, dataPlaneAnswers, dataPlane, kernelMailbox);

        final List<AgentThreads.Placed> packetPath = new ArrayList<>();
        final Map<String, List<TrunkReceiver>> receivers = openReceivers(configuration, rings, packetPath);
        final EngineTime time = new EngineTime(new SystemEpochNanoClock());
        final ControlFrameTap tap = new ControlFrameTap(rings.tapToManagement, time, trunkMacs, counters);
        final TransmitProxy transmit = new TransmitProxy(rings.sessionToSender, trunkMacs, tap);
        final SubscriberGateway core = new SubscriberGateway(configuration, new GatewayPorts(time, transmit,
                new UpstreamProxy(rings.sessionToUpstream), new RadiusUpstreamProxy(rings.sessionToRadius),
                new PppChannelsProxy(rings.sessionToKernel, tap),
                new DataPlaneProxy(rings.sessionToKernel), store, new EventProxy(rings.sessionToManagement, counters), counters));
        final Mailbox<SubscriberGateway> sessionMailbox = new Mailbox<>();
        final SessionAgent sessionAgent = new SessionAgent(core, time, rings.receiverToSession, rings.kernelToSession,
                rings.upstreamToSession, rings.radiusToSession, sessionMailbox, tap);
        packetPath.add(new AgentThreads.Placed(sessionAgent, bootstrap.cores().session()));
        final List<TrunkSender> senders = new ArrayList<>();
        for (final TrunkSettings trunk : configuration.trunks()) {
            senders.add(own(TrunkPorts.sender(trunk, counters)));
        }
        final SenderAgent senderAgent = new SenderAgent(rings.sessionToSender, senders);
        packetPath.add(new AgentThreads.Placed(senderAgent, bootstrap.cores().sender()));

        final SteadyTime upstreamTime = new SteadyTime(new SystemEpochNanoClock(), SystemNanoClock.INSTANCE);
        final AccountingSpools spools = own(openSpools(configuration));
        final RadiusServices radius = own(new RadiusServices(configuration.radius(), upstreamTime, new SystemEpochNanoClock()::nanoTime,
                spools.byGroup(), rings.sessionToRadius, rings.radiusToSession,
                new RadiusServerEventProxy(rings.radiusToManagement, counters), counters.later()));
        final Mailbox<RadiusServices> radiusMailbox = new Mailbox<>();
        final UpstreamAgent upstreamAgent = new UpstreamAgent(rings.sessionToUpstream,
                RelaySockets.open(RelaySockets.giaddrs(configuration), rings.upstreamToSession, counters), upstreamTime, radius,
                radiusMailbox);
        final AgentThreads threads = new AgentThreads(errorLog);
        final ActiveConfiguration active = new ActiveConfiguration(configuration);
        final CommitThread commits = startCommits(context, active, List.of(new LoggingConsumer(),
                new KernelConsumer(kernelMailbox), new TrunkAdditions(rings, receivers, senders, senderAgent, sessionAgent, transmit, tap,
                        threads, trunkMacs, counters.later()),
                new TrunkFilters(receivers), new RelayConsumer(radiusMailbox, upstreamAgent,
                        giaddrs -> RelaySockets.open(giaddrs, rings.upstreamToSession, counters.later())),
                new ServicesConsumer(), new RadiusConsumer(radiusMailbox, spools), new SessionsConsumer(sessionMailbox)));
        final Management management = new Management(context, counters, store, sessionMailbox, kernelMailbox, radiusMailbox,
                new ManagementRings(rings.sessionToManagement, rings.radiusToManagement, rings.tapToManagement), tap, threads::states,
                active, commits);
        final WatchAgent watch = new WatchAgent(manager, sessionMailbox, store, threads::stalled, SystemNanoClock.INSTANCE);
        counters.seal();
        opened.push(threads::close);
        // Closed first: a commit that is under way still needs the agents.
        opened.push(commits);
        threads.start(bootstrap.threading(), packetPath, List.of(
                new AgentThreads.Placed(kernelAgent, bootstrap.cores().kernel()),
                new AgentThreads.Placed(upstreamAgent, bootstrap.cores().upstream()),
                new AgentThreads.Placed(AgentThreads.together(management.roleName(), List.of(management, watch)), -1)));
        management.listen();
        socket = Path.of(bootstrap.socketPath());
    }

    /** The receivers of every trunk, by its name, each with an agent behind those that there are. */
    private Map<String, List<TrunkReceiver>> openReceivers(
            final RunningConfiguration configuration, final DaemonRings rings, final List<AgentThreads.Placed> agents) {
        final BootstrapSettings bootstrap = configuration.bootstrap();
        final boolean shared = bootstrap.threading() == BootstrapSettings.Threading.SHARED;
        final Map<String, List<TrunkReceiver>> receivers = new ConcurrentHashMap<>();
        int number = 0;
        for (int i = 0; i < configuration.trunks().size(); i++) {
            final int members = configuration.trunks().get(i).receivers();
            for (final TrunkReceiver receiver : TrunkPorts.receivers(
                    configuration, i, rings.receiverToSession.subList(number, number + members), counters)) {
                own(receiver);
                receivers.computeIfAbsent(configuration.trunks().get(i).name(), name -> new ArrayList<>()).add(receiver);
                agents.add(new AgentThreads.Placed(
                        new ReceiverAgent(receiver, number, shared ? 0 : RECEIVER_IDLE_WAIT_MS), core(bootstrap, number)));
                number++;
            }
        }
        return receivers;
    }

    private CommitThread startCommits(
            final DaemonContext context, final ActiveConfiguration active, final List<ConfigurationConsumer> consumers) {
        try {
            return CommitThread.start(context.configurationFile(), active, consumers, SystemEpochClock.INSTANCE, errorLog);
        } catch (final IOException exception) {
            throw new StartException("the configuration cannot be kept: " + exception.getMessage(), exception);
        }
    }

    private static SessionStore openStore(final BootstrapSettings bootstrap) {
        try {
            return ChronicleSessionStore.open(Path.of(bootstrap.stateDirectory()), bootstrap.maxSessions());
        } catch (final IOException exception) {
            throw new StartException(exception.getMessage(), exception);
        }
    }

    private static AccountingSpools openSpools(final RunningConfiguration configuration) {
        try {
            return AccountingSpools.open(Path.of(configuration.bootstrap().stateDirectory()), configuration.radius());
        } catch (final IOException | UncheckedIOException exception) {
            throw new StartException("the accounting spool cannot be used: " + exception.getMessage(), exception);
        }
    }

    static int core(final BootstrapSettings bootstrap, final int receiver) {
        return receiver < bootstrap.cores().receiver().size() ? bootstrap.cores().receiver().get(receiver) : -1;
    }

    /** Closed with the gateway, in the reverse order; closing twice must do nothing, since agents close what they own too. */
    private <T extends AutoCloseable> T own(final T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (final Exception exception) {
                LOG.log(System.Logger.Level.ERROR, "closing failed", exception);
                errorLog.onError(exception);
            }
        }
    }
}
