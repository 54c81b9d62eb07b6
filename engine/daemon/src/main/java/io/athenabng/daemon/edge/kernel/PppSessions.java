package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.link.LinkStatisticsFlyweight;
import java.util.ArrayDeque;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * PPP sessions: a unit behind the session's channel, its rates both ways, the routes to the subscriber. Of an outside server's session the
 * interface is that server's, and only the rates and the networks behind the subscriber are ours. Owned by the kernel agent.
 *
 * <p>Filters go out in a second pass behind everything else of many sessions, as {@link SessionShaper} explains.
 */
final class PppSessions {
    private static final int MAX_ATTEMPTS = 3;

    private final DataPlaneListener answers;
    private final KernelErrors errors;
    private final RequestPipeline pipeline;
    private final CountingMarks marks;
    private final PppChannelTable channels;
    private final PppUnits units;
    private final IfbPool ifbs;
    private final LineDevices lines;
    private final SessionKeeper keeper;
    private final PppRequests requests;
    private final OutsideInterfaces outside;
    private final Long2ObjectHashMap<PppSession> sessions = new Long2ObjectHashMap<>();
    private final ArrayDeque<PppSession> filterPass = new ArrayDeque<>();
    private final LinkStatisticsFlyweight statistics = new LinkStatisticsFlyweight();

    PppSessions(final KernelServices services, final DataPlaneListener answers, final PppChannelTable channels, final PppUnits units,
            final IfbPool ifbs, final LineDevices lines, final SessionKeeper keeper, final OutsideInterfaces outside) {
        this.answers = answers;
        errors = services.errors();
        pipeline = services.pipeline();
        this.channels = channels;
        this.units = units;
        this.ifbs = ifbs;
        this.lines = lines;
        this.keeper = keeper;
        this.outside = outside;
        requests = new PppRequests(services, ifbs);
        marks = new CountingMarks(services);
    }

    Iterable<PppSession> sessions() {
        return sessions.values();
    }

    PppSession session(final long sessionId) {
        return sessions.get(sessionId);
    }

    void sessionUp(final SessionPlan plan) {
        final PppSession known = sessions.get(plan.sessionId);
        if (known != null) {
            known.take(plan);
            known.answered = false;
            known.attempts = 0;
            if (known.isBusy()) {
                known.upRequested = true;
            } else if (known.state == PppSession.State.UP) {
                begin(known);
            }
            return;
        }
        if (plan.outsideInterface != null) {
            outsideUp(plan);
            return;
        }
        final PppChannel channel = channels.channel(plan.sessionId);
        final LineDevice line = lines.line(plan.lineId);
        if (channel == null || line == null) {
            answers.onSessionUp(plan.sessionId, Errno.ENODEV);
            return;
        }
        final PppSession session = new PppSession(this, plan.sessionId, line);
        session.channel = channel;
        session.take(plan);
        if (plan.restored) {
            session.resume(plan);
        }
        sessions.put(plan.sessionId, session);
        if (channel.unit == null) {
            takeUnit(session);
        } else {
            // It was there before the start.
            session.unit = channel.unit;
            session.unit.session = session;
            begin(session);
        }
    }

    private void outsideUp(final SessionPlan plan) {
        final OutsideInterface at = plan.outsideInterface;
        final LinkReply before = outside.before(at);
        if (plan.restored && before == null) {
            // It went while nobody was here to see it.
            answers.onSessionUp(plan.sessionId, Errno.ENODEV);
            return;
        }
        final PppSession session = new PppSession(this, plan.sessionId, null);
        session.outsideShaping = outside.shaping(plan.groupIndex);
        session.take(plan);
        if (plan.restored) {
            session.resume(plan);
        }
        session.unit = units.borrow(session, at, before == null ? null : CountingMark.parse(before.alias()));
        if (session.unit == null) {
            answers.onSessionUp(plan.sessionId, session.error);
            return;
        }
        sessions.put(plan.sessionId, session);
        begin(session);
    }

    /** Groups have other settings; what their sessions get by them is asked for by the core. */
    void reconfigure(final RunningConfiguration to) {
        outside.reconfigure(to);
        for (final PppSession session : sessions.values()) {
            if (session.isOutside()) {
                session.outsideShaping = outside.shaping(session.groupIndex);
            }
        }
    }

