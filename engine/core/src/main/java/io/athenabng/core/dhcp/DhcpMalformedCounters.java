package io.athenabng.core.dhcp;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import java.util.Locale;
import org.agrona.concurrent.status.AtomicCounter;

/** A counter for each way in which a DHCP message can be malformed: {@code dhcp.malformed.*}. Owned by the session agent. */
public final class DhcpMalformedCounters {
    private final AtomicCounter[] counters = new AtomicCounter[DhcpMalformedReason.COUNT];

    /**
     * Makes the counters.
     *
     * @param registry where they are made
     */
    public DhcpMalformedCounters(final CounterRegistry registry) {
        for (int reason = DhcpMalformedReason.NONE + 1; reason < DhcpMalformedReason.COUNT; reason++) {
            final String name = DhcpMalformedReason.name(reason).toLowerCase(Locale.ROOT);
            counters[reason] = registry.counter("dhcp.malformed." + name, "DHCP messages refused: " + name.replace('_', ' '));
        }
    }

    /**
     * A message was refused.
     *
     * @param reason a {@link DhcpMalformedReason} other than {@code NONE}
     */
    public void increment(final int reason) {
        counters[reason].incrementRelease();
    }
}
