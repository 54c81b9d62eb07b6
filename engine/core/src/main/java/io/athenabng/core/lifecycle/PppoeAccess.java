package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.PppoeSettings;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.port.PppChannels;
import io.athenabng.core.ppp.PppContext;
import io.athenabng.core.ppp.PppSession;
import io.athenabng.core.pppoe.AccessLineInfo;
import io.athenabng.core.pppoe.DiscoveryReplies;
import io.athenabng.core.pppoe.PppoeCounters;
import io.athenabng.core.pppoe.PppoeRefusal;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.wire.pppoe.PppoeDiscoveryParser;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayQueue;

/**
 * PPPoE sessions: what {@link PppoeDiscovery} admits gets a channel, and PPP over it; what {@link PppoeAuthentication} accepts becomes a
 * session. A session ends in this order: the client is told by LCP, the data plane takes it down, PADT, the channel is closed.
 */
final class PppoeAccess implements PppChannels.Listener, PppLinks {
    private static final int KIND_SHIFT = 60;
    private static final long ID_MASK = (1L << KIND_SHIFT) - 1;
    private static final long CLOSE = 1;
    private static final long NETWORK = 2;
    private static final int ADOPTIONS_PER_CYCLE = 256;
    private static final int IPV4_BIT = 1;
    private static final int IPV6_BIT = 2;

    private final GatewayPorts ports;
    private final PppChannels channels;
    private final SessionTable table;
    private final SessionLifecycle sessions;
    private final DataPlaneQueue dataPlane;
    private final DiscoveryReplies replies;
    private final PppoeCounters counters;
    private final PppContext context;
    private final PppoeClients clients;
    private final PppoeAuthentication authentication;
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    /** Work for the data plane that found no room, or waits for other work to go first. */
    private final LongArrayQueue waiting = new LongArrayQueue();
    /** Sessions of before a restart whose channel is still to be taken back: each waits for its own line. */
    private final LongArrayQueue adopting = new LongArrayQueue();

    PppoeAccess(
            final GatewayPorts ports, final SessionTable table, final SessionLifecycle sessions, final DataPlaneQueue dataPlane,
            final DiscoveryReplies replies, final PppoeCounters counters, final PppoeClients clients, final PppoeAuthentication decisions,
            final long key0, final long key1) {
        this.ports = ports;
        this.channels = ports.pppChannels();
        this.table = table;
        this.sessions = sessions;
        this.dataPlane = dataPlane;
        this.replies = replies;
        this.counters = counters;
        this.clients = clients;
        this.authentication = decisions;
        context = new PppContext(ports.clock(), channels, ports.counters(), new PppEvents(decisions), key0, key1);
        sessions.pppLinks(this);
    }

    /** What PPP tells. */
    private final class PppEvents implements PppSession.Listener {
        private final PppoeAuthentication decisions;

        PppEvents(final PppoeAuthentication decisions) {
            this.decisions = decisions;
        }

        @Override
        public void onCredentials(final PppSession session, final AuthenticationQuery query) {
            final PppoeClient client = clients.get(session.channelId());
            decisions.ask(client, query);
        }

        @Override
        public void onNetwork(final PppSession session, final int protocol, final boolean up) {
            final PppoeClient client = clients.get(session.channelId());
            final int bit = protocol == PppSession.IPV4 ? IPV4_BIT : IPV6_BIT;
            client.networks = up ? client.networks | bit : client.networks & ~bit;
            addWork(NETWORK, client.id);
            if (protocol == PppSession.IPV6) {
                noteIpv6(client, up);
            }
            if (up && protocol == PppSession.IPV4 && client.granted) {
                sessions.onNetworkOpen(client.id);
            }
        }

        @Override
        public void onTerminating(final PppSession session, final TerminateCause cause) {
            final PppoeClient client = clients.get(session.channelId());
            if (client.granted) {
                client.granted = false;
                sessions.end(client.id, cause);
            }
        }

        @Override
        public void onFinished(final PppSession session) {
            finish(clients.get(session.channelId()));
        }
    }

    /** A PADR that is good: begins a session. */
    void begin(
            final AccessLine line, final long mac, final PppoeDiscoveryParser packet, final DirectBuffer buffer, final long requestHash) {
        final PppoeSettings settings = line.group().pppoe();
        final int pppoeSessionId = clients.nextSessionId(line);
        final byte[] confirmation = pppoeSessionId == PppoeClients.NO_ID ? null : replies.confirmation(
                settings, line.trunkIndex(), line.vlanStack(), mac, packet, buffer, pppoeSessionId);
        if (confirmation == null) {
            counters.refused(PppoeRefusal.NO_SESSION_ID);
            return;
        }
        final long id = table.nextSessionId();
        final PppSession ppp = new PppSession(context, settings, id, PppoeAuthentication.isNeeded(line.group()),
                DiscoveryReplies.linkMru(settings, packet));
        final byte[] service = new byte[packet.serviceNameLength()];
        buffer.getBytes(packet.serviceNameOffset(), service);
        final PppoeClient client = new PppoeClient(line, mac, id, pppoeSessionId, ppp,
                AccessLineInfo.read(buffer, packet.accessLineOffset(), packet.accessLineLength()),
                new String(service, StandardCharsets.UTF_8), requestHash, confirmation, ports.clock().nowNs());
        clients.add(client);
        counters.active.setRelease(clients.size());
        if (line.state() == AccessLine.State.UP) {
            open(client);
        }
    }

