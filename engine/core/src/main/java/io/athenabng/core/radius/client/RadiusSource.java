package io.athenabng.core.radius.client;

import java.util.Arrays;

/**
 * One of the transport's sources, and who uses its 256 identifiers. An identifier is given out in the order in which it became free, so
 * that
 * it rests as long as can be. One that was given up rests until a late answer is no longer to be expected. Owned by the upstream agent.
 */
final class RadiusSource {
    static final int IDENTIFIERS = 256;

    /** What an answer with an identifier that nobody uses is. */
    enum Stray {
        /** The identifier was never used. */
        UNKNOWN,
        /** Its request was answered before. */
        DUPLICATE,
        /** Its request was given up. */
        LATE
    }

    private final RadiusEndpoint endpoint;
    private final int sourceId;
    private final RadiusTransaction[] users = new RadiusTransaction[IDENTIFIERS];
    private final Stray[] strays = new Stray[IDENTIFIERS];
    private final byte[] free = new byte[IDENTIFIERS];
    private final byte[] resting = new byte[IDENTIFIERS];
    private final long[] restUntilNs = new long[IDENTIFIERS];
    private int freeHead;
    private int freeCount = IDENTIFIERS;
    private int restingHead;
    private int restingCount;
    private int outstanding;
    private long usedNs;
    private long receivedNs;
    private boolean received;
    private boolean watched;

    RadiusSource(final RadiusEndpoint endpoint, final int sourceId, final long nowNs) {
        this.endpoint = endpoint;
        this.sourceId = sourceId;
        this.usedNs = nowNs;
        this.receivedNs = nowNs;
        Arrays.fill(strays, Stray.UNKNOWN);
        for (int i = 0; i < IDENTIFIERS; i++) {
            free[i] = (byte) i;
        }
    }

    int sourceId() {
        return sourceId;
    }

    RadiusEndpoint endpoint() {
        return endpoint;
    }

    /** Whether an identifier is free; those whose rest is over become so. */
    boolean hasRoom(final long nowNs) {
        while (restingCount > 0 && restUntilNs[restingHead] <= nowNs) {
            putFree(resting[restingHead] & 0xff);
            restingHead = restingHead + 1 & IDENTIFIERS - 1;
            restingCount--;
        }
        return freeCount > 0;
    }

    /** Gives a free identifier to a transaction. */
    int take(final RadiusTransaction transaction, final long nowNs) {
        final int identifier = free[freeHead] & 0xff;
        freeHead = freeHead + 1 & IDENTIFIERS - 1;
        freeCount--;
        if (users[identifier] != null) {
            throw new IllegalStateException("identifier " + identifier + " of source " + sourceId + " is in use");
        }
        users[identifier] = transaction;
        outstanding++;
        usedNs = nowNs;
        return identifier;
    }

    /** The identifier's request was answered. */
    void answered(final int identifier) {
        users[identifier] = null;
        strays[identifier] = Stray.DUPLICATE;
        outstanding--;
        putFree(identifier);
    }

    /** The identifier's request was given up: it rests. Rests end in the order in which they begin. */
    void givenUp(final int identifier, final long restUntil) {
        users[identifier] = null;
        strays[identifier] = Stray.LATE;
        outstanding--;
        final int tail = restingHead + restingCount & IDENTIFIERS - 1;
        resting[tail] = (byte) identifier;
        restUntilNs[tail] = restUntil;
        restingCount++;
    }

    private void putFree(final int identifier) {
        free[freeHead + freeCount & IDENTIFIERS - 1] = (byte) identifier;
        freeCount++;
    }

    /** Who uses an identifier, or null. */
    RadiusTransaction user(final int identifier) {
        return users[identifier];
    }

    Stray stray(final int identifier) {
        return strays[identifier];
    }

    void onReceived(final long nowNs) {
        received = true;
        receivedNs = nowNs;
        usedNs = nowNs;
    }

    boolean everReceived() {
        return received;
    }

    long receivedNs() {
        return receivedNs;
    }

    /** Whether nothing waits or rests, and nothing has for a time. */
    boolean isIdle(final long nowNs, final long idleNs) {
        return outstanding == 0 && nowNs - usedNs >= idleNs && hasRoom(nowNs) && restingCount == 0;
    }

    int outstanding() {
        return outstanding;
    }

    boolean watched() {
        return watched;
    }

    void watched(final boolean now) {
        watched = now;
    }
}
