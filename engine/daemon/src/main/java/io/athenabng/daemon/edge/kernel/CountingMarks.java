package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.link.LinkSetRequest;
import java.util.Arrays;

/**
 * Writes and reads {@link CountingMark}s: on a session's IFB, or on its line where it has none and nobody shares the line; of PPP on the
 * unit. Sessions of a shared line without IFBs are counted by a filter and a class of their own, whose counters begin with them. Owned by
 * the kernel agent.
 */
final class CountingMarks extends KernelTask {
    private static final String NONE = "";

    private final RequestPipeline pipeline;
    private final KernelErrors errors;
    private final LinkSetRequest request = new LinkSetRequest();

    CountingMarks(final KernelServices services) {
        pipeline = services.pipeline();
        errors = services.errors();
    }

    private static int markedIndex(final SessionDevice session) {
        if (session.line == null) {
            return 0;
        }
        return session.ifb != null ? session.ifb.ifIndex : session.line.shared ? 0 : session.line.ifIndex();
    }

    /** The session counts from its base: the kernel keeps that, unless it has it already. */
    void write(final SessionDevice session) {
        final int ifIndex = markedIndex(session);
        final CountingMark mark = CountingMark.of(session.sessionId, session.known, session.base);
        if (ifIndex == 0 || ifIndex == session.markedIndex && Arrays.equals(mark.added(), session.marked.added())) {
            return;
        }
        if (session.markedIndex != 0 && session.markedIndex != ifIndex) {
            pipeline.submit(this, 0, request.reset().index(session.markedIndex).alias(NONE));
        }
        session.line.device.mark = null;
        session.markedIndex = ifIndex;
        session.marked = mark;
        pipeline.submit(this, 0, request.reset().index(ifIndex).alias(mark.note()));
    }

    /** The session goes: so does its mark, among its own requests. */
    void remove(final SessionDevice session, final int step) {
        if (session.markedIndex != 0 && session.markedIndex == markedIndex(session)) {
            pipeline.submit(session, step, request.reset().index(session.markedIndex).alias(NONE));
        }
        session.markedIndex = 0;
        session.marked = null;
    }

    /**
     * A session of before the start goes on counting from where it began, if the kernel kept that and still counts. Its counters as they
     * were read just now are in {@code last}.
     *
     * @return whether its base is known
     */
    boolean resume(final SessionDevice session) {
        final CountingMark mark = session.ifb != null ? session.ifb.mark : session.line.shared ? null : session.line.device.mark;
        if (mark == null || mark.sessionId() != session.sessionId || !mark.resume(session.last, session.known, session.base)) {
            return false;
        }
        session.marked = mark;
        session.markedIndex = markedIndex(session);
        return true;
    }

    /** A PPP session counts on its unit from its base. */
    void write(final PppSession session) {
        pipeline.submit(this, 0, request.reset().index(session.unit.ifIndex).alias(
            CountingMark.of(session.sessionId, session.known, session.base).note()));
    }

    /**
     * The same of a PPP session of before the start, on its unit.
     *
     * @return whether its base is known
     */
    static boolean resume(final PppSession session) {
        final CountingMark mark = session.unit.mark;
        session.unit.mark = null;
        return mark != null && mark.sessionId() == session.sessionId
            && mark.resume(session.unit.counters, session.known, session.base);
    }

    @Override
    void onAnswer(final int step, final int errno, final CharSequence text) {
        if (errno != 0 && !KernelErrors.isGone(errno)) {
            errors.onRefused(KernelErrors.Kind.NAME, "where a session's counting began", errno, text);
        }
    }

    @Override
    void onSettled() {
        // Nobody waits for a note.
    }
}
