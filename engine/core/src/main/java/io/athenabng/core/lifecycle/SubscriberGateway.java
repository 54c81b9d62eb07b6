package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.access.AccessLineTable;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.dhcp.DhcpMalformedCounters;
import io.athenabng.core.dhcp.DhcpRelay;
import io.athenabng.core.dhcp.DhcpServer;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.PppChannels;
import io.athenabng.core.port.RadiusListener;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.radius.access.RadiusAccess;
import io.athenabng.core.radius.accounting.SessionAccounting;
import io.athenabng.core.radius.dynamic.ChangeReader;
import io.athenabng.core.radius.dynamic.DynamicRequestHandler;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.wire.radius.RadiusCode;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;

/**
 * The whole gateway as one object that is stepped: frames, datagrams, the data plane's answers and commands go in; what it wants of the
 * outside leaves by its ports. Owned by the session agent; no method blocks.
 */
public final class SubscriberGateway implements DataPlaneListener, PppChannels.Listener, RadiusListener {
    private RunningConfiguration configuration;
    private final GatewayPorts ports;
    private final AccessLineTable lineTable;
    private final SessionTable sessionTable;
    private final SubscriberTable subscribers = new SubscriberTable();
    private final DataPlaneQueue dataPlane;
    private final ReplySender replies;
    private final LineLifecycle lines;
    private final SessionAccounting accounting;
    private final ChangeReader changes;
    private final DynamicRequestHandler dynamic;
    private final SessionLifecycle sessions;
    private final RadiusAccess radiusAccess;
    private final IpoeAccess ipoe;
    private final PppoeGateway pppoe;
    private final OutsideAccess outside;
    private final Reconfiguration reconfiguration;
    private final DhcpServer server;
    private final DhcpRelay relay;
    private final SessionRestoration restoration;
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final IntHashSet trunksDown = new IntHashSet();
    private long nextCountersNs;

    /**
     * The gateway, with the store's sessions still to be restored by {@link #onDutyCycle()}.
     *
     * @param configuration the running configuration
     * @param ports         the outside
     */
    public SubscriberGateway(final RunningConfiguration configuration, final GatewayPorts ports) {
        this.configuration = configuration;
        this.ports = ports;
        final long nowNs = ports.clock().nowNs();
        lineTable = new AccessLineTable(configuration, ports.counters(), nowNs);
        sessionTable = SessionTable.open(ports.store(), configuration.bootstrap().maxSessions());
        dataPlane = new DataPlaneQueue(ports.dataPlane(), lineTable, sessionTable, subscribers);
        replies = new ReplySender(ports.frames(), ports.counters());
        server = new DhcpServer(configuration, ports.clock(), ports.counters());
        final DhcpMalformedCounters malformed = new DhcpMalformedCounters(ports.counters());
        relay = new DhcpRelay(configuration, ports.clock(), ports.dhcpUpstream(), new RelayServerLog(), ports.counters(), malformed);
        lines = new LineLifecycle(
                lineTable, subscribers, dataPlane, ports.events(), ports.counters(), shortestIdleNs(configuration), nowNs);
        final SessionLimits limits = new SessionLimits(sessionTable, ports.counters());
        accounting = new SessionAccounting(configuration, sessionTable, ports.clock(), ports.radius(), ports.dataPlane()::readCounters,
                sessionTable::remove, ports.counters());
        sessions = new SessionLifecycle(
                configuration, ports, sessionTable, subscribers, dataPlane, replies, this::releaseLease, limits, accounting);
        outside = new OutsideAccess(configuration, ports, sessionTable, subscribers, sessions, lines);
        sessions.outside(outside);
        radiusAccess = new RadiusAccess(configuration, ports.radius(), ports.counters());
        changes = new ChangeReader(configuration.radius(), radiusAccess.decoder());
        dynamic = new DynamicRequestHandler(configuration, sessionTable, new DynamicAccess(sessions, outside),
                changes, ports.radius(), ports.counters());
        sessions.dynamic(dynamic);
        ipoe = new IpoeAccess(
                configuration, ports, lines, subscribers, sessions, dataPlane, replies, server, relay, malformed, limits, radiusAccess);
        pppoe = new PppoeGateway(configuration, ports, lineTable, lines, sessionTable, subscribers, sessions, dataPlane, server.leases(),
                radiusAccess);
        reconfiguration = new Reconfiguration(this, subscribers);
        restoration = new SessionRestoration(configuration, ports, lineTable, lines, sessionTable, subscribers, sessions, accounting,
                server.leases(), dataPlane, ipoe, pppoe, outside);
        sessions.restoration(restoration);
        accounting.onServiceBegins(restoration.pending() > 0);
        nextCountersNs = nowNs + configuration.countersIntervalNs();
    }

