package io.athenabng.core.testkit;

import io.athenabng.core.port.DataPlane;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.port.SubscriberProfile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A data plane that remembers what exists in it, answers when it is told to, and refuses or is full on demand. */
public final class FakeDataPlane implements DataPlane {
    /** Requests in order, as text like {@code lineUp 0} or {@code sessionUp 1}. */
    public final List<String> requests = new ArrayList<>();
    /** Sessions that are up, with their rates as {@code down/up}. */
    public final Map<Long, String> sessions = new TreeMap<>();
    /** Networks behind the sessions that are up, of those that have such. */
    public final Map<Long, List<SubscriberProfile.FramedRoute>> routes = new TreeMap<>();
    /** Lines that are up, with their tags. */
    public final Map<Integer, Long> lines = new TreeMap<>();
    /** What the next session or line request is refused with; 0 is nothing. */
    public int refuse;
    /** What the next change of a session's rates is refused with; 0 is nothing. */
    public int refuseChange;
    /** Whether no request is taken. */
    public boolean full;
    /** Whether sessions of before a start are taken and get no answer, as if their trunk were down. */
    public boolean restoresSilently;
    /** The counters that every session shows. */
    public long octets;

    private final Deque<Runnable> answers = new ArrayDeque<>();
    private DataPlaneListener listener;

    /**
     * Sets who is answered.
     *
     * @param with the gateway
     */
    public void listener(final DataPlaneListener with) {
        this.listener = with;
    }

    /** Answers everything that was asked until now. */
    public void answer() {
        while (!answers.isEmpty()) {
            answers.poll().run();
        }
    }

    private boolean take(final String request, final Runnable answer) {
        if (full) {
            return false;
        }
        requests.add(request);
        answers.add(answer);
        return true;
    }

    @Override
    public boolean lineUp(final int lineId, final int trunkIndex, final long vlanStack, final int groupIndex) {
        final int error = refuse;
        return take("lineUp " + lineId, () -> {
            if (error == 0) {
                lines.put(lineId, vlanStack);
            }
            listener.onLineUp(lineId, error);
        });
    }

    @Override
    public boolean lineDown(final int lineId) {
        return take("lineDown " + lineId, () -> {
            lines.remove(lineId);
            listener.onLineGone(lineId, false);
        });
    }

    @Override
    public boolean sessionUp(final SessionPlan plan) {
        final int error = refuse;
        final long id = plan.sessionId;
        final String rates = plan.downBitsPerSecond + "/" + plan.upBitsPerSecond;
        final List<SubscriberProfile.FramedRoute> behind = plan.routes;
        final String at = plan.outsideInterface == null
                ? "" : " on " + plan.outsideInterface.name() + '/' + plan.outsideInterface.index();
        if (plan.restored && restoresSilently) {
            return take("sessionUp " + id + " restored" + at, () -> { });
        }
        return take("sessionUp " + id + (plan.restored ? " restored" : "") + at, () -> {
            if (error == 0) {
                sessions.put(id, rates);
                routes.put(id, behind);
                routes.values().removeIf(List::isEmpty);
            }
            listener.onSessionUp(id, error);
        });
    }

    @Override
    public boolean sessionChange(final SessionPlan plan) {
        final long id = plan.sessionId;
        final String rates = plan.downBitsPerSecond + "/" + plan.upBitsPerSecond;
        final int error = refuseChange;
        return take("sessionChange " + id, () -> {
            if (error == 0) {
                sessions.put(id, rates);
            }
            listener.onSessionChanged(id, error);
        });
    }

    @Override
    public boolean sessionDown(final long sessionId) {
        return take("sessionDown " + sessionId, () -> {
            sessions.remove(sessionId);
            routes.remove(sessionId);
            listener.onSessionDown(sessionId, octets, octets / 100, octets * 2, octets / 50);
        });
    }

    @Override
    public boolean restoreComplete() {
        return take("restoreComplete", () -> { });
    }

    @Override
    public boolean readCounters() {
        return take("readCounters", () -> {
            for (final long id : List.copyOf(sessions.keySet())) {
                listener.onCounters(id, octets, octets / 100, octets * 2, octets / 50);
            }
        });
    }
}
