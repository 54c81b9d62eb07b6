package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.auth.LocalUsers;
import io.athenabng.core.config.AccessGroupSettings.Authentication;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.RadiusAccessSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.port.Authenticator;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.radius.access.RadiusAccess;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpParser;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Authentication of DHCP clients: whom the group asks, the message that waits meanwhile, and what follows from the answer.
 *
 * <pre>
 *   accepted      served by the group with the profile of the answer
 *   rejected      told nothing or NAK; or served by the group's walled garden, and asked for again from time to time
 *   nobody says   asked for with its next message; or served with the group's defaults, and asked for again from time to time
 * </pre>
 *
 * A session goes on while it is authenticated anew.
 */
final class IpoeAuthentication implements Authenticator.Listener {
    private static final int PARKED_MESSAGES = 4_096;
    /** A parked message: source MAC (8), destination address (4), reserved (4), then the DHCP message. */
    private static final int PARKED_HEADER = 16;
    /** A rejected client that begins again at once, as after a NAK, does not ask the servers each time. */
    private static final long REJECTED_NS = 3_000_000_000L;
    /** Those who were admitted together are not asked for together: up to a quarter of the time earlier. */
    private static final int SPREAD = 4;
    private static final long SPREAD_MASK = 0xffff;

    /** Serves clients whose authentication is decided. */
    interface Client {
        /** The message that waited is served. */
        void serve(Subscriber subscriber, DirectBuffer buffer, int offset, int length, long srcMac, int dstAddress);

        /** The message that waited is refused. */
        void refuse(Subscriber subscriber, DirectBuffer buffer, int offset, int length, long srcMac);
    }

    private RunningConfiguration configuration;
    private final EngineClock clock;
    private final SubscriberTable subscribers;
    private final SessionLifecycle sessions;
    private final SessionLimits limits;
    private final Client client;
    private final LocalUsers local;
    private final Authenticator radius;
    private final UserNames names;
    private final AuthenticationQuery query = new AuthenticationQuery();
    private final MessageSlots parked = new MessageSlots(PARKED_MESSAGES);
    private final UnsafeBuffer word = new UnsafeBuffer(new byte[AuthenticationQuery.SECRET_MAX]);
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private long nextAuthenticationId = 1;

    private final AtomicCounter busy;
    private final AtomicCounter rejected;
    private final AtomicCounter gardened;
    private final AtomicCounter unavailable;
    private final AtomicCounter provisional;
    private final AtomicCounter again;

    IpoeAuthentication(
            final RunningConfiguration configuration, final GatewayPorts ports, final SubscriberTable subscribers,
            final SessionLifecycle sessions, final SessionLimits limits, final RadiusAccess radiusAccess, final Client client,
            final AtomicCounter busy) {
        this.configuration = configuration;
        this.clock = ports.clock();
        this.subscribers = subscribers;
        this.sessions = sessions;
        this.limits = limits;
        this.client = client;
        this.busy = busy;
        local = new LocalUsers(configuration.users(), this);
        radius = radiusAccess.authenticator(this);
        names = new UserNames(configuration);
        final CounterRegistry counters = ports.counters();
        rejected = counters.counter("auth.rejected", "Clients that authentication refused");
        gardened = counters.counter("auth.walled_garden", "Rejected clients that are served in their group's walled garden");
        unavailable = counters.counter("auth.unavailable", "Clients that were not served because nobody could say who they are");
        provisional = counters.counter("auth.provisional", "Clients that were admitted because nobody could say who they are");
        again = counters.counter("auth.again", "Subscribers that were authenticated anew");
    }

    /** Whether the subscriber may be served now; if it must be asked for first, the message waits and is served or refused later. */
    boolean authenticated(
            final Subscriber subscriber, final DhcpParser parser, final long srcMac, final int dstAddress, final DirectBuffer buffer,
            final int offset, final int length) {
        if (subscriber.authentication == Subscriber.Authentication.ACCEPTED && isOverdue(subscriber)) {
            // It has no session that a timer would look after.
            subscriber.authentication = Subscriber.Authentication.NONE;
        }
        switch (subscriber.authentication) {
            case ACCEPTED:
                return true;
            case ASKING:
                // The message that waits is served; the client's repetition adds nothing.
                return false;
            case REJECTED:
                if (clock.nowNs() < subscriber.rejectedUntilNs) {
                    client.refuse(subscriber, buffer, offset, length, srcMac);
                    return false;
                }
                return first(subscriber, parser, srcMac, dstAddress, buffer, offset, length);
            case NONE:
            default:
                return first(subscriber, parser, srcMac, dstAddress, buffer, offset, length);
        }
    }

    private boolean isOverdue(final Subscriber subscriber) {
        return subscriber.sessionId == 0 && subscriber.reauthenticateAtNs != 0 && clock.nowNs() >= subscriber.reauthenticateAtNs;
    }

