package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.EventSink;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.radius.accounting.SessionAccounting;
import io.athenabng.core.radius.dynamic.DynamicRequestHandler;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.core.timer.KeyedTimers;
import java.util.Locale;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Sessions from the granted lease to the end: the store, the data plane, the held reply, the timers, the events.
 *
 * <pre>
 *   lease granted ──► STARTING ──► UP ──► ENDING ──► gone
 *                        │ kernel says no     ▲
 *                        └────────────────────┘
 * </pre>
 */
final class SessionLifecycle {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int EXPIRIES_PER_CYCLE = 64;
    /** How long an answer is waited for, or nothing was asked because there was no room, before it is looked at again. */
    private static final long ASKED_NS = 10 * NS_PER_SECOND;

    /** Takes an address back when its session has ended. */
    @FunctionalInterface
    interface LeaseReleaser {
        void release(SessionRecordFlyweight record, AccessLine line);
    }

    private RunningConfiguration configuration;
    private final GatewayPorts ports;
    private final SessionTable sessions;
    private final SubscriberTable subscribers;
    private final DataPlaneQueue dataPlane;
    private final ReplySender replies;
    private final LeaseReleaser leases;
    private final SessionProfiles profiles;
    private final SessionLimits limits;
    private final SessionAccounting accounting;
    private final SessionChanges changes = new SessionChanges();
    private DynamicRequestHandler dynamic;
    private final KeyedTimers timers;
    private Reauthentication reauthentication;
    private final Long2ObjectHashMap<Ending> ending = new Long2ObjectHashMap<>();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final LongArrayList found = new LongArrayList();

    private PppLinks links;
    private OutsideAccess outside;
    private SessionRestoration restoration;
    private int up;

    private final AtomicCounter started;
    private final AtomicCounter active;
    private final AtomicCounter ended;
    private final AtomicCounter renewed;
    private final AtomicCounter storeFull;
    private final AtomicCounter dataPlaneRefused;
    private final AtomicCounter moved;
    private final AtomicCounter[] endedByCause = new AtomicCounter[TerminateCause.values().length];

    private record Ending(SessionRecordFlyweight record, AccessLine line) {
    }

    SessionLifecycle(
            final RunningConfiguration configuration, final GatewayPorts ports, final SessionTable sessions,
            final SubscriberTable subscribers, final DataPlaneQueue dataPlane, final ReplySender replies, final LeaseReleaser leases,
            final SessionLimits limits, final SessionAccounting accounting) {
        this.configuration = configuration;
        this.ports = ports;
        this.sessions = sessions;
        this.subscribers = subscribers;
        this.dataPlane = dataPlane;
        this.replies = replies;
        this.leases = leases;
        this.limits = limits;
        this.accounting = accounting;
        this.profiles = new SessionProfiles(configuration, sessions);
        this.timers = new KeyedTimers(ports.clock().nowNs(), EXPIRIES_PER_CYCLE, this::onTimer);
        started = ports.counters().counter("session.started", "Sessions that came up");
        active = ports.counters().counter("session.active", "Sessions that exist now");
        ended = ports.counters().counter("session.ended", "Sessions that ended");
        renewed = ports.counters().counter("session.renewed", "Lease renewals");
        storeFull = ports.counters().counter("session.refused.store_full", "Sessions refused because the store is full");
        dataPlaneRefused = ports.counters().counter("session.refused.data_plane", "Sessions that the data plane refused");
        moved = ports.counters().counter("session.moved", "Sessions ended because their client appeared on another line");
        for (final TerminateCause cause : TerminateCause.values()) {
            if (cause != TerminateCause.NONE) {
                endedByCause[cause.ordinal()] = ports.counters().counter(
                        "session.ended." + cause.name().toLowerCase(Locale.ROOT), "Sessions that ended by " + cause.label());
            }
        }
    }

    void pppLinks(final PppLinks with) {
        links = with;
    }

    void outside(final OutsideAccess with) {
        outside = with;
    }

    void restoration(final SessionRestoration with) {
        restoration = with;
    }

