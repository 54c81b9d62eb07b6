package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.access.AccessLineTable;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.dhcp.LeaseTable;
import io.athenabng.core.port.EventSink;
import io.athenabng.core.radius.accounting.SessionAccounting;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import java.util.Arrays;
import org.agrona.collections.IntArrayQueue;
import org.agrona.collections.IntHashSet;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Sessions of the store after a start: which line has which of them still to come, and their way back.
 *
 * <p>All their addresses are held from the first moment, so that none is given to a newcomer. Then they are restored line after line, some
 * in each turn. A line that is heard of before its turn has it at once: a message is served as soon as its own line is restored. So is a
 * session that somebody orders something of.
 *
 * <p>What newcomers ask of the data plane goes behind what was asked for before; therefore only so many sessions are restored ahead of its
 * answers. Owned by the session agent.
 */
final class SessionRestoration {
    private static final System.Logger LOG = System.getLogger(SessionRestoration.class.getName());
    private static final int PER_CYCLE = 256;
    /** Sessions that wait for the data plane's answer at a time. */
    private static final int AHEAD = 2_048;
    /** Sessions that get no answer for so long, on a trunk that is down, do not hold up the others. */
    private static final long PATIENCE_NS = 100_000_000L;
    private static final int NONE = -1;
    /** Where sessions are noted that have ended, or that nothing serves any more; the others at their line's number and one. */
    private static final int NO_LINE = 0;
    private static final int INITIAL_CAPACITY = 1_024;

    private final RunningConfiguration configuration;
    private final GatewayPorts ports;
    private final AccessLineTable lineTable;
    private final LineLifecycle lines;
    private final SessionTable table;
    private final SubscriberTable subscribers;
    private final SessionLifecycle sessions;
    private final SessionAccounting accounting;
    private final LeaseTable leases;
    private final DataPlaneQueue dataPlane;
    private final IpoeAccess ipoe;
    private final PppoeGateway pppoe;
    private final OutsideAccess outside;
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final AtomicCounter restored;
    private final AtomicCounter notRestored;

    private long[] sessionIds = new long[INITIAL_CAPACITY];
    private int[] nextOfLine = new int[INITIAL_CAPACITY];
    private int[] firstOfLine = new int[INITIAL_CAPACITY];
    private int noted;
    private int pending;
    /** Lines that were heard of and whose turn was not over. */
    private final IntArrayQueue front = new IntArrayQueue();
    private final IntHashSet atFront = new IntHashSet();
    private int position = NO_LINE;
    private int onDemand = PER_CYCLE;
    private int startingLimit = AHEAD;
    private long answeredNs;
    private boolean complete;
    private boolean told;

    SessionRestoration(
            final RunningConfiguration configuration, final GatewayPorts ports, final AccessLineTable lineTable, final LineLifecycle lines,
            final SessionTable table, final SubscriberTable subscribers, final SessionLifecycle sessions,
            final SessionAccounting accounting, final LeaseTable leases, final DataPlaneQueue dataPlane, final IpoeAccess ipoe,
            final PppoeGateway pppoe, final OutsideAccess outside) {
        this.configuration = configuration;
        this.ports = ports;
        this.lineTable = lineTable;
        this.lines = lines;
        this.table = table;
        this.subscribers = subscribers;
        this.sessions = sessions;
        this.accounting = accounting;
        this.leases = leases;
        this.dataPlane = dataPlane;
        this.ipoe = ipoe;
        this.pppoe = pppoe;
        this.outside = outside;
        restored = ports.counters().counter("session.restored", "Sessions that came back from the store at this start");
        notRestored = ports.counters().counter("session.not_restored", "Sessions of the store that had ended or that nothing serves now");
        Arrays.fill(firstOfLine, NONE);
        final long nowNs = ports.clock().nowNs();
        ports.store().forEach(stored -> {
            note(stored, nowNs);
            return true;
        });
    }

