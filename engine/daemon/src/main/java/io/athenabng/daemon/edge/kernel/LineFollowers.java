package io.athenabng.daemon.edge.kernel;

/** Tells what becomes of lines to the sessions of both encapsulations. Owned by the kernel agent. */
final class LineFollowers implements LineDevices.Listener {
    private final SessionShaper sessions;
    private PppEdge ppp;

    LineFollowers(final SessionShaper sessions) {
        this.sessions = sessions;
    }

    void attach(final PppEdge edge) {
        ppp = edge;
    }

    @Override
    public void onLineReady(final LineDevice line) {
        sessions.onLineReady(line);
    }

    @Override
    public void onLineFailed(final LineDevice line, final int errno) {
        sessions.onLineFailed(line, errno);
    }

    @Override
    public void onLineLost(final LineDevice line) {
        sessions.onLineLost(line);
        ppp.channels.onLineLost(line);
    }

    /** The line was down for a moment: the kernel has forgotten its routes, neighbours and channels. */
    void onLineFlapped(final LineDevice line) {
        sessions.onLineFlapped(line);
        ppp.channels.onLineFlapped(line);
    }
}