    private static long shortestIdleNs(final RunningConfiguration configuration) {
        long shortest = Long.MAX_VALUE;
        for (final AccessGroupSettings group : configuration.accessGroups()) {
            shortest = Math.min(shortest, group.lineIdleTimeoutNs());
        }
        return shortest;
    }

    /**
     * A DHCP client's message.
     *
     * @param trunkIndex the trunk
     * @param vlanStack  its tags
     * @param srcMac     the frame's source MAC
     * @param dstAddress the packet's destination address, host order
     * @param buffer     where the message is
     * @param offset     where the UDP payload begins
     * @param length     its length, bytes
     */
    public void onDhcpClientMessage(
            final int trunkIndex, final long vlanStack, final long srcMac, final int dstAddress, final DirectBuffer buffer,
            final int offset, final int length) {
        ipoe.onClientMessage(trunkIndex, vlanStack, srcMac, dstAddress, buffer, offset, length, restoration);
    }

    /**
     * A DHCP server's message to the relay agent.
     *
     * @param giaddr        the relay agent's address that it came to, host order
     * @param serverAddress the server's address, host order
     * @param buffer        where the message is
     * @param offset        where it begins
     * @param length        its length, bytes
     */
    public void onDhcpServerMessage(
            final int giaddr, final int serverAddress, final DirectBuffer buffer, final int offset, final int length) {
        ipoe.onServerMessage(giaddr, serverAddress, buffer, offset, length);
    }

    /**
     * A packet of PPPoE discovery.
     *
     * @param trunkIndex the trunk
     * @param vlanStack  its tags
     * @param srcMac     the frame's source MAC
     * @param dstMac     its destination MAC
     * @param buffer     where the packet is
     * @param offset     where its PPPoE header begins
     * @param length     its length from there, bytes
     */
    public void onPppoeDiscovery(final int trunkIndex, final long vlanStack, final long srcMac, final long dstMac,
            final DirectBuffer buffer, final int offset, final int length) {
        pppoe.onDiscovery(trunkIndex, vlanStack, srcMac, dstMac, buffer, offset, length, restoration);
    }

    /**
     * A PPP control frame passed on a trunk; what it says comes by {@link #onPppFrame} if its session exists.
     *
     * @param trunkIndex     the trunk
     * @param vlanStack      its tags
     * @param srcMac         the frame's source MAC
     * @param pppoeSessionId its session id
     */
    public void onPppoeSessionFrame(final int trunkIndex, final long vlanStack, final long srcMac, final int pppoeSessionId) {
        if (restoration.isReady(trunkIndex, vlanStack)) {
            pppoe.onSessionFrame(trunkIndex, vlanStack, srcMac, pppoeSessionId);
        }
    }

    /**
     * One turn: what waited, timers, sweeps, the reading of counters.
     *
     * @return how much was done; 0 is idle
     */
    public int onDutyCycle() {
        final long nowNs = ports.clock().nowNs();
        int work = dataPlane.onDutyCycle() + replies.onDutyCycle() + restoration.onDutyCycle(nowNs) + reconfiguration.onDutyCycle()
                + pppoe.onDutyCycle(nowNs) + sessions.onDutyCycle(nowNs) + server.onTick(nowNs) + relay.onTick(nowNs)
                + accounting.onDutyCycle() + dynamic.onDutyCycle();
        if (restoration.isComplete()) {
            // A line without a session may have one that is still to be restored.
            work += lines.sweep(nowNs);
        }
        if (nowNs >= nextCountersNs && ports.dataPlane().readCounters()) {
            nextCountersNs = nowNs + configuration.countersIntervalNs();
            work++;
        }
        return work;
    }

    private void releaseLease(final SessionRecordFlyweight ended, final AccessLine line) {
        if ((ended.flags() & SessionRecordFlyweight.FLAG_RELAYED) == 0) {
            server.leases().release(ended.ipv4(), line.lineId());
        }
    }

    @Override
    public void onLineUp(final int lineId, final int error) {
        lines.onLineUp(lineId, error, ports.clock().nowNs());
        pppoe.onLineUp(lineId, error);
    }

    @Override
    public void onLineGone(final int lineId, final boolean byOther) {
        if (!byOther) {
            pppoe.onLineRemoved(lineId);
        }
        lines.onLineGone(lineId, byOther);
    }

    @Override
    public void onSessionUp(final long sessionId, final int error) {
        sessions.onSessionUp(sessionId, error);
    }

    @Override
    public void onSessionChanged(final long sessionId, final int error) {
        sessions.onSessionChanged(sessionId, error);
    }