    private void note(final SessionRecordFlyweight stored, final long nowNs) {
        AccessLine line = null;
        if (stored.state() != SessionState.ENDING) {
            final int trunkIndex = configuration.trunkIndex(stored.trunk());
            line = trunkIndex < 0 ? null : lineTable.restore(trunkIndex, stored.vlanStack(), nowNs);
        }
        if (line != null && (stored.flags() & SessionRecordFlyweight.FLAG_RELAYED) == 0) {
            leases.restore(stored.ipv4(), line, stored.mac(), stored.buffer(), stored.clientIdOffset(), stored.clientIdLength(),
                    stored.leaseExpiryNs());
        }
        if (noted == sessionIds.length) {
            sessionIds = Arrays.copyOf(sessionIds, noted * 2);
            nextOfLine = Arrays.copyOf(nextOfLine, noted * 2);
        }
        final int place = place(line);
        if (place >= firstOfLine.length) {
            final int before = firstOfLine.length;
            firstOfLine = Arrays.copyOf(firstOfLine, Math.max(before * 2, place + 1));
            Arrays.fill(firstOfLine, before, firstOfLine.length, NONE);
        }
        sessionIds[noted] = stored.sessionId();
        nextOfLine[noted] = firstOfLine[place];
        firstOfLine[place] = noted++;
        pending++;
    }

    private static int place(final AccessLine line) {
        return line == null ? NO_LINE : line.lineId() + 1;
    }

    /** How many sessions are still to be restored. */
    int pending() {
        return pending;
    }

    /** Whether every session was asked for again. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the sessions that a line had are there again, so that what it says may be served; it has its turn now if there is room. */
    boolean isReady(final int trunkIndex, final long vlanStack) {
        if (complete) {
            return true;
        }
        final AccessLine line = lineTable.find(trunkIndex, vlanStack);
        final int place = place(line);
        if (line == null || !isPending(place)) {
            return true;
        }
        while (isPending(place) && onDemand > 0 && dataPlane.admits()) {
            onDemand--;
            restoreFirst(place);
        }
        if (isPending(place)) {
            if (atFront.add(place)) {
                front.addInt(place);
            }
            return false;
        }
        return true;
    }

    private boolean isPending(final int place) {
        return place < firstOfLine.length && firstOfLine[place] != NONE;
    }

    /** The subscriber of a session, which is restored now if it is still to be; null if there is none. */
    Subscriber subscriber(final long sessionId) {
        final Subscriber known = subscribers.bySession(sessionId);
        if (known != null || complete || !table.get(sessionId, record) || record.state() == SessionState.ENDING) {
            return known;
        }
        final int trunkIndex = configuration.trunkIndex(record.trunk());
        final int place = place(trunkIndex < 0 ? null : lineTable.find(trunkIndex, record.vlanStack()));
        int previous = NONE;
        int each = isPending(place) ? firstOfLine[place] : NONE;
        while (each != NONE && sessionIds[each] != sessionId) {
            previous = each;
            each = nextOfLine[each];
        }
        if (each != NONE) {
            restore(place, previous, each);
        }
        return subscribers.bySession(sessionId);
    }

    /** One turn; how much was done. */
    int onDutyCycle(final long nowNs) {
        if (complete) {
            tell();
            return 0;
        }
        onDemand = PER_CYCLE;
        int count = 0;
        while (count < PER_CYCLE && pending > 0 && hasRoom(nowNs)) {
            restoreFirst(nextPlace());
            count++;
        }
        if (pending == 0 && pppoe.isAdopted()) {
            complete = true;
            sessionIds = null;
            nextOfLine = null;
            firstOfLine = null;
            dataPlane.restoreComplete();
        }
        return count + 1;
    }

    /** Says once that the data plane has answered for all. */
    private void tell() {
        if (!told && subscribers.sessionCount() == sessions.upCount()) {
            told = true;
            if (noted > 0) {
                LOG.log(System.Logger.Level.INFO, "all sessions of the run before are back: {0}; {1} had ended",
                        restored.get(), notRestored.get());
            }
        }
    }

    private boolean hasRoom(final long nowNs) {
        if (!dataPlane.restores()) {
            return false;
        }
        final int starting = subscribers.sessionCount() - sessions.upCount();
        if (starting < startingLimit) {
            answeredNs = nowNs;
        } else if (nowNs - answeredNs >= PATIENCE_NS) {
            startingLimit = starting + AHEAD;
        }
        return starting < startingLimit;
    }

