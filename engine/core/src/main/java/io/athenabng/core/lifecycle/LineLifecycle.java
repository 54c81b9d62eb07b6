package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.access.AccessLineTable;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EventSink;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntHashSet;
import org.agrona.concurrent.status.AtomicCounter;

/** Access lines: made on demand, repaired when somebody else removes them, removed after idleness. */
final class LineLifecycle {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    /** A line that the data plane refused is asked for again after this time, ns. */
    private static final long RETRY_NS = 5 * NS_PER_SECOND;
    /** A line's idleness is looked at this often at least, ns. */
    private static final long SWEEP_INTERVAL_NS = 60 * NS_PER_SECOND;
    private static final long SWEEP_INTERVAL_MIN_NS = NS_PER_SECOND / 2;
    /** Clients without a session are forgotten after this time, ns. */
    private static final long TRANSIENT_NS = 60 * NS_PER_SECOND;

    private final AccessLineTable lines;
    private final SubscriberTable subscribers;
    private final DataPlaneQueue dataPlane;
    private final EventSink events;
    private long sweepIntervalNs;
    private final List<AccessLine> idle = new ArrayList<>();
    private final IntHashSet outsideLines = new IntHashSet();
    private long nextSweepNs;

    private final AtomicCounter created;
    private final AtomicCounter removed;
    private final AtomicCounter failed;
    private final AtomicCounter repaired;
    private final AtomicCounter refusedFailed;

    LineLifecycle(
            final AccessLineTable lines, final SubscriberTable subscribers, final DataPlaneQueue dataPlane, final EventSink events,
            final CounterRegistry counters, final long shortestIdleTimeoutNs, final long nowNs) {
        this.lines = lines;
        this.subscribers = subscribers;
        this.dataPlane = dataPlane;
        this.events = events;
        this.sweepIntervalNs = sweepInterval(shortestIdleTimeoutNs);
        this.nextSweepNs = nowNs + sweepIntervalNs;
        created = counters.counter("access.lines.created", "Access lines that the data plane made");
        removed = counters.counter("access.lines.removed", "Access lines that were removed after idleness");
        failed = counters.counter("access.lines.failed", "Access lines that the data plane refused");
        repaired = counters.counter("access.lines.repaired", "Access lines that somebody else had removed and that were made again");
        refusedFailed = counters.counter("access.refused.line_failed", "Messages on lines that the data plane had refused a moment ago");
    }

    private static long sweepInterval(final long shortestIdleTimeoutNs) {
        return Math.max(SWEEP_INTERVAL_MIN_NS, Math.min(SWEEP_INTERVAL_NS, shortestIdleTimeoutNs / 2));
    }

    /** Groups have other time-outs and ranges: lines are looked at anew, the first time at once. */
    void reconfigure(final long shortestIdleTimeoutNs, final long nowNs) {
        sweepIntervalNs = sweepInterval(shortestIdleTimeoutNs);
        nextSweepNs = nowNs;
    }

    /** The line of a message; null if it was refused and counted. */
    AccessLine admit(final int trunkIndex, final long vlanStack, final long nowNs) {
        final AccessLine line = lines.admit(trunkIndex, vlanStack, nowNs);
        if (line == null) {
            return null;
        }
        if (line.state() == AccessLine.State.NEW) {
            dataPlane.lineUp(line);
        } else if (line.state() == AccessLine.State.FAILED) {
            if (nowNs - line.lastActivityNs() < RETRY_NS) {
                refusedFailed.increment();
                return null;
            }
            dataPlane.lineUp(line);
        } else if (line.state() == AccessLine.State.REMOVING) {
            // Its removal and its making again reach the data plane in this order.
            dataPlane.lineUp(line);
        }
        line.touch(nowNs);
        return line;
    }

    /** The line of an outside server's session: its interface, if it has one, is that server's affair. Null if no group serves the tags. */
    AccessLine outside(final int trunkIndex, final long vlanStack, final long nowNs) {
        final AccessLine line = lines.restore(trunkIndex, vlanStack, nowNs);
        if (line != null) {
            outside(line, nowNs);
        }
        return line;
    }