    private boolean first(
            final Subscriber subscriber, final DhcpParser parser, final long srcMac, final int dstAddress, final DirectBuffer buffer,
            final int offset, final int length) {
        fill(subscriber, parser);
        subscriber.askedName = names.userName(subscriber.line, subscriber.mac, query);
        subscriber.userName = subscriber.askedName;
        query.userName = subscriber.askedName;
        subscriber.leaveGarden();
        subscriber.provisional = false;
        subscriber.reauthenticateAtNs = 0;
        if (subscriber.line.group().authentication() == Authentication.NONE) {
            subscriber.profile = SubscriberProfile.groupDefaults(subscriber.userName);
            subscriber.authentication = Subscriber.Authentication.ACCEPTED;
            return true;
        }
        final int slot = parked.take(PARKED_HEADER + length);
        if (slot == MessageSlots.NONE) {
            busy.increment();
            return false;
        }
        final int at = parked.offset(slot);
        parked.buffer().putLong(at, srcMac);
        parked.buffer().putInt(at + Long.BYTES, dstAddress);
        parked.buffer().putBytes(at + PARKED_HEADER, buffer, offset, length);
        subscriber.parkedSlot = slot;
        if (!ask(subscriber)) {
            subscriber.authentication = Subscriber.Authentication.NONE;
            unpark(subscriber);
            busy.increment();
        }
        // The answer serves the parked message, perhaps it already has.
        return false;
    }

    private boolean ask(final Subscriber subscriber) {
        subscribers.asked(subscriber, nextAuthenticationId++);
        query.correlationId = subscriber.authenticationId;
        final Authenticator authenticator = subscriber.line.group().authentication() == Authentication.RADIUS ? radius : local;
        if (authenticator.authenticate(query)) {
            return true;
        }
        subscribers.answered(query.correlationId);
        return false;
    }

    /** Authenticates a subscriber anew whose session goes on meanwhile; whether that has begun. */
    boolean askAgain(final Subscriber subscriber) {
        if (subscriber.askedAgain || subscriber.authentication != Subscriber.Authentication.ACCEPTED
                || subscriber.line.group().authentication() == Authentication.NONE) {
            return subscriber.askedAgain;
        }
        fill(subscriber, null);
        query.reauthentication = true;
        if (subscriber.pppoe) {
            // Its password is not kept: only who has given a State may have it asked for again, and that is enough (RFC 5176 section 3.2).
            query.encapsulation = SessionRecordFlyweight.ENCAPSULATION_PPPOE;
            subscriber.askedName = subscriber.userName;
        }
        query.state(subscriber.radiusState);
        if (sessions.read(subscriber, record)) {
            query.sessionId = record.sessionId();
            query.acctSessionId = record.acctSessionId();
            query.requestedAddress = record.ipv4();
            query.clientIdLength = record.clientIdLength();
            record.buffer().getBytes(record.clientIdOffset(), query.clientId, 0, query.clientIdLength);
        }
        if (subscriber.askedName.isEmpty()) {
            // After a restart. What the client said then is not known any more; its User-Name is.
            subscriber.askedName = names.asksClient(subscriber.line)
                    ? subscriber.userName : names.userName(subscriber.line, subscriber.mac, query);
        }
        query.userName = subscriber.askedName;
        subscriber.askedAgain = true;
        final boolean asked = ask(subscriber);
        // An authenticator may have answered already; if not, the subscriber stays accepted.
        if (subscriber.authentication == Subscriber.Authentication.ASKING) {
            subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        }
        if (asked) {
            again.increment();
        } else {
            subscriber.askedAgain = false;
        }
        return asked;
    }

    private void fill(final Subscriber subscriber, final DhcpParser parser) {
        final AccessLine line = subscriber.line;
        query.clear();
        query.groupIndex = line.groupIndex();
        query.encapsulation = SessionRecordFlyweight.ENCAPSULATION_IPOE;
        query.mac = subscriber.mac;
        query.trunkIndex = line.trunkIndex();
        query.vlanStack = line.vlanStack();
        query.circuitId = names.circuitId(line, subscriber.mac);
        query.remoteId = names.remoteId(line, subscriber.mac);
        if (parser != null) {
            query.hostName = word(parser, DhcpOption.HOST_NAME);
            query.vendorClass = word(parser, DhcpOption.VENDOR_CLASS);
            query.clientIdLength = Math.max(0, parser.options().copyValue(DhcpOption.CLIENT_IDENTIFIER, word, 0, word.capacity()));
            word.getBytes(0, query.clientId, 0, query.clientIdLength);
            query.requestedAddress = parser.options().intValue(DhcpOption.REQUESTED_ADDRESS, parser.header().ciaddr());
        }
    }

    private String word(final DhcpParser parser, final int option) {
        final int length = parser.options().copyValue(option, word, 0, word.capacity());
        return length <= 0 ? "" : word.getStringWithoutLengthAscii(0, length);
    }

