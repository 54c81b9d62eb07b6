package io.athenabng.netlink.link;

import org.agrona.DirectBuffer;

/**
 * View of {@code struct rtnl_link_stats64}: 64-bit counters one after the other, in the order of the getters here.
 * Kernels have added counters at the end; those that are missing read as zero.
 */
public final class LinkStatistics64Flyweight {
    /** Up to and including {@code collisions}. */
    private static final int MINIMUM_LENGTH = 10 * Long.BYTES;

    private DirectBuffer buffer;
    private int offset;
    private int length;

    /** Looks at the structure; false when it is too short to hold the basic counters. */
    public boolean wrap(final DirectBuffer source, final int start, final int available) {
        buffer = source;
        offset = start;
        length = available;
        return start >= 0 && available >= MINIMUM_LENGTH && (long) start + available <= source.capacity();
    }

    private long counter(final int position) {
        final int at = position * Long.BYTES;
        return at + Long.BYTES <= length ? buffer.getLong(offset + at) : 0;
    }

    public long rxPackets() {
        return counter(0);
    }

    public long txPackets() {
        return counter(1);
    }

    public long rxBytes() {
        return counter(2);
    }

    public long txBytes() {
        return counter(3);
    }

    public long rxErrors() {
        return counter(4);
    }

    public long txErrors() {
        return counter(5);
    }

    public long rxDropped() {
        return counter(6);
    }

    public long txDropped() {
        return counter(7);
    }

    public long multicast() {
        return counter(8);
    }

    public long collisions() {
        return counter(9);
    }
}
