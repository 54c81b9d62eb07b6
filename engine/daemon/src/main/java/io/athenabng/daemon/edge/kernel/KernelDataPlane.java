package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.DataPlane;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.port.PppChannels;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.netlink.LinkEventListener;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkException;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.tc.QdiscFlyweight;
import io.athenabng.netlink.tc.TcGetRequest;
import io.athenabng.netlink.tc.TcHandle;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;

/**
 * The data plane that the Linux kernel is: see the package for what it makes. After {@link #open} everything happens on the kernel
 * agent's thread; only deletions of interfaces have a thread of their own.
 *
 * <p>At an orderly {@link #close()} and after a crash the kernel's state stays: subscribers are served while the daemon restarts. The next
 * run takes it over.
 */
public final class KernelDataPlane implements DataPlane, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KernelDataPlane.class.getName());
    private static final NetlinkClient.Settings WINDOW = new NetlinkClient.Settings(64 * 1024, 4096);
    private static final int EVENTS_LIMIT = 256;
    private static final int STANDARD_MTU = 1500;
    private static final int TAG_LENGTH = 4;
    private static final int CLOSE_SPINS = 200;

    private RunningConfiguration configuration;
    private final DataPlaneListener answers;
    private final RequestPipeline pipeline;
    private final LinkEventListener events;
    private final LinkReaper reaper;
    private final KernelInventory inventory;
    private final LinkTable links;
    private final LineDevices lines;
    private final IfbPool ifbs;
    private final SessionShaper sessions;
    private final PppEdge ppp;
    private final LinkWatcher watcher;
    private final LinkRefresh refresh;
    private final CounterReader counterReader;
    private final StaleCollector stale;
    private final GroupGateways gateways;
    private final CapacityPlanner capacity;
    private boolean trunksTold;
    private boolean closed;

    /**
     * Opens the data plane: sockets, a probe of what the kernel can, the groups' gateways, a list of what an earlier run left.
     *
     * @param configuration what is served
     * @param listener      takes the answers, on the thread that calls {@link #onDutyCycle()}
     * @param channelListener takes what PPP channels say, on the same thread
     * @param pppSettings   how PPPoE is done
     * @param counters      for counters of refusals
     * @param errors        takes what the kernel refuses, once a kind
     * @param sockets       opens the sockets to the kernel
     * @return the data plane
     * @throws KernelRefusedException if the kernel lacks what the configuration needs; the message names the modules
     */
    public static KernelDataPlane open(final RunningConfiguration configuration, final DataPlaneListener listener,
            final PppChannels.Listener channelListener, final PppSettings pppSettings, final CounterRegistry counters,
            final ErrorHandler errors, final KernelSockets sockets) {
        GroupGateways.enableForwarding();
        NetlinkTransport requests = null;
        NetlinkTransport linkEvents = null;
        NetlinkTransport deletions = null;
        try {
            requests = sockets.open();
            linkEvents = sockets.open();
            deletions = sockets.open();
            final KernelDataPlane dataPlane = new KernelDataPlane(
                configuration, listener, channelListener, pppSettings, counters, errors, requests,
                linkEvents, deletions, PppKernel.ofThisMachine(), CapacityPlanner.ofThisMachine(counters));
            dataPlane.reaper.start();
            return dataPlane;
        } catch (final RuntimeException e) {
            CloseHelper.quietCloseAll(requests, linkEvents, deletions);
            throw e instanceof NetlinkException refused
                ? new KernelRefusedException("the data plane cannot be opened: " + refused.getMessage(), refused.errno()) : e;
        }
    }

    KernelDataPlane(final RunningConfiguration configuration, final DataPlaneListener answers,
            final PppChannels.Listener channelListener, final PppSettings pppSettings, final CounterRegistry counters,
            final ErrorHandler errorHandler, final NetlinkTransport requests, final NetlinkTransport linkEvents,
            final NetlinkTransport deletions, final PppKernel pppKernel, final CapacityPlanner capacity) {
        this.configuration = configuration;
        this.answers = answers;
        this.capacity = capacity;
        pipeline = new RequestPipeline(requests, WINDOW);
        reaper = new LinkReaper(deletions, errorHandler);
        links = new LinkTable(configuration);
        final NetlinkClient client = pipeline.client();
        final ForwardingEvents forwarding = new ForwardingEvents();
        // Heard first, listed afterwards: nothing falls between the two.
        events = new LinkEventListener(linkEvents, forwarding);
        inventory = new KernelInventory(client);
        final List<LinkReply> present = inventory.links();
        final List<VlanDevice> found = links.learn(present);
        final KernelCapabilities capabilities = KernelCapabilities.probe(client, configuration, links);
        gateways = new GroupGateways(configuration, client, inventory, links.loopbackIndex());
        gateways.putUp();
        final KernelServices services = new KernelServices(pipeline, new TrafficControl(pipeline, capabilities.matchall()), links, reaper,
            new KernelErrors(counters, errorHandler), capacity, capabilities);
        sessions = new SessionShaper(services, answers);
        final LineFollowers followers = new LineFollowers(sessions);
        lines = new LineDevices(configuration, services, answers, followers);
        ifbs = new IfbPool(configuration, services);
        sessions.attach(lines, ifbs);
        ppp = new PppEdge(services, pppKernel, pppSettings, configuration, lines, ifbs, answers, channelListener, counters, present);
        followers.attach(ppp);
        watcher = new LinkWatcher(links, lines, ifbs, followers, ppp.units, answers);
        forwarding.attach(watcher);
        refresh = new LinkRefresh(services, lines, ifbs, ppp.units, watcher);
        counterReader = new CounterReader(services, ifbs, sessions, lines, ppp);
        adopt(present);
        adoptQueues(found);
        stale = new StaleCollector(services, lines, ifbs, ppp.units,
            inventory.routes(RouteAttributes.RTN_UNICAST), inventory.neighbours());
        checkTrunks();
    }

    private void adopt(final List<LinkReply> present) {
        for (final LinkReply link : present) {
            if (link.group() == KernelNumbers.IFB_GROUP && link.name().startsWith(KernelNumbers.IFB_NAME_PREFIX)) {
                ifbs.adopt(link);
            } else if (link.group() == KernelNumbers.DOOMED_GROUP) {
                final VlanDevice device = links.byIndex.get(link.index());
                if (device != null) {
                    device.state = VlanDevice.State.DOOMED;
                }
                reaper.doom(link.index());
            }
        }
    }

    /** VLAN interfaces above trunks, with what they have. */
    private void adoptQueues(final List<VlanDevice> found) {
        if (found.isEmpty()) {
            return;
        }
        inventory.qdiscs(ifIndex -> {
            final VlanDevice device = links.byIndex.get(ifIndex);
            if (device == null || device.isTrunk()) {
                return null;
            }
            if (device.adopted == null) {
                device.adopted = new AdoptedQueues();
            }
            return device.adopted;
        });
        int adopted = 0;
        for (final VlanDevice device : found) {
            if (device.adopted != null && device.adopted.ingress) {
                inventory.filters(device.ifIndex, device.adopted);
                adopted++;
            }
        }
        LOG.log(System.Logger.Level.INFO,
            found.size() + " VLAN interfaces are there already, " + adopted + " of them with filters");
    }

    private void checkTrunks() {
        for (final Trunk trunk : links.trunks) {
            if (!trunk.exists()) {
                LOG.log(System.Logger.Level.WARNING, "there is no interface " + trunk.name + " for the trunk of this name");
                continue;
            }
            int depth = 0;
            for (final AccessGroupSettings group : configuration.accessGroups()) {
                if (group.trunk().equals(trunk.name)) {
                    depth = Math.max(depth, group.vlans().stream().mapToInt(range -> range.levels().size()).max().orElse(0));
                }
            }
            // One tag is part of what every Ethernet interface takes; each further one is not.
            final int needed = STANDARD_MTU + TAG_LENGTH * Math.max(0, depth - 1);
            if (trunk.mtu < needed) {
                LOG.log(System.Logger.Level.WARNING, "trunk " + trunk.name + " has an MTU of " + trunk.mtu + "; " + depth
                    + " tags around packets of " + STANDARD_MTU + " bytes need " + needed
                    + ": ip link set " + trunk.name + " mtu " + needed);
            }
        }
    }

    /**
     * Sends, receives, and goes on with everything that is under way.
     *
     * @return how much there was to do
     */
    public int onDutyCycle() {
        if (!trunksTold) {
            trunksTold = true;
            for (final Trunk trunk : links.trunks) {
                if (!trunk.told) {
                    trunk.reported = !trunk.up;
                    watcher.tell(trunk, trunk.up);
                }
            }
        }
        int work = sessions.onDutyCycle() + ppp.onDutyCycle();
        work += pipeline.poll();
        work += events.poll(EVENTS_LIMIT);
        work += takeReaped();
        work += ifbs.onDutyCycle(System.nanoTime());
        work += stale.onDutyCycle();
        if (watcher.takeEventsLost() || lines.wantsRefresh()) {
            refresh.start();
            work++;
        }
        return work;
    }

    private int takeReaped() {
        int count = 0;
        long reaped = reaper.pollReaped();
        while (reaped >= 0) {
            final VlanDevice device = links.byIndex.get((int) reaped);
            if (device != null && device.state == VlanDevice.State.DOOMED) {
                lines.onReaped(device, (int) (reaped >>> 32));
            } else if (device == null && ppp.units.byIndex((int) reaped) != null) {
                ppp.units.onReaped(ppp.units.byIndex((int) reaped));
            }
            count++;
            reaped = reaper.pollReaped();
        }
        return count;
    }

    @Override
    public boolean lineUp(final int lineId, final int trunkIndex, final long vlanStack, final int groupIndex) {
        if (!pipeline.admits()) {
            return false;
        }
        lines.lineUp(lineId, trunkIndex, vlanStack, groupIndex);
        return true;
    }

    @Override
    public boolean lineDown(final int lineId) {
        if (!pipeline.admits()) {
            return false;
        }
        lines.lineDown(lineId);
        return true;
    }

    @Override
    public boolean sessionUp(final SessionPlan session) {
        if (!pipeline.admits()) {
            return false;
        }
        if (PppEdge.isPpp(session)) {
            ppp.sessions.sessionUp(session);
        } else {
            sessions.sessionUp(session);
        }
        return true;
    }

    @Override
    public boolean sessionChange(final SessionPlan session) {
        if (!pipeline.admits()) {
            return false;
        }
        if (PppEdge.isPpp(session)) {
            ppp.sessions.sessionChange(session);
        } else {
            sessions.sessionChange(session);
        }
        return true;
    }

    @Override
    public boolean sessionDown(final long sessionId) {
        if (!pipeline.admits()) {
            return false;
        }
        if (ppp.sessions.session(sessionId) != null) {
            ppp.sessions.sessionDown(sessionId);
        } else {
            sessions.sessionDown(sessionId);
        }
        return true;
    }

    @Override
    public boolean restoreComplete() {
        if (!pipeline.admits()) {
            return false;
        }
        ppp.restoreComplete();
        stale.start();
        gateways.removeStale();
        return true;
    }

    @Override
    public boolean readCounters() {
        counterReader.read();
        return true;
    }

    /** @return the ways to PPPoE clients; used on the kernel agent's thread */
    public PppChannels pppChannels() {
        return ppp.channels;
    }

    /**
     * A line's interface.
     *
     * @param lineId the line
     * @return its interface; null if there is none
     */
    public LineLookup line(final int lineId) {
        final LineDevice line = lines.line(lineId);
        if (line == null || line.device == null) {
            return null;
        }
        final VlanDevice device = line.device;
        final boolean up = line.state == LineDevice.State.UP && !device.wentDown;
        return new LineLookup(device.logicalName, device.kernelName, device.ifIndex, up, 0);
    }

    /**
     * A trunk's interface.
     *
     * @param trunkIndex the trunk
     * @return its interface; null while there is none
     */
    public LineLookup trunk(final int trunkIndex) {
        final Trunk trunk = links.trunks[trunkIndex];
        return trunk.exists() ? new LineLookup(trunk.name, trunk.name, trunk.device.ifIndex, trunk.up, trunk.mtu) : null;
    }

    /**
     * Where a session is.
     *
     * @param sessionId the session
     * @return its interfaces; null if it has none
     */
    public SessionLookup session(final long sessionId) {
        final PppSession pppSession = ppp.sessions.session(sessionId);
        if (pppSession != null) {
            return PppRequests.lookup(pppSession);
        }
        final SessionDevice session = sessions.session(sessionId);
        if (session == null || session.line == null || session.line.device == null) {
            return null;
        }
        final VlanDevice device = session.line.device;
        return new SessionLookup(device.kernelName, device.ifIndex, session.line.shared ? SessionRequests.classId(session) : 0,
            session.ifb == null ? null : session.ifb.name, session.ifb == null ? 0 : session.ifb.ifIndex);
    }

    /**
     * An interface that an outside PPP server may have, asked of the kernel.
     *
     * @param name its name
     * @return the interface; null if there is none of this name, or it is one of the gateway's own
     */
    public OutsideInterface outsideInterface(final String name) {
        final LinkReply[] found = new LinkReply[1];
        final LinkFlyweight link = new LinkFlyweight();
        try {
            pipeline.client().execute(new LinkDumpRequest().byName(name), (type, buffer, offset, length) -> {
                if (link.wrap(buffer, offset, length)) {
                    found[0] = link.toReply();
                }
            });
        } catch (final NetlinkException e) {
            if (!KernelErrors.isGone(e.errno())) {
                throw new KernelRefusedException("interface " + name + ": " + e.getMessage(), e.errno());
            }
        }
        if (found[0] == null || links.byIndex.containsKey(found[0].index()) || ifbs.byIndex(found[0].index()) != null) {
            return null;
        }
        final PppUnit unit = ppp.units.byIndex(found[0].index());
        return unit == null || unit.outside ? new OutsideInterface(found[0].index(), found[0].name()) : null;
    }

    /**
     * Asks the kernel for a session's queueing disciplines, and waits for the answer.
     *
     * @param sessionId the session
     * @return what they say; null if there is no such session
     */
    public SessionQdiscs qdiscs(final long sessionId) {
        final SessionLookup at = session(sessionId);
        if (at == null) {
            return null;
        }
        final TcGetRequest get = new TcGetRequest();
        final SessionQdiscs.Qdisc download = ask(at.kernelName(), at.classId() == 0
            ? get.qdisc(at.ifIndex(), TcHandle.ROOT) : get.tclass(at.ifIndex(), at.classId()));
        return new SessionQdiscs(download, at.ifbName() == null ? null : ask(at.ifbName(), get.qdisc(at.ifbIndex(), TcHandle.ROOT)));
    }

    private SessionQdiscs.Qdisc ask(final String interfaceName, final TcGetRequest request) {
        final SessionQdiscs.Qdisc[] answer = new SessionQdiscs.Qdisc[1];
        final QdiscFlyweight qdisc = new QdiscFlyweight();
        try {
            pipeline.client().execute(request, (type, buffer, offset, length) -> {
                if (qdisc.wrap(buffer, offset, length) && !qdisc.isKind("noqueue")) {
                    answer[0] = SessionQdiscs.Qdisc.of(interfaceName, qdisc);
                }
            });
        } catch (final NetlinkException e) {
            if (!KernelErrors.isGone(e.errno())) {
                throw new KernelRefusedException("statistics of " + interfaceName + ": " + e.getMessage(), e.errno());
            }
        }
        return answer[0];
    }

    /** @return the configuration that is in force */
    public RunningConfiguration configuration() {
        return configuration;
    }

    /**
     * Works with another configuration: trunks and groups are the same, in the same order, and new ones behind them; what a line is made
     * with may differ.
     *
     * @param to the configuration
     * @throws KernelRefusedException if the kernel lacks what new groups need, or does not take their gateways; then all is as before
     */
    public void reconfigure(final RunningConfiguration to) {
        final boolean trunks = links.addTrunks(to);
        if (trunks) {
            adoptQueues(links.learn(inventory.links()));
        }
        if (to.accessGroups().size() > configuration.accessGroups().size()) {
            KernelCapabilities.probe(pipeline.client(), to, links);
        }
        gateways.reconfigure(to);
        ifbs.reconfigure(to);
        configuration = to;
        if (trunks) {
            checkTrunks();
            // Those that were told of say what changes themselves.
            trunksTold = false;
        }
        lines.reconfigure(to);
        ppp.sessions.reconfigure(to);
    }

    /**
     * How many more sessions of a group fit.
     *
     * @param groupIndex the access group
     * @return the kernel's memory and what a session takes of it
     */
    public KernelCapacity capacity(final int groupIndex) {
        final AccessGroupSettings group = configuration.accessGroups().get(groupIndex);
        return capacity.capacity(group.shaping(), group.subscribersPerLine() > 1);
    }

    LinkReaper reaper() {
        return reaper;
    }

    /** @return whether nothing is under way */
    public boolean isIdle() {
        return pipeline.isIdle() && reaper.isIdle();
    }

    /** Ends the data plane's work, not what it made: only IFBs without a session go. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ppp.discardFree();
        for (int i = 0; i < CLOSE_SPINS && !pipeline.isIdle(); i++) {
            pipeline.poll();
            sessions.onDutyCycle();
        }
        ifbs.discardFree();
        reaper.close();
        ppp.close();
        events.close();
        pipeline.close();
    }
}
