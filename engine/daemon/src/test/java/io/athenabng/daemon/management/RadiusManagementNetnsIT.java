package io.athenabng.daemon.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.daemon.edge.upstream.TestServers;
import io.athenabng.daemon.testkit.FreeRadius;
import io.athenabng.ffi.Netns;
import io.athenabng.ffi.testkit.NetnsExtension;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.ShowRadius;
import io.athenabng.rpc.api.TestRadius;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code show.radius}, {@code test.radius} and the events of servers through a real socket, against FreeRADIUS. */
final class RadiusManagementNetnsIT {
    private static final int PORT = 1812;
    private static final String SECRET = "testing123";

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();
    @TempDir
    Path directory;

    private FreeRadius server;
    private ManagementHarness harness;

    @BeforeEach
    void start() throws Exception {
        FreeRadius.require();
        final String namespace = netns.namespace("aaa");
        server = netns.closeAfter(new FreeRadius(namespace, directory.resolve("aaa"), PORT, SECRET, 0)).start();
        final RadiusSettings one = TestServers.settings(TestServers.server("radius1", TestServers.LOOPBACK, PORT, SECRET));
        final List<RadiusServerGroupSettings> groups = new ArrayList<>(one.serverGroups());
        groups.add(new RadiusServerGroupSettings("nobody", List.of()));
        final RadiusSettings settings = new RadiusSettings(one.nasIdentifier(), one.nasAddress(), one.athenaVendor(), one.servers(), groups,
                one.accounting(), null, List.of());
        final Netns inside = netns.closeAfter(Netns.named(namespace));
        final Path dictionaries = Path.of(System.getProperty("abng.root")).resolve("engine/dist/src/dictionary");
        Files.createDirectory(directory.resolve("dictionary"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dictionaries)) {
            for (final Path file : files) {
                Files.copy(file, directory.resolve("dictionary").resolve(file.getFileName()));
            }
        }
        // The engine's thread opens the sockets.
        harness = new ManagementHarness(directory.resolve("s.sock"), settings, inside::enter);
        netns.closeAfter((AutoCloseable) harness::close);
    }

    private TestRadius.Result ask(final String user, final String password, final Boolean chap) {
        return harness.call(RpcCatalogue.TEST_RADIUS, new TestRadius.Params(user, password, "aaa", chap));
    }

    @Test
    void testRadiusAsksAServerAndShowsTheAnswerWithoutSecrets() {
        final TestRadius.Result pap = ask("alice", "correct horse", null);
        assertEquals("Access-Accept aaa", pap.answer() + " " + pap.group());
        assertTrue(pap.elapsedUs() > 0);
        assertTrue(pap.attributes().contains(new TestRadius.Attribute("Framed-IP-Address", "10.64.0.7")), pap.toString());
        assertTrue(pap.attributes().contains(new TestRadius.Attribute("Session-Timeout", "3600")), pap.toString());
        assertEquals("Access-Accept", ask("alice", "correct horse", true).answer());
        assertEquals("Access-Reject", ask("alice", "wrong horse", true).answer());
        assertEquals("Access-Reject", ask("alice", "wrong horse", false).answer());
        assertEquals("Access-Accept", ask("02:00:00:00:00:01", null, null).answer());
        assertEquals("unanswered", harness.call(RpcCatalogue.TEST_RADIUS,
                new TestRadius.Params("alice", "correct horse", "nobody", null)).answer());
        assertFalse(pap.toString().contains("horse"));
        harness.refused(RpcErrorCode.AMBIGUOUS, RpcCatalogue.TEST_RADIUS, new TestRadius.Params("alice", "x", null, null));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.TEST_RADIUS, new TestRadius.Params("alice", "x", "other", null));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.TEST_RADIUS, new TestRadius.Params("alice", null, "aaa", true));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.TEST_RADIUS, new TestRadius.Params("a".repeat(254), null, "aaa", null));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.TEST_RADIUS, new TestRadius.Params("alice", "", "aaa", null));
        assertEquals(List.of(), harness.pipeline.errorLog.entries());
    }

    @Test
    void showRadiusAndEventsTellOfAServersDeathAndReturn() throws Exception {
        final ShowRadius.Result fresh = harness.call(RpcCatalogue.SHOW_RADIUS, new ShowRadius.Params(null));
        assertEquals("[authentication, accounting]", fresh.servers().stream().map(ShowRadius.Server::side).toList().toString());
        assertNull(fresh.servers().getFirst().rttP50Us());
        assertEquals("[aaa, nobody]", fresh.groups().stream().map(ShowRadius.Group::name).toList().toString());
        final List<Event> events = new ArrayList<>();
        harness.client.subscribe(new EventsSubscribe.Params(List.of("radius.server_dead", "radius.server_alive"), null), events::add);
        ask("alice", "correct horse", null);
        server.kill();
        for (int i = 0; i < 3; i++) {
            assertEquals("unanswered", ask("alice", "correct horse", null).answer());
        }
        final ShowRadius.Server dead = harness.call(RpcCatalogue.SHOW_RADIUS, new ShowRadius.Params("radius1")).servers().getFirst();
        assertTrue(List.of("dead", "probed").contains(dead.state()), dead.state());
        assertEquals("1 3", dead.accepts() + " " + dead.timeouts());
        assertEquals(6, dead.retransmits());
        assertNotNull(dead.rttP99Us());
        assertNotNull(dead.lastAnswerEpochMs());
        server.start();
        harness.eventually("the server alive", () -> harness.call(RpcCatalogue.SHOW_RADIUS, new ShowRadius.Params("radius1")).servers()
                .getFirst().state().equals("alive"));
        while (events.size() < 2) {
            harness.client.receive(Duration.ofSeconds(20));
        }
        assertEquals("radius.server_dead radius1 authentication it left 3 requests in a row unanswered", line(events.get(0)));
        assertEquals("radius.server_alive radius1 authentication null", line(events.get(1)));
        assertEquals("Access-Accept", ask("alice", "correct horse", null).answer());
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SHOW_RADIUS, new ShowRadius.Params("radius9"));
        assertEquals(List.of(), harness.pipeline.errorLog.entries());
    }

    private static String line(final Event event) {
        return event.type() + " " + event.server().name() + " " + event.server().side() + " " + event.server().reason();
    }
}
