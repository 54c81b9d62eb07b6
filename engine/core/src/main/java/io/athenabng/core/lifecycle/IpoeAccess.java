package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.ClientWords;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.core.config.RadiusAccessSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.dhcp.DhcpMalformedCounters;
import io.athenabng.core.dhcp.DhcpOutcome;
import io.athenabng.core.dhcp.DhcpRelay;
import io.athenabng.core.dhcp.DhcpServer;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.radius.access.RadiusAccess;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a DHCP client's message does: its line, its authentication, then the server or the relay, then the session. No Offer leaves before
 * authentication has accepted; no ACK leaves before the data plane delivers.
 */
final class IpoeAccess implements IpoeAuthentication.Client {
    private static final System.Logger LOG = System.getLogger(IpoeAccess.class.getName());
    private static final int REPLY_MAX = Math.max(DhcpServer.MAX_REPLY_LENGTH, DhcpRelay.MAX_REPLY_LENGTH);

    private final EngineClock clock;
    private final LineLifecycle lines;
    private final SubscriberTable subscribers;
    private final SessionLifecycle sessions;
    private final DataPlaneQueue dataPlane;
    private final ReplySender replies;
    private final DhcpServer server;
    private final DhcpRelay relay;
    private final UserNames userNames;
    private final DhcpParser parser = new DhcpParser();
    private final DhcpOutcome outcome = new DhcpOutcome();
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[REPLY_MAX]);
    private final Grant grant = new Grant();
    private final IpoeAuthentication authentication;

    private final DhcpMalformedCounters malformed;
    private final AtomicCounter received;
    private final AtomicCounter macMismatch;
    private final AtomicCounter lineFull;
    private final AtomicCounter pppoeSession;
    private final AtomicCounter busy;
    private final AtomicCounter restoring;
    private final AtomicCounter foreignLease;
    private final AtomicCounter forgotten;
    private final AtomicCounter framedAddress;

    IpoeAccess(
            final RunningConfiguration configuration, final GatewayPorts ports, final LineLifecycle lines,
            final SubscriberTable subscribers, final SessionLifecycle sessions, final DataPlaneQueue dataPlane, final ReplySender replies,
            final DhcpServer server, final DhcpRelay relay, final DhcpMalformedCounters malformed, final SessionLimits limits,
            final RadiusAccess radius) {
        this.clock = ports.clock();
        this.lines = lines;
        this.subscribers = subscribers;
        this.sessions = sessions;
        this.dataPlane = dataPlane;
        this.replies = replies;
        this.server = server;
        this.relay = relay;
        this.userNames = new UserNames(configuration);
        this.malformed = malformed;
        final CounterRegistry counters = ports.counters();
        received = counters.counter("dhcp.received", "DHCP messages from clients");
        macMismatch = counters.counter("dhcp.refused.chaddr_mismatch", "DHCP messages whose chaddr is not the frame's source MAC");
        lineFull = counters.counter("dhcp.refused.line_full", "DHCP messages from clients beyond the line's subscribers-per-line");
        pppoeSession = counters.counter("dhcp.refused.pppoe_session", "DHCP messages from clients that have a PPPoE session");
        busy = counters.counter("dhcp.refused.busy", "DHCP messages dropped because the data plane or authentication is behind");
        foreignLease = counters.counter(
                "dhcp.refused.foreign_lease", "Releases and Declines of an address that the client has no session for");
        forgotten = counters.counter(
                "dhcp.refused.forgotten", "DHCP servers' answers to clients that were forgotten in between: too many MACs on their line");
        framedAddress = counters.counter("radius.access.framed_address_mismatch",
                "Leases of outside DHCP servers that were not the Framed-IP-Address");
        authentication = new IpoeAuthentication(configuration, ports, subscribers, sessions, limits, radius, this, busy);
        sessions.reauthentication(authentication::askAgain);
        restoring = counters.counter("dhcp.refused.restoring", "DHCP messages dropped because their line's sessions were not restored yet");
    }

    /** A message from a client, UDP payload only. */
    void onClientMessage(
            final int trunkIndex, final long vlanStack, final long srcMac, final int dstAddress, final DirectBuffer buffer,
            final int offset, final int length, final SessionRestoration restoration) {
        received.increment();
        final int reason = parser.parse(buffer, offset, length, DhcpFlyweight.BOOTREQUEST);
        if (reason != DhcpMalformedReason.NONE) {
            malformed.increment(reason);
            return;
        }
        final long mac = parser.header().chaddr();
        if (mac != srcMac && parser.header().giaddr() == 0) {
            macMismatch.increment();
            return;
        }
        if (!restoration.isReady(trunkIndex, vlanStack)) {
            restoring.increment();
            return;
        }
        final long nowNs = clock.nowNs();
        final AccessLine line = lines.admit(trunkIndex, vlanStack, nowNs);
        if (line == null) {
            return;
        }
        final Subscriber subscriber = admit(line, mac, nowNs);
        if (subscriber != null && authentication.authenticated(
                subscriber, parser, srcMac, dstAddress, buffer, offset, length)) {
            decide(subscriber, srcMac, dstAddress);
        }
    }

    private Subscriber admit(final AccessLine line, final long mac, final long nowNs) {
        final Subscriber known = subscribers.find(line, mac);
        final int limit = line.group().subscribersPerLine();
        if (known != null && known.pppoe) {
            // A device that tries both: the session that it authenticated for is the one that it has.
            pppoeSession.increment();
            return null;
        }
        if ((known == null || known.sessionId == 0) && limit > 1 && line.sessionCount() >= limit) {
            lineFull.increment();
            return null;
        }
        if (known == null || known.sessionId == 0) {
            if (!dataPlane.admits() || !replies.canHold()) {
                busy.increment();
                return null;
            }
        }
        final Subscriber subscriber = subscribers.admit(line, mac, nowNs);
        if (subscriber == null) {
            lineFull.increment();
        }
        return subscriber;
    }

    /** When a restored subscriber that was admitted, or is in the walled garden, is asked for again. */
    void restored(final Subscriber subscriber) {
        if (subscriber.garden || subscriber.provisional) {
            authentication.askLater(subscriber);
        }
    }

    @Override
    public void serve(
            final Subscriber subscriber, final DirectBuffer buffer, final int offset, final int length, final long srcMac,
            final int dstAddress) {
        if (parser.parse(buffer, offset, length, DhcpFlyweight.BOOTREQUEST) == DhcpMalformedReason.NONE) {
            decide(subscriber, srcMac, dstAddress);
        }
    }

    @Override
    public void refuse(
            final Subscriber subscriber, final DirectBuffer buffer, final int offset, final int length, final long srcMac) {
        if (subscriber.line.group().onReject() == AccessGroupSettings.OnReject.NAK
                && parser.parse(buffer, offset, length, DhcpFlyweight.BOOTREQUEST) == DhcpMalformedReason.NONE
                && parser.messageType() == DhcpMessageType.REQUEST) {
            server.refuse(subscriber.line, parser, srcMac, reply, 0, outcome);
            if (outcome.hasReply()) {
                sendReply(subscriber);
            }
        }
    }

    private void decide(final Subscriber subscriber, final long srcMac, final int dstAddress) {
        final AccessLine line = subscriber.line;
        if (subscriber.service.dhcp().mode() == DhcpSettings.Mode.SERVER) {
            server.onClientMessage(line, subscriber.serviceIndex, parser, srcMac, subscriber.profile, reply, 0, outcome);
        } else if (endsForeignLease(subscriber)) {
            foreignLease.increment();
            return;
        } else {
            relay.onClientMessage(line, parser, srcMac, dstAddress != Ipv4Address.BROADCAST, outcome);
        }
        act(subscriber);
    }

    /** Whether the message would make a DHCP server end a lease that this client does not hold here: its MAC may be borrowed. */
    private boolean endsForeignLease(final Subscriber subscriber) {
        final int type = parser.messageType();
        if (parser.header().giaddr() != 0 || type != DhcpMessageType.RELEASE && type != DhcpMessageType.DECLINE) {
            return false;
        }
        final int address = type == DhcpMessageType.RELEASE
                ? parser.header().ciaddr() : parser.options().intValue(DhcpOption.REQUESTED_ADDRESS, 0);
        return !sessions.holds(subscriber, address);
    }

    /** A message from a DHCP server to the relay agent. */
    void onServerMessage(
            final int giaddr, final int serverAddress, final DirectBuffer buffer, final int offset, final int length) {
        relay.onServerMessage(giaddr, serverAddress, buffer, offset, length, reply, 0, outcome);
        if (outcome.kind == DhcpOutcome.Kind.DROP) {
            return;
        }
        final Subscriber subscriber = admit(outcome.line, outcome.clientMac, clock.nowNs());
        if (subscriber == null) {
            return;
        }
        if (subscriber.authentication != Subscriber.Authentication.ACCEPTED) {
            // It was forgotten since its message went to the server; its next message is authenticated anew.
            forgotten.increment();
            return;
        }
        act(subscriber);
    }

    private void act(final Subscriber subscriber) {
        switch (outcome.kind) {
            case OFFER:
            case NAK:
            case ACK_INFORM:
            case FORWARD:
                if (mayHave(subscriber)) {
                    sendReply(subscriber);
                }
                break;
            case ACK_BIND:
                if (mayHave(subscriber)) {
                    bind(subscriber);
                }
                break;
            case RELEASED:
                endAt(subscriber, TerminateCause.USER_REQUEST);
                break;
            case DECLINED:
                endAt(subscriber, TerminateCause.USER_ERROR);
                break;
            case DROP:
            case RELAYED:
            default:
                break;
        }
    }

    /** Whether the client may have what an outside server offers or gives: it need not be the Framed-IP-Address. */
    private boolean mayHave(final Subscriber subscriber) {
        final SubscriberProfile profile = subscriber.profile;
        if (subscriber.service.dhcp().mode() != DhcpSettings.Mode.RELAY || profile == null || profile.address() == 0
                || outcome.address == 0 || outcome.address == profile.address()) {
            return true;
        }
        framedAddress.increment();
        LOG.log(System.Logger.Level.INFO, "{0} was given {1}, not the Framed-IP-Address {2}", MacAddress.toString(subscriber.mac),
                Ipv4Address.toString(outcome.address), Ipv4Address.toString(profile.address()));
        return subscriber.line.group().radius().framedAddressMismatch() == RadiusAccessSettings.Mismatch.LOG;
    }

    private void endAt(final Subscriber subscriber, final TerminateCause cause) {
        if (subscriber.sessionId != 0) {
            sessions.end(subscriber.sessionId, cause);
        }
    }

    private void bind(final Subscriber subscriber) {
        grant.ipv4 = outcome.address;
        grant.leaseSeconds = (int) outcome.leaseSeconds;
        grant.serverId = outcome.serverId;
        grant.clientIdLength = outcome.clientIdLength;
        grant.clientId = outcome.clientId();
        grant.relayed = subscriber.service.dhcp().mode() == DhcpSettings.Mode.RELAY;
        final int slot = replies.hold(subscriber.line, reply, 0, outcome.replyLength, outcome.destinationMac,
                subscriber.service.gateway(), outcome.destinationAddress, outcome.destinationPort);
        if (slot != MessageSlots.NONE) {
            sessions.onGrant(subscriber, grant, slot);
        }
    }

    /** A lease that an outside DHCP server reports; nothing is answered to the client. */
    boolean onReportedLease(final AccessLine line, final long mac, final int address, final int leaseSeconds) {
        final Subscriber subscriber = MacAddress.isMulticast(mac) || mac == 0 ? null : admit(line, mac, clock.nowNs());
        if (subscriber == null) {
            return false;
        }
        if (subscriber.userName.isEmpty()) {
            subscriber.userName = userNames.userName(line, mac, ClientWords.NONE);
        }
        subscriber.leaveGarden();
        subscriber.provisional = false;
        subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        subscriber.profile = SubscriberProfile.groupDefaults(subscriber.userName);
        grant.ipv4 = address;
        grant.leaseSeconds = leaseSeconds;
        grant.serverId = 0;
        grant.clientIdLength = 0;
        grant.relayed = true;
        return sessions.onGrant(subscriber, grant, Subscriber.NO_SLOT);
    }

    private void sendReply(final Subscriber subscriber) {
        replies.send(subscriber.line, reply, 0, outcome.replyLength, outcome.destinationMac, subscriber.service.gateway(),
                outcome.destinationAddress, outcome.destinationPort);
    }

    /** Works with another configuration from now on. */
    void reconfigure(final RunningConfiguration to) {
        userNames.reconfigure(to);
        authentication.reconfigure(to);
    }
}
