package io.athenabng.core.radius.client;

import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What servers need beside requests: sources are opened and closed, dead servers are probed, requests are taken off them, silent TLS
 * connections are asked whether they still live. Owned by the upstream agent.
 */
final class ServerCare {
    /** How often servers are looked at, ns. */
    private static final long INTERVAL_NS = 50_000_000L;
    /** A source that nothing used for so long is closed, the first one apart, ns. */
    static final long SOURCE_IDLE_NS = 30_000_000_000L;
    /** A TLS connection through which nothing came for so long is asked (RFC 3539, 3.4.1: Tw), ns. */
    static final long WATCHDOG_NS = 30_000_000_000L;
    /** How long to wait after the first failure to open a source, ns. */
    static final long BACK_OFF_NS = 1_000_000_000L;
    /** Requests taken off a dead server in one duty cycle. */
    private static final int EVACUATED_PER_CYCLE = 128;
    private static final int PROBE_ATTRIBUTES_MAX = 256;

    private final RadiusClient client;
    private final RadiusServers servers;
    private final UnsafeBuffer probeAttributes = new UnsafeBuffer(new byte[PROBE_ATTRIBUTES_MAX]);
    private int probeAttributesLength;
    private long nextLookNs;

    ServerCare(final RadiusClient client, final RadiusServers servers, final String nasIdentifier) {
        this.client = client;
        this.servers = servers;
        nasIdentifier(nasIdentifier);
    }

    /** Says who the gateway is, for probes. */
    void nasIdentifier(final String nasIdentifier) {
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(probeAttributes, 0, PROBE_ATTRIBUTES_MAX);
        appender.put(RadiusAttributes.NAS_IDENTIFIER, nasIdentifier);
        probeAttributesLength = appender.length();
    }

    int onDutyCycle(final long nowNs) {
        int work = servers.retired().isEmpty() ? 0 : dismiss();
        final List<RadiusEndpoint> endpoints = servers.endpoints();
        for (int i = 0; i < endpoints.size(); i++) {
            final RadiusEndpoint endpoint = endpoints.get(i);
            if (endpoint.state() != RadiusEndpoint.State.ALIVE && endpoint.outstanding() > 0) {
                work += evacuate(endpoint);
            }
        }
        if (nowNs >= nextLookNs) {
            nextLookNs = nowNs + INTERVAL_NS;
            for (int i = 0; i < endpoints.size(); i++) {
                work += look(endpoints.get(i), nowNs);
            }
        }
        return work;
    }

    /** Servers that are configured no more go when nothing is under way to them. */
    private int dismiss() {
        int work = 0;
        for (int i = servers.retired().size() - 1; i >= 0; i--) {
            final RadiusEndpoint endpoint = servers.retired().get(i);
            if (endpoint.state() != RadiusEndpoint.State.ALIVE && endpoint.outstanding() > 0) {
                work += evacuate(endpoint);
            }
            if (endpoint.outstanding() == 0) {
                while (endpoint.sourceCount() > 0) {
                    close(endpoint.sourceAt(endpoint.sourceCount() - 1));
                }
                servers.dismiss(endpoint);
                work++;
            }
        }
        return work;
    }

    /** Requests do not wait for a server that is known to be dead. */
    private int evacuate(final RadiusEndpoint endpoint) {
        int work = 0;
        for (int i = 0; i < endpoint.sourceCount() && work < EVACUATED_PER_CYCLE; i++) {
            final RadiusSource source = endpoint.sourceAt(i);
            for (int identifier = 0;
                    source.outstanding() > 0 && identifier < RadiusSource.IDENTIFIERS && work < EVACUATED_PER_CYCLE; identifier++) {
                final RadiusTransaction transaction = source.user(identifier);
                if (transaction != null && !transaction.trial) {
                    client.evacuate(transaction);
                    work++;
                }
            }
        }
        return work;
    }

    private int look(final RadiusEndpoint endpoint, final long nowNs) {
        int work = 0;
        endpoint.lookAgain();
        for (int i = endpoint.sourceCount() - 1; i >= 1; i--) {
            final RadiusSource source = endpoint.sourceAt(i);
            if (source.isIdle(nowNs, SOURCE_IDLE_NS)) {
                close(source);
                work++;
            }
        }
        if (endpoint.isProbeDue(nowNs)) {
            probe(endpoint);
            work++;
        } else if (endpoint.isTls() && endpoint.settings().statusServer()) {
            work += watch(endpoint, nowNs);
        }
        return work;
    }

    private void probe(final RadiusEndpoint endpoint) {
        if (!endpoint.settings().statusServer()) {
            endpoint.onTrial();
            return;
        }
        final RadiusTransaction transaction = client.probe(probeAttributes, probeAttributesLength);
        if (transaction != null) {
            endpoint.onProbed();
            if (!client.assign(transaction, endpoint)) {
                client.abandon(transaction);
                if (endpoint.state() == RadiusEndpoint.State.PROBED) {
                    // No identifier was free: all of them rest.
                    endpoint.onUnanswered(true, client.nowNs());
                }
            }
        }
    }

    private int watch(final RadiusEndpoint endpoint, final long nowNs) {
        int work = 0;
        for (int i = 0; i < endpoint.sourceCount(); i++) {
            final RadiusSource source = endpoint.sourceAt(i);
            if (!source.watched() && nowNs - source.receivedNs() >= WATCHDOG_NS && source.hasRoom(nowNs)) {
                final RadiusTransaction transaction = client.probe(probeAttributes, probeAttributesLength);
                if (transaction != null) {
                    source.watched(true);
                    client.assign(transaction, source);
                    work++;
                }
            }
        }
        return work;
    }

    /** A watched connection that stays silent is dead, whatever TCP believes: the next request opens another. */
    void onProbeUnanswered(final RadiusSource source) {
        if (source.watched()) {
            source.endpoint().counters().sourcesLost.incrementRelease();
            close(source);
        }
    }

    /**
     * Opens a source.
     *
     * @return the source, or null if the machine refuses; the server is dead then
     */
    RadiusSource open(final RadiusEndpoint endpoint, final long nowNs) {
        final int sourceId = client.transport().openSource(endpoint.settings(), endpoint.accounting());
        if (sourceId < 0) {
            onUnreachable(endpoint, nowNs, "no socket towards it can be opened");
            return null;
        }
        final RadiusSource source = new RadiusSource(endpoint, sourceId, nowNs);
        client.onSourceOpened(source);
        return source;
    }

    private void onUnreachable(final RadiusEndpoint endpoint, final long nowNs, final String reason) {
        if (endpoint.onUnreachable(nowNs, BACK_OFF_NS)) {
            client.listener().onServerDead(endpoint.settings().name(), endpoint.accounting(), reason);
        }
    }

    /** The transport lost a source. If nothing ever came through it, the server is not there; or else it is opened anew when needed. */
    void onLost(final RadiusSource source, final String reason) {
        source.endpoint().counters().sourcesLost.incrementRelease();
        client.onSourceGone(source);
        if (!source.everReceived()) {
            onUnreachable(source.endpoint(), client.nowNs(), reason);
        }
    }

    private void close(final RadiusSource source) {
        client.onSourceGone(source);
        client.transport().closeSource(source.sourceId());
    }
}
