package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.IpAddress;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.port.RadiusTransport;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NetworkInterfaces;
import io.athenabng.ffi.packet.DatagramHandler;
import io.athenabng.ffi.packet.UdpSocket;
import io.athenabng.ffi.packet.UdpSocketConfig;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A UDP socket on a port of the kernel's choice, towards one port of one RADIUS server: only what comes from there is taken. Owned by the
 * upstream agent.
 */
final class RadiusUdpSocket implements RadiusConnection, DatagramHandler {
    private static final int SLOTS = 16;
    private static final int SLOT_SIZE = 4_096;
    /** Room in the kernel for the answers to all 256 identifiers, with what the kernel itself needs for each. */
    private static final int QUEUE_BYTES = 1 << 20;
    private static final long LINK_LOCAL_MASK = 0xffc0L << 48;
    private static final long LINK_LOCAL = 0xfe80L << 48;
    private static final int RECEIVES_PER_CYCLE = 8;

    private final int sourceId;
    private final String serverName;
    private final IpAddress server;
    private final int port;
    private final int scopeId;
    private final UdpSocket socket;
    private final RadiusTransport.Listener listener;
    private final RadiusTransportCounters counters;
    private final UnsafeBuffer packet = new UnsafeBuffer(0, 0);
    private long refusedSeen;
    private long truncatedSeen;
    private boolean closed;

    private RadiusUdpSocket(
            final int sourceId, final String serverName, final IpAddress server, final int port, final int scopeId, final UdpSocket socket,
            final RadiusTransport.Listener listener, final RadiusTransportCounters counters) {
        this.sourceId = sourceId;
        this.serverName = serverName;
        this.server = server;
        this.port = port;
        this.scopeId = scopeId;
        this.socket = socket;
        this.listener = listener;
        this.counters = counters;
    }

    /**
     * Opens a socket.
     *
     * @throws NativeException if the machine refuses
     */
    static RadiusUdpSocket open(
            final int sourceId, final RadiusServerSettings settings, final boolean accounting,
            final RadiusTransport.Listener listener, final RadiusTransportCounters counters) {
        final IpAddress server = settings.address();
        final IpAddress local = settings.sourceAddress();
        final boolean device = !settings.sourceInterface().isEmpty();
        final boolean linkLocal = server.ipv6() && (server.high() & LINK_LOCAL_MASK) == LINK_LOCAL;
        final int scopeId = linkLocal && device ? NetworkInterfaces.index(settings.sourceInterface()) : 0;
        UdpSocketConfig config = server.ipv6()
                ? UdpSocketConfig.ipv6(local == null ? 0 : local.high(), local == null ? 0 : local.low(), 0)
                : UdpSocketConfig.ipv4(local == null ? 0 : local.ipv4(), 0);
        config = config.withSlots(SLOTS, SLOT_SIZE).withOptions(false, false, QUEUE_BYTES);
        if (device) {
            config = config.withDevice(settings.sourceInterface());
        }
        return new RadiusUdpSocket(
                sourceId, settings.name(), server, accounting ? settings.accountingPort() : settings.authenticationPort(), scopeId,
                UdpSocket.open(config), listener, counters);
    }

    @Override
    public int sourceId() {
        return sourceId;
    }

    @Override
    public RadiusTransportCounters counters() {
        return counters;
    }

    @Override
    public String serverName() {
        return serverName;
    }

    @Override
    public int descriptor() {
        return socket.fd();
    }

    @Override
    public String lostBecause() {
        return null;
    }

    @Override
    public boolean send(final DirectBuffer buffer, final int offset, final int length) {
        if (socket.queued() == SLOTS) {
            flush();
        }
        final long address = socket.claim(server.high(), server.low(), port, scopeId, length);
        if (address == 0) {
            return false;
        }
        packet.wrap(address, length);
        packet.putBytes(0, buffer, offset, length);
        socket.commit();
        return true;
    }

    /**
     * Sends what is queued.
     *
     * @return how much was done
     */
    int flush() {
        if (socket.queued() == 0) {
            return 0;
        }
        final int sent = socket.flush();
        if (socket.refused() != refusedSeen) {
            counters.refused.getAndAddRelease(socket.refused() - refusedSeen);
            refusedSeen = socket.refused();
        }
        return sent;
    }

    @Override
    public int onDutyCycle() {
        int work = 0;
        int received;
        int rounds = 0;
        do {
            received = socket.receive(this);
            work += received;
        } while (received == SLOTS && ++rounds < RECEIVES_PER_CYCLE && !closed);
        if (!closed && socket.truncated() != truncatedSeen) {
            counters.truncated.getAndAddRelease(socket.truncated() - truncatedSeen);
            truncatedSeen = socket.truncated();
        }
        return work;
    }

    @Override
    public void onDatagram(
            final long address, final int length, final long peerHigh, final long peerLow, final int peerPort, final int peerScopeId) {
        final boolean same = server.ipv6() ? peerHigh == server.high() && peerLow == server.low() : (int) peerLow == server.ipv4();
        if (!same || peerPort != port) {
            counters.foreign.incrementRelease();
            return;
        }
        packet.wrap(address, length);
        listener.onPacket(sourceId, packet, 0, length);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            socket.close();
        }
    }
}
