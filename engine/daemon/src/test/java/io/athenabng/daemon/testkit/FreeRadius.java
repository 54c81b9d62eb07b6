package io.athenabng.daemon.testkit;

import io.athenabng.ffi.testkit.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A FreeRADIUS server in a network namespace, with a configuration directory of its own. */
public final class FreeRadius implements AutoCloseable {
    private static final String PROGRAM = "freeradius";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final String namespace;
    private final Path directory;
    private Process process;

    /**
     * Writes the configuration.
     *
     * @param namespace where it is to run
     * @param directory its directory
     * @param port      authentication; accounting is the next one
     * @param secret    its clients' secret
     * @param tlsPort   RADIUS over TLS; 0 is none
     */
    public FreeRadius(final String namespace, final Path directory, final int port, final String secret, final int tlsPort) {
        this(namespace, directory, port, secret, tlsPort, "127.0.0.1");
    }

    /**
     * Writes the configuration of a server on another address.
     *
     * @param namespace where it is to run
     * @param directory its directory
     * @param port      authentication; accounting is the next one
     * @param secret    its clients' secret
     * @param tlsPort   RADIUS over TLS; 0 is none
     * @param address   the IPv4 address that it listens on
     */
    public FreeRadius(
            final String namespace, final Path directory, final int port, final String secret, final int tlsPort, final String address) {
        this.namespace = namespace;
        this.directory = directory;
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace,
                Path.of(System.getProperty("abng.root")).resolve("scripts/lib/freeradius-config").toString(), directory.toString(),
                Integer.toString(port), secret, Integer.toString(tlsPort), address));
        Command.run(command.toArray(new String[0]));
    }

    /** Skips the test where FreeRADIUS is not installed, or fails it where network namespaces are demanded and with them their packages. */
    public static void require() {
        final boolean there = Command.tryRun("sh", "-c", "command -v " + PROGRAM + " openssl").status() == 0;
        if (!there && List.of(System.getProperty("abng.require", "").split(",")).contains("netns")) {
            throw new AssertionError("FreeRADIUS is not installed: apt-get install freeradius openssl");
        }
        Assumptions.assumeTrue(there, "FreeRADIUS is not installed: apt-get install freeradius openssl");
    }

    /** Starts it, and waits until it takes requests. */
    public FreeRadius start() {
        try {
            Files.deleteIfExists(directory.resolve("radius.log"));
            process = new ProcessBuilder("ip", "netns", "exec", namespace, PROGRAM, "-f", "-d", directory.toString(), "-n", "radiusd",
                    "-l", log().toString()).redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile()).start();
            final long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
            while (!Files.exists(log()) || !Files.readString(log()).contains("Ready to process requests")) {
                if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                    throw new AssertionError("FreeRADIUS does not start: " + Files.readString(directory.resolve("out"))
                            + (Files.exists(log()) ? Files.readString(log()) : ""));
                }
                Thread.sleep(20);
            }
            return this;
        } catch (final IOException exception) {
            throw new UncheckedIOException(exception);
        } catch (final InterruptedException exception) {
            throw new AssertionError(exception);
        }
    }

    private Path log() {
        return directory.resolve("radius.log");
    }

    /** Kills it with no chance to say goodbye. */
    public void kill() {
        // 'ip netns exec' replaces itself by the program: the process is the server.
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (final InterruptedException exception) {
            throw new AssertionError(exception);
        }
    }

    /** What it has written about accounting. */
    public String detail() {
        try {
            return Files.exists(directory.resolve("detail")) ? Files.readString(directory.resolve("detail")) : "";
        } catch (final IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** A file of its directory. */
    public String file(final String name) {
        return directory.resolve(name).toString();
    }

    /** What it says about itself. */
    public String logged() {
        try {
            return Files.readString(log());
        } catch (final IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
