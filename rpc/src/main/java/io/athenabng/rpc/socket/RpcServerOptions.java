package io.athenabng.rpc.socket;

import io.athenabng.rpc.jsonrpc.RpcLimits;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How the server listens and what a peer may do.
 *
 * @param socket               path of the socket; at most 100 bytes, as the kernel allows 107 and a suffix is needed
 * @param socketMode           permissions of the socket, as in {@code rw-rw----}
 * @param directoryMode        permissions of its directory where the server creates it
 * @param group                group that owns both if it exists; null for none
 * @param limits               of a message
 * @param maxConnections       open connections
 * @param maxPendingCalls      documents of one connection that are not answered yet; beyond it the server stops reading
 * @param maxSubscriptions     event subscriptions of one connection
 * @param eventQueueLimit      events that wait for one slow reader; beyond it events are dropped and counted
 * @param requestTimeoutMs     how long a document may take to arrive in full
 * @param callTimeoutMs        how long a handler may take to answer
 * @param writeStallTimeoutMs  how long a peer may read nothing while something waits for it
 * @param errors               takes defects: exceptions of handlers and of the server itself
 */
public record RpcServerOptions(
    Path socket, String socketMode, String directoryMode, String group, RpcLimits limits, int maxConnections, int maxPendingCalls,
    int maxSubscriptions, int eventQueueLimit, long requestTimeoutMs, long callTimeoutMs, long writeStallTimeoutMs,
    Consumer<Throwable> errors) {

    /** The defaults for a socket. */
    public static RpcServerOptions at(final Path socket, final Consumer<Throwable> errors) {
        return new RpcServerOptions(socket, "rw-rw----", "rwxr-x---", "abng", RpcLimits.DEFAULT, 64, 64, 16, 4096,
            10_000, 30_000, 30_000, errors);
    }

    /** With another mode of the socket and another group. */
    public RpcServerOptions withAccess(final String newSocketMode, final String newGroup) {
        return new RpcServerOptions(socket, newSocketMode, directoryMode, newGroup, limits, maxConnections, maxPendingCalls,
            maxSubscriptions, eventQueueLimit, requestTimeoutMs, callTimeoutMs, writeStallTimeoutMs, errors);
    }

    /** With other limits of a message. */
    public RpcServerOptions withLimits(final RpcLimits newLimits) {
        return new RpcServerOptions(socket, socketMode, directoryMode, group, newLimits, maxConnections, maxPendingCalls,
            maxSubscriptions, eventQueueLimit, requestTimeoutMs, callTimeoutMs, writeStallTimeoutMs, errors);
    }

    /** With other limits of connections. */
    public RpcServerOptions withCapacity(final int connections, final int pendingCalls, final int events) {
        return new RpcServerOptions(socket, socketMode, directoryMode, group, limits, connections, pendingCalls,
            maxSubscriptions, events, requestTimeoutMs, callTimeoutMs, writeStallTimeoutMs, errors);
    }

    /** With other time limits. */
    public RpcServerOptions withTimeouts(final long requestMs, final long callMs, final long writeStallMs) {
        return new RpcServerOptions(socket, socketMode, directoryMode, group, limits, maxConnections, maxPendingCalls,
            maxSubscriptions, eventQueueLimit, requestMs, callMs, writeStallMs, errors);
    }
}
