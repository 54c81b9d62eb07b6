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
import java.util.Objects;
import java.util.stream.Stream;
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

    /** The sockets of a port. Either may be null. */
    private record Port(UdpSocket ofIpv4, UdpSocket ofIpv6) {
        static final Port NONE = new Port(null, null);

        void close() {
            if (ofIpv4 != null) {
                ofIpv4.close();
            }
            if (ofIpv6 != null) {
                ofIpv6.close();
            }
        }
    }

    private final List<UdpSocket> sockets = new ArrayList<>();
    private Port port = Port.NONE;
    private DynamicAuthorizationSettings settings;
    private final DynamicAuthorizationServer server;
    private final UnsafeBuffer packet = new UnsafeBuffer(0, 0);
    /** Apart from the packet: an answer may be sent from within a request. */
    private final UnsafeBuffer answer = new UnsafeBuffer(0, 0);
    private final AtomicCounter refused;
    private final AtomicCounter truncated;
    /** What sockets that are closed had counted. */
    private long refusedBefore;
    private long truncatedBefore;
    private boolean closed;

    /**
     * Opens the port, if anybody may ask.
     *
     * @param settings where it is, and who may ask; null if nobody may
     * @param clock    a clock that does not jump when the machine's time is set
     * @param time     the machine's time
     * @param sink     takes requests to the session agent
     * @param registry makes the counters
     * @throws StartException if the port cannot be used
     */
    public DynamicAuthorizationSocket(
            final DynamicAuthorizationSettings settings, final EngineClock clock, final EngineClock time,
            final DynamicAuthorizationServer.Sink sink, final CounterRegistry registry) {
        server = new DynamicAuthorizationServer(null, clock, time, sink, this, registry);
        refused = registry.counter("radius.dynamic.socket.refused", "Answers to dynamic authorisation clients that the kernel refused");
        truncated = registry.counter("radius.dynamic.socket.truncated", "Datagrams longer than a RADIUS packet can be, dropped");
        reconfigure(settings);
    }

    /**
     * Listens elsewhere, or to others. If that fails, all is as it was.
     *
     * @param to where the port is, and who may ask; null if nobody may
     * @throws StartException if the port cannot be used
     */
    public void reconfigure(final DynamicAuthorizationSettings to) {
        final boolean same = to != null && settings != null && to.port() == settings.port()
                && Objects.equals(to.address(), settings.address());
        if (!same) {
            // Answers that are ready leave from where they were asked for.
            onDutyCycle();
            // Closed first: two addresses of one port may be in each other's way.
            use(Port.NONE);
            try {
                use(to == null ? Port.NONE : open(to));
            } catch (final StartException exception) {
                goBack(exception);
                throw exception;
            }
        }
        settings = to;
        server.reconfigure(to);
    }

    private void goBack(final StartException because) {
        try {
            use(settings == null ? Port.NONE : open(settings));
        } catch (final StartException exception) {
            // Somebody took the port in this moment: the next commit tries again.
            settings = null;
            throw new StartException(because.getMessage() + ". Nor can it go on where it was: " + exception.getMessage(), exception);
        }
    }

    private void use(final Port next) {
        for (final UdpSocket socket : sockets) {
            refusedBefore += socket.refused();
            truncatedBefore += socket.truncated();
        }
        port.close();
        port = next;
        sockets.clear();
        Stream.of(next.ofIpv4, next.ofIpv6).filter(Objects::nonNull).forEach(sockets::add);
    }

    private Port open(final DynamicAuthorizationSettings to) {
        final IpAddress address = to.address();
        final UdpSocket ofIpv4 = address == null || !address.ipv6()
                ? open(to, UdpSocketConfig.ipv4(address == null ? 0 : address.ipv4(), to.port())) : null;
        try {
            return new Port(ofIpv4, address == null || address.ipv6() ? openIpv6(to, address) : null);
        } catch (final StartException exception) {
            new Port(ofIpv4, null).close();
            throw exception;
        }
    }

    private static UdpSocket openIpv6(final DynamicAuthorizationSettings settings, final IpAddress address) {
        try {
            return open(settings, UdpSocketConfig.ipv6(
                    address == null ? 0 : address.high(), address == null ? 0 : address.low(), settings.port()));
        } catch (final StartException exception) {
            if (address == null && exception.getCause() instanceof NativeException cause
                    && (cause.errno() == Errno.EAFNOSUPPORT || cause.errno() == Errno.EADDRNOTAVAIL)) {
                LOG.log(System.Logger.Level.INFO, "this machine has no IPv6: dynamic authorisation is asked for over IPv4 only");
                return null;
            }
            throw exception;
        }
    }

    private static UdpSocket open(final DynamicAuthorizationSettings settings, final UdpSocketConfig config) {
        try {
            return UdpSocket.open(config.withSlots(SLOTS, RadiusPacketFlyweight.MAX_LENGTH));
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
        long refusedNow = refusedBefore;
        long truncatedNow = truncatedBefore;
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
            final long addressHigh, final long addressLow, final int peerPort, final int scopeId, final DirectBuffer buffer,
            final int offset, final int length) {
        final UdpSocket socket = addressHigh == 0 && addressLow >>> Integer.SIZE == MAPPED ? port.ofIpv4 : port.ofIpv6;
        final long address = socket == null ? 0 : socket.claim(addressHigh, addressLow, peerPort, scopeId, length);
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
            port.close();
        }
    }
}
