package io.athenabng.daemon.edge.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.IpAddress;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.daemon.testkit.FreeRadius;
import io.athenabng.ffi.testkit.NetnsExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The client and its sockets against FreeRADIUS. */
final class RadiusServerNetnsIT {
    private static final int PORT = 1812;
    private static final int TLS_PORT = 2083;
    private static final String SECRET = "testing123";

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();
    @TempDir
    Path directory;

    private String namespace;

    @BeforeEach
    void network() {
        FreeRadius.require();
        namespace = netns.namespace("aaa");
        netns.enableIpv6(namespace);
    }

    private FreeRadius server(final String name, final int port, final int tlsPort) {
        return netns.closeAfter(new FreeRadius(namespace, directory.resolve(name), port, SECRET, tlsPort));
    }

    private void inside(final Runnable test) {
        netns.inside(namespace, () -> {
            test.run();
            return null;
        });
    }

    @Test
    void accessAndAccountingOverIpv4AndIpv6() {
        final FreeRadius server = server("one", PORT, 0).start();
        inside(() -> {
            for (final IpAddress address : new IpAddress[] {TestServers.LOOPBACK, TestServers.LOOPBACK6}) {
                try (RadiusPeer peer = new RadiusPeer(TestServers.settings(TestServers.server("one", address, PORT, SECRET)))) {
                    assertEquals("Access-Accept", peer.ask(1, "alice", "correct horse"));
                    assertEquals("ch", peer.classes.get(1L));
                    assertEquals("Access-Reject", peer.ask(2, "alice", "wrong horse"));
                    assertEquals("Access-Reject", peer.ask(3, "mallory", null));
                    assertTrue(peer.account(4, "session-" + address.ipv6()));
                    peer.until("accounting", () -> peer.outcomes.containsKey(4L));
                    assertEquals("Accounting-Response", peer.outcomes.get(4L));
                    assertEquals("3 1 2", peer.authentication(0).sent() + " " + peer.authentication(0).accepts() + " "
                            + peer.authentication(0).rejects());
                    assertEquals(0, peer.authentication(0).badAuthenticators());
                }
            }
        });
        assertEquals(1, server.detail().split("session-false", -1).length - 1);
        assertEquals(1, server.detail().split("session-true", -1).length - 1);
    }

    @Test
    void aSourceAddressAndAnInterfaceAreUsed() {
        netns.address(namespace, "lo", "192.0.2.77/32");
        final FreeRadius server = server("one", PORT, 0).start();
        inside(() -> {
            final RadiusServerSettings plain = TestServers.server("one", TestServers.LOOPBACK, PORT, SECRET);
            try (RadiusPeer peer = new RadiusPeer(TestServers.settings(TestServers.from(plain, IpAddress.ofIpv4(0xc000_024d), "lo")))) {
                assertTrue(peer.account(1, "from-elsewhere"));
                peer.until("accounting", () -> peer.outcomes.containsKey(1L));
                assertEquals("Accounting-Response", peer.outcomes.get(1L));
            }
            try (RadiusPeer peer = new RadiusPeer(TestServers.settings(TestServers.from(plain, null, "nonesuch0")))) {
                assertEquals("unanswered", peer.ask(2, "alice", "correct horse"));
                assertEquals("dead one: no socket towards it can be opened", peer.events.getFirst());
                assertEquals(1, peer.counters.value("radius.transport.one.open_failures"));
            }
        });
        assertTrue(server.detail().contains("192.0.2.77"), server.detail());
    }

    @Test
    void aWrongSecretLetsNobodyIn() {
        server("one", PORT, 0).start();
        inside(() -> {
            try (RadiusPeer peer = new RadiusPeer(TestServers.settings(TestServers.server("one", TestServers.LOOPBACK, PORT, "wrong")))) {
                assertEquals("unanswered", peer.ask(1, "alice", "correct horse"));
            }
        });
    }

