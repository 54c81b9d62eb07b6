package io.athenabng.core.config;

/**
 * How accounting is done.
 *
 * @param interimIntervalNs  how often a session is reported where Acct-Interim-Interval is not given, ns; 0 is never
 * @param minInterimNs       a shorter Acct-Interim-Interval than this is not obeyed but raised to it, ns
 * @param jitterPercent      each interval is shortened by a random share of up to so many percent, so that reports spread
 * @param spoolLimitBytes    how many bytes of undelivered reports are kept on disk
 * @param maxAgeNs           an undelivered interim report older than this is dropped; starts and stops never are, ns
 */
public record RadiusAccountingSettings(
        long interimIntervalNs, long minInterimNs, int jitterPercent, long spoolLimitBytes, long maxAgeNs) {
    /** What holds when the configuration says nothing. */
    public static final RadiusAccountingSettings DEFAULT = new RadiusAccountingSettings(
            600_000_000_000L, 60_000_000_000L, 10, 256L << 20, 86_400_000_000_000L);
}
