package io.athenabng.core.testkit;

import io.athenabng.core.port.AccountingSpool;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A spool in memory that outlives the deliveries over it; it becomes durable when a test says so. */
public final class FakeAccountingSpool implements AccountingSpool {
    private record Entry(int statusType, long sessionKey, byte[] attributes) {
    }

    /** Whether appending fails: no room, or a disk that is full. */
    public boolean full;
    /** Whether everything is durable at once. */
    public boolean durable = true;

    private final Map<Long, Entry> waiting = new TreeMap<>();
    private long next = 1;
    private long durableTo;

    private long limitBytes;

    @Override
    public void forEachWaiting(final Visitor visitor) {
        waiting.forEach((position, entry) -> visitor.onEntry(position, entry.statusType, entry.sessionKey));
    }

    @Override
    public long append(final int statusType, final long sessionKey, final DirectBuffer attributes, final int offset, final int length) {
        if (full) {
            return REFUSED;
        }
        final byte[] copy = new byte[length];
        attributes.getBytes(offset, copy);
        waiting.put(next, new Entry(statusType, sessionKey, copy));
        return next++;
    }

    @Override
    public long durableTo() {
        durableTo = durable ? next : durableTo;
        return durableTo;
    }

    @Override
    public int read(final long position, final MutableDirectBuffer into, final int offset) {
        final Entry entry = waiting.get(position);
        if (entry == null) {
            return -1;
        }
        into.putBytes(offset, entry.attributes);
        return entry.attributes.length;
    }

    @Override
    public void delivered(final long position) {
        if (waiting.remove(position) == null) {
            throw new IllegalStateException("nothing waits at " + position);
        }
    }

    /** @return how many entries wait */
    public int size() {
        return waiting.size();
    }

    @Override
    public void limit(final long bytes) {
        limitBytes = bytes;
    }

    /** @return the room that it was given last, bytes */
    public long limitBytes() {
        return limitBytes;
    }

    @Override
    public long bytes() {
        return waiting.values().stream().mapToLong(entry -> entry.attributes.length).sum();
    }

    @Override
    public void close() {
        // What it has is what a test looks at.
    }

    @Override
    public String toString() {
        return waiting.values().stream().map(entry -> entry.statusType + Arrays.toString(entry.attributes)).toList().toString();
    }
}
