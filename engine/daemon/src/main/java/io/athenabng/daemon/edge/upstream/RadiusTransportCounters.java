package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.port.CounterRegistry;
import java.util.Locale;
import org.agrona.concurrent.status.AtomicCounter;

/** What is counted of the packets to and from one RADIUS server before the client sees them. Written by the upstream agent. */
final class RadiusTransportCounters {
    final AtomicCounter foreign;
    final AtomicCounter truncated;
    final AtomicCounter refused;
    final AtomicCounter openFailures;
    final AtomicCounter connections;
    final AtomicCounter connectionsLost;
    final AtomicCounter badLengths;

    /** What the names of a server's counters begin with. */
    static String prefix(final String serverName) {
        return "radius.transport." + serverName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_") + ".";
    }

    RadiusTransportCounters(final CounterRegistry registry, final String serverName) {
        final String prefix = prefix(serverName);
        foreign = registry.counter(prefix + "foreign_sender", "Datagrams from another address or port than the server's");
        truncated = registry.counter(prefix + "too_long", "Datagrams longer than a RADIUS packet may be");
        refused = registry.counter(prefix + "send_refused", "Packets that the kernel refused to send, as without a route");
        openFailures = registry.counter(prefix + "open_failures", "Sockets that could not be opened");
        connections = registry.counter(prefix + "tls_connections", "TLS connections made");
        connectionsLost = registry.counter(prefix + "tls_connections_lost", "TLS connections that failed or were closed by the server");
        badLengths = registry.counter(prefix + "tls_bad_lengths", "TLS connections closed because of a packet length that cannot be");
    }
}