    private void unpark(final Subscriber subscriber) {
        if (subscriber.parkedSlot != Subscriber.NO_SLOT) {
            parked.free(subscriber.parkedSlot);
            subscriber.parkedSlot = Subscriber.NO_SLOT;
        }
    }

    /** The subscriber of an answer; null if it is gone. */
    private Subscriber answered(final long correlationId) {
        final Subscriber subscriber = subscribers.answered(correlationId);
        if (subscriber != null && subscribers.find(subscriber.line, subscriber.mac) != subscriber) {
            unpark(subscriber);
            return null;
        }
        return subscriber;
    }

    private boolean endAskedAgain(final Subscriber subscriber) {
        final boolean wasAskedAgain = subscriber.askedAgain;
        subscriber.askedAgain = false;
        if (wasAskedAgain && subscriber.authentication == Subscriber.Authentication.ASKING) {
            subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        }
        return wasAskedAgain;
    }

    @Override
    public void onAccept(final long correlationId, final SubscriberProfile profile) {
        final Subscriber subscriber = answered(correlationId);
        if (subscriber == null) {
            return;
        }
        if (endAskedAgain(subscriber)) {
            subscriber.reauthenticateAtNs = 0;
            subscriber.provisional = false;
            sessions.authorise(subscriber, profile);
            return;
        }
        if (!limits.admit(subscriber, profile.userName())) {
            reject(subscriber);
            return;
        }
        subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        subscriber.profile = profile;
        subscriber.userName = profile.userName();
        serveParked(subscriber);
    }

    private void serveParked(final Subscriber subscriber) {
        final int slot = subscriber.parkedSlot;
        if (slot != Subscriber.NO_SLOT) {
            final int at = parked.offset(slot);
            client.serve(subscriber, parked.buffer(), at + PARKED_HEADER, parked.length(slot) - PARKED_HEADER,
                    parked.buffer().getLong(at), parked.buffer().getInt(at + Long.BYTES));
        }
        unpark(subscriber);
    }

    @Override
    public void onReject(final long correlationId, final String message) {
        final Subscriber subscriber = answered(correlationId);
        if (subscriber == null) {
            return;
        }
        if (endAskedAgain(subscriber)) {
            askLater(subscriber);
            sessions.unauthorise(subscriber);
            return;
        }
        reject(subscriber);
    }

    private void reject(final Subscriber subscriber) {
        rejected.increment();
        final int garden = subscriber.line.group().radius().gardenGroup();
        if (garden >= 0) {
            gardened.increment();
            subscriber.enterGarden(garden, configuration.accessGroups().get(garden));
            admit(subscriber);
            return;
        }
        subscriber.authentication = Subscriber.Authentication.REJECTED;
        subscriber.rejectedUntilNs = subscriber.line.group().authentication() == Authentication.RADIUS ? clock.nowNs() + REJECTED_NS : 0;
        final int slot = subscriber.parkedSlot;
        if (slot != Subscriber.NO_SLOT) {
            final int at = parked.offset(slot);
            client.refuse(subscriber, parked.buffer(), at + PARKED_HEADER, parked.length(slot) - PARKED_HEADER,
                    parked.buffer().getLong(at));
        }
        unpark(subscriber);
    }

    /** With what the serving group says, until it is asked for again. */
    private void admit(final Subscriber subscriber) {
        subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        subscriber.profile = SubscriberProfile.groupDefaults(subscriber.askedName);
        subscriber.userName = subscriber.askedName;
        askLater(subscriber);
        serveParked(subscriber);
    }

    /** Sets the time of the next question. */
    void askLater(final Subscriber subscriber) {
        final AccessGroupSettings group = subscriber.line.group();
        final long afterNs = group.radius().reauthenticateAfterNs();
        final long spread = (subscriber.mac * 0x9e37_79b9_7f4a_7c15L >>> 32) & SPREAD_MASK;
        subscriber.reauthenticateAtNs = clock.nowNs() + afterNs - afterNs / SPREAD / (SPREAD_MASK + 1) * spread;
    }

    @Override
    public void onUnavailable(final long correlationId) {
        final Subscriber subscriber = answered(correlationId);
        if (subscriber == null) {
            return;
        }
        final boolean admits = subscriber.line.group().radius().onUnavailable() == RadiusAccessSettings.OnUnavailable.ADMIT;
        if (endAskedAgain(subscriber)) {
            askLater(subscriber);
            sessions.onNobodySays(subscriber, admits);
        } else if (admits) {
            provisional.increment();
            subscriber.provisional = true;
            admit(subscriber);
        } else {
            subscriber.authentication = Subscriber.Authentication.NONE;
            unpark(subscriber);
            unavailable.increment();
        }
    }

    /** Works with another configuration from now on: other local users, other walled gardens. */
    void reconfigure(final RunningConfiguration to) {
        configuration = to;
        names.reconfigure(to);
        local.replace(to.users());
    }
}
