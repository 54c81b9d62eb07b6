package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.DynamicAuthorizationSettings;
import io.athenabng.core.config.IpAddress;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.radius.dynamic.DynamicAuthorizationServer;
import io.athenabng.daemon.StartException;
import io.athenabng.ffi.Errno;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.packet.DatagramHandler;
import io.athenabng.ffi.packet.UdpSocket;
import io.athenabng.ffi.packet.UdpSocketConfig;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The UDP port that dynamic authorisation clients ask (RFC 5176, 3799): one socket of the configured address, or one each of IPv4 and IPv6.
 * Answers leave from the socket that the request came to. Owned by the upstream agent; never waits.
 */
public final class DynamicAuthorizationSocket implements DatagramHandler, DynamicAuthorizationServer.Responder, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DynamicAuthorizationSocket.class.getName());
    private static final int SLOTS = 64;
    private static final long MAPPED = 0xffff;

    private final List<UdpSocket> sockets = new ArrayList<>();
    private final UdpSocket ofIpv4;
    private final UdpSocket ofIpv6;
    private final DynamicAuthorizationServer server;
    private final UnsafeBuffer packet = new UnsafeBuffer(0, 0);
    /** Apart from the packet: an answer may be sent from within a request. */
    private final UnsafeBuffer answer = new UnsafeBuffer(0, 0);
    private final AtomicCounter refused;
    private final AtomicCounter truncated;
    private boolean closed;

    /**
     * Opens the port.
     *
     * @param settings where it is, and who may ask
     * @param clock    a clock that does not jump when the machine's time is set
     * @param time     the machine's time
     * @param sink     takes requests to the session agent
     * @param registry makes the counters
     * @throws StartException if the port cannot be used
     */
    public DynamicAuthorizationSocket(
            final DynamicAuthorizationSettings settings, final EngineClock clock, final EngineClock time,
            final DynamicAuthorizationServer.Sink sink, final CounterRegistry registry) {
        server = new DynamicAuthorizationServer(settings, clock, time, sink, this, registry);
        refused = registry.counter("radius.dynamic.socket.refused", "Answers to dynamic authorisation clients that the kernel refused");
        truncated = registry.counter("radius.dynamic.socket.truncated", "Datagrams longer than a RADIUS packet can be, dropped");
        final IpAddress address = settings.address();
        ofIpv4 = address == null || !address.ipv6()
                ? open(settings, UdpSocketConfig.ipv4(address == null ? 0 : address.ipv4(), settings.port())) : null;
        ofIpv6 = address == null || address.ipv6() ? openIpv6(settings, address) : null;
    }

    private UdpSocket openIpv6(final DynamicAuthorizationSettings settings, final IpAddress address) {
        try {
            return open(settings, UdpSocketConfig.ipv6(
                    address == null ? 0 : address.high(), address == null ? 0 : address.low(), settings.port()));
        } catch (final StartException exception) {
            if (address == null && exception.getCause() instanceof NativeException cause
                    && (cause.errno() == Errno.EAFNOSUPPORT || cause.errno() == Errno.EADDRNOTAVAIL)) {
                LOG.log(System.Logger.Level.INFO, "this machine has no IPv6: dynamic authorisation is asked for over IPv4 only");
                return null;
            }
            close();
            throw exception;
        }
    }

    private UdpSocket open(final DynamicAuthorizationSettings settings, final UdpSocketConfig config) {
        try {
            final UdpSocket socket = UdpSocket.open(config.withSlots(SLOTS, RadiusPacketFlyweight.MAX_LENGTH));
            sockets.add(socket);
            return socket;
        } catch (final NativeException exception) {
            throw new StartException("dynamic authorisation cannot use UDP port " + settings.port()
                    + (settings.address() == null ? "" : " of " + settings.address()) + ": " + exception.getMessage()
                    + ". The address must be on this machine, and nobody else may use the port ('ss -ulpn sport = :" + settings.port()
                    + "' shows it)", exception);
        }
    }

    /** @return what verifies requests and signs answers */
    public DynamicAuthorizationServer server() {
        return server;
    }

    /**
     * Hands over what came.
     *
     * @return how many datagrams
     */
    public int receive() {
        int work = 0;
        for (int i = 0; i < sockets.size(); i++) {
            work += sockets.get(i).receive(this);
        }
        return work;
    }

    /**
     * Sends answers, and forgets old ones.
     *
     * @return how much was done
     */
    public int onDutyCycle() {
        int work = server.onDutyCycle();
        long refusedNow = 0;
        long truncatedNow = 0;
        for (int i = 0; i < sockets.size(); i++) {
            final UdpSocket socket = sockets.get(i);
            work += socket.queued() > 0 ? socket.flush() : 0;
            refusedNow += socket.refused();
            truncatedNow += socket.truncated();
        }
        refused.setRelease(refusedNow);
        truncated.setRelease(truncatedNow);
        return work;
    }

    @Override
    public void onDatagram(
            final long address, final int length, final long peerHigh, final long peerLow, final int peerPort, final int scopeId) {
        packet.wrap(address, length);
        server.onDatagram(peerHigh, peerLow, peerPort, scopeId, packet, 0, length);
    }

    @Override
    public boolean send(
            final long addressHigh, final long addressLow, final int port, final int scopeId, final DirectBuffer buffer, final int offset,
            final int length) {
        final UdpSocket socket = addressHigh == 0 && addressLow >>> Integer.SIZE == MAPPED ? ofIpv4 : ofIpv6;
        final long address = socket == null ? 0 : socket.claim(addressHigh, addressLow, port, scopeId, length);
        if (address == 0) {
            return false;
        }
        answer.wrap(address, length);
        answer.putBytes(0, buffer, offset, length);
        socket.commit();
        return true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sockets.forEach(UdpSocket::close);
        }
    }
}