    @Test
    void aServerThatIsKilledInMidStormAndComesBackLosesNothing() {
        final FreeRadius server = server("one", PORT, 0).start();
        inside(() -> {
            final RadiusServerSettings patient = new RadiusServerSettings("one", TestServers.LOOPBACK, PORT, PORT + 1,
                    TestServers.server("one", TestServers.LOOPBACK, PORT, SECRET).secret(), null, "", 1_000_000_000L, 2_000_000_000L, 12,
                    2_000, 100, 1_000_000_000L, true, true, null);
            try (RadiusPeer peer = new RadiusPeer(TestServers.settings(patient))) {
                final int requests = 3_000;
                for (int i = 0; i < requests; i++) {
                    assertTrue(peer.access(i, "02:00:00:00:" + Integer.toHexString(i), null));
                    if (i == 1_000) {
                        peer.until("answers", () -> peer.outcomes.size() > 300);
                        server.kill();
                    }
                    if (i == 2_000) {
                        for (int step = 0; step < 2_000; step++) {
                            peer.step();
                        }
                        assertTrue(peer.outcomes.size() < 2_000);
                        server.start();
                    }
                    peer.step();
                }
                peer.until("every answer", () -> peer.outcomes.size() == requests);
                for (int i = 0; i < requests; i++) {
                    assertEquals("Access-Accept", peer.outcomes.get((long) i), "request " + i);
                    assertEquals("02:00:00:00:" + Integer.toHexString(i), peer.classes.get((long) i));
                }
                assertTrue(peer.authentication(0).retransmits() > 0);
                assertEquals(0, peer.client.underWay());
            }
        });
    }

    @Test
    void theSecondServerTakesOverAndTheFirstComesBackByStatusServer() {
        final FreeRadius first = server("one", PORT, 0).start();
        final FreeRadius second = server("two", PORT + 10, 0).start();
        inside(() -> {
            try (RadiusPeer peer = new RadiusPeer(TestServers.settings(
                    TestServers.server("one", TestServers.LOOPBACK, PORT, SECRET),
                    TestServers.server("two", TestServers.LOOPBACK, PORT + 10, SECRET)))) {
                assertEquals("Access-Accept", peer.ask(1, "alice", "correct horse"));
                first.kill();
                for (int i = 10; i < 14; i++) {
                    peer.access(i, "alice", "correct horse");
                }
                peer.until("answers of the second", () -> peer.outcomes.size() == 5);
                assertTrue(peer.outcomes.values().stream().allMatch("Access-Accept"::equals), peer.outcomes.toString());
                assertEquals("dead one: it left 3 requests in a row unanswered", peer.events.getFirst());
                assertTrue(peer.authentication(1).accepts() >= 4);
                first.start();
                peer.until("the first to be alive", () -> peer.events.contains("alive one"));
                final long before = peer.authentication(0).accepts();
                assertEquals("Access-Accept", peer.ask(20, "alice", "correct horse"));
                assertEquals(before + 1, peer.authentication(0).accepts());
                first.kill();
                second.kill();
                for (int i = 30; i < 40; i++) {
                    peer.access(i, "alice", "correct horse");
                }
                peer.until("both to be dead", () -> peer.outcomes.size() == 16);
                assertEquals(10, peer.outcomes.values().stream().filter("unanswered"::equals).count());
            }
        });
    }

