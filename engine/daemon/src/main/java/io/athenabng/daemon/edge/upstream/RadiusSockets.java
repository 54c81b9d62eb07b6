package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.RadiusTransport;
import io.athenabng.daemon.StartException;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.Poller;
import java.io.IOException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * RADIUS packets over UDP and, where a server wants it, over TLS (RFC 6614). What is sent within a duty cycle leaves at its end; a look
 * at all
 * UDP sockets is one system call however many there are. Never blocks. Owned by the upstream agent.
 */
public final class RadiusSockets implements RadiusTransport, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RadiusSockets.class.getName());
    private static final int POLLER_GROWTH = 16;

    private final CounterRegistry registry;
    private final Map<String, RadiusTransportCounters> countersByPrefix = new HashMap<>();
    private RadiusTlsContexts tls;
    private Set<String> configured;
    private boolean leaving;
    private final EngineClock clock;
    private final Int2ObjectHashMap<RadiusConnection> connections = new Int2ObjectHashMap<>();
    private final List<RadiusUdpSocket> datagrams = new ArrayList<>();
    private final List<RadiusTlsConnection> streams = new ArrayList<>();
    /** Closed within a duty cycle, perhaps by what the listener does with a packet of theirs: they go when no loop looks at them. */
    private final List<RadiusConnection> doomed = new ArrayList<>();
    private Poller poller = new Poller(POLLER_GROWTH);
    private int pollerCapacity = POLLER_GROWTH;
    private boolean pollerStale;
    private Listener listener;
    private int nextSourceId = 1;
    private boolean closed;

    /**
     * A transport without any socket yet.
     *
     * @param settings the servers
     * @param clock    for time-outs of connections
     * @param registry makes the counters
     * @throws StartException if a server's TLS files cannot be used
     */
    public RadiusSockets(final RadiusSettings settings, final EngineClock clock, final CounterRegistry registry) {
        this.clock = clock;
        this.registry = registry;
        reconfigure(settings.servers(), RadiusTlsContexts.load(settings.servers()));
    }

    /**
     * Opens sources towards other servers from now on. Those that are open stay until they are closed.
     *
     * @param servers the servers
     * @param with    what connections to those with TLS are made with
     */
    public void reconfigure(final List<RadiusServerSettings> servers, final RadiusTlsContexts with) {
        tls = with;
        configured = new HashSet<>();
        for (final RadiusServerSettings server : servers) {
            final String prefix = RadiusTransportCounters.prefix(server.name());
            configured.add(prefix);
            countersByPrefix.computeIfAbsent(prefix, name -> new RadiusTransportCounters(registry, server.name()));
        }
        leaving = true;
        releaseCounters();
    }

    /** @return what connections to servers with TLS are made with */
    public RadiusTlsContexts tls() {
        return tls;
    }

    /** Counters go with the last socket of a server that is no longer configured. */
    private void releaseCounters() {
        leaving = false;
        for (final Iterator<Map.Entry<String, RadiusTransportCounters>> each = countersByPrefix.entrySet().iterator(); each.hasNext();) {
            final Map.Entry<String, RadiusTransportCounters> entry = each.next();
            final boolean used = datagrams.stream().anyMatch(socket -> socket.counters() == entry.getValue())
                    || streams.stream().anyMatch(connection -> connection.counters() == entry.getValue());
            if (!configured.contains(entry.getKey()) && used) {
                leaving = true;
            } else if (!configured.contains(entry.getKey())) {
                each.remove();
                registry.release(entry.getKey());
            }
        }
    }

    /**
     * Says who takes packets. Must be called before the first source is opened.
     *
     * @param with takes them
     */
    public void listener(final Listener with) {
        listener = with;
    }

    @Override
    public int openSource(final RadiusServerSettings server, final boolean accounting) {
        final int sourceId = nextSourceId++;
        final RadiusTransportCounters counters = countersByPrefix.get(RadiusTransportCounters.prefix(server.name()));
        try {
            if (server.tls() == null) {
                final RadiusUdpSocket socket = RadiusUdpSocket.open(sourceId, server, accounting, listener, counters);
                datagrams.add(socket);
                connections.put(sourceId, socket);
                pollerStale = true;
            } else {
                final RadiusTlsConnection connection = RadiusTlsConnection.open(
                        sourceId, server, tls.of(server), clock, listener, counters);
                streams.add(connection);
                connections.put(sourceId, connection);
            }
            return sourceId;
        } catch (final NativeException | IOException | UnsupportedAddressTypeException exception) {
            counters.openFailures.incrementRelease();
            LOG.log(System.Logger.Level.WARNING, "RADIUS server " + server.name() + ": "
                    + (exception.getMessage() == null ? exception.toString() : exception.getMessage()));
            return -1;
        }
    }

    @Override
    public boolean send(final int sourceId, final DirectBuffer buffer, final int offset, final int length) {
        final RadiusConnection connection = connections.get(sourceId);
        return connection != null && connection.send(buffer, offset, length);
    }

    @Override
    public void closeSource(final int sourceId) {
        final RadiusConnection connection = connections.remove(sourceId);
        if (connection != null) {
            doomed.add(connection);
        }
    }

    /**
     * Sends what is queued and hands over what came.
     *
     * @return how much was done
     */
    public int onDutyCycle() {
        bury();
        int work = 0;
        for (int i = 0; i < datagrams.size(); i++) {
            work += datagrams.get(i).flush();
        }
        work += receive();
        for (int i = 0; i < streams.size(); i++) {
            final RadiusTlsConnection connection = streams.get(i);
            if (connections.get(connection.sourceId()) == connection) {
                work += connection.onDutyCycle();
                if (connection.lostBecause() != null) {
                    lose(connection);
                }
            }
        }
        // Answers may have made new requests: they need not wait for the next cycle.
        for (int i = 0; i < datagrams.size(); i++) {
            work += datagrams.get(i).flush();
        }
        return work;
    }

    private int receive() {
        if (datagrams.isEmpty()) {
            return 0;
        }
        if (pollerStale) {
            fillPoller();
        }
        if (poller.poll(0) == 0) {
            return 0;
        }
        int work = 0;
        final int polled = datagrams.size();
        for (int i = 0; i < polled; i++) {
            final RadiusUdpSocket socket = datagrams.get(i);
            if (poller.ready(i) != 0 && connections.get(socket.sourceId()) == socket) {
                work += socket.onDutyCycle();
            }
        }
        return work;
    }

    /** The set has the sockets in the order of their list. */
    private void fillPoller() {
        pollerStale = false;
        pollerCapacity = Math.max(pollerCapacity, (datagrams.size() + POLLER_GROWTH) / POLLER_GROWTH * POLLER_GROWTH);
        poller.close();
        poller = new Poller(pollerCapacity);
        for (int i = 0; i < datagrams.size(); i++) {
            poller.add(datagrams.get(i).descriptor(), Poller.IN);
        }
    }

    private void lose(final RadiusTlsConnection connection) {
        connections.remove(connection.sourceId());
        doomed.add(connection);
        connection.counters().connectionsLost.incrementRelease();
        LOG.log(System.Logger.Level.WARNING, "RADIUS server " + connection.serverName() + ": " + connection.lostBecause());
        listener.onSourceLost(connection.sourceId(), connection.lostBecause());
    }

    private void bury() {
        if (doomed.isEmpty()) {
            return;
        }
        for (final RadiusConnection connection : doomed) {
            connection.close();
            if (connection instanceof RadiusUdpSocket socket) {
                datagrams.remove(socket);
                pollerStale = true;
            } else if (connection instanceof RadiusTlsConnection stream) {
                streams.remove(stream);
            }
        }
        doomed.clear();
        if (leaving) {
            releaseCounters();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            bury();
            datagrams.forEach(RadiusUdpSocket::close);
            streams.forEach(RadiusTlsConnection::close);
            poller.close();
        }
    }
}
