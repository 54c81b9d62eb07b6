package io.athenabng.benchmarks.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was counted and measured. Written by the engine's thread, read after it. */
public final class LoadStatistics {
    /**
     * One round.
     *
     * @param sessions  how many clients got an address
     * @param bringUpNs from the first Discover to the last answer or time-out
     */
    public record Round(int sessions, long bringUpNs) {
        /** Sessions a second; 0 when there was none. */
        public double sessionsPerSecond() {
            return bringUpNs == 0 ? 0 : sessions * 1e9 / bringUpNs;
        }
    }

    final LatencyHistogram offer = new LatencyHistogram();
    final LatencyHistogram ack = new LatencyHistogram();
    final LatencyHistogram session = new LatencyHistogram();
    final LatencyHistogram renew = new LatencyHistogram();
    final long[] failures = new long[FailureReason.values().length];
    final List<Round> rounds = new ArrayList<>();
    long started;
    long bound;
    long renewed;
    long released;
    long retransmissions;
    long sendBlocked;
    long ignoredUnknown;
    long ignoredOtherLine;
    long ignoredLate;
    long malformed;

    LoadStatistics() {
    }

    /** From the first Discover to the Offer that was taken. */
    public LatencyHistogram offer() {
        return offer;
    }

    /** From the first Request to the Ack. */
    public LatencyHistogram ack() {
        return ack;
    }

    /** From the first Discover to the Ack. */
    public LatencyHistogram session() {
        return session;
    }

    /** From the first Request of a renewal to its Ack. */
    public LatencyHistogram renew() {
        return renew;
    }

    public List<Round> rounds() {
        return Collections.unmodifiableList(rounds);
    }

    /** Exchanges that were begun, renewals left out. */
    public long started() {
        return started;
    }

    /** Clients that got an address, over all rounds. */
    public long bound() {
        return bound;
    }

    public long renewed() {
        return renewed;
    }

    public long released() {
        return released;
    }

    public long retransmissions() {
        return retransmissions;
    }

    /** How often a message had to wait because the send queue was full. */
    public long sendBlocked() {
        return sendBlocked;
    }

    /** Answers to no transaction of ours. */
    public long ignoredUnknown() {
        return ignoredUnknown;
    }

    /** Answers that came on another line than the question. */
    public long ignoredOtherLine() {
        return ignoredOtherLine;
    }

    /** Answers that came twice, or after the client had gone on. */
    public long ignoredLate() {
        return ignoredLate;
    }

    /** Answers that are no sound DHCP message. */
    public long malformed() {
        return malformed;
    }

    public long failures(FailureReason reason) {
        return failures[reason.ordinal()];
    }

    /** Failures of all kinds. */
    public long failed() {
        long sum = 0;
        for (long count : failures) {
            sum += count;
        }
        return sum;
    }
}
