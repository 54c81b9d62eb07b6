package io.athenabng.core.radius.dynamic;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;

/** Sessions by a hash of their Circuit-ID; sessions of one line are chained. Whoever finds one compares the name itself. */
final class CircuitIndex {
    static final long NONE = 0;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Long2LongHashMap firstByHash = new Long2LongHashMap(NONE);
    private final Long2LongHashMap nextBySession = new Long2LongHashMap(NONE);
    private final Long2LongHashMap hashBySession = new Long2LongHashMap(NONE);

    static long hash(final CharSequence name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return hash == NONE ? 1 : hash;
    }

    static long hash(final DirectBuffer buffer, final int offset, final int length) {
        long hash = FNV_OFFSET;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ buffer.getByte(i) & 0xff) * FNV_PRIME;
        }
        return hash == NONE ? 1 : hash;
    }

    void add(final long sessionId, final long hash) {
        if (hashBySession.get(sessionId) != NONE) {
            return;
        }
        final long first = firstByHash.put(hash, sessionId);
        if (first != NONE) {
            nextBySession.put(sessionId, first);
        }
        hashBySession.put(sessionId, hash);
    }

    void remove(final long sessionId) {
        final long hash = hashBySession.remove(sessionId);
        if (hash == NONE) {
            return;
        }
        final long next = nextBySession.remove(sessionId);
        final long first = firstByHash.get(hash);
        if (first == sessionId) {
            if (next == NONE) {
                firstByHash.remove(hash);
            } else {
                firstByHash.put(hash, next);
            }
            return;
        }
        long previous = first;
        while (nextBySession.get(previous) != sessionId) {
            previous = nextBySession.get(previous);
        }
        if (next == NONE) {
            nextBySession.remove(previous);
        } else {
            nextBySession.put(previous, next);
        }
    }

    long first(final long hash) {
        return firstByHash.get(hash);
    }

    long next(final long sessionId) {
        return nextBySession.get(sessionId);
    }

    int size() {
        return hashBySession.size();
    }
}
