package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.EventSink;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import java.util.Locale;
import org.agrona.DirectBuffer;
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
    private static final long LOOK_AGAIN_NS = 86_400 * NS_PER_SECOND;

    /** Takes an address back when its session has ended. */
    @FunctionalInterface
    interface LeaseReleaser {
        void release(SessionRecordFlyweight record, AccessLine line);
    }

    /** A lease that was granted: by the built-in server, through the relay, or as an outside server reports. */
    static final class Grant {
        int ipv4;
        int leaseSeconds;
        int serverId;
        boolean relayed;
        DirectBuffer clientId;
        int clientIdLength;
    }

    private final RunningConfiguration configuration;
    private final GatewayPorts ports;
    private final SessionTable sessions;
    private final SubscriberTable subscribers;
    private final DataPlaneQueue dataPlane;
    private final ReplySender replies;
    private final LeaseReleaser leases;
    private final SessionTimers timers;
    private final Long2ObjectHashMap<Ending> ending = new Long2ObjectHashMap<>();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final LongArrayList found = new LongArrayList();

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
            final SubscriberTable subscribers, final DataPlaneQueue dataPlane, final ReplySender replies, final LeaseReleaser leases) {
        this.configuration = configuration;
        this.ports = ports;
        this.sessions = sessions;
        this.subscribers = subscribers;
        this.dataPlane = dataPlane;
        this.replies = replies;
        this.leases = leases;
        this.timers = new SessionTimers(ports.clock().nowNs(), this::onTimer);
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

    /**
     * A lease was granted: begins the session, or renews it.
     *
     * @param heldSlot the reply that waits for the data plane; {@link Subscriber#NO_SLOT} if there is none
     * @return whether there is a session now; if not the held reply was discarded
     */
    boolean onGrant(final Subscriber subscriber, final Grant grant, final int heldSlot) {
        final long nowNs = ports.clock().nowNs();
        if (subscriber.sessionId != 0 && sessions.get(subscriber.sessionId, record)) {
            if (record.ipv4() == grant.ipv4) {
                renew(subscriber, grant, heldSlot, nowNs);
                return true;
            }
            end(subscriber.sessionId, TerminateCause.USER_REQUEST);
            subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        }
        endOthers(subscriber, grant.ipv4);
        fill(subscriber, grant, nowNs);
        if (sessions.insert(record) != SessionTable.Result.DONE) {
            storeFull.increment();
            discard(heldSlot);
            leases.release(record, subscriber.line);
            return false;
        }
        subscribers.bindSession(subscriber, record.sessionId());
        subscriber.line.sessionAdded();
        active.setRelease(subscribers.sessionCount());
        subscriber.heldSlot = heldSlot;
        schedule(record, nowNs);
        dataPlane.sessionUp(record.sessionId(), false);
        return true;
    }

    private void renew(final Subscriber subscriber, final Grant grant, final int heldSlot, final long nowNs) {
        final long previousDeadlineNs = deadlineNs(record);
        record.leaseSeconds(grant.leaseSeconds).leaseExpiryNs(expiryNs(nowNs, grant.leaseSeconds)).dhcpServerId(grant.serverId);
        sessions.update(record);
        renewed.increment();
        if (deadlineNs(record) < previousDeadlineNs) {
            schedule(record, nowNs);
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
    private void endOthers(final Subscriber subscriber, final int ipv4) {
        found.clear();
        for (long id = sessions.firstByMac(subscriber.mac); id != SessionTable.NO_SESSION; id = sessions.nextByMac(id)) {
            found.addLong(id);
        }
        for (int i = 0; i < found.size(); i++) {
            if (end(found.getLong(i), TerminateCause.PORT_PREEMPTED)) {
                moved.increment();
            }
        }
        final long holder = sessions.findByAddress(ipv4);
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
        final SubscriberProfile profile = subscriber.profile;
        final long down = profile == null || profile.downBitsPerSecond() == UserSettings.UNSET
                ? line.group().shaping().downBitsPerSecond() : profile.downBitsPerSecond();
        final long up = profile == null || profile.upBitsPerSecond() == UserSettings.UNSET
                ? line.group().shaping().upBitsPerSecond() : profile.upBitsPerSecond();
        final long timeoutNs = profile == null || profile.sessionTimeoutNs() == 0
                ? line.group().sessionTimeoutNs() : profile.sessionTimeoutNs();
        record.clear().sessionId(sessions.nextSessionId()).vlanStack(line.vlanStack()).mac(subscriber.mac).ipv4(grant.ipv4)
                .leaseSeconds(grant.leaseSeconds).startNs(nowNs).leaseExpiryNs(expiryNs(nowNs, grant.leaseSeconds)).lastActivityNs(nowNs)
                .downBitsPerSecond(down).upBitsPerSecond(up).state(SessionState.STARTING)
                .encapsulation(SessionRecordFlyweight.ENCAPSULATION_IPOE)
                .flags(grant.relayed ? SessionRecordFlyweight.FLAG_RELAYED : 0)
                .sessionTimeoutSeconds((int) (timeoutNs / NS_PER_SECOND))
                .idleTimeoutSeconds((int) (line.group().sessionIdleTimeoutNs() / NS_PER_SECOND))
                .dhcpServerId(grant.serverId).trunk(configuration.trunks().get(line.trunkIndex()).name())
                .group(line.group().name()).userName(subscriber.userName);
        if (grant.clientIdLength > 0) {
            record.clientId(grant.clientId, 0, grant.clientIdLength);
        }
    }

    void onSessionUp(final long sessionId, final int error) {
        final Subscriber subscriber = subscribers.bySession(sessionId);
        if (subscriber == null) {
            return;
        }
        if (error != 0) {
            dataPlaneRefused.increment();
            end(sessionId, TerminateCause.NAS_ERROR);
            return;
        }
        if (subscriber.up || !sessions.get(sessionId, record)) {
            return;
        }
        subscriber.up = true;
        up++;
        if (record.state() == SessionState.STARTING) {
            sessions.update(record.state(SessionState.UP).flags(record.flags() | SessionRecordFlyweight.FLAG_WAS_UP));
            started.increment();
            ports.events().onSessionEvent(EventSink.Kind.SESSION_DHCP_UP, record);
        }
        if (subscriber.heldSlot != Subscriber.NO_SLOT) {
            replies.release(subscriber.heldSlot);
            subscriber.heldSlot = Subscriber.NO_SLOT;
        }
    }

    /** Ends a session. Its last counters are read before its data plane goes. */
    boolean end(final long sessionId, final TerminateCause cause) {
        final Subscriber subscriber = subscribers.bySession(sessionId);
        if (subscriber == null) {
            return false;
        }
        final SessionRecordFlyweight last = new SessionRecordFlyweight().allocate();
        if (!sessions.get(sessionId, last)) {
            throw new IllegalStateException("session " + sessionId + " is bound but not in the store");
        }
        last.state(SessionState.ENDING).terminateCause(cause);
        sessions.update(last);
        timers.cancel(sessionId);
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
        ports.events().onSessionEvent(EventSink.Kind.SESSION_DHCP_DOWN, end.record);
        sessions.remove(sessionId);
    }

    void onCounters(final long sessionId, final long upOctets, final long upPackets, final long downOctets, final long downPackets) {
        if (!sessions.get(sessionId, record) || record.state() != SessionState.UP) {
            return;
        }
        final long nowNs = ports.clock().nowNs();
        if (upPackets != record.upPackets()) {
            record.lastActivityNs(nowNs);
        }
        if (upPackets != record.upPackets() || downPackets != record.downPackets()) {
            sessions.update(record.upOctets(upOctets).upPackets(upPackets).downOctets(downOctets).downPackets(downPackets));
        }
        if (record.idleTimeoutSeconds() > 0 && nowNs - record.lastActivityNs() >= record.idleTimeoutSeconds() * NS_PER_SECOND) {
            end(sessionId, TerminateCause.IDLE_TIMEOUT);
        }
    }

    void onSessionChanged(final long sessionId, final int error) {
        if (error == 0 && sessions.get(sessionId, record)) {
            ports.events().onSessionEvent(EventSink.Kind.SESSION_CHANGED, record);
        }
    }

    private void onTimer(final long sessionId, final long nowNs) {
        if (!sessions.get(sessionId, record)) {
            return;
        }
        if (deadlineNs(record) > nowNs) {
            schedule(record, nowNs);
        } else if (record.leaseExpiryNs() <= nowNs) {
            end(sessionId, TerminateCause.LOST_SERVICE);
        } else {
            end(sessionId, TerminateCause.SESSION_TIMEOUT);
        }
    }

    /** A session of the store after a start: its subscriber, timer and data plane again. */
    void restore(final Subscriber subscriber, final SessionRecordFlyweight stored) {
        subscriber.authentication = Subscriber.Authentication.ACCEPTED;
        subscriber.userName = stored.userName();
        subscriber.profile = new SubscriberProfile(stored.userName(), stored.downBitsPerSecond(),
                stored.upBitsPerSecond(), stored.ipv4(), "",
                stored.sessionTimeoutSeconds() * NS_PER_SECOND);
        subscribers.bindSession(subscriber, stored.sessionId());
        subscriber.line.sessionAdded();
        active.setRelease(subscribers.sessionCount());
        schedule(stored, ports.clock().nowNs());
        dataPlane.sessionUp(stored.sessionId(), true);
    }

    int onDutyCycle(final long nowNs) {
        return timers.poll(nowNs);
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

    private static long expiryNs(final long nowNs, final int leaseSeconds) {
        return leaseSeconds == -1 ? Long.MAX_VALUE : nowNs + (leaseSeconds & 0xffff_ffffL) * NS_PER_SECOND;
    }

    private static long deadlineNs(final SessionRecordFlyweight record) {
        final long timeoutNs = record.sessionTimeoutSeconds() == 0
                ? Long.MAX_VALUE : record.startNs() + record.sessionTimeoutSeconds() * NS_PER_SECOND;
        return Math.min(timeoutNs, record.leaseExpiryNs());
    }

    /** The timer wheel takes no deadline beyond its arithmetic: one that is far away is looked at again in between. */
    private void schedule(final SessionRecordFlyweight of, final long nowNs) {
        timers.schedule(of.sessionId(), Math.min(deadlineNs(of), nowNs + LOOK_AGAIN_NS));
    }
}
