package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.auth.LocalUsers;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.PppoeSettings;
import io.athenabng.core.config.RadiusAccessSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.dhcp.AddressAssigner;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.port.Authenticator;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.ppp.PppSession;
import io.athenabng.core.pppoe.AccessLineInfo;
import io.athenabng.core.pppoe.PppoeCounters;
import io.athenabng.core.pppoe.PppoeRefusal;
import io.athenabng.core.radius.access.RadiusAccess;
import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Who a PPPoE client is, and what becomes of the answer: an address, a session, and only when the data plane delivers the Ack or Success
 * that the client waits for.
 */
final class PppoeAuthentication implements Authenticator.Listener {
    /** Tells PPPoE's requests apart from IPoE's, which are counted from 1. */
    static final long CORRELATION = 1L << 62;

    private static final int DNS_MAX = 2;

    private final GatewayPorts ports;
    private final SessionTable table;
    private final SubscriberTable subscribers;
    private final SessionLifecycle sessions;
    private final PppoeClients clients;
    private final PppoeCounters counters;
    private final AddressAssigner addresses;
    private final UserNames names;
    private final Grant grant = new Grant();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final UnsafeBuffer attributes = new UnsafeBuffer(new byte[512]);
    private final UnsafeBuffer stored = new UnsafeBuffer(new byte[SessionAttributesFlyweight.MAX_LENGTH]);
    private final SessionAttributesFlyweight attributeList = new SessionAttributesFlyweight();
    private final LongArrayList found = new LongArrayList();
    private final AtomicCounter accepted;
    private final AtomicCounter rejected;
    private final AtomicCounter undecided;
    private final AtomicCounter noAddress;
    private final LocalUsers local;
    private final Authenticator radius;

    PppoeAuthentication(
            final RunningConfiguration configuration, final GatewayPorts ports, final SessionTable table, final SubscriberTable subscribers,
            final SessionLifecycle sessions, final PppoeClients clients, final PppoeCounters counters, final AddressAssigner addresses,
            final RadiusAccess radiusAccess) {
        this.ports = ports;
        this.table = table;
        this.subscribers = subscribers;
        this.sessions = sessions;
        this.clients = clients;
        this.counters = counters;
        this.addresses = addresses;
        local = new LocalUsers(configuration.users(), this);
        radius = radiusAccess.authenticator(this);
        names = new UserNames(configuration);
        accepted = ports.counters().counter("pppoe.authentication.accepted", "PPPoE clients that authentication accepted");
        rejected = ports.counters().counter("pppoe.authentication.rejected", "PPPoE clients that authentication refused");
        undecided = ports.counters().counter(
                "pppoe.authentication.undecided", "PPPoE clients of whom nobody could say who they are; they may try again");
        noAddress = ports.counters().counter("pppoe.refused.no_address", "PPPoE clients for whom there is no address");
    }

    /** Whether clients of a group must say who they are. */
    static boolean isNeeded(final AccessGroupSettings group) {
        return group.authentication() != AccessGroupSettings.Authentication.NONE;
    }

    /** Asks who a client is, with what it said. */
    void ask(final PppoeClient client, final AuthenticationQuery query) {
        final AccessLine line = client.line;
        query.correlationId = CORRELATION | client.id;
        query.groupIndex = line.groupIndex();
        query.encapsulation = SessionRecordFlyweight.ENCAPSULATION_PPPOE;
        query.sessionId = client.id;
        query.mac = client.mac;
        query.trunkIndex = line.trunkIndex();
        query.vlanStack = line.vlanStack();
        query.circuitId = names.circuitId(line, client.mac);
        query.agentCircuitId = client.accessLine.circuitId();
        query.accessLine = client.accessLine.characteristics();
        query.remoteId = client.accessLine.remoteId().isEmpty() ? names.remoteId(line, client.mac) : client.accessLine.remoteId();
        query.hostName = client.serviceName;
        query.requestedAddress = client.address;
        query.reauthentication = client.granted;
        if (!isNeeded(line.group())) {
            accept(client, SubscriberProfile.groupDefaults(names.userName(line, client.mac, query)));
            return;
        }
        client.askedName = query.userName;
        final Authenticator asked = line.group().authentication() == AccessGroupSettings.Authentication.LOCAL ? local : radius;
        if (!asked.authenticate(query)) {
            onUnavailable(query.correlationId);
        }
    }

    private PppoeClient waiting(final long correlationId) {
        final PppoeClient client = clients.get(correlationId & ~CORRELATION);
        return client == null || client.ppp.phase() != PppSession.Phase.DECIDE ? null : client;
    }

    @Override
    public void onAccept(final long correlationId, final SubscriberProfile profile) {
        final PppoeClient client = waiting(correlationId);
        if (client != null) {
            accept(client, profile);
        }
    }

    @Override
    public void onReject(final long correlationId, final String message) {
        final PppoeClient client = waiting(correlationId);
        if (client != null) {
            rejected.increment();
            client.ppp.rejected(message);
        }
    }

    @Override
    public void onUnavailable(final long correlationId) {
        final PppoeClient client = waiting(correlationId);
        if (client == null) {
            return;
        }
        // MS-CHAPv2's proof to the client can only come from who knows the password.
        if (client.line.group().radius().onUnavailable() == RadiusAccessSettings.OnUnavailable.ADMIT
                && client.ppp.method() != PppoeSettings.Method.MS_CHAP_V2) {
            accept(client, SubscriberProfile.groupDefaults(client.askedName));
        } else {
            undecided.increment();
            client.ppp.undecided();
        }
    }