    void reauthentication(final Reauthentication with) {
        reauthentication = with;
    }

    void reconfigure(final RunningConfiguration to) {
        configuration = to;
        profiles.reconfigure(to);
    }

    void dynamic(final DynamicRequestHandler with) {
        dynamic = with;
    }

    /**
     * A lease was granted: begins the session, or renews it.
     *
     * @param heldSlot the reply that waits for the data plane; {@link Subscriber#NO_SLOT} if there is none
     * @return whether there is a session now; if not the held reply was discarded
     */
    boolean onGrant(final Subscriber subscriber, final Grant grant, final int heldSlot) {
        final long nowNs = ports.clock().nowNs();
        if (subscriber.sessionId != 0 && sessions.get(subscriber.sessionId, record)) {
            if (record.ipv4() == grant.ipv4 && record.encapsulation() == grant.encapsulation) {
                renew(subscriber, grant, heldSlot, nowNs);
                return true;
            }
            end(subscriber.sessionId, TerminateCause.USER_REQUEST);
            subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        }
        fill(subscriber, grant, nowNs);
        if (!limits.admit(subscriber, subscriber.userName)) {
            discard(heldSlot);
            leases.release(record, subscriber.line);
            return false;
        }
        endOthers(subscriber, grant);
        if (!profiles.store(record, subscriber.profile) || sessions.insert(record) != SessionTable.Result.DONE) {
            storeFull.increment();
            sessions.putAttributes(record.sessionId(), record.buffer(), 0, 0);
            discard(heldSlot);
            leases.release(record, subscriber.line);
            return false;
        }
        subscribers.bindSession(subscriber, record.sessionId());
        subscriber.line.sessionAdded();
        active.setRelease(subscribers.sessionCount());
        subscriber.heldSlot = heldSlot;
        schedule(subscriber, record, nowNs);
        dataPlane.sessionUp(record.sessionId(), false);
        return true;
    }

    private void renew(final Subscriber subscriber, final Grant grant, final int heldSlot, final long nowNs) {
        final long previousDeadlineNs = SessionDeadlines.deadlineNs(record);
        record.leaseSeconds(grant.leaseSeconds).leaseExpiryNs(SessionDeadlines.expiryNs(nowNs, grant.leaseSeconds))
                .dhcpServerId(grant.serverId);
        sessions.update(record);
        renewed.increment();
        if (SessionDeadlines.deadlineNs(record) < previousDeadlineNs) {
            schedule(subscriber, record, nowNs);
        }
        if (heldSlot != Subscriber.NO_SLOT) {
            if (subscriber.up) {
                replies.release(heldSlot);
            } else {
                discard(subscriber.heldSlot);
                subscriber.heldSlot = heldSlot;
            }
        }
    }

    /** Ends what stands against the new session: the same client elsewhere, another client at its address or on its 1:1 line. */
    private void endOthers(final Subscriber subscriber, final Grant grant) {
        found.clear();
        for (long id = sessions.firstByMac(subscriber.mac); id != SessionTable.NO_SESSION; id = sessions.nextByMac(id)) {
            found.addLong(id);
        }
        // The built-in server has one lease for a client, which has moved; an outside server may have given several.
        final boolean stay = grant.relayed && subscriber.line.group().radius().sessionsPerMac() > 0;
        for (int i = 0; i < found.size() && !stay; i++) {
            if (end(found.getLong(i), TerminateCause.PORT_PREEMPTED)) {
                moved.increment();
            }
        }
        final long holder = sessions.findByAddress(grant.ipv4);
        if (holder != SessionTable.NO_SESSION) {
            end(holder, TerminateCause.LOST_SERVICE);
        }
        if (subscriber.line.group().subscribersPerLine() == 1) {
            found.clear();
            for (Subscriber each = subscribers.first(subscriber.line); each != null; each = each.next) {
                if (each.sessionId != 0) {
                    found.addLong(each.sessionId);
                }
            }
            for (int i = 0; i < found.size(); i++) {
                end(found.getLong(i), TerminateCause.PORT_PREEMPTED);
            }
        }
    }

