package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.ClientWords;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.wire.ethernet.MacAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Sessions that an outside PPP server has and reports: here they are shaped and accounted for, there they begin and end. An interface has
 * one session; one that it had before has ended without a report. Owned by the session agent.
 */
final class OutsideAccess {
    private final GatewayPorts ports;
    private final SessionTable table;
    private final SubscriberTable subscribers;
    private final SessionLifecycle sessions;
    private final LineLifecycle lines;
    private final UserNames names;
    private final Map<String, Long> byInterface = new HashMap<>();
    private final Map<String, UserSettings> users = new HashMap<>();
    private final Grant grant = new Grant();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final SessionAttributesFlyweight attributes = new SessionAttributesFlyweight();
    private final UnsafeBuffer list = new UnsafeBuffer(new byte[SessionAttributesFlyweight.MAX_LENGTH]);
    private final AtomicCounter reported;
    private final AtomicCounter refused;

    OutsideAccess(final RunningConfiguration configuration, final GatewayPorts ports, final SessionTable table,
            final SubscriberTable subscribers, final SessionLifecycle sessions, final LineLifecycle lines) {
        this.ports = ports;
        this.table = table;
        this.subscribers = subscribers;
        this.sessions = sessions;
        this.lines = lines;
        names = new UserNames(configuration);
        reported = ports.counters().counter("session.outside.reported", "Sessions that an outside PPP server reported");
        refused = ports.counters().counter("session.outside.refused", "Sessions of an outside PPP server that were not taken over");
        reconfigure(configuration);
    }

    /** Works with another configuration from now on: other local users, other User-Names. */
    void reconfigure(final RunningConfiguration to) {
        names.reconfigure(to);
        users.clear();
        to.users().forEach(user -> users.put(user.name().toLowerCase(Locale.ROOT), user));
    }

    /**
     * Takes a session over, or finds that it was before.
     *
     * @return its number; {@link SessionTable#NO_SESSION} if it was refused
     */
    long up(final OutsideSession session) {
        final long nowNs = ports.clock().nowNs();
        reported.increment();
        final AccessLine line = MacAddress.isMulticast(session.mac()) || session.mac() == 0
                ? null : lines.outside(session.trunkIndex(), session.vlanStack(), nowNs);
        final Subscriber subscriber = line == null || line.isRetired() ? null : subscribers.admit(line, session.mac(), nowNs);
        if (subscriber == null) {
            refused.increment();
            return SessionTable.NO_SESSION;
        }
        final String userName = session.userName().isEmpty()
                ? names.userName(line, session.mac(), ClientWords.NONE) : session.userName();
        if (isSame(subscriber, session, userName)) {
            return subscriber.sessionId;
        }
        if (subscriber.sessionId != 0) {
            sessions.end(subscriber.sessionId, TerminateCause.PORT_PREEMPTED);
        }
        final Long before = byInterface.get(session.at().name());
        if (before != null) {
            sessions.end(before, TerminateCause.LOST_CARRIER);
        }
        return begin(subscriber, session, userName);
    }

    private boolean isSame(final Subscriber subscriber, final OutsideSession session, final String userName) {
        return sessions.read(subscriber, record) && record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP
                && record.ipv4() == session.ipv4() && subscriber.userName.equals(userName)
                && session.at().equals(OutsideInterfaceAttribute.read(table, record.sessionId(), list));
    }

    private long begin(final Subscriber subscriber, final OutsideSession session, final String userName) {
        subscriber.leaveGarden();
        subscriber.provisional = false;
        subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        subscriber.profile = profile(session, userName);
        subscriber.userName = userName;
        subscriber.pppoe = true;
        grant.sessionId = table.nextSessionId();
        grant.encapsulation = SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP;
        grant.ipv4 = session.ipv4();
        grant.leaseSeconds = -1;
        grant.relayed = true;
        attributes.begin(list, 0, list.capacity());
        grant.hasAttributes = OutsideInterfaceAttribute.append(attributes, session.at())
                && table.putAttributes(grant.sessionId, list, 0, attributes.length());
        if (!grant.hasAttributes || !sessions.onGrant(subscriber, grant, Subscriber.NO_SLOT)) {
            table.putAttributes(grant.sessionId, list, 0, 0);
            subscriber.pppoe = false;
            refused.increment();
            return SessionTable.NO_SESSION;
        }
        byInterface.put(session.at().name(), grant.sessionId);
        return grant.sessionId;
    }

    /** What the server says, then what the users say of that name, then what the group says. */
    private SubscriberProfile profile(final OutsideSession session, final String userName) {
        final UserSettings user = users.get(userName.toLowerCase(Locale.ROOT));
        final long down = session.downBitsPerSecond() != UserSettings.UNSET || user == null
                ? session.downBitsPerSecond() : user.downBitsPerSecond();
        final long up = session.upBitsPerSecond() != UserSettings.UNSET || user == null
                ? session.upBitsPerSecond() : user.upBitsPerSecond();
        return new SubscriberProfile(userName, down, up, session.ipv4(), "", 0);
    }

    /**
     * The session of an interface, if it is the one that is meant.
     *
     * @param name the interface
     * @param mac  its subscriber; 0 is any
     * @param ipv4 its address; 0 is any
     * @return its number, or {@link SessionTable#NO_SESSION}
     */
    long find(final String name, final long mac, final int ipv4) {
        final Long id = byInterface.get(name);
        if (id == null || !table.get(id, record) || record.state() == SessionState.ENDING || mac != 0 && record.mac() != mac
                || ipv4 != 0 && record.ipv4() != ipv4) {
            return SessionTable.NO_SESSION;
        }
        return id;
    }

    /** Whether an outside PPP server has a session. */
    boolean has(final long sessionId) {
        return table.get(sessionId, record) && record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP;
    }

    /**
     * A session's server says that it has ended, and what it counted; the interface may be gone already.
     *
     * @param upOctets   octets from the subscriber; 0 if it does not say
     * @param downOctets octets to the subscriber
     */
    void down(final long sessionId, final TerminateCause cause, final long upOctets, final long downOctets) {
        if (table.get(sessionId, record)) {
            table.update(record.upOctets(Math.max(upOctets, record.upOctets()))
                    .downOctets(Math.max(downOctets, record.downOctets())));
            sessions.end(sessionId, cause);
        }
    }

    /** A session of before a restart goes on. */
    void restored(final long sessionId) {
        final OutsideInterface at = OutsideInterfaceAttribute.read(table, sessionId, list);
        if (at != null) {
            byInterface.put(at.name(), sessionId);
        }
    }

    /** A session ends. */
    void onSessionEnding(final long sessionId) {
        final OutsideInterface at = OutsideInterfaceAttribute.read(table, sessionId, list);
        if (at != null) {
            byInterface.remove(at.name(), sessionId);
        }
    }
}
