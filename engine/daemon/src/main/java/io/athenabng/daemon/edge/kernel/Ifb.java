package io.athenabng.daemon.edge.kernel;

/** An intermediate functional block of the pool: what an upload is queued and shaped on. */
final class Ifb extends KernelTask {
    private final IfbPool pool;
    final int number;
    final int ifIndex;
    final String name;
    /** Whose upload it shapes; null while it is free. */
    IfbUser user;
    /** The alternative name that it has in the kernel; null for none. */
    String alternativeName;
    /** Where the session that it served before the start began to count; null if that is not known. */
    CountingMark mark;
    boolean ready;
    boolean gone;
    int error;
    /** Its counters when they were read last. */
    long octets;
    long packets;

    Ifb(final IfbPool pool, final int number, final int ifIndex, final String name) {
        this.pool = pool;
        this.number = number;
        this.ifIndex = ifIndex;
        this.name = name;
    }

    @Override
    void onAnswer(final int step, final int errno, final CharSequence text) {
        pool.onAnswer(this, step, errno, text);
    }

    @Override
    void onSettled() {
        pool.onSettled(this);
    }
}