    /** A line has an outside server's session. */
    void outside(final AccessLine line, final long nowNs) {
        outsideLines.add(line.lineId());
        line.touch(nowNs);
    }

    AccessLine line(final int lineId) {
        return lines.line(lineId);
    }

    /** A line of a session of before a start. */
    void restore(final AccessLine line) {
        if (line.state() == AccessLine.State.NEW) {
            dataPlane.lineUp(line);
        }
    }

    void onLineUp(final int lineId, final int error, final long nowNs) {
        final AccessLine line = lines.line(lineId);
        if (line == null || line.state() != AccessLine.State.CREATING) {
            return;
        }
        if (error == 0) {
            line.state(AccessLine.State.UP);
            created.increment();
            events.onLineEvent(EventSink.Kind.INTERFACE_CREATED, lineId, line.trunkIndex(), line.vlanStack());
        } else {
            line.state(AccessLine.State.FAILED);
            line.touch(nowNs);
            failed.increment();
        }
    }

    void onLineGone(final int lineId, final boolean byOther) {
        final AccessLine line = lines.line(lineId);
        if (line == null) {
            return;
        }
        if (byOther) {
            repair(line);
        } else if (line.state() == AccessLine.State.REMOVING) {
            removed.increment();
            events.onLineEvent(EventSink.Kind.INTERFACE_REMOVED, lineId, line.trunkIndex(), line.vlanStack());
            forget(line);
        }
    }

    private void repair(final AccessLine line) {
        if (line.state() != AccessLine.State.UP && line.state() != AccessLine.State.CREATING) {
            return;
        }
        events.onLineEvent(EventSink.Kind.INTERFACE_REMOVED, line.lineId(), line.trunkIndex(), line.vlanStack());
        repaired.increment();
        dataPlane.lineUp(line);
        for (Subscriber each = subscribers.first(line); each != null; each = each.next) {
            // A PPPoE session has lost its channel with the line, and ends.
            if (each.sessionId != 0 && !each.pppoe) {
                dataPlane.sessionUp(each.sessionId, true);
            }
        }
    }

    /** Removes lines that have had no session and no traffic for their group's idle time-out. */
    int sweep(final long nowNs) {
        if (nowNs < nextSweepNs) {
            return 0;
        }
        nextSweepNs = nowNs + sweepIntervalNs;
        idle.clear();
        lines.forEach(line -> {
            lookAt(line, nowNs);
            if (line.isRetired()) {
                // Whoever has its tags now waits for it to go.
                nextSweepNs = nowNs + SWEEP_INTERVAL_MIN_NS;
            }
        });
        for (int i = 0; i < idle.size(); i++) {
            if (idle.get(i).state() == AccessLine.State.NEW) {
                forget(idle.get(i));
            } else {
                dataPlane.lineDown(idle.get(i));
            }
        }
        return idle.size();
    }

    private void forget(final AccessLine line) {
        while (subscribers.first(line) != null) {
            subscribers.remove(subscribers.first(line));
        }
        outsideLines.remove(line.lineId());
        lines.remove(line);
    }

    private void lookAt(final AccessLine line, final long nowNs) {
        Subscriber each = subscribers.first(line);
        while (each != null) {
            final Subscriber next = each.next;
            if (each.sessionId == 0 && each.authentication != Subscriber.Authentication.ASKING && nowNs - each.lastSeenNs > TRANSIENT_NS) {
                subscribers.remove(each);
            }
            each = next;
        }
        // One that was never asked for: an outside server's session was on it.
        final boolean settled = line.state() == AccessLine.State.NEW && subscribers.first(line) == null
                && outsideLines.contains(line.lineId())
                || line.state() == AccessLine.State.UP || line.state() == AccessLine.State.FAILED;
        if (line.sessionCount() == 0 && settled
                && (line.isRetired() || nowNs - line.lastActivityNs() >= line.group().lineIdleTimeoutNs())) {
            idle.add(line);
        }
    }
}