    private void fill(final Subscriber subscriber, final Grant grant, final long nowNs) {
        final AccessLine line = subscriber.line;
        record.clear().sessionId(grant.sessionId == 0 ? sessions.nextSessionId() : grant.sessionId).vlanStack(line.vlanStack())
                .mac(subscriber.mac).ipv4(grant.ipv4).leaseSeconds(grant.leaseSeconds).startNs(nowNs)
                .leaseExpiryNs(SessionDeadlines.expiryNs(nowNs, grant.leaseSeconds)).lastActivityNs(nowNs)
                .state(SessionState.STARTING).encapsulation(grant.encapsulation).pppoeSessionId(grant.pppoeSessionId)
                .flags((grant.relayed ? SessionRecordFlyweight.FLAG_RELAYED : 0)
                        | (grant.hasAttributes ? SessionRecordFlyweight.FLAG_ATTRIBUTES : 0)
                        | (subscriber.garden ? SessionRecordFlyweight.FLAG_GARDEN : 0)
                        | (subscriber.provisional ? SessionRecordFlyweight.FLAG_PROVISIONAL : 0))
                .dhcpServerId(grant.serverId).trunk(configuration.trunks().get(line.trunkIndex()).name())
                .group(line.group().name());
        if (grant.encapsulation == SessionRecordFlyweight.ENCAPSULATION_PPPOE) {
            record.mtu(grant.mtu);
        }
        profiles.authorise(record, subscriber.service, subscriber.profile, nowNs);
        if (grant.encapsulation == SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP) {
            // How long it may last is for its own server to see to.
            record.sessionTimeoutSeconds(0).idleTimeoutSeconds(0);
        }
        if (grant.clientIdLength > 0) {
            record.clientId(grant.clientId, 0, grant.clientIdLength);
        }
    }

    /** The subscriber's session; false if it has none. */
    boolean read(final Subscriber subscriber, final SessionRecordFlyweight into) {
        return subscriber.sessionId != 0 && sessions.get(subscriber.sessionId, into);
    }

    /** Authentication accepted a subscriber anew: its session goes on with what the answer says. */
    void authorise(final Subscriber subscriber, final SubscriberProfile profile) {
        if (!read(subscriber, record)) {
            subscriber.leaveGarden();
            subscriber.profile = profile;
            subscriber.userName = profile.userName();
            return;
        }
        if (subscriber.garden || profile.address() != 0 && profile.address() != record.ipv4()
                && (record.flags() & SessionRecordFlyweight.FLAG_RELAYED) == 0) {
            // What it gets has another address: the client is refused this one when it renews it, and begins again.
            end(subscriber.sessionId, TerminateCause.ADMIN_RESET);
            return;
        }
        final long nowNs = ports.clock().nowNs();
        profiles.authorise(record, subscriber.service, profile, nowNs);
        SessionProfiles.flag(record, SessionRecordFlyweight.FLAG_PROVISIONAL, false);
        put(subscriber, profile, nowNs);
    }

    /** Authentication rejected a subscriber anew. In the walled garden it stays. */
    void unauthorise(final Subscriber subscriber) {
        if (!read(subscriber, record)) {
            subscriber.authentication = subscriber.garden ? subscriber.authentication : Subscriber.Authentication.NONE;
        } else if (subscriber.garden) {
            schedule(subscriber, record, ports.clock().nowNs());
        } else {
            end(subscriber.sessionId, isTimedOut(record) ? TerminateCause.SESSION_TIMEOUT : TerminateCause.ADMIN_RESET);
        }
    }

    /** Nobody could say whether a session may go on. */
    void onNobodySays(final Subscriber subscriber, final boolean goesOn) {
        if (!read(subscriber, record)) {
            return;
        }
        if (isTimedOut(record) && !goesOn) {
            end(subscriber.sessionId, TerminateCause.SESSION_TIMEOUT);
        } else {
            schedule(subscriber, record, ports.clock().nowNs());
        }
    }

