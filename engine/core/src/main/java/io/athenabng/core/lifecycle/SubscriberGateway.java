package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.access.AccessLineTable;
import io.athenabng.core.auth.LocalUsers;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.dhcp.DhcpMalformedCounters;
import io.athenabng.core.dhcp.DhcpRelay;
import io.athenabng.core.dhcp.DhcpServer;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.EventSink;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The whole gateway as one object that is stepped: frames, datagrams, the data plane's answers and commands go in; what it wants of the
 * outside leaves by its ports. Owned by the session agent; no method blocks.
 */
public final class SubscriberGateway implements DataPlaneListener {
    private static final int RESTORES_PER_CYCLE = 256;

    private RunningConfiguration configuration;
    private final GatewayPorts ports;
    private final AccessLineTable lineTable;
    private final SessionTable sessionTable;
    private final SubscriberTable subscribers = new SubscriberTable();
    private final DataPlaneQueue dataPlane;
    private final ReplySender replies;
    private final LineLifecycle lines;
    private final SessionLifecycle sessions;
    private final IpoeAccess ipoe;
    private final LocalUsers localUsers;
    private final Reconfiguration reconfiguration;
    private final DhcpServer server;
    private final DhcpRelay relay;
    private final LongArrayList toRestore = new LongArrayList();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final AtomicCounter restored;
    private final AtomicCounter notRestored;
    private boolean restoring = true;
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
        sessions = new SessionLifecycle(
                configuration, ports, sessionTable, subscribers, dataPlane, replies, this::releaseLease);
        ipoe = new IpoeAccess(configuration, ports, lines, subscribers, sessions, dataPlane, replies, server, relay, malformed);
        localUsers = new LocalUsers(configuration.users(), ipoe);
        ipoe.authenticator(localUsers);
        reconfiguration = new Reconfiguration(this, subscribers);
        restored = ports.counters().counter("session.restored", "Sessions that came back from the store at this start");
        notRestored = ports.counters().counter("session.not_restored", "Sessions of the store that had ended or that nothing serves now");
        ports.store().forEach(stored -> {
            toRestore.addLong(stored.sessionId());
            return true;
        });
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
        ipoe.onClientMessage(trunkIndex, vlanStack, srcMac, dstAddress, buffer, offset, length, !restoring);
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
     * One turn: what waited, timers, sweeps, the reading of counters.
     *
     * @return how much was done; 0 is idle
     */
    public int onDutyCycle() {
        final long nowNs = ports.clock().nowNs();
        int work = dataPlane.onDutyCycle() + replies.onDutyCycle();
        if (restoring) {
            return work + restore(nowNs);
        }
        work += reconfiguration.onDutyCycle() + sessions.onDutyCycle(nowNs) + lines.sweep(nowNs) + server.onTick(nowNs)
                + relay.onTick(nowNs);
        if (nowNs >= nextCountersNs && ports.dataPlane().readCounters()) {
            nextCountersNs = nowNs + configuration.countersIntervalNs();
            work++;
        }
        return work;
    }

    private int restore(final long nowNs) {
        int count = 0;
        while (count < RESTORES_PER_CYCLE && !toRestore.isEmpty() && dataPlane.admits()) {
            final long sessionId = toRestore.removeAt(toRestore.size() - 1);
            if (sessionTable.get(sessionId, record)) {
                if (restore(record, nowNs)) {
                    restored.increment();
                } else {
                    notRestored.increment();
                    sessionTable.remove(sessionId);
                }
            }
            count++;
        }
        if (toRestore.isEmpty()) {
            restoring = false;
            dataPlane.restoreComplete();
        }
        return count + 1;
    }

    private boolean restore(final SessionRecordFlyweight stored, final long nowNs) {
        if (stored.state() == SessionState.ENDING || stored.leaseExpiryNs() <= nowNs) {
            ports.events().onSessionEvent(EventSink.Kind.SESSION_DHCP_DOWN,
                    stored.state(SessionState.ENDING).terminateCause(
                            stored.terminateCause() == TerminateCause.NONE ? TerminateCause.LOST_SERVICE : stored.terminateCause()));
            return false;
        }
        final int trunkIndex = configuration.trunkIndex(stored.trunk());
        final AccessLine line = trunkIndex < 0 ? null : lines.restore(trunkIndex, stored.vlanStack(), nowNs);
        if (line == null) {
            ports.events().onSessionEvent(EventSink.Kind.SESSION_DHCP_DOWN,
                    stored.state(SessionState.ENDING).terminateCause(TerminateCause.ADMIN_RESET));
            return false;
        }
        final Subscriber subscriber = subscribers.admit(line, stored.mac(), nowNs);
        if (subscriber == null || subscriber.sessionId != 0) {
            return false;
        }
        if ((stored.flags() & SessionRecordFlyweight.FLAG_RELAYED) == 0) {
            server.leases().restore(stored.ipv4(), line, stored.mac(), stored.buffer(), stored.clientIdOffset(), stored.clientIdLength(),
                    stored.leaseExpiryNs());
        }
        sessions.restore(subscriber, stored);
        return true;
    }

    private void releaseLease(final SessionRecordFlyweight ended, final AccessLine line) {
        if ((ended.flags() & SessionRecordFlyweight.FLAG_RELAYED) == 0) {
            server.leases().release(ended.ipv4(), line.lineId());
        }
    }

    @Override
    public void onLineUp(final int lineId, final int error) {
        lines.onLineUp(lineId, error, ports.clock().nowNs());
    }

    @Override
    public void onLineGone(final int lineId, final boolean byOther) {
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
    public void onTrunk(final int trunkIndex, final boolean up) {
        if (up) {
            // A trunk that was down took the routes of its lines with it.
            subscribers.forEachWithSession(subscriber -> {
                if (subscriber.line.trunkIndex() == trunkIndex) {
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
        if (subscribers.bySession(sessionId) == null || !sessionTable.get(sessionId, record)) {
            return false;
        }
        sessionTable.update(record.downBitsPerSecond(downBitsPerSecond).upBitsPerSecond(upBitsPerSecond));
        dataPlane.sessionChange(sessionId);
        return true;
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
        final AccessLine line = restoring ? null : lines.admit(trunkIndex, vlanStack, ports.clock().nowNs());
        return line != null && ipoe.onReportedLease(line, mac, address, leaseSeconds);
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
        if (restoring) {
            throw new ConfigurationConsumer.RefusedException("sessions of the run before are still being restored: try again in a moment");
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
        lineTable.reconfigure(to);
        server.reconfigure(to);
        localUsers.replace(to.users());
        lines.reconfigure(shortestIdleNs(to), nowNs);
        reconfiguration.begin(configuration, to);
        configuration = to;
    }

    /** @return whether sessions of an earlier run are still being restored; new subscribers wait */
    public boolean isRestoring() {
        return restoring;
    }

    /** @return whether no session's end is still waiting for the data plane */
    public boolean isQuiet() {
        return sessions.endingCount() == 0 && dataPlane.isEmpty();
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

    /** @return the DHCP relay, for its servers' state */
    public DhcpRelay dhcpRelay() {
        return relay;
    }
}
