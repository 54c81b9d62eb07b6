package io.athenabng.core.pppoe;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.wire.pppoe.PppoeMalformedReason;
import java.util.Locale;
import org.agrona.concurrent.status.AtomicCounter;

/** What happens in discovery: {@code pppoe.*}. Owned by the session agent. */
public final class PppoeCounters {
    /** PADIs that came. */
    public final AtomicCounter padi;
    /** PADRs that came. */
    public final AtomicCounter padr;
    /** PADTs that came. */
    public final AtomicCounter padt;
    /** Offers. */
    public final AtomicCounter padoSent;
    /** Confirmations. */
    public final AtomicCounter padsSent;
    /** Confirmations that were given again. */
    public final AtomicCounter padsRepeated;
    /** Confirmations that say no. */
    public final AtomicCounter errorsSent;
    /** Terminations. */
    public final AtomicCounter padtSent;
    /** Terminations of sessions that nobody knows. */
    public final AtomicCounter padtUnknown;
    /** Frames that found no room towards the sender. */
    public final AtomicCounter notSent;
    /** Sessions that exist now, from PADS on. */
    public final AtomicCounter active;
    /** Offers that wait or were dropped. */
    public final AtomicCounter delayed;
    /** Sessions that a client began anew. */
    public final AtomicCounter replaced;
    /** Channels that were lost. */
    public final AtomicCounter channelsLost;
    private final AtomicCounter[] malformed = new AtomicCounter[PppoeMalformedReason.COUNT];
    private final AtomicCounter[] refused = new AtomicCounter[PppoeRefusal.values().length];

    /**
     * Makes the counters.
     *
     * @param registry where they are made
     */
    public PppoeCounters(final CounterRegistry registry) {
        padi = registry.counter("pppoe.padi", "PADIs from clients");
        padr = registry.counter("pppoe.padr", "PADRs from clients");
        padt = registry.counter("pppoe.padt", "PADTs from clients");
        padoSent = registry.counter("pppoe.sent.pado", "PADOs sent");
        padsSent = registry.counter("pppoe.sent.pads", "PADSs sent that confirm a session");
        padsRepeated = registry.counter("pppoe.sent.pads_repeated", "PADSs sent again because the client repeated its PADR");
        errorsSent = registry.counter("pppoe.sent.pads_error", "PADSs sent that say why there is no session");
        padtSent = registry.counter("pppoe.sent.padt", "PADTs sent for sessions that ended");
        padtUnknown = registry.counter("pppoe.sent.padt_unknown", "PADTs sent to clients that use a session which does not exist");
        notSent = registry.counter("pppoe.not_sent", "Discovery frames that found no room towards the sender; clients ask again");
        active = registry.counter("pppoe.active", "PPPoE sessions that exist now, from PADS on");
        delayed = registry.counter("pppoe.delayed", "PADOs that were delayed by pado-delays");
        replaced = registry.counter("pppoe.replaced", "Sessions ended because their client began a new one");
        channelsLost = registry.counter("pppoe.channels_lost", "Sessions ended because their channel was lost");
        for (int reason = PppoeMalformedReason.NONE + 1; reason < PppoeMalformedReason.COUNT; reason++) {
            final String name = PppoeMalformedReason.name(reason).toLowerCase(Locale.ROOT);
            malformed[reason] = registry.counter("pppoe.malformed." + name, "Discovery packets refused: " + name.replace('_', ' '));
        }
        for (final PppoeRefusal each : PppoeRefusal.values()) {
            refused[each.ordinal()] = registry.counter("pppoe.refused." + each.name().toLowerCase(Locale.ROOT), "Refused: "
                    + each.description());
        }
    }

    /**
     * A packet was malformed.
     *
     * @param reason a {@link PppoeMalformedReason} other than {@code NONE}
     */
    public void malformed(final int reason) {
        malformed[reason].increment();
    }

    /**
     * A packet or a session was refused.
     *
     * @param reason why
     */
    public void refused(final PppoeRefusal reason) {
        refused[reason.ordinal()].increment();
    }

    /**
     * How often something was refused.
     *
     * @param reason why
     * @return how often
     */
    public long refusals(final PppoeRefusal reason) {
        return refused[reason.ordinal()].get();
    }
}