    private void open(final PppoeClient client) {
        if (!channels.open(client.id, client.line.lineId(), client.pppoeSessionId, client.mac, client.restored)) {
            counters.refused(PppoeRefusal.BUSY);
            forget(client);
            return;
        }
        client.channel = PppoeClient.Channel.OPENING;
    }

    /** The same PADR again: the same answer, if there is one already. */
    void repeat(final PppoeClient client) {
        if (client.channel == PppoeClient.Channel.OPEN && client.confirmation != null) {
            replies.confirm(client.line.trunkIndex(), client.confirmation, true);
        }
    }

    /** The client says that its session is over, or began a new one. */
    void endByClient(final PppoeClient client, final TerminateCause cause) {
        client.tellEnd = false;
        client.ppp.endWithoutPeer(cause);
    }

    void onLineUp(final int lineId, final int error) {
        PppoeClient each = clients.first(lineId);
        while (each != null) {
            final PppoeClient next = each.next;
            if (each.channel == PppoeClient.Channel.WAITS_FOR_LINE) {
                if (error == 0) {
                    open(each);
                } else {
                    counters.refused(PppoeRefusal.LINE_FAILED);
                    replies.revoke(each.line.trunkIndex(), each.line.vlanStack(), each.mac, each.confirmation, "the line is not available");
                    forget(each);
                }
            }
            each = next;
        }
    }

    /** The line is gone for good: clients that were not authenticated yet. */
    void onLineRemoved(final int lineId) {
        PppoeClient each = clients.first(lineId);
        while (each != null) {
            final PppoeClient next = each.next;
            each.ppp.endWithoutPeer(TerminateCause.LOST_CARRIER);
            each = next;
        }
    }

    @Override
    public void onChannelOpen(final long channelId, final int error) {
        final PppoeClient client = clients.get(channelId);
        if (client == null || client.channel != PppoeClient.Channel.OPENING) {
            return;
        }
        if (error != 0) {
            client.channel = PppoeClient.Channel.CLOSED;
            counters.refused(PppoeRefusal.CHANNEL_FAILED);
            if (client.restored) {
                client.ppp.endWithoutPeer(TerminateCause.LOST_CARRIER);
            } else {
                replies.revoke(client.line.trunkIndex(), client.line.vlanStack(), client.mac, client.confirmation,
                        "the session cannot be made");
                forget(client);
            }
            return;
        }
        client.channel = PppoeClient.Channel.OPEN;
        if (client.endsBy != null) {
            client.ppp.terminate(client.endsBy);
        } else if (client.restored) {
            client.ppp.restart();
        } else {
            replies.confirm(client.line.trunkIndex(), client.confirmation, false);
            client.ppp.start();
        }
    }

    @Override
    public void onPppFrame(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        final PppoeClient client = clients.get(channelId);
        if (client != null && client.channel == PppoeClient.Channel.OPEN) {
            client.line.touch(ports.clock().nowNs());
            client.ppp.onFrame(protocol, buffer, offset, length);
        }
    }

    @Override
    public void onChannelLost(final long channelId, final int error) {
        final PppoeClient client = clients.get(channelId);
        if (client != null) {
            counters.channelsLost.increment();
            client.ppp.endWithoutPeer(TerminateCause.LOST_CARRIER);
        }
    }

    @Override
    public void onSessionUp(final long sessionId) {
        final PppoeClient client = clients.get(sessionId);
        if (client != null) {
            client.delivering = true;
            if (client.restored) {
                client.networks |= client.ipv6 ? IPV4_BIT | IPV6_BIT : IPV4_BIT;
                addWork(NETWORK, client.id);
            } else {
                PppoeAuthentication.tell(client);
            }
        }
    }

    @Override
    public void onSessionEnding(final long sessionId, final TerminateCause cause) {
        final PppoeClient client = clients.get(sessionId);
        if (client != null) {
            client.granted = false;
            client.delivering = false;
            if (isAdopting(client)) {
                // Its client is told over the channel, when that is there.
                client.endsBy = cause;
            } else {
                client.ppp.terminate(cause);
            }
        }
    }

    @Override
    public void onActivity(final long sessionId) {
        final PppoeClient client = clients.get(sessionId);
        if (client != null) {
            client.ppp.onActivity();
        }
    }

