package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.link.LinkStatistics64Flyweight;
import io.athenabng.netlink.link.LinkStatisticsFlyweight;
import io.athenabng.netlink.message.RtnetlinkMessages;
import io.athenabng.netlink.tc.FilterFlyweight;
import io.athenabng.netlink.tc.QdiscFlyweight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Sessions: a host route, a permanent neighbour, rates both ways and the filter that lets only this address from this MAC in. Owned by the
 * kernel agent.
 *
 * <p>Routes, neighbours and rates of many sessions go out first and their filters in a second pass: interleaved, a filter costs 70 µs,
 * behind one another 10 µs. A filter that has to change is replaced by a second one at the session's other priority before the first one
 * goes, so that no packet is without one.
 */
final class SessionShaper implements LineDevices.Listener {
    private static final int MAX_ATTEMPTS = 3;

    private final DataPlaneListener answers;
    private final KernelErrors errors;
    private final RequestPipeline pipeline;
    private final CapacityPlanner capacity;
    private final SessionRequests requests;
    private final Long2ObjectHashMap<SessionDevice> sessions = new Long2ObjectHashMap<>();
    private final ArrayDeque<SessionDevice> filterPass = new ArrayDeque<>();
    private final LinkStatisticsFlyweight linkStatistics = new LinkStatisticsFlyweight();
    private final QdiscFlyweight classStatistics = new QdiscFlyweight();
    private final FilterFlyweight filter = new FilterFlyweight();
    private LineDevices lines;
    private IfbPool ifbs;

    SessionShaper(final KernelServices services, final DataPlaneListener answers) {
        this.answers = answers;
        errors = services.errors();
        pipeline = services.pipeline();
        capacity = services.capacity();
        requests = new SessionRequests(services);
    }

    void attach(final LineDevices lineDevices, final IfbPool ifbPool) {
        lines = lineDevices;
        ifbs = ifbPool;
        requests.attach(ifbPool);
    }

    SessionDevice session(final long sessionId) {
        return sessions.get(sessionId);
    }

    Iterable<SessionDevice> sessions() {
        return sessions.values();
    }

    void sessionUp(final SessionPlan plan) {
        SessionDevice session = sessions.get(plan.sessionId);
        if (session == null) {
            session = new SessionDevice(this, plan.sessionId);
            sessions.put(plan.sessionId, session);
            if (plan.restored) {
                // Only now: of a session that is known here, the kernel and its totals say more than the store.
                session.known[0] = plan.upOctets;
                session.known[1] = plan.upPackets;
                session.known[2] = plan.downOctets;
                session.known[3] = plan.downPackets;
            }
        }
        session.take(plan);
        session.answered = false;
        session.attempts = 0;
        if (session.isBusy()) {
            session.upRequested = true;
        } else if (session.state != SessionDevice.State.WAITING_IFB) {
            start(session);
        }
    }

    private void start(final SessionDevice session) {
        final LineDevice line = lines.line(session.lineId);
        if (line == null) {
            refuse(session, Errno.ENODEV);
            return;
        }
        if (session.line != line) {
            leaveLine(session);
            session.line = line;
            session.lineSlot = requests.slotFor(line, session);
            line.sessions.add(session);
        }
        if (line.state != LineDevice.State.UP || isBehindAnother(session)) {
            session.state = SessionDevice.State.WAITING_LINE;
        } else {
            begin(session);
        }
    }

    /**
     * Whether another session has yet to leave the line whose end would take what is this one's: on a line of one session anything, else
     * an address or a network. It ends in the kernel only when what it was asked for before is through.
     */
    private static boolean isBehindAnother(final SessionDevice session) {
        for (int i = 0; i < session.line.sessions.size(); i++) {
            final SessionDevice other = session.line.sessions.get(i);
            if (other != session && other.downRequested && (!session.line.shared || other.ipv4 == session.ipv4
                    || other.routedIpv4 == session.ipv4 || !Collections.disjoint(other.routes, session.routes))) {
                return true;
            }
        }
        return false;
    }