    @Override
    public void onSessionDown(
            final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets) {
        sessions.onSessionDown(sessionId, upOctets, upPackets, downOctets, downPackets);
    }

    @Override
    public void onCounters(
            final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets) {
        sessions.onCounters(sessionId, upOctets, upPackets, downOctets, downPackets);
    }

    @Override
    public void onChannelOpen(final long channelId, final int error) {
        pppoe.onChannelOpen(channelId, error);
    }

    @Override
    public void onPppFrame(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        pppoe.onPppFrame(channelId, protocol, buffer, offset, length);
    }

    @Override
    public void onChannelLost(final long channelId, final int error) {
        pppoe.onChannelLost(channelId, error);
    }

    @Override
    public void onRadiusAnswer(
            final long correlationId, final int code, final DirectBuffer attributes, final int offset, final int length) {
        if (code == RadiusCode.ACCESS_ACCEPT || code == RadiusCode.ACCESS_REJECT || code == RadiusCode.ACCESS_CHALLENGE) {
            radiusAccess.onAnswer(correlationId, code, attributes, offset, length);
        } else if (code == RadiusCode.ACCOUNTING_RESPONSE) {
            accounting.onSettled(correlationId);
        }
    }

    @Override
    public void onRadiusUnanswered(final long correlationId, final int code) {
        if (code == RadiusCode.ACCESS_REQUEST) {
            radiusAccess.onUnanswered(correlationId);
        } else if (code == RadiusCode.ACCOUNTING_REQUEST) {
            accounting.onSettled(correlationId);
        }
    }

    @Override
    public void onDynamicRequest(final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        dynamic.onDynamicRequest(token, code, attributes, offset, length);
    }

    @Override
    public void onTrunk(final int trunkIndex, final boolean up) {
        if (!up) {
            trunksDown.add(trunkIndex);
        } else if (trunksDown.remove(trunkIndex)) {
            // A trunk that was down took the routes of its lines with it. Those of PPPoE are on interfaces of their own, and stay.
            subscribers.forEachWithSession(subscriber -> {
                if (subscriber.line.trunkIndex() == trunkIndex && !subscriber.pppoe) {
                    dataPlane.sessionUp(subscriber.sessionId, true);
                }
            });
        }
    }

    /**
     * Ends a session on an operator's order.
     *
     * @param sessionId the session
     * @param cause     why
     * @return whether there was one
     */
    public boolean endSession(final long sessionId, final TerminateCause cause) {
        return sessions.end(sessionId, cause);
    }

    /**
     * Changes a session's rates in place.
     *
     * @param sessionId the session
     * @param downBitsPerSecond download rate; 0 is unlimited
     * @param upBitsPerSecond   upload rate; 0 is unlimited
     * @return whether there is such a session
     */
    public boolean changeRates(final long sessionId, final long downBitsPerSecond, final long upBitsPerSecond) {
        if (restoration.subscriber(sessionId) == null || !sessionTable.get(sessionId, record)) {
            return false;
        }
        sessionTable.update(record.downBitsPerSecond(downBitsPerSecond).upBitsPerSecond(upBitsPerSecond));
        dataPlane.sessionChange(sessionId);
        return true;
    }

    /**
     * Changes a session to what a profile says, as a RADIUS client for changes sends it; what that leaves open stays.
     *
     * @param sessionId the session
     * @param change    what changes
     * @return whether there is such a session and room for the change; {@link #onSessionChanged} follows when the data plane has it
     */
    public boolean changeProfile(final long sessionId, final SubscriberProfile change) {
        return sessions.change(sessionId, change);
    }

    /**
     * Authenticates a session's subscriber anew; the session goes on meanwhile.
     *
     * @param sessionId the session
     * @return whether there is such a session and somebody was asked
     */
    public boolean reauthenticate(final long sessionId) {
        return sessions.askAgain(sessionId);
    }

    /**
     * A lease that an outside DHCP server reports.
     *
     * @param trunkIndex   the trunk
     * @param vlanStack    the line's tags
     * @param mac          the client
     * @param address      its address, host order
     * @param leaseSeconds lease time, s
     * @return whether there is a session now
     */
    public boolean reportLease(final int trunkIndex, final long vlanStack, final long mac, final int address, final int leaseSeconds) {
        final AccessLine line = restoration.isReady(trunkIndex, vlanStack)
                ? lines.admit(trunkIndex, vlanStack, ports.clock().nowNs()) : null;
        return line != null && ipoe.onReportedLease(line, mac, address, leaseSeconds);
    }

    /**
     * A session that an outside PPP server reports.
     *
     * @param session what it says
     * @return the session's number here, the same one when it is reported again; {@link SessionTable#NO_SESSION} if it was refused
     */
    public long reportOutsideSession(final OutsideSession session) {
        return outside.up(session);
    }