    private int nextPlace() {
        while (!front.isEmpty()) {
            if (isPending(front.peekInt())) {
                return front.peekInt();
            }
            atFront.remove(front.pollInt());
        }
        while (!isPending(position)) {
            position++;
        }
        return position;
    }

    private void restoreFirst(final int place) {
        restore(place, NONE, firstOfLine[place]);
    }

    private void restore(final int place, final int previous, final int entry) {
        if (previous == NONE) {
            firstOfLine[place] = nextOfLine[entry];
        } else {
            nextOfLine[previous] = nextOfLine[entry];
        }
        pending--;
        final AccessLine line = place == NO_LINE ? null : lineTable.line(place - 1);
        if (table.get(sessionIds[entry], record)) {
            if (restore(record, line, ports.clock().nowNs())) {
                restored.increment();
            } else {
                notRestored.increment();
                forget(record, line);
            }
        }
        if (line != null && !isPending(place) && line.state() == AccessLine.State.NEW && line.sessionCount() == 0) {
            // All its sessions had ended. If it is heard of again it is a new line.
            lineTable.remove(line);
        }
    }

    /** A session of the store that is no more. What the data plane still has of it is stale and goes when the restoring is complete. */
    private void forget(final SessionRecordFlyweight ended, final AccessLine line) {
        if (line != null && (ended.flags() & SessionRecordFlyweight.FLAG_RELAYED) == 0) {
            leases.release(ended.ipv4(), line.lineId());
        }
        ports.events().onSessionEvent(EventSink.Kind.down(ended), ended);
        table.update(ended);
        if (!accounting.onSessionEnded(ended)) {
            table.remove(ended.sessionId());
        }
    }

    private static boolean ended(final SessionRecordFlyweight stored, final TerminateCause cause, final long endNs) {
        stored.state(SessionState.ENDING).terminateCause(cause).endNs(endNs);
        return false;
    }

    /** Whether the session goes on; if not its record says when and why it ended. */
    private boolean restore(final SessionRecordFlyweight stored, final AccessLine line, final long nowNs) {
        if (stored.state() == SessionState.ENDING) {
            return ended(stored, stored.terminateCause() == TerminateCause.NONE ? TerminateCause.LOST_SERVICE : stored.terminateCause(),
                    Math.min(stored.endNs(), nowNs));
        }
        final boolean ppp = stored.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_PPPOE;
        if (ppp && stored.state() != SessionState.UP) {
            // A PPPoE client that had no address yet begins anew; it is told so when it speaks.
            return ended(stored, TerminateCause.LOST_SERVICE, nowNs);
        }
        if (stored.leaseExpiryNs() <= nowNs) {
            return ended(stored, TerminateCause.LOST_SERVICE, stored.leaseExpiryNs());
        }
        if (line == null || ppp && !line.group().pppoe().enabled()) {
            return ended(stored, TerminateCause.ADMIN_RESET, nowNs);
        }
        final boolean outsidePpp = stored.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP;
        if (outsidePpp) {
            lines.outside(line, nowNs);
        } else {
            lines.restore(line);
        }
        final Subscriber subscriber = subscribers.admit(line, stored.mac(), nowNs);
        if (subscriber == null || subscriber.sessionId != 0) {
            return ended(stored, TerminateCause.PORT_PREEMPTED, nowNs);
        }
        if ((stored.flags() & SessionRecordFlyweight.FLAG_GARDEN) != 0) {
            final int garden = line.group().radius().gardenGroup();
            if (garden < 0) {
                return ended(stored, TerminateCause.ADMIN_RESET, nowNs);
            }
            subscriber.enterGarden(garden, configuration.accessGroups().get(garden));
        }
        subscriber.provisional = (stored.flags() & SessionRecordFlyweight.FLAG_PROVISIONAL) != 0;
        ipoe.restored(subscriber);
        sessions.restore(subscriber, stored);
        if (ppp) {
            pppoe.restore(subscriber, stored);
        } else if (outsidePpp) {
            outside.restored(stored.sessionId());
        }
        return true;
    }
}