    /**
     * Changes a session to what a profile says; what that leaves open stays.
     *
     * @return whether there is such a session, and room for the change; then {@link #onSessionChanged} follows when the data plane has it
     */
    boolean change(final long sessionId, final SubscriberProfile change) {
        final Subscriber subscriber = restoration.subscriber(sessionId);
        if (subscriber == null || !sessions.get(sessionId, record)) {
            return false;
        }
        final long nowNs = ports.clock().nowNs();
        profiles.change(record, change, nowNs);
        return put(subscriber, SessionProfiles.merged(subscriber.profile, change), nowNs);
    }

    /**
     * Changes a session like {@link #change}; if the data plane refuses, everything is as before. One such change of a session is under way
     * at a time.
     *
     * @return whether it was begun; {@link DynamicRequestHandler#onSessionChanged} is told how it ends
     */
    boolean changeWholly(final long sessionId, final SubscriberProfile change) {
        final Subscriber subscriber = restoration.subscriber(sessionId);
        if (subscriber == null || !sessions.get(sessionId, record)) {
            return false;
        }
        changes.begin(sessionId, record, subscriber.profile, dataPlane.changesUnderWay(sessionId));
        if (!change(sessionId, change)) {
            changes.forget(sessionId);
            return false;
        }
        changes.made(record);
        return true;
    }

    /** Takes back what the data plane refused; counters and lease have gone on meanwhile, and rates that somebody else has set stay. */
    private void takeBack(final SessionChanges.Change change) {
        final Subscriber subscriber = subscribers.bySession(change.before.sessionId());
        if (subscriber != null && sessions.get(change.before.sessionId(), record)) {
            change.takeBack(record);
            profiles.store(record, change.profile);
            sessions.update(record);
            subscriber.profile = change.profile;
            schedule(subscriber, record, ports.clock().nowNs());
            accounting.onIntervalChanged(record);
        }
    }

    private boolean put(final Subscriber subscriber, final SubscriberProfile profile, final long nowNs) {
        final boolean sameRoutes = profile.extras().routes().equals(subscriber.profile.extras().routes());
        if (!profiles.store(record, profile) || sessions.update(record) != SessionTable.Result.DONE) {
            storeFull.increment();
            return false;
        }
        subscriber.profile = profile;
        subscriber.userName = profile.userName();
        schedule(subscriber, record, nowNs);
        accounting.onIntervalChanged(record);
        if (!sameRoutes) {
            dataPlane.sessionUp(record.sessionId(), false);
        }
        dataPlane.sessionChange(record.sessionId());
        return true;
    }

    void onSessionUp(final long sessionId, final int error) {
        final Subscriber subscriber = subscribers.bySession(sessionId);
        if (subscriber == null) {
            return;
        }
        if (!sessions.get(sessionId, record)) {
            return;
        }
        if (error != 0) {
            dataPlaneRefused.increment();
            // What an outside server's session was on may go at any time, and before anybody says so.
            end(sessionId, subscriber.up && record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP
                    ? TerminateCause.LOST_CARRIER : TerminateCause.NAS_ERROR);
            return;
        }
        if (subscriber.up) {
            return;
        }
        subscriber.up = true;
        up++;
        if (record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_PPPOE) {
            // It is up when its client has an address; of before a restart, it has.
            if (record.state() == SessionState.UP) {
                announce();
            }
            links.onSessionUp(sessionId);
            return;
        }
        announce();
        if (subscriber.heldSlot != Subscriber.NO_SLOT) {
            replies.release(subscriber.heldSlot);
            subscriber.heldSlot = Subscriber.NO_SLOT;
        }
    }

    /** A PPPoE session's client has its address. */
    void onNetworkOpen(final long sessionId) {
        if (sessions.get(sessionId, record) && record.state() == SessionState.STARTING) {
            announce();
        }
    }