    /** Takes back a session of before a restart: first its channel, then its session in the data plane. */
    void restore(final Subscriber subscriber, final SessionRecordFlyweight stored) {
        final PppoeSettings settings = subscriber.line.group().pppoe();
        final PppSession ppp = new PppSession(context, settings, stored.sessionId(), PppoeAuthentication.isNeeded(subscriber.line.group()),
                Math.max(PppoeSettings.STANDARD_MTU, stored.mtu()));
        final PppoeClient client = new PppoeClient(subscriber.line, stored.mac(), stored.sessionId(), stored.pppoeSessionId(), ppp,
                authentication.accessLine(stored.sessionId()), "", 0, null, stored.startNs());
        client.restored = true;
        client.granted = true;
        client.profile = subscriber.profile;
        client.address = stored.ipv4();
        client.channel = PppoeClient.Channel.OPENING;
        clients.add(client);
        counters.active.setRelease(clients.size());
        client.ipv6 = (stored.flags() & SessionRecordFlyweight.FLAG_IPV6) != 0;
        ppp.restore(stored.ipv4(), subscriber.line.group().gateway(), stored.mtu(), client.ipv6);
        if (!adopt(client)) {
            adopting.addLong(client.id);
        }
    }

    /** Over a restart it is known what was open. */
    private void noteIpv6(final PppoeClient client, final boolean up) {
        if (client.ipv6 != up && client.granted && table.get(client.id, record)) {
            client.ipv6 = up;
            SessionProfiles.flag(record, SessionRecordFlyweight.FLAG_IPV6, up);
            table.update(record);
        }
    }

    private void finish(final PppoeClient client) {
        if (client.tellEnd) {
            replies.terminate(client.line, client.mac, client.pppoeSessionId, "");
        }
        forget(client);
    }

    private void forget(final PppoeClient client) {
        clients.remove(client);
        counters.active.setRelease(clients.size());
        if (client.channel == PppoeClient.Channel.OPEN || client.channel == PppoeClient.Channel.OPENING) {
            addWork(CLOSE, client.id);
        }
        client.channel = PppoeClient.Channel.CLOSED;
    }

    private void addWork(final long kind, final long id) {
        final long work = kind << KIND_SHIFT | id;
        if (!waiting.isEmpty() || !hand(work)) {
            waiting.addLong(work);
        }
    }

    private boolean hand(final long work) {
        final long id = work & ID_MASK;
        if (work >>> KIND_SHIFT == CLOSE) {
            // Of a session that is up, the taking down comes first.
            return dataPlane.isEmpty() && channels.close(id);
        }
        final PppoeClient client = clients.get(id);
        if (client == null) {
            return true;
        }
        return tell(client, IPV4_BIT, PppSession.IPV4) && tell(client, IPV6_BIT, PppSession.IPV6);
    }

    /** The channel of a session of before a restart, once its line is there; lines come up side by side. */
    private boolean adopt(final PppoeClient client) {
        final AccessLine.State line = client.line.state();
        if (line == AccessLine.State.NEW || line == AccessLine.State.CREATING) {
            return false;
        }
        if (line != AccessLine.State.UP) {
            counters.refused(PppoeRefusal.LINE_FAILED);
            client.channel = PppoeClient.Channel.CLOSED;
            client.ppp.endWithoutPeer(TerminateCause.LOST_CARRIER);
            return true;
        }
        if (!channels.open(client.id, client.line.lineId(), client.pppoeSessionId, client.mac, true)) {
            return false;
        }
        sessions.restoreDataPlane(client.id);
        return true;
    }

    private boolean tell(final PppoeClient client, final int bit, final int protocol) {
        final int wanted = client.networks & bit;
        if (wanted != (client.networksTold & bit)) {
            if (!channels.networkUp(client.id, protocol, wanted != 0)) {
                return false;
            }
            client.networksTold = client.networksTold & ~bit | wanted;
        }
        return true;
    }

    int onDutyCycle(final long nowNs) {
        int count = 0;
        while (!waiting.isEmpty() && hand(waiting.peekLong())) {
            waiting.pollLong();
            count++;
        }
        for (int i = Math.min(adopting.size(), ADOPTIONS_PER_CYCLE); i > 0; i--) {
            final PppoeClient client = clients.get(adopting.pollLong());
            if (client == null || adopt(client)) {
                count++;
            } else {
                adopting.addLong(client.id);
            }
        }
        return count + context.onDutyCycle(nowNs) + replies.onDutyCycle(nowNs);
    }

    boolean isAdopted() {
        return adopting.isEmpty();
    }

    /** Whether a session of before a restart has not got its channel back yet. */
    boolean isAdopting(final PppoeClient client) {
        return client.restored && client.channel == PppoeClient.Channel.OPENING;
    }

    boolean isQuiet() {
        return waiting.isEmpty() && adopting.isEmpty();
    }
}