    /** Sessions that waited for one that has left the line. */
    private void beginWaiting(final LineDevice line) {
        if (line != null && line.state == LineDevice.State.UP) {
            onLineReady(line);
        }
    }

    private static void leaveLine(final SessionDevice session) {
        if (session.line != null) {
            session.line.sessions.remove(session);
            session.line = null;
        }
    }

    private void refuse(final SessionDevice session, final int errno) {
        leaveLine(session);
        if (session.ifb != null) {
            ifbs.release(session.ifb);
            session.ifb = null;
        }
        sessions.remove(session.sessionId);
        if (session.downRequested) {
            answerDown(session);
        } else if (!session.answered) {
            answers.onSessionUp(session.sessionId, errno);
        }
    }

    private void begin(final SessionDevice session) {
        final boolean shared = session.line.shared;
        if (session.ifb == null && SessionRequests.needsIfb(session)) {
            session.ifb = ifbs.acquire(session, SessionRequests.ifbName(session));
            if (session.ifb == null) {
                session.state = SessionDevice.State.WAITING_IFB;
                ifbs.await(session);
                return;
            }
        }
        final ShapingSettings settings = session.line.group.shaping();
        if (shared && !session.baseTaken && !capacity.admit(CapacityPlanner.sessionBytes(settings, true, false), "a session")) {
            refuse(session, Errno.ENOMEM);
            return;
        }
        apply(session);
    }

    private void apply(final SessionDevice session) {
        session.state = SessionDevice.State.APPLYING;
        session.error = 0;
        session.upRequested = false;
        requests.apply(session);
        enterFilterPass(session);
    }

    private void enterFilterPass(final SessionDevice session) {
        if (!session.inFilterPass) {
            session.inFilterPass = true;
            session.hold();
            filterPass.add(session);
        }
    }

    /** The second pass: filters of all sessions that were begun since the last cycle. */
    int onDutyCycle() {
        int count = 0;
        SessionDevice session = filterPass.poll();
        while (session != null) {
            session.inFilterPass = false;
            if (session.line != null && session.state != SessionDevice.State.LOST && session.line.ifIndex() != 0) {
                requests.filters(session);
            }
            pipeline.release(session);
            count++;
            session = filterPass.poll();
        }
        return count;
    }

    void sessionChange(final SessionPlan plan) {
        final SessionDevice session = sessions.get(plan.sessionId);
        if (session == null) {
            answers.onSessionChanged(plan.sessionId, Errno.ENOENT);
            return;
        }
        session.take(plan);
        session.changeRequested = true;
        if (!session.isBusy() && session.state == SessionDevice.State.UP) {
            change(session);
        }
    }

    private void change(final SessionDevice session) {
        session.changeRequested = false;
        session.state = SessionDevice.State.CHANGING;
        session.error = 0;
        session.hold();
        if (session.ifb == null && SessionRequests.needsIfb(session)) {
            session.ifb = ifbs.acquire(session, SessionRequests.ifbName(session));
            if (session.ifb == null) {
                session.error = Errno.ENOBUFS;
            } else {
                session.keepUpload(session.ifb.octets, session.ifb.packets);
            }
        }
        if (session.error == 0) {
            requests.change(session);
            enterFilterPass(session);
        }
        pipeline.release(session);
    }

    void sessionDown(final long sessionId) {
        final SessionDevice session = sessions.get(sessionId);
        if (session == null) {
            answers.onSessionDown(sessionId, 0, 0, 0, 0);
            return;
        }
        session.downRequested = true;
        if (session.isBusy()) {
            return;
        }
        switch (session.state) {
            case WAITING_IFB, WAITING_LINE, LOST -> {
                ifbs.forget(session);
                refuse(session, 0);
            }
            default -> remove(session);
        }
    }

    private void remove(final SessionDevice session) {
        session.state = SessionDevice.State.REMOVING;
        if (SessionRequests.isCountedByFilter(session) && session.error == 0) {
            session.readingFilter = true;
            requests.askFilter(session);
        } else {
            requests.remove(session);
        }
    }