    /**
     * Whether a line's sessions of before a start are there again.
     *
     * @param trunkIndex the trunk
     * @param vlanStack  the line's tags
     * @return whether what is said of the line may be believed; if not, soon
     */
    public boolean isReady(final int trunkIndex, final long vlanStack) {
        return restoration.isReady(trunkIndex, vlanStack);
    }

    /**
     * The session that an outside PPP server has on an interface.
     *
     * @param interfaceName the interface
     * @param mac           its subscriber; 0 is any
     * @param ipv4          its address, host order; 0 is any
     * @return its number; {@link SessionTable#NO_SESSION} if there is none, or it is another one's
     */
    public long findOutsideSession(final String interfaceName, final long mac, final int ipv4) {
        return outside.find(interfaceName, mac, ipv4);
    }

    /**
     * An outside PPP server's session has ended.
     *
     * @param sessionId  its number
     * @param cause      why
     * @param upOctets   octets from the subscriber that the server counted; 0 if it does not say
     * @param downOctets octets to the subscriber; the same
     */
    public void endOutsideSession(final long sessionId, final TerminateCause cause, final long upOctets, final long downOctets) {
        outside.down(sessionId, cause, upOctets, downOctets);
    }

    /**
     * The daemon ends in order. If it leaves no session behind in the kernel, that is the end of its service, and accounting servers are
     * told; else the sessions go on and nothing is said.
     */
    public void onServiceEnds() {
        if (sessionTable.size() == 0) {
            accounting.onServiceEnds();
        }
    }

    /** @return the configuration that is in force */
    public RunningConfiguration configuration() {
        return configuration;
    }

    /**
     * Says what another configuration would do to lines and sessions, and does nothing.
     *
     * @param to what is to come
     * @return what it would do
     */
    public List<ConfigurationConsumer.Effect> planReconfiguration(final RunningConfiguration to) {
        if (isRestoring()) {
            throw new ConfigurationConsumer.RefusedException(restoration.pending()
                    + " sessions of the run before are still to be restored: commit again when show status says RUNNING");
        }
        return reconfiguration.plan(configuration, to);
    }

    /**
     * Works with another configuration from now on.
     *
     * @param to the configuration, whole
     */
    public void reconfigure(final RunningConfiguration to) {
        final long nowNs = ports.clock().nowNs();
        nextCountersNs += to.countersIntervalNs() - configuration.countersIntervalNs();
        lineTable.reconfigure(to, nowNs);
        server.reconfigure(to);
        relay.reconfigure(to);
        sessions.reconfigure(to);
        radiusAccess.reconfigure(to);
        changes.reconfigure(to.radius());
        dynamic.reconfigure(to);
        accounting.reconfigure(to);
        ipoe.reconfigure(to);
        pppoe.reconfigure(to);
        outside.reconfigure(to);
        lines.reconfigure(shortestIdleNs(to), nowNs);
        reconfiguration.begin(configuration, to);
        configuration = to;
    }

    /** @return whether sessions of an earlier run are still being restored; subscribers on other lines are served meanwhile */
    public boolean isRestoring() {
        return !restoration.isComplete();
    }

    /** @return whether no session's end is still waiting for the data plane */
    public boolean isQuiet() {
        return sessions.endingCount() == 0 && dataPlane.isEmpty() && pppoe.isQuiet();
    }

    /** @return how many sessions the data plane delivers */
    public int upCount() {
        return sessions.upCount();
    }

    /** @return how many sessions' end waits for the data plane */
    public int endingCount() {
        return sessions.endingCount();
    }

    /** @return how many sessions there are, without those that are ending */
    public int sessionCount() {
        return subscribers.sessionCount();
    }

    /**
     * A line by its number.
     *
     * @param lineId the number
     * @return the line, or null
     */
    public AccessLine line(final int lineId) {
        return lineTable.line(lineId);
    }

    /**
     * Visits every access line.
     *
     * @param consumer takes them
     */
    public void forEachLine(final Consumer<AccessLine> consumer) {
        lineTable.forEach(consumer);
    }

    /** @return how many access lines there are */
    public int lineCount() {
        return lineTable.size();
    }

    /** @return the sessions, for look-ups on the owner's thread */
    public SessionTable sessionTable() {
        return sessionTable;
    }

    /** @return the built-in DHCP server, for pools and leases */
    public DhcpServer dhcpServer() {
        return server;
    }

    /** @return PPPoE, for its sessions and their traces */
    public PppoeGateway pppoe() {
        return pppoe;
    }

    /** @return the DHCP relay, for its servers' state */
    public DhcpRelay dhcpRelay() {
        return relay;
    }
}