    private void accept(final PppoeClient client, final SubscriberProfile profile) {
        if (client.granted) {
            // It negotiated its link anew: its session goes on, if it is still the same one.
            if (!client.profile.userName().equals(profile.userName())) {
                rejected.increment();
                client.ppp.rejected("another user has this session");
            } else {
                client.profile = profile;
                tell(client);
            }
            return;
        }
        accepted.increment();
        if (!makeRoom(client, profile)) {
            counters.refused(PppoeRefusal.SINGLE_SESSION);
            client.ppp.rejected("this user has a session");
            return;
        }
        client.address = addresses.assign(client.line, client.mac, profile, ports.clock().nowNs());
        if (client.address == AddressAssigner.NO_ADDRESS) {
            noAddress.increment();
            client.ppp.rejected("no address is available");
            return;
        }
        client.profile = profile;
        client.granted = true;
        if (!grant(client)) {
            client.granted = false;
            table.putAttributes(client.id, attributes, 0, 0);
            client.ppp.rejected("the session cannot be made");
        }
    }

    /** Ends what stands against the session; false if the group's policy is to refuse it instead. */
    private boolean makeRoom(final PppoeClient client, final SubscriberProfile profile) {
        final PppoeSettings.SingleSession policy = client.line.group().pppoe().singleSession();
        if (policy != PppoeSettings.SingleSession.OFF) {
            found.clear();
            for (long id = table.firstByUserName(profile.userName()); id != SessionTable.NO_SESSION; id = table.nextByUserName(id)) {
                if (table.get(id, record) && record.state() != SessionState.ENDING) {
                    found.addLong(id);
                }
            }
            if (!found.isEmpty() && policy == PppoeSettings.SingleSession.REFUSE) {
                return false;
            }
            for (int i = 0; i < found.size(); i++) {
                sessions.end(found.getLong(i), TerminateCause.PORT_PREEMPTED);
            }
        }
        final Subscriber known = subscribers.find(client.line, client.mac);
        if (known != null && known.sessionId != 0) {
            sessions.end(known.sessionId, TerminateCause.PORT_PREEMPTED);
        }
        final long holder = table.findByAddress(profile.address());
        if (holder != SessionTable.NO_SESSION) {
            sessions.end(holder, TerminateCause.PORT_PREEMPTED);
        }
        return true;
    }

    private boolean grant(final PppoeClient client) {
        final Subscriber subscriber = subscribers.admit(client.line, client.mac, ports.clock().nowNs());
        if (subscriber == null) {
            return false;
        }
        subscriber.leaveGarden();
        subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        subscriber.profile = client.profile;
        subscriber.provisional = false;
        subscriber.userName = client.profile.userName();
        subscriber.pppoe = true;
        grant.sessionId = client.id;
        grant.encapsulation = SessionRecordFlyweight.ENCAPSULATION_PPPOE;
        grant.pppoeSessionId = client.pppoeSessionId;
        grant.mtu = client.ppp.mtu();
        grant.ipv4 = client.address;
        grant.leaseSeconds = -1;
        grant.hasAttributes = putAttributes(client);
        return sessions.onGrant(subscriber, grant, Subscriber.NO_SLOT);
    }

    /** What the access node said of the line lives as long as the session. */
    private boolean putAttributes(final PppoeClient client) {
        attributeList.begin(attributes, 0, attributes.capacity());
        append(SessionAttributesFlyweight.AGENT_CIRCUIT_ID, client.accessLine.circuitId());
        append(SessionAttributesFlyweight.AGENT_REMOTE_ID, client.accessLine.remoteId());
        append(SessionAttributesFlyweight.ACCESS_LINE, client.accessLine.characteristics());
        return attributeList.length() > 0 && table.putAttributes(client.id, attributes, 0, attributeList.length());
    }

    private void append(final int type, final String text) {
        append(type, text.getBytes(StandardCharsets.UTF_8));
    }

    private void append(final int type, final byte[] octets) {
        if (octets.length > 0) {
            attributeList.append(type, new UnsafeBuffer(octets), 0, octets.length);
        }
    }

    /** What the access node had said of the line of a session of before a restart. */
    AccessLineInfo accessLine(final long sessionId) {
        final String[] texts = {"", ""};
        byte[] characteristics = {};
        attributeList.wrap(stored, 0, Math.max(0, table.getAttributes(sessionId, stored, 0)));
        while (attributeList.next()) {
            switch (attributeList.type()) {
                case SessionAttributesFlyweight.AGENT_CIRCUIT_ID -> texts[0] = attributeList.text();
                case SessionAttributesFlyweight.AGENT_REMOTE_ID -> texts[1] = attributeList.text();
                case SessionAttributesFlyweight.ACCESS_LINE -> {
                    characteristics = new byte[attributeList.valueLength()];
                    attributeList.buffer().getBytes(attributeList.valueOffset(), characteristics);
                }
                default -> { }
            }
        }
        return new AccessLineInfo(texts[0], texts[1], characteristics);
    }

    /** The client may know: its session delivers. */
    static void tell(final PppoeClient client) {
        if (!client.delivering || client.profile == null) {
            return;
        }
        final SubscriberProfile.Extras extras = client.profile.extras();
        final List<Integer> dns = extras.dns().isEmpty() ? client.line.group().pppoe().dns() : extras.dns();
        client.ppp.authenticated(client.address, client.line.group().gateway(), dns.isEmpty() ? 0 : dns.getFirst(),
                dns.size() < DNS_MAX ? 0 : dns.get(1), extras.msChapV2Response(), extras.message());
    }

    /** Works with another configuration from now on: other local users, other User-Names. */
    void reconfigure(final RunningConfiguration to) {
        names.reconfigure(to);
        local.replace(to.users());
    }
}
