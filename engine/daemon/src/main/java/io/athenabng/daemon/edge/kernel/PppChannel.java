package io.athenabng.daemon.edge.kernel;

/** The way to one PPPoE client, as the kernel agent keeps it. */
final class PppChannel {
    static final int CLOSED = -1;

    /** How far it is. */
    enum State {
        /** Its socket carries control frames; there is no unit. */
        OPEN,
        /** It is a channel of {@code /dev/ppp} that carries a unit's packets. */
        ATTACHED,
        /** Its line is down: it is opened again when the line is up. */
        DEAD
    }

    final long channelId;
    final LineDevice line;
    final int pppoeSessionId;
    final long mac;
    State state = State.OPEN;
    int socket = CLOSED;
    int channel = CLOSED;
    /** The unit that it carries, or carries again once it is mended; null before there is one. */
    PppUnit unit;
    /** Whether the unit's control frames are waited for. */
    boolean unitPolled;
    /** What was asked for the networks' control protocols; it holds over a repair. */
    boolean ipv4Up;
    boolean ipv6Up;

    PppChannel(final long channelId, final LineDevice line, final int pppoeSessionId, final long mac) {
        this.channelId = channelId;
        this.line = line;
        this.pppoeSessionId = pppoeSessionId;
        this.mac = mac;
    }

    @Override
    public String toString() {
        return "PPPoE session " + pppoeSessionId + " on " + (line.device == null ? "line " + line.lineId : line.device.logicalName);
    }
}