    private void answerDown(final SessionDevice session) {
        answers.onSessionDown(session.sessionId, session.total(0), session.total(1), session.total(2), session.total(3));
    }

    void onAnswer(final SessionDevice session, final int step, final int errno, final CharSequence text) {
        if (errno != 0 && !requests.isTolerated(session, step, errno)) {
            requests.onRefused(session, step);
            if (session.error == 0) {
                session.error = errno;
            }
            if (session.state != SessionDevice.State.LOST && (session.attempts >= MAX_ATTEMPTS || !isRetried(session, errno))) {
                errors.onRefused(requests.errorKind(session, step), requests.describe(session), errno, text);
            }
        }
    }

    private static boolean isRetried(final SessionDevice session, final int errno) {
        // The queueing discipline to be changed is not there: the next attempt puts one there.
        return session.attempts < MAX_ATTEMPTS && (KernelErrors.isTransient(errno) || errno == Errno.ENOENT || errno == Errno.EINVAL);
    }

    void onSettled(final SessionDevice session) {
        switch (session.state) {
            case APPLYING -> onApplied(session);
            case CHANGING -> onChanged(session);
            case REMOVING -> onRemoved(session);
            case LOST -> onLost(session);
            default -> throw new IllegalStateException("session " + session.sessionId + " settled while " + session.state);
        }
    }

    private void onApplied(final SessionDevice session) {
        if (session.downRequested) {
            remove(session);
        } else if (session.error != 0) {
            if (isRetried(session, session.error)) {
                session.attempts++;
                requests.forgetFilters(session);
                apply(session);
            } else {
                remove(session);
            }
        } else if (session.upRequested) {
            begin(session);
        } else {
            session.state = SessionDevice.State.UP;
            session.attempts = 0;
            session.baseTaken = true;
            requests.markBase(session);
            if (!session.answered) {
                session.answered = true;
                answers.onSessionUp(session.sessionId, 0);
            }
            if (session.changeRequested) {
                change(session);
            }
        }
    }

    private void onChanged(final SessionDevice session) {
        if (KernelErrors.isTransient(session.error) && session.attempts < MAX_ATTEMPTS && !session.downRequested) {
            session.attempts++;
            change(session);
            return;
        }
        final int error = session.error;
        session.attempts = 0;
        session.state = SessionDevice.State.UP;
        requests.markBase(session);
        answers.onSessionChanged(session.sessionId, error);
        if (session.downRequested) {
            remove(session);
        } else if (session.upRequested) {
            begin(session);
        } else if (session.changeRequested) {
            change(session);
        }
    }

    private void onRemoved(final SessionDevice session) {
        if (session.readingFilter) {
            session.readingFilter = false;
            requests.remove(session);
            return;
        }
        requests.noteCounters(session);
        final int error = session.error;
        final boolean refused = !session.downRequested;
        final LineDevice line = session.line;
        leaveLine(session);
        if (session.ifb != null) {
            ifbs.release(session.ifb);
            session.ifb = null;
        }
        if (refused && session.upRequested) {
            // It was asked for again while it was being taken back.
            session.upRequested = false;
            start(session);
            return;
        }
        sessions.remove(session.sessionId);
        if (refused) {
            answers.onSessionUp(session.sessionId, error);
        } else {
            answerDown(session);
        }
        beginWaiting(line);
    }

    private void onLost(final SessionDevice session) {
        if (session.ifb != null) {
            ifbs.release(session.ifb);
            session.ifb = null;
        }
        if (session.downRequested) {
            refuse(session, 0);
        } else if (session.upRequested) {
            session.upRequested = false;
            start(session);
        } else if (session.changeRequested) {
            session.changeRequested = false;
            answers.onSessionChanged(session.sessionId, Errno.ENODEV);
        }
    }

