package io.athenabng.core.access;

/** A rate limit: so many a second, so many at once. Owned by one thread. */
final class TokenBucket {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private long nsPerToken;
    private long burstNs;
    private long creditNs;
    private long lastNs;

    TokenBucket(final int perSecond, final int burst, final long nowNs) {
        this.nsPerToken = NS_PER_SECOND / perSecond;
        this.burstNs = nsPerToken * Math.max(1, burst);
        this.creditNs = burstNs;
        this.lastNs = nowNs;
    }

    /** Another rate from now on; what may be taken at once now may still be, up to the new burst. */
    void limit(final int perSecond, final int burst) {
        final long tokens = creditNs / nsPerToken;
        nsPerToken = NS_PER_SECOND / perSecond;
        burstNs = nsPerToken * Math.max(1, burst);
        creditNs = Math.min(burstNs, tokens * nsPerToken);
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
