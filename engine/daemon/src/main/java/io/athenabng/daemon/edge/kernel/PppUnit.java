package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.ShapingSettings;

/** A unit of {@code /dev/ppp} and its interface: what a PPP session's packets go through. Units are used again. */
final class PppUnit extends KernelTask implements IfbUser {
    /** How far it is. */
    enum State {
        /** Its interface and queueing disciplines are being made. */
        CREATING,
        /** A session has it, or it waits for one. */
        READY,
        /** Its interface's deletion is on the way, or it could not be made. */
        GONE
    }

    private final PppUnits owner;
    final ShapingSettings.Queue queue;
    final int descriptor;
    int ifIndex;
    String name;
    /** The number in its name. */
    int nameNumber;
    /** Whether its interface is an outside server's. */
    boolean outside;
    /** The kernel's number of the unit, which channels are connected to. */
    int number;
    State state = State.CREATING;
    /** Who waits for it or has it; null while it is free. */
    PppSession session;
    Ifb ifb;
    int mtu;

    /** The priority of its ingress filter; 0 while there is none. */
    int filterPriority;
    Ifb filterIfb;
    long filterRate;
    /** Its ingress filters are those of before the start: they are made anew. */
    boolean foreignFilters;
    /** Where the session that had it before the start began to count; null if that is not known. */
    CountingMark mark;

    int error;
    int attempts;
    /** The interface's counters when they were read last: rx octets, rx packets, tx octets, tx packets. */
    final long[] counters = new long[4];

    PppUnit(final PppUnits owner, final ShapingSettings.Queue queue, final int descriptor) {
        this.owner = owner;
        this.queue = queue;
        this.descriptor = descriptor;
    }

    @Override
    public void onIfbFree() {
        if (session != null) {
            session.onIfbFree();
        }
    }

    @Override
    public void onIfbRefused(final int errno) {
        if (session != null) {
            session.onUnitRefused(errno);
        }
    }

    @Override
    public void onIfbLost() {
        ifb = null;
        filterIfb = null;
        if (session != null) {
            session.onIfbLost();
        }
    }

    @Override
    void onAnswer(final int step, final int errno, final CharSequence text) {
        owner.onAnswer(this, step, errno, text);
    }

    @Override
    void onSettled() {
        owner.onSettled(this);
    }
}