    private void announce() {
        if (record.state() == SessionState.STARTING) {
            sessions.update(record.state(SessionState.UP).flags(record.flags() | SessionRecordFlyweight.FLAG_WAS_UP));
            started.increment();
            ports.events().onSessionEvent(EventSink.Kind.up(record), record);
        }
        accounting.onSessionUp(record);
        dynamic.onSessionUp(record);
    }

    /** Ends a session. Its last counters are read before its data plane goes. */
    boolean end(final long sessionId, final TerminateCause cause) {
        final Subscriber subscriber = restoration.subscriber(sessionId);
        if (subscriber == null) {
            return false;
        }
        final SessionRecordFlyweight last = new SessionRecordFlyweight().allocate();
        if (!sessions.get(sessionId, last)) {
            throw new IllegalStateException("session " + sessionId + " is bound but not in the store");
        }
        last.state(SessionState.ENDING).terminateCause(cause).endNs(ports.clock().nowNs());
        sessions.update(last);
        timers.cancel(sessionId);
        changes.forget(sessionId);
        dynamic.onSessionEnding(sessionId);
        discard(subscriber.heldSlot);
        subscriber.heldSlot = Subscriber.NO_SLOT;
        if (subscriber.up) {
            up--;
        }
        subscribers.unbindSession(subscriber);
        // The next session of this client is authenticated anew.
        subscriber.authentication = Subscriber.Authentication.NONE;
        subscriber.line.sessionRemoved();
        subscriber.line.touch(ports.clock().nowNs());
        active.setRelease(subscribers.sessionCount());
        leases.release(last, subscriber.line);
        ending.put(sessionId, new Ending(last, subscriber.line));
        if (last.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_PPPOE) {
            links.onSessionEnding(sessionId, cause);
        } else if (last.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP) {
            outside.onSessionEnding(sessionId);
        }
        dataPlane.sessionDown(sessionId);
        return true;
    }

    void onSessionDown(
            final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets) {
        final Ending end = ending.remove(sessionId);
        if (end == null) {
            return;
        }
        end.record.upOctets(Math.max(upOctets, end.record.upOctets())).upPackets(Math.max(upPackets, end.record.upPackets()))
                .downOctets(Math.max(downOctets, end.record.downOctets())).downPackets(Math.max(downPackets, end.record.downPackets()));
        ended.increment();
        endedByCause[end.record.terminateCause().ordinal()].increment();
        ports.events().onSessionEvent(EventSink.Kind.down(end.record), end.record);
        sessions.update(end.record);
        if (!accounting.onSessionEnded(end.record)) {
            sessions.remove(sessionId);
        }
        dynamic.onSessionEnded(sessionId);
    }

    void onCounters(final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets) {
        if (!sessions.get(sessionId, record) || record.state() != SessionState.UP) {
            return;
        }
        final long nowNs = ports.clock().nowNs();
        if (upPackets != record.upPackets()) {
            record.lastActivityNs(nowNs);
            if (record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_PPPOE) {
                links.onActivity(sessionId);
            }
        }
        if (upPackets != record.upPackets() || downPackets != record.downPackets()) {
            sessions.update(record.upOctets(upOctets).upPackets(upPackets).downOctets(downOctets).downPackets(downPackets));
        }
        accounting.onCounters(sessionId);
        if (record.idleTimeoutSeconds() > 0 && nowNs - record.lastActivityNs() >= record.idleTimeoutSeconds() * NS_PER_SECOND) {
            end(sessionId, TerminateCause.IDLE_TIMEOUT);
        }
    }

    void onSessionChanged(final long sessionId, final int error) {
        dataPlane.onSessionChanged(sessionId);
        final SessionChanges.Change change = changes.settled(sessionId);
        if (change != null) {
            if (error != 0) {
                takeBack(change);
            }
            dynamic.onSessionChanged(sessionId, error == 0);
        }
        if (error == 0 && sessions.get(sessionId, record)) {
            ports.events().onSessionEvent(EventSink.Kind.SESSION_CHANGED, record);
        }
    }