    private void takeUnit(final PppSession session) {
        session.state = PppSession.State.WAITING_UNIT;
        session.unit = units.acquire(session, session.line.group.shaping());
        if (session.unit == null) {
            onUnitRefused(session, session.error);
        } else if (session.unit.state == PppUnit.State.READY) {
            begin(session);
        }
    }

    void onUnitReady(final PppSession session) {
        if (session.downRequested) {
            end(session, 0);
        } else {
            begin(session);
        }
    }

    void onUnitRefused(final PppSession session, final int errno) {
        if (session.unit != null && session.unit.session == null) {
            session.unit = null;
        }
        end(session, errno);
    }

    /** Somebody deleted the unit's interface: the session gets another one. */
    void onUnitLost(final PppSession session) {
        session.keepTotals();
        if (!session.isOutside()) {
            channels.onUnitLost(session.channel);
        }
        requests.forget(session);
        session.unit = null;
        if (!session.isBusy()) {
            renew(session);
        }
    }

    private void renew(final PppSession session) {
        if (session.downRequested || session.state == PppSession.State.REMOVING) {
            end(session, session.error);
        } else if (session.isOutside()) {
            end(session, Errno.ENODEV);
        } else {
            takeUnit(session);
        }
    }

    void onIfbFree(final PppSession session) {
        begin(session);
    }

    void onIfbLost(final PppSession session) {
        if (session.isBusy()) {
            session.upRequested = true;
        } else if (session.state == PppSession.State.UP) {
            begin(session);
        }
    }

    private void begin(final PppSession session) {
        final PppUnit unit = session.unit;
        if (unit.ifb == null && PppRequests.needsIfb(session)) {
            unit.ifb = ifbs.acquire(unit, PppRequests.ifbName(unit));
            if (unit.ifb == null) {
                session.state = PppSession.State.WAITING_IFB;
                ifbs.await(unit);
                return;
            }
        }
        if (!session.isOutside() && session.channel.unit == null) {
            final int error = channels.attach(session.channel, unit);
            if (error != 0) {
                end(session, error);
                return;
            }
        }
        apply(session);
    }

    private void apply(final PppSession session) {
        session.state = PppSession.State.APPLYING;
        session.error = 0;
        session.upRequested = false;
        if (!session.isOutside() && session.mtu != session.unit.mtu) {
            channels.setMru(session.unit, session.mtu);
        }
        if (!session.baseTaken && !session.unit.foreignFilters) {
            // What this unit has carried for others was read when they left it.
            session.takeBase();
            marks.write(session);
        }
        requests.apply(session);
        if (!session.inFilterPass) {
            session.inFilterPass = true;
            session.hold();
            filterPass.add(session);
        }
    }

    /** The second pass: filters of all sessions that were begun since the last cycle. */
    int onDutyCycle() {
        int count = 0;
        PppSession session = filterPass.poll();
        while (session != null) {
            session.inFilterPass = false;
            if (session.unit != null) {
                requests.filters(session);
            }
            pipeline.release(session);
            count++;
            session = filterPass.poll();
        }
        return count;
    }

    void sessionChange(final SessionPlan plan) {
        final PppSession session = sessions.get(plan.sessionId);
        if (session == null) {
            answers.onSessionChanged(plan.sessionId, Errno.ENOENT);
            return;
        }
        session.take(plan);
        session.changeAsked = true;
        if (session.isBusy()) {
            session.upRequested = true;
        } else if (session.state == PppSession.State.UP) {
            begin(session);
        }
    }

    void sessionDown(final long sessionId) {
        final PppSession session = sessions.get(sessionId);
        if (session == null) {
            answers.onSessionDown(sessionId, 0, 0, 0, 0);
            return;
        }
        session.downRequested = true;
        if (session.isBusy()) {
            return;
        }
        switch (session.state) {
            case WAITING_IFB -> {
                ifbs.forget(session.unit);
                end(session, 0);
            }
            case UP -> remove(session);
            default -> {
                // Its unit is being made; then it is given back.
            }
        }
    }

    private void remove(final PppSession session) {
        session.state = PppSession.State.REMOVING;
        if (!session.isOutside()) {
            channels.closeNetworks(session.channel);
        }
        requests.remove(session);
    }

