package io.athenabng.core.access;

/** A rate limit: so many a second, so many at once. Owned by one thread. */
final class TokenBucket {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final long nsPerToken;
    private final long burstNs;
    private long creditNs;
    private long lastNs;

    TokenBucket(final int perSecond, final int burst, final long nowNs) {
        this.nsPerToken = NS_PER_SECOND / perSecond;
        this.burstNs = nsPerToken * Math.max(1, burst);
        this.creditNs = burstNs;
        this.lastNs = nowNs;
    }

    boolean tryTake(final long nowNs) {
        creditNs = Math.min(burstNs, creditNs + Math.max(0, nowNs - lastNs));
        lastNs = nowNs;
        if (creditNs < nsPerToken) {
            return false;
        }
        creditNs -= nsPerToken;
        return true;
    }
}
