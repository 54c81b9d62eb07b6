package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLineTable;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.dhcp.AddressAssigner;
import io.athenabng.core.dhcp.LeaseTable;
import io.athenabng.core.ppp.PppSession;
import io.athenabng.core.pppoe.DiscoveryReplies;
import io.athenabng.core.pppoe.PppoeCounters;
import io.athenabng.core.radius.access.RadiusAccess;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import java.security.SecureRandom;
import java.util.Locale;
import org.agrona.DirectBuffer;

/** PPPoE as the rest of the gateway sees it. Owned by the session agent. */
public final class PppoeGateway {
    /** A session as it stands, for people. */
    public record View(
            long id, int pppoeSessionId, long mac, String line, String group, String phase, String authentication, int mtu, boolean ipv4,
            boolean ipv6, String serviceName, String agentCircuitId, String agentRemoteId, long agentRateUp, long agentRateDown,
            int address, long startedNs, int trunkIndex, long vlanStack) {
    }

    /** Takes sessions. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * A session.
         *
         * @param view how it stands
         */
        void onSession(View view);
    }

    private final PppoeClients clients;
    private final PppoeAccess access;
    private final PppoeDiscovery discovery;
    private final PppoeAuthentication authentication;
    private final AddressAssigner addresses;

    PppoeGateway(
            final RunningConfiguration configuration, final GatewayPorts ports, final AccessLineTable lineTable, final LineLifecycle lines,
            final SessionTable table, final SubscriberTable subscribers, final SessionLifecycle sessions, final DataPlaneQueue dataPlane,
            final LeaseTable leases, final RadiusAccess radiusAccess) {
        final SecureRandom random = new SecureRandom();
        final PppoeCounters counters = new PppoeCounters(ports.counters());
        final DiscoveryReplies replies = new DiscoveryReplies(ports.frames(), counters, 1);
        clients = new PppoeClients(random.nextInt() & Integer.MAX_VALUE);
        addresses = new AddressAssigner(configuration, leases);
        authentication = new PppoeAuthentication(
                configuration, ports, table, subscribers, sessions, clients, counters, addresses, radiusAccess);
        access = new PppoeAccess(ports, table, sessions, dataPlane, replies, counters, clients, authentication,
                random.nextLong(), random.nextLong());
        discovery = new PppoeDiscovery(configuration, ports, lineTable, lines, dataPlane, replies, counters, clients, access,
                random.nextLong(), random.nextLong());
    }

    void onDiscovery(final int trunkIndex, final long vlanStack, final long srcMac, final long dstMac, final DirectBuffer buffer,
            final int offset, final int length, final SessionRestoration restoration) {
        discovery.onPacket(trunkIndex, vlanStack, srcMac, dstMac, buffer, offset, length, restoration);
    }

    void onSessionFrame(final int trunkIndex, final long vlanStack, final long srcMac, final int pppoeSessionId) {
        discovery.onSessionFrame(trunkIndex, vlanStack, srcMac, pppoeSessionId);
    }

    void onLineUp(final int lineId, final int error) {
        access.onLineUp(lineId, error);
    }

    void onLineRemoved(final int lineId) {
        access.onLineRemoved(lineId);
    }

    void onChannelOpen(final long channelId, final int error) {
        access.onChannelOpen(channelId, error);
    }

    void onPppFrame(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        access.onPppFrame(channelId, protocol, buffer, offset, length);
    }

    void onChannelLost(final long channelId, final int error) {
        access.onChannelLost(channelId, error);
    }

    void restore(final Subscriber subscriber, final SessionRecordFlyweight stored) {
        access.restore(subscriber, stored);
    }

    int onDutyCycle(final long nowNs) {
        return access.onDutyCycle(nowNs);
    }

    /** Works with another configuration from now on: clients that are there keep what they negotiated. The lease table has it already. */
    void reconfigure(final RunningConfiguration to) {
        authentication.reconfigure(to);
        addresses.reconfigure(to);
        discovery.reconfigure(to);
    }

    /** Whether every restored session's channel was asked for. */
    boolean isAdopted() {
        return access.isAdopted();
    }

    boolean isQuiet() {
        return access.isQuiet();
    }

    /** @return how many PPPoE sessions there are, from PADS on */
    public int sessionCount() {
        return clients.size();
    }

    /**
     * Visits every session, those that are not authenticated yet too.
     *
     * @param visitor takes them
     */
    public void forEach(final Visitor visitor) {
        clients.forEach(client -> visitor.onSession(view(client)));
    }

    /**
     * A session.
     *
     * @param id its number
     * @return how it stands; null if there is none
     */
    public View session(final long id) {
        final PppoeClient client = clients.get(id);
        return client == null ? null : view(client);
    }

    private static View view(final PppoeClient client) {
        final PppSession ppp = client.ppp;
        return new View(client.id, client.pppoeSessionId, client.mac, client.line.logicalName(), client.line.group().name(),
                ppp.phase().name().toLowerCase(Locale.ROOT), ppp.method() == null ? "none"
                : ppp.method().name().toLowerCase(Locale.ROOT).replace('_', '-'), ppp.mtu(), ppp.isIpv4Open(), ppp.isIpv6Open(),
                client.serviceName, client.accessLine.circuitId(), client.accessLine.remoteId(), client.accessLine.rateUp(),
                client.accessLine.rateDown(), client.address, client.startedNs, client.line.trunkIndex(),
                client.line.vlanStack());
    }
}
