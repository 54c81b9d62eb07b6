package io.athenabng.daemon.edge.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.RadiusTransport;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.daemon.DaemonCounters;
import io.athenabng.daemon.StartException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** RADIUS over TLS against servers of the JDK that behave well and badly. */
@Timeout(120)
final class RadiusTlsConnectionTest {
    private static final byte[] REQUEST = HexFormat.of().parseHex("01070014" + "ab".repeat(16));
    private static final String ANSWER = "02070014" + "cd".repeat(16);
    private static final String LONGER = "0207001a" + "ef".repeat(16) + "190601020304";

    @TempDir
    static Path directory;
    private static SSLContext serverContext;

    /** What a server does with a connection. */
    @FunctionalInterface
    private interface Script {
        void run(Socket connection) throws IOException;
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        final String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        final Path store = directory.resolve("server.p12");
        run(keytool, "-genkeypair", "-alias", "s", "-keyalg", "EC", "-dname", "CN=server", "-ext", "san=ip:127.0.0.1", "-storetype",
                "PKCS12", "-keystore", store.toString(), "-storepass", "changeit");
        run(keytool, "-exportcert", "-rfc", "-alias", "s", "-keystore", store.toString(), "-storepass", "changeit", "-file",
                directory.resolve("ca.pem").toString());
        final KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        final KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        serverContext = SSLContext.getInstance("TLS");
        serverContext.init(factory.getKeyManagers(), null, null);
    }

