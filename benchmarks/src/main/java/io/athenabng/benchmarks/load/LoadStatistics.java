package io.athenabng.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What was counted and measured. Written by the engine's thread, read after it. */
public final class LoadStatistics {
    /**
     * A stretch of a round.
     *
     * @param sessions sessions at its end, counted from the round's beginning
     * @param ns       how long it took
     */
    public record Stretch(int sessions, long ns) {
    }

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
    final List<Stretch> stretches = new ArrayList<>();
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

    /** The first round in stretches of {@link LoadEngine#STRETCH} sessions. */
    public List<Stretch> stretches() {
        return Collections.unmodifiableList(stretches);
    }

    /** Forgets all: what comes now counts. */
    void clear() {
        offer.clear();
        ack.clear();
        session.clear();
        renew.clear();
        Arrays.fill(failures, 0);
        rounds.clear();
        stretches.clear();
        started = 0;
        bound = 0;
        renewed = 0;
        released = 0;
        retransmissions = 0;
        sendBlocked = 0;
        ignoredUnknown = 0;
        ignoredOtherLine = 0;
        ignoredLate = 0;
        malformed = 0;
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
