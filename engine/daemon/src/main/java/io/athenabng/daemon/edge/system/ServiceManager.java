package io.athenabng.daemon.edge.system;

import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.UnixDatagramSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * systemd, if it started the daemon ({@code sd_notify(3)}): one datagram of {@code NAME=value} lines to the socket that
 * {@code $NOTIFY_SOCKET} names. Without that variable nothing is sent. No process is started and no library loaded for it. Any thread.
 *
 * <p>A message that cannot be sent is logged when that begins; the gateway serves on, and systemd judges by what it got.
 */
public final class ServiceManager implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ServiceManager.class.getName());

    private final UnixDatagramSocket socket;
    private final long watchdogNs;
    private boolean failing;

    private ServiceManager(final UnixDatagramSocket socket, final long watchdogNs) {
        this.socket = socket;
        this.watchdogNs = watchdogNs;
    }

    /**
     * What the environment says.
     *
     * @param environment {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}, {@code WATCHDOG_PID}
     * @return the service manager; one that is not present if there is none, or its socket cannot be used (logged)
     */
    public static ServiceManager of(final Map<String, String> environment) {
        final String path = environment.get("NOTIFY_SOCKET");
        if (path == null || path.isEmpty()) {
            return new ServiceManager(null, 0);
        }
        try {
            return new ServiceManager(UnixDatagramSocket.to(path), watchdogNs(environment));
        } catch (final NativeException | IllegalArgumentException exception) {
            LOG.log(System.Logger.Level.WARNING, "NOTIFY_SOCKET cannot be used, so systemd is told nothing: {0}", exception.getMessage());
            return new ServiceManager(null, 0);
        }
    }

    private static long watchdogNs(final Map<String, String> environment) {
        final String wanted = environment.get("WATCHDOG_USEC");
        final String pid = environment.get("WATCHDOG_PID");
        if (wanted == null || pid != null && !pid.equals(Long.toString(ProcessHandle.current().pid()))) {
            return 0;
        }
        try {
            return Math.max(0, TimeUnit.MICROSECONDS.toNanos(Long.parseLong(wanted)));
        } catch (final NumberFormatException exception) {
            LOG.log(System.Logger.Level.WARNING, "WATCHDOG_USEC is no number, so there is no watchdog: {0}", wanted);
            return 0;
        }
    }

    /** Whether systemd started the daemon and listens to it, and would start it again. */
    public boolean isPresent() {
        return socket != null;
    }

    /** Within how many nanoseconds systemd wants a {@link #alive()}; 0 if it does not watch. */
    public long watchdogNs() {
        return watchdogNs;
    }

    /** The gateway serves subscribers: units that are ordered after it may start. */
    public void ready(final String status) {
        send("READY=1\nSTATUS=" + status);
    }

    /** One line for {@code systemctl status}. */
    public void status(final String status) {
        send("STATUS=" + status);
    }

    /** The start takes longer: systemd is to wait this much longer from now. */
    public void extendStart(final long seconds, final String status) {
        send("EXTEND_TIMEOUT_USEC=" + TimeUnit.SECONDS.toMicros(seconds) + "\nSTATUS=" + status);
    }

    /** Every agent turns. */
    public void alive() {
        send("WATCHDOG=1");
    }

    /** The daemon has begun to stop. */
    public void stopping() {
        send("STOPPING=1\nSTATUS=stopping; sessions stay");
    }

    private synchronized void send(final String message) {
        if (socket == null) {
            return;
        }
        try {
            socket.send(message);
            failing = false;
        } catch (final NativeException exception) {
            if (!failing) {
                failing = true;
                LOG.log(System.Logger.Level.WARNING, "systemd cannot be told how the gateway is: {0}", exception.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
