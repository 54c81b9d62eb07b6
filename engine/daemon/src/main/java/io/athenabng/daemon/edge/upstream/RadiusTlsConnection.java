package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.IpAddress;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.RadiusTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * RADIUS packets over one TLS connection (RFC 6614): packets follow one another, each as long as its Length says (RFC 6613, 2.6.4); a
 * length
 * that cannot be ends the connection. Packets wait for the handshake. Nothing here blocks: the socket does not wait, and the handshake's
 * long computations run on a thread of their own. Owned by the upstream agent.
 */
final class RadiusTlsConnection implements RadiusConnection {
    private static final int HEADER_LENGTH = 20;
    private static final int MAX_LENGTH = 4_096;
    private static final int LENGTH_OFFSET = 2;
    /** 256 packets of a common length; a longer queue means that the server does not read. */
    private static final int QUEUE_BYTES = 256 * 1_024;
    /** How long connecting and shaking hands may take, ns. */
    private static final long HANDSHAKE_TIMEOUT_NS = 10_000_000_000L;
    private static final int STEPS_PER_CYCLE = 64;

    private final int sourceId;
    private final String serverName;
    private final SocketChannel channel;
    private final SSLEngine engine;
    private final RadiusTransport.Listener listener;
    private final RadiusTransportCounters counters;
    private final EngineClock clock;
    private final long deadlineNs;
    private final ByteBuffer fromNetwork;
    private final ByteBuffer toNetwork;
    private final byte[] received;
    private final ByteBuffer plainIn;
    private final UnsafeBuffer packet;
    private final byte[] queue = new byte[QUEUE_BYTES];
    private final ByteBuffer plainOut = ByteBuffer.wrap(queue);
    private int queueStart;
    private int queueEnd;
    private boolean connected;
    private boolean begun;
    private boolean shaken;
    private volatile boolean computing;
    private boolean ended;
    private boolean closed;
    private String lostBecause;

    private RadiusTlsConnection(
            final int sourceId, final String serverName, final SocketChannel channel, final SSLEngine engine, final EngineClock clock,
            final RadiusTransport.Listener listener, final RadiusTransportCounters counters) {
        this.sourceId = sourceId;
        this.serverName = serverName;
        this.channel = channel;
        this.engine = engine;
        this.clock = clock;
        this.listener = listener;
        this.counters = counters;
        deadlineNs = clock.nowNs() + HANDSHAKE_TIMEOUT_NS;
        fromNetwork = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        toNetwork = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
        received = new byte[engine.getSession().getApplicationBufferSize() + MAX_LENGTH];
        plainIn = ByteBuffer.wrap(received);
        packet = new UnsafeBuffer(received);
    }

