package io.athenabng.core.ppp;

import io.athenabng.core.auth.SipHash;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.PppChannels;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppOptionCursor;
import org.agrona.concurrent.UnsafeBuffer;

/** What all PPP sessions share: the way out, the clock, counters, and scratch that lives for one packet. Owned by the session agent. */
public final class PppContext {
    /** Longest control packet that is written, bytes. */
    static final int PACKET_MAX = 1_484;
    /** So much of a packet is sent back in a Code- or Protocol-Reject. */
    static final int REJECTED_MAX = 512;

    final EngineClock clock;
    final PppChannels channels;
    final PppCounters counters;
    final PppTimers timers;
    final PppSession.Listener listener;
    final PppControlParser parser = new PppControlParser();
    final PppOptionCursor options = new PppOptionCursor();
    final PppControlAppender out = new PppControlAppender();
    final UnsafeBuffer outBuffer = new UnsafeBuffer(new byte[PACKET_MAX]);
    final PppControlAppender nak = new PppControlAppender();
    final UnsafeBuffer nakBuffer = new UnsafeBuffer(new byte[PACKET_MAX]);
    final PppControlAppender reject = new PppControlAppender();
    final UnsafeBuffer rejectBuffer = new UnsafeBuffer(new byte[PACKET_MAX]);
    final AuthenticationQuery query = new AuthenticationQuery();
    UnsafeBuffer answerBuffer = nakBuffer;
    int answerLength;
    private final SipHash hash = new SipHash();
    private final long key0;
    private final long key1;
    private long drawn;

    /**
     * A context.
     *
     * @param clock    the engine's clock
     * @param channels the way out
     * @param registry makes counters
     * @param listener what decides about subscribers
     * @param key0     half of a key that nobody knows: challenges come from it
     * @param key1     the other half
     */
    public PppContext(
            final EngineClock clock, final PppChannels channels, final CounterRegistry registry, final PppSession.Listener listener,
            final long key0, final long key1) {
        this.clock = clock;
        this.channels = channels;
        this.counters = new PppCounters(registry);
        this.listener = listener;
        this.timers = new PppTimers(clock.nowNs());
        this.key0 = key0;
        this.key1 = key1;
    }

    /**
     * Runs the timers that are due.
     *
     * @param nowNs now
     * @return how many there were
     */
    public int onDutyCycle(final long nowNs) {
        return timers.poll(nowNs);
    }

    /** A number that nobody can foresee who does not know the key. */
    long random() {
        return hash.begin(key0, key1).add(drawn++).end();
    }

    /** A number from 0 up to, but without, the bound. */
    long random(final long bound) {
        return Math.floorMod(random(), bound);
    }
}