    void onAnswer(final PppSession session, final int step, final int errno, final CharSequence text) {
        if (errno == 0 || PppRequests.isTolerated(session, step, errno)) {
            return;
        }
        if (session.error == 0) {
            session.error = errno;
        }
        if (!isRetried(session)) {
            errors.onRefused(PppRequests.errorKind(step), PppRequests.describe(session), errno, text);
        }
    }

    private static boolean isRetried(final PppSession session) {
        // The queueing discipline to be changed is not there: the next attempt puts one there.
        return session.unit != null && session.attempts < MAX_ATTEMPTS
            && (KernelErrors.isTransient(session.error) || session.error == Errno.ENOENT || session.error == Errno.EINVAL);
    }

    void onSettled(final PppSession session) {
        if (session.unit == null) {
            renew(session);
        } else if (session.state == PppSession.State.REMOVING) {
            end(session, session.error);
        } else if (session.downRequested) {
            remove(session);
        } else if (session.error != 0 && isRetried(session)) {
            session.attempts++;
            apply(session);
        } else if (session.error != 0 && !(session.answered && session.changeAsked)) {
            remove(session);
        } else {
            onApplied(session);
        }
    }

    private void onApplied(final PppSession session) {
        final int error = session.error;
        session.state = PppSession.State.UP;
        session.attempts = 0;
        if (!session.answered && error == 0) {
            session.answered = true;
            if (!session.isOutside()) {
                channels.keep(session.channel);
            }
            answers.onSessionUp(session.sessionId, 0);
        }
        if (session.upRequested) {
            begin(session);
            return;
        }
        if (session.changeAsked) {
            session.changeAsked = false;
            answers.onSessionChanged(session.sessionId, error);
        }
    }

    /** The session is not there any more: as asked, or because the kernel refused it. */
    private void end(final PppSession session, final int error) {
        session.keepTotals();
        if (!session.isOutside()) {
            channels.detach(session.channel);
        }
        if (session.unit != null) {
            units.release(session.unit);
            session.unit = null;
        }
        if (!session.isOutside()) {
            keeper.drop(session.sessionId);
        }
        sessions.remove(session.sessionId);
        if (session.downRequested) {
            answers.onSessionDown(session.sessionId, session.total(0), session.total(1), session.total(2), session.total(3));
        } else if (session.answered && session.isOutside()) {
            // Its server's interface is gone, or it cannot be shaped any more. What was counted is told before its end.
            answers.onCounters(session.sessionId, session.total(0), session.total(1), session.total(2), session.total(3));
            answers.onSessionUp(session.sessionId, error == 0 ? Errno.EIO : error);
        } else if (session.answered) {
            // It was up, and a repair failed.
            channels.lose(session.channel, error);
        } else {
            answers.onSessionUp(session.sessionId, error == 0 ? Errno.EIO : error);
        }
    }

    void onStatistics(final PppSession session, final DirectBuffer buffer, final int offset, final int length) {
        if (session.unit != null && statistics.wrap(buffer, offset, length) && statistics.index() == session.unit.ifIndex) {
            PppUnits.note(session.unit, statistics.counters());
            if (!session.baseTaken) {
                session.baseTaken = CountingMarks.resume(session);
                if (!session.baseTaken) {
                    session.takeBase();
                    marks.write(session);
                }
            }
        }
    }

    /** The counters have been read into the units: tell them. */
    void tellCounters() {
        for (final PppSession session : sessions.values()) {
            if (session.baseTaken && session.answered) {
                answers.onCounters(session.sessionId, session.total(0), session.total(1), session.total(2), session.total(3));
            }
        }
    }

    /** After a start: outside servers' interfaces whose sessions ended meanwhile. */
    void releaseOutside() {
        outside.unclaimed(units).forEach(link -> {
            requests.clean(new DeviceCleaning(errors, link.name()), 0, link.index());
        });
    }

    /** After a start: channels that were claimed, but no session with them. */
    void releaseUnclaimed(final List<PppChannel> unclaimed) {
        for (final PppChannel channel : unclaimed) {
            final PppUnit unit = channel.unit;
            channels.detach(channel);
            // Not to be used again: nobody knows what is on it.
            units.discard(unit);
            keeper.drop(channel.channelId);
        }
    }
}
