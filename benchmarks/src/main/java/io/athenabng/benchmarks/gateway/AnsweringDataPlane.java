package io.athenabng.benchmarks.gateway;

import io.athenabng.core.port.DataPlane;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.SessionPlan;
import java.util.ArrayDeque;
import java.util.Deque;

/** A data plane that can do everything at once; it only remembers how much there is. Answers are given by {@link #answer}. */
class AnsweringDataPlane implements DataPlane {
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private DataPlaneListener listener;
    private int lines;
    private int sessions;

    void listener(DataPlaneListener answered) {
        listener = answered;
    }

    /** Gives the answers to what was asked until now. */
    int answer() {
        int count = answers.size();
        for (int i = 0; i < count; i++) {
            answers.remove().run();
        }
        return count;
    }

    int lines() {
        return lines;
    }

    int sessions() {
        return sessions;
    }

    @Override
    public boolean lineUp(int lineId, int trunkIndex, long vlanStack, int groupIndex) {
        lines++;
        return answers.add(() -> listener.onLineUp(lineId, 0));
    }

    @Override
    public boolean lineDown(int lineId) {
        lines--;
        return answers.add(() -> listener.onLineGone(lineId, false));
    }

    @Override
    public boolean sessionUp(SessionPlan session) {
        sessions++;
        long sessionId = session.sessionId;
        return answers.add(() -> listener.onSessionUp(sessionId, 0));
    }

    @Override
    public boolean sessionChange(SessionPlan session) {
        long sessionId = session.sessionId;
        return answers.add(() -> listener.onSessionChanged(sessionId, 0));
    }

    @Override
    public boolean sessionDown(long sessionId) {
        sessions--;
        return answers.add(() -> listener.onSessionDown(sessionId, 0, 0, 0, 0));
    }

    @Override
    public boolean restoreComplete() {
        return true;
    }

    @Override
    public boolean readCounters() {
        return true;
    }
}
