package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.port.CounterRegistry;
import org.agrona.concurrent.status.AtomicCounter;

/** The counters of PPP channels. Owned by the kernel agent. */
final class PppCounters {
    final AtomicCounter received;
    final AtomicCounter sent;
    final AtomicCounter dropped;
    final AtomicCounter repaired;

    PppCounters(final CounterRegistry registry) {
        received = registry.counter("ppp.received", "PPP control frames received");
        sent = registry.counter("ppp.sent", "PPP control frames sent");
        dropped = registry.counter("ppp.dropped.not_sent", "PPP control frames dropped because their line was down or its queue full");
        repaired = registry.counter("ppp.channels_repaired", "PPPoE channels opened again after their line's interface went down");
    }
}