    private void onTimer(final long sessionId, final long nowNs) {
        final Subscriber subscriber = subscribers.bySession(sessionId);
        if (subscriber == null || !sessions.get(sessionId, record)) {
            return;
        }
        if (record.leaseExpiryNs() <= nowNs) {
            end(sessionId, TerminateCause.LOST_SERVICE);
        } else if (SessionDeadlines.timeoutNs(record) <= nowNs && (record.flags() & SessionRecordFlyweight.FLAG_REAUTHENTICATE) == 0) {
            end(sessionId, TerminateCause.SESSION_TIMEOUT);
        } else if (isTimedOut(record) || isDue(subscriber, nowNs)) {
            askAgain(sessionId);
        } else {
            schedule(subscriber, record, nowNs);
        }
    }

    /**
     * Authenticates a session's subscriber anew.
     *
     * @return whether there is such a session and the question was asked
     */
    boolean askAgain(final long sessionId) {
        final Subscriber subscriber = restoration.subscriber(sessionId);
        if (subscriber == null) {
            return false;
        }
        final boolean asked = reauthentication.askAgain(subscriber);
        if (subscriber.sessionId == sessionId && sessions.get(sessionId, record)) {
            schedule(subscriber, record, ports.clock().nowNs());
        }
        return asked;
    }

    private static boolean isDue(final Subscriber subscriber, final long nowNs) {
        return subscriber.reauthenticateAtNs != 0 && subscriber.reauthenticateAtNs <= nowNs;
    }

    private boolean isTimedOut(final SessionRecordFlyweight of) {
        return SessionDeadlines.timeoutNs(of) <= ports.clock().nowNs();
    }

    /** A session of the store after a start: its subscriber, timer and data plane again. */
    void restore(final Subscriber subscriber, final SessionRecordFlyweight stored) {
        subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        subscriber.profile = profiles.read(stored);
        subscriber.userName = subscriber.profile.userName();
        subscriber.pppoe = stored.encapsulation() != SessionRecordFlyweight.ENCAPSULATION_IPOE;
        subscriber.provisional = (stored.flags() & SessionRecordFlyweight.FLAG_PROVISIONAL) != 0;
        subscribers.bindSession(subscriber, stored.sessionId());
        subscriber.line.sessionAdded();
        active.setRelease(subscribers.sessionCount());
        schedule(subscriber, stored, ports.clock().nowNs());
        if (stored.encapsulation() != SessionRecordFlyweight.ENCAPSULATION_PPPOE) {
            restoreDataPlane(stored.sessionId());
        }
    }

    /** Asks the data plane again for a session of before a restart; of PPPoE, behind its channel. */
    void restoreDataPlane(final long sessionId) {
        dataPlane.sessionUp(sessionId, true);
    }

    int onDutyCycle(final long nowNs) {
        return timers.poll(nowNs);
    }

    /** The subscriber of a session, as it is or comes back from before a restart; null if there is none. */
    Subscriber subscriber(final long sessionId) {
        return restoration.subscriber(sessionId);
    }

    /** Whether the client has a session with this address. */
    boolean holds(final Subscriber subscriber, final int ipv4) {
        return subscriber.sessionId != 0 && sessions.get(subscriber.sessionId, record) && record.ipv4() == ipv4;
    }

    int upCount() {
        return up;
    }

    /** Sessions whose end waits for the data plane. */
    int endingCount() {
        return ending.size();
    }

    private void discard(final int slot) {
        if (slot != Subscriber.NO_SLOT) {
            replies.discard(slot);
        }
    }

    /** A deadline that has passed while an answer is waited for is looked at again in a moment. */
    private void schedule(final Subscriber subscriber, final SessionRecordFlyweight of, final long nowNs) {
        long next = Math.min(
                SessionDeadlines.timeoutNs(of), subscriber.reauthenticateAtNs == 0 ? Long.MAX_VALUE : subscriber.reauthenticateAtNs);
        if (next <= nowNs) {
            next = nowNs + ASKED_NS;
        }
        timers.schedule(of.sessionId(), Math.min(next, of.leaseExpiryNs()));
    }
}