    @Test
    void aServerIsSwappedUnderLoadForAnotherAndThenForOneOverTls() {
        final FreeRadius first = server("one", PORT, 0).start();
        final FreeRadius second = server("two", PORT + 10, TLS_PORT).start();
        inside(() -> {
            try (RadiusPeer peer = new RadiusPeer(TestServers.settings(TestServers.server("one", TestServers.LOOPBACK, PORT, SECRET)))) {
                assertEquals("Access-Accept", peer.ask(1, "alice", "correct horse"));
                for (int i = 1_000; i < 1_200; i++) {
                    assertTrue(peer.access(i, "02:" + i, null));
                }
                peer.step();
                peer.reconfigure(TestServers.settings(TestServers.server("two", TestServers.LOOPBACK, PORT + 10, SECRET)));
                for (int i = 1_200; i < 1_400; i++) {
                    assertTrue(peer.access(i, "02:" + i, null));
                }
                peer.until("all answers", () -> peer.outcomes.size() == 401);
                assertTrue(peer.outcomes.values().stream().allMatch("Access-Accept"::equals), peer.outcomes.toString());
                assertEquals(200, peer.authentication(0).accepts(), "what the first had was left to it");
                peer.step();
                assertEquals(null, peer.counters.description("radius.transport.one.foreign_sender"), "its sockets are closed");
                first.kill();

                second.kill();
                for (int i = 2_000; i < 2_010; i++) {
                    assertTrue(peer.access(i, "02:" + i, null));
                }
                peer.step();
                second.start();
                final RadiusServerSettings overTls = TestServers.tls(
                        TestServers.server("two", TestServers.LOOPBACK, TLS_PORT, SECRET),
                        new RadiusServerSettings.Tls(second.file("ca.pem"), second.file("client.pem"), second.file("client.key"), ""));
                peer.reconfigure(TestServers.settings(overTls));
                peer.until("all answers", () -> peer.outcomes.size() == 411);
                assertTrue(peer.outcomes.values().stream().allMatch("Access-Accept"::equals), peer.outcomes.toString());
                assertTrue(peer.counters.value("radius.transport.two.tls_connections") > 0);
                assertEquals(List.of(), peer.events);
            }
        });
    }

    @Test
    void radiusOverTls() {
        final FreeRadius server = server("one", PORT, TLS_PORT).start();
        inside(() -> {
            final RadiusServerSettings plain = TestServers.server("one", TestServers.LOOPBACK, TLS_PORT, SECRET);
            final RadiusServerSettings.Tls tls = new RadiusServerSettings.Tls(
                    server.file("ca.pem"), server.file("client.pem"), server.file("client.key"), "");
            try (RadiusPeer peer = new RadiusPeer(TestServers.settings(TestServers.tls(plain, tls)))) {
                assertEquals("Access-Accept", peer.ask(1, "alice", "correct horse"));
                assertEquals("Access-Reject", peer.ask(2, "alice", "wrong horse"));
                for (int i = 1_000; i < 1_400; i++) {
                    assertTrue(peer.access(i, "02:" + i, null));
                }
                peer.until("all answers", () -> peer.outcomes.size() == 402);
                for (int i = 1_000; i < 1_400; i++) {
                    assertEquals("02:" + i, peer.classes.get((long) i), server::logged);
                }
                assertTrue(peer.account(3, "over-tls"));
                peer.until("accounting", () -> peer.outcomes.containsKey(3L));
                assertEquals("Accounting-Response", peer.outcomes.get(3L));
                server.kill();
                peer.access(4, "alice", "correct horse");
                peer.until("the end of the connection", () -> peer.outcomes.containsKey(4L));
                assertEquals("unanswered", peer.outcomes.get(4L));
                server.start();
                peer.until("the server to be alive", () -> peer.events.contains("alive one"));
                assertEquals("Access-Accept", peer.ask(5, "alice", "correct horse"));
            }
            assertRefused(plain, new RadiusServerSettings.Tls(server.file("client.pem"), server.file("client.pem"),
                    server.file("client.key"), ""), "TLS failed");
            assertRefused(plain, new RadiusServerSettings.Tls(server.file("ca.pem"), server.file("client.pem"),
                    server.file("client.key"), "another.example"), "TLS failed");
        });
        assertTrue(server.detail().contains("over-tls"));
    }

    private static void assertRefused(final RadiusServerSettings plain, final RadiusServerSettings.Tls tls, final String reason) {
        try (RadiusPeer peer = new RadiusPeer(TestServers.settings(TestServers.tls(plain, tls)))) {
            assertEquals("unanswered", peer.ask(1, "alice", "correct horse"));
            assertTrue(peer.events.getFirst().contains(reason), peer.events.toString());
        }
    }
}
