package io.athenabng.rpc.socket;

import com.fasterxml.jackson.databind.node.NullNode;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.jsonrpc.JsonRpcEncoder;
import io.athenabng.rpc.jsonrpc.ParamsBinder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The management socket's server. {@link #publish} and {@link #statistics} may be used from any thread; handlers are
 * called as {@link RpcHandler} says. It answers {@code events.subscribe}, {@code events.unsubscribe} and
 * {@code rpc.methods} itself; every other method of the catalogue goes to the handler.
 */
public final class RpcServer implements AutoCloseable {
    private static final long SWEEP_MS = 250;
    private static final long ACCEPT_RETRY_MS = 100;

    private final RpcServerOptions options;
    private final RpcHandler handler;
    private final SocketFile socketFile;
    private final RpcStatistics statistics = new RpcStatistics();
    private final JsonRpcEncoder encoder = new JsonRpcEncoder();
    private final ParamsBinder binder;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;
    private final Thread sweeper;
    private volatile boolean closed;

    private RpcServer(final RpcServerOptions options, final RpcHandler handler, final SocketFile socketFile) {
        this.options = options;
        this.handler = handler;
        this.socketFile = socketFile;
        this.binder = new ParamsBinder(options.limits());
        this.acceptor = Thread.ofVirtual().name("abng-rpc-accept").unstarted(this::acceptLoop);
        this.sweeper = Thread.ofVirtual().name("abng-rpc-sweep").unstarted(this::sweepLoop);
    }

    /**
     * Opens the socket and begins to serve.
     *
     * @throws IOException if the socket cannot be opened; the message says what to do
     */
    public static RpcServer start(final RpcServerOptions options, final RpcHandler handler) throws IOException {
        final RpcServer server = new RpcServer(options, handler, SocketFile.open(options));
        server.acceptor.start();
        server.sweeper.start();
        return server;
    }

    /** Where it listens. */
    public Path socket() {
        return options.socket();
    }

    /** What an operator should know about how the socket was opened, such as a group that does not exist. */
    public List<String> warnings() {
        return List.copyOf(socketFile.warnings());
    }

    /** What has been counted. */
    public RpcStatistics statistics() {
        return statistics;
    }

    /** Open connections. */
    public int connections() {
        return connections.size();
    }

    /** Hands an event to every subscriber that wants it. Never blocks on a slow one. */
    public void publish(final Event event) {
        for (final ServerConnection connection : connections) {
            connection.publish(event);
        }
    }

    /** Stops accepting, removes the socket, and closes all connections; calls not answered yet are lost with them. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            socketFile.close();
        } finally {
            acceptor.interrupt();
            sweeper.interrupt();
            for (final ServerConnection connection : connections) {
                connection.close();
            }
        }
    }

    RpcServerOptions options() {
        return options;
    }

    JsonRpcEncoder encoder() {
        return encoder;
    }

    ParamsBinder binder() {
        return binder;
    }

    RpcHandler handler() {
        return handler;
    }

    boolean isClosed() {
        return closed;
    }

    void onClosed(final ServerConnection connection) {
        connections.remove(connection);
    }

    private void acceptLoop() {
        while (!closed) {
            try {
                accept(socketFile.channel().accept());
            } catch (final ClosedChannelException e) {
                return;
            } catch (final IOException e) {
                // Out of descriptors, for example: it passes.
                options.errors().accept(e);
                if (!pause(ACCEPT_RETRY_MS)) {
                    return;
                }
            }
        }
    }

    private void accept(final SocketChannel channel) throws IOException {
        if (connections.size() >= options.maxConnections()) {
            statistics.increment(RpcStatistics.Counter.CONNECTIONS_REFUSED);
            try (channel) {
                channel.configureBlocking(false);
                channel.write(ByteBuffer.wrap(encoder.single(new JsonRpcEncoder.Failure(NullNode.getInstance(), RpcErrorCode.BUSY,
                    options.maxConnections() + " connections are open already", "close one, or try again later"))));
            } catch (final IOException e) {
                // The peer is gone before it could be told; it is counted as refused either way.
                return;
            }
            return;
        }
        statistics.increment(RpcStatistics.Counter.CONNECTIONS);
        final ServerConnection connection = new ServerConnection(this, channel);
        connections.add(connection);
        if (closed) {
            connection.close();
        } else {
            connection.start();
        }
    }

    private void sweepLoop() {
        while (!closed && pause(SWEEP_MS)) {
            final long nowNs = System.nanoTime();
            for (final ServerConnection connection : connections) {
                connection.sweep(nowNs);
            }
        }
    }

    private static boolean pause(final long milliseconds) {
        try {
            Thread.sleep(milliseconds);
            return true;
        } catch (final InterruptedException e) {
            // close() ends the loop this way.
            return false;
        }
    }
}