    private static void run(final String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    /** A transport with one connection to a server that runs a script for each connection. */
    private static final class Bench implements RadiusTransport.Listener, AutoCloseable {
        final DaemonCounters counters = new DaemonCounters();
        final List<String> packets = new ArrayList<>();
        final List<String> lost = new ArrayList<>();
        final ManualClock clock = new ManualClock(1_000_000_000L);
        final RadiusSockets sockets;
        final ServerSocket server;
        int source;

        Bench(final boolean tls, final Script script) throws IOException {
            server = tls ? serverContext.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress())
                    : new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().start(() -> serve(script));
            final RadiusSettings settings = TestServers.settings(TestServers.tls(
                    TestServers.server("one", TestServers.LOOPBACK, server.getLocalPort(), "x"),
                    new RadiusServerSettings.Tls(directory.resolve("ca.pem").toString(), "", "", "")));
            sockets = new RadiusSockets(settings, clock, counters);
            sockets.listener(this);
            source = sockets.openSource(settings.servers().getFirst(), false);
            assertTrue(sockets.send(source, new UnsafeBuffer(REQUEST), 0, REQUEST.length));
        }

        private void serve(final Script script) {
            while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                    script.run(connection);
                } catch (final SSLHandshakeException e) {
                    // The client hung up: what the test wants to see is on the client's side.
                    continue;
                } catch (final IOException e) {
                    if (server.isClosed()) {
                        return;
                    }
                }
            }
        }

        void until(final BooleanSupplier condition) {
            while (!condition.getAsBoolean()) {
                if (sockets.onDutyCycle() == 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
        }

        @Override
        public void onPacket(final int sourceId, final DirectBuffer buffer, final int offset, final int length) {
            final byte[] octets = new byte[length];
            buffer.getBytes(offset, octets);
            packets.add(HexFormat.of().formatHex(octets));
        }

        @Override
        public void onSourceLost(final int sourceId, final String reason) {
            lost.add(reason);
        }

        @Override
        public void close() throws IOException {
            sockets.close();
            server.close();
        }
    }

    private static void answer(final Socket connection, final int part, final String hex) throws IOException {
        assertEquals(HexFormat.of().formatHex(REQUEST), HexFormat.of().formatHex(connection.getInputStream().readNBytes(REQUEST.length)));
        final OutputStream out = connection.getOutputStream();
        final byte[] octets = HexFormat.of().parseHex(hex);
        for (int i = 0; i < octets.length; i += part) {
            out.write(octets, i, Math.min(part, octets.length - i));
            out.flush();
        }
        connection.getInputStream().readNBytes(1);
    }

    @Test
    void packetsAreFoundWhereverRecordsEnd() throws IOException {
        for (final int part : new int[] {1, 3, 19, 25, 46, 1_000}) {
            try (Bench bench = new Bench(true, connection -> answer(connection, part, ANSWER + LONGER + ANSWER))) {
                bench.until(() -> bench.packets.size() == 3);
                assertEquals(List.of(ANSWER, LONGER, ANSWER), bench.packets);
                assertEquals(1, bench.counters.value("radius.transport.one.tls_connections"));
            }
        }
    }

    @Test
    void aLengthThatCannotBeEndsTheConnection() throws IOException {
        for (final String length : new String[] {"0000", "0001", "0013", "1001", "ffff"}) {
            try (Bench bench = new Bench(true, connection -> answer(connection, 1_000, ANSWER + "0208" + length + "00".repeat(16)))) {
                bench.until(() -> !bench.lost.isEmpty());
                assertEquals(List.of(ANSWER), bench.packets);
                assertEquals("the connection failed: a packet of " + Integer.parseInt(length, 16) + " octets cannot be",
                        bench.lost.getFirst());
                assertEquals(1, bench.counters.value("radius.transport.one.tls_bad_lengths"));
            }
        }
    }

    @Test
    void anythingButTlsEndsTheConnectionAndNothingIsThrown() throws IOException {
        final Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            final byte[] rubbish = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(rubbish);
            if (i % 2 == 0) {
                // The head of a handshake record.
                System.arraycopy(new byte[] {22, 3, 3, 0, (byte) random.nextInt(100)}, 0, rubbish, 0, Math.min(5, rubbish.length));
            }
            try (Bench bench = new Bench(false, connection -> {
                connection.getOutputStream().write(rubbish);
                connection.shutdownOutput();
                connection.getInputStream().readAllBytes();
            })) {
                bench.until(() -> !bench.lost.isEmpty());
                assertEquals(List.of(), bench.packets);
                assertEquals(1, bench.counters.value("radius.transport.one.tls_connections_lost"));
            }
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws IOException {
        try (Bench bench = new Bench(false, connection -> connection.getInputStream().readAllBytes())) {
            for (int i = 0; i < 50; i++) {
                bench.sockets.onDutyCycle();
            }
            assertEquals(List.of(), bench.lost);
            bench.clock.advanceSeconds(11);
            bench.until(() -> !bench.lost.isEmpty());
            assertEquals("the connection failed: no TLS connection within 10 s", bench.lost.getFirst());
        }
    }

    @Test
    void aServerThatDoesNotReadFillsTheQueueAndNoMore() throws IOException {
        try (Bench bench = new Bench(false, connection -> connection.getInputStream().readAllBytes())) {
            final UnsafeBuffer packet = new UnsafeBuffer(new byte[4_096]);
            int taken = 0;
            while (bench.sockets.send(bench.source, packet, 0, 4_096)) {
                taken++;
            }
            assertEquals(63, taken);
        }
    }

    @Test
    void filesThatCannotBeUsedAreSaidAtTheStart() throws IOException {
        final Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        final Path noKey = Files.writeString(directory.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\n");
        final String ca = directory.resolve("ca.pem").toString();
        final String[][] bad = {{"/nonexistent/ca.pem", "", "", "cannot be read"}, {empty.toString(), "", "", "no certificate"},
            {ca, ca, "/nonexistent/key", "cannot be read"}, {ca, ca, noKey.toString(), "openssl pkcs8"}};
        for (final String[] files : bad) {
            final RadiusSettings settings = TestServers.settings(TestServers.tls(
                    TestServers.server("one", TestServers.LOOPBACK, 1, "x"),
                    new RadiusServerSettings.Tls(files[0], files[1], files[2], "")));
            final StartException refused = assertThrows(StartException.class,
                    () -> new RadiusSockets(settings, () -> 1, new DaemonCounters()));
            assertTrue(refused.getMessage().contains(files[3]), refused.getMessage());
        }
        final RadiusSettings bound = TestServers.settings(TestServers.from(TestServers.tls(
                TestServers.server("one", TestServers.LOOPBACK, 1, "x"), new RadiusServerSettings.Tls(ca, "", "", "")), null, "eth0"));
        assertThrows(StartException.class, () -> new RadiusSockets(bound, () -> 1, new DaemonCounters()));
    }
}