    @Override
    public void onLineReady(final LineDevice line) {
        final List<SessionDevice> waiting = new ArrayList<>(line.sessions);
        for (final SessionDevice session : waiting) {
            if (session.state == SessionDevice.State.WAITING_LINE && !isBehindAnother(session)) {
                begin(session);
            }
        }
    }

    @Override
    public void onLineFailed(final LineDevice line, final int errno) {
        final List<SessionDevice> waiting = new ArrayList<>(line.sessions);
        for (final SessionDevice session : waiting) {
            refuse(session, errno);
        }
    }

    @Override
    public void onLineLost(final LineDevice line) {
        final List<SessionDevice> lost = new ArrayList<>(line.sessions);
        for (final SessionDevice session : lost) {
            requests.noteCounters(session);
            session.keepTotals();
            requests.forgetEverything(session);
            ifbs.forget(session);
            leaveLine(session);
            if (session.state != SessionDevice.State.REMOVING) {
                session.state = SessionDevice.State.LOST;
                if (!session.isBusy()) {
                    onLost(session);
                }
            }
        }
    }

    /** The line was down for a moment: the kernel has forgotten its routes and neighbours. */
    void onLineFlapped(final LineDevice line) {
        for (int i = 0; i < line.sessions.size(); i++) {
            final SessionDevice session = line.sessions.get(i);
            if (session.state == SessionDevice.State.UP && !session.isBusy()) {
                apply(session);
            } else {
                session.upRequested |= session.isBusy();
            }
        }
    }

    void onIfbFree(final SessionDevice session) {
        begin(session);
    }

    void onIfbRefused(final SessionDevice session, final int errno) {
        refuse(session, errno);
    }

    void onIfbLost(final SessionDevice session) {
        requests.noteCounters(session);
        session.keepTotals();
        session.ifb = null;
        if (session.isBusy()) {
            session.upRequested = true;
        } else if (session.state == SessionDevice.State.UP) {
            begin(session);
        }
    }

    /** Counters of a session's line, IFB or class. */
    void onStatistics(final SessionDevice session, final int type, final DirectBuffer buffer, final int offset, final int length) {
        if (type == RtnetlinkMessages.RTM_NEWSTATS && linkStatistics.wrap(buffer, offset, length)) {
            onLinkStatistics(session, linkStatistics.index(), linkStatistics.counters());
        } else if (type == RtnetlinkMessages.RTM_NEWTCLASS && classStatistics.wrap(buffer, offset, length)) {
            session.last[2] = classStatistics.bytes();
            session.last[3] = classStatistics.packets();
        } else if (type == RtnetlinkMessages.RTM_NEWTFILTER && filter.wrap(buffer, offset, length)) {
            noteFilter(session, filter);
        }
        requests.takeBase(session);
    }

    /** The action's counters of a session's own filter. */
    static void noteFilter(final SessionDevice session, final FilterFlyweight filter) {
        if (filter.priority() == session.filterPriority) {
            for (int key = 0; key < filter.keyCount(); key++) {
                if (filter.keyPacketOffset(key) == SessionFilters.SOURCE_ADDRESS) {
                    session.noteFilter(filter.keyValue(key), filter.actionBytes(), filter.actionPackets());
                }
            }
        }
    }

    private static void onLinkStatistics(final SessionDevice session, final int ifIndex, final LinkStatistics64Flyweight counters) {
        if (session.ifb != null && session.ifb.ifIndex == ifIndex) {
            session.ifb.octets = counters.txBytes();
            session.ifb.packets = counters.txPackets();
        } else if (session.line != null && session.line.ifIndex() == ifIndex) {
            SessionRequests.noteLine(session.line, counters);
        }
    }

    /** The counters have been read into lines, IFBs and classes: tell them. */
    void tellCounters() {
        for (final SessionDevice session : sessions.values()) {
            if (session.state == SessionDevice.State.UP || session.state == SessionDevice.State.CHANGING) {
                requests.noteCounters(session);
                answers.onCounters(session.sessionId, session.total(0), session.total(1), session.total(2), session.total(3));
            }
        }
    }
}