    /**
     * Begins to connect.
     *
     * @throws IOException if the machine refuses
     */
    static RadiusTlsConnection open(
            final int sourceId, final RadiusServerSettings settings, final RadiusTlsContext tls,
            final EngineClock clock, final RadiusTransport.Listener listener, final RadiusTransportCounters counters) throws IOException {
        final SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (settings.sourceAddress() != null) {
                channel.bind(socketAddress(settings.sourceAddress(), 0));
            }
            final RadiusTlsConnection connection = new RadiusTlsConnection(
                    sourceId, settings.name(), channel, tls.newEngine(), clock, listener, counters);
            connection.connected = channel.connect(socketAddress(settings.address(), settings.authenticationPort()));
            return connection;
        } catch (final IOException exception) {
            channel.close();
            throw exception;
        }
    }

    static InetSocketAddress socketAddress(final IpAddress address, final int port) {
        final ByteBuffer octets = ByteBuffer.allocate(address.ipv6() ? 2 * Long.BYTES : Integer.BYTES);
        if (address.ipv6()) {
            octets.putLong(address.high()).putLong(address.low());
        } else {
            octets.putInt(address.ipv4());
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets.array()), port);
        } catch (final UnknownHostException exception) {
            throw new IllegalStateException("4 and 16 octets are addresses", exception);
        }
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
        return -1;
    }

    @Override
    public String lostBecause() {
        return lostBecause;
    }

    @Override
    public boolean send(final DirectBuffer buffer, final int offset, final int length) {
        if (lostBecause == null && QUEUE_BYTES - queueEnd < length && queueStart > 0) {
            System.arraycopy(queue, queueStart, queue, 0, queueEnd - queueStart);
            queueEnd -= queueStart;
            queueStart = 0;
        }
        if (lostBecause != null || QUEUE_BYTES - queueEnd < length) {
            return false;
        }
        buffer.getBytes(offset, queue, queueEnd, length);
        queueEnd += length;
        return true;
    }

    @Override
    public int onDutyCycle() {
        if (lostBecause != null) {
            return 0;
        }
        try {
            if (!shaken && clock.nowNs() > deadlineNs) {
                throw new IOException("no TLS connection within " + HANDSHAKE_TIMEOUT_NS / 1_000_000_000L + " s");
            }
            if (!connected) {
                if (!channel.finishConnect()) {
                    return 0;
                }
                connected = true;
            }
            if (!begun) {
                begun = true;
                engine.beginHandshake();
            }
            int work = 0;
            while (work < STEPS_PER_CYCLE && lostBecause == null && step()) {
                work++;
            }
            return work;
        } catch (final IOException exception) {
            lose(exception);
            return 1;
        }
    }

    private void lose(final IOException exception) {
        final String what = exception instanceof SSLException ? "TLS failed: " : "the connection failed: ";
        lostBecause = what + (exception.getMessage() == null ? exception.toString() : exception.getMessage());
    }

    /** One step of whatever is to be done; false if nothing is. */
    private boolean step() throws IOException {
        boolean worked = flush();
        if (!ended && fromNetwork.hasRemaining()) {
            final int count = channel.read(fromNetwork);
            ended = count < 0;
            worked |= count > 0;
        }
        if (computing) {
            return worked;
        }
        final HandshakeStatus status = engine.getHandshakeStatus();
        switch (status) {
            case NEED_TASK:
                compute();
                return true;
            case NEED_WRAP:
                return wrap() | worked;
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN:
                worked |= unwrap();
                break;
            default:
                worked |= unwrap();
                if (queueStart < queueEnd && lostBecause == null) {
                    worked |= wrap();
                }
                break;
        }
        if (ended && !worked && lostBecause == null) {
            throw new IOException("the server closed it");
        }
        return worked;
    }

    /** Key agreement and certificates cost milliseconds: not on the agent's thread. */
    private void compute() {
        computing = true;
        Thread.ofVirtual().name("abng-tls").start(() -> {
            try {
                Runnable task = engine.getDelegatedTask();
                while (task != null) {
                    task.run();
                    task = engine.getDelegatedTask();
                }
            } finally {
                computing = false;
            }
        });
    }

    private boolean flush() throws IOException {
        return toNetwork.hasRemaining() && channel.write(toNetwork) > 0;
    }

    private boolean wrap() throws IOException {
        if (toNetwork.hasRemaining()) {
            return false;
        }
        toNetwork.clear();
        // A TLS record for each packet: there are servers that look at the first packet of a record only.
        plainOut.limit(queueStart < queueEnd ? queueStart + lengthAt(queue, queueStart) : queueStart).position(queueStart);
        final SSLEngineResult result;
        try {
            result = engine.wrap(plainOut, toNetwork);
        } finally {
            toNetwork.flip();
        }
        queueStart += result.bytesConsumed();
        if (queueStart == queueEnd) {
            queueStart = 0;
            queueEnd = 0;
        }
        noteFinished(result);
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && !toNetwork.hasRemaining()) {
            throw new IOException("the server closed it");
        }
        flush();
        return result.bytesProduced() > 0 || result.bytesConsumed() > 0;
    }

    private boolean unwrap() throws IOException {
        fromNetwork.flip();
        final SSLEngineResult result;
        try {
            result = engine.unwrap(fromNetwork, plainIn);
        } finally {
            fromNetwork.compact();
        }
        noteFinished(result);
        if (result.bytesProduced() > 0) {
            deliver();
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new IOException("the server closed it");
        }
        return result.bytesConsumed() > 0 || result.bytesProduced() > 0;
    }

    private void noteFinished(final SSLEngineResult result) {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED && !shaken) {
            shaken = true;
            counters.connections.incrementRelease();
        }
    }

    private static int lengthAt(final byte[] octets, final int start) {
        return (octets[start + LENGTH_OFFSET] & 0xff) << Byte.SIZE | octets[start + LENGTH_OFFSET + 1] & 0xff;
    }

    /** Hands over the packets that are complete. */
    private void deliver() throws IOException {
        int start = 0;
        final int end = plainIn.position();
        while (end - start >= LENGTH_OFFSET + Short.BYTES) {
            final int length = lengthAt(received, start);
            if (length < HEADER_LENGTH || length > MAX_LENGTH) {
                counters.badLengths.incrementRelease();
                throw new IOException("a packet of " + length + " octets cannot be");
            }
            if (end - start < length) {
                break;
            }
            listener.onPacket(sourceId, packet, start, length);
            start += length;
        }
        plainIn.flip();
        plainIn.position(start);
        plainIn.compact();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (lostBecause == null) {
            lostBecause = "closed";
        }
        try {
            if (!computing) {
                engine.closeOutbound();
                if (connected && !toNetwork.hasRemaining()) {
                    // Good manners: the server need not wait for a time-out. Whether it fits into the socket's buffer is no matter.
                    toNetwork.clear();
                    engine.wrap(ByteBuffer.allocate(0), toNetwork);
                    toNetwork.flip();
                    flush();
                }
            }
            channel.close();
        } catch (final IOException exception) {
            System.getLogger(RadiusTlsConnection.class.getName()).log(
                    System.Logger.Level.DEBUG, "closing a TLS connection to a RADIUS server: " + exception.getMessage());
        }
    }
}
