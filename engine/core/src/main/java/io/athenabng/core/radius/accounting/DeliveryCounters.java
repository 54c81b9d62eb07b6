package io.athenabng.core.radius.accounting;

import io.athenabng.core.port.CounterRegistry;
import org.agrona.concurrent.status.AtomicCounter;

/** What the delivery of reports counts. */
final class DeliveryCounters {
    final AtomicCounter spooled;
    final AtomicCounter delivered;
    final AtomicCounter superseded;
    final AtomicCounter expired;
    final AtomicCounter unreadable;
    final AtomicCounter refused;
    final AtomicCounter interimsRefused;
    final AtomicCounter depth;
    final AtomicCounter bytes;

    DeliveryCounters(final CounterRegistry registry) {
        final String prefix = "radius.accounting.spool.";
        spooled = registry.counter(prefix + "kept", "Reports that no server took and that went to disk");
        delivered = registry.counter(prefix + "delivered", "Reports from disk that a server took");
        superseded = registry.counter(prefix + "superseded", "Interim reports on disk that a later report of their session made needless");
        expired = registry.counter(prefix + "expired", "Interim reports on disk that became older than accounting's max-age");
        unreadable = registry.counter(prefix + "unreadable", "Reports that the disk gave back otherwise than they were written");
        refused = registry.counter(prefix + "refused", "Starts and stops that the disk had no room for; their sessions report them again");
        interimsRefused = registry.counter(prefix + "interims_refused", "Interim reports dropped because half of the spool's room is used");
        depth = registry.counter(prefix + "depth", "Reports that wait on disk now");
        bytes = registry.counter(prefix + "bytes", "Bytes that waiting reports take on disk now");
    }
}
