package io.athenabng.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.daemon.agent.RadiusServices;
import io.athenabng.daemon.edge.archive.AccountingSpools;
import io.athenabng.daemon.testkit.FreeRadius;
import io.athenabng.ffi.testkit.NetnsExtension;
import io.athenabng.wire.dhcp.DhcpMessageType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway with its rings, its RADIUS services and real sockets, against a real FreeRADIUS and a real radclient; the kernel's part of
 * sessions is a fake. What counts is what the server has written down.
 */
class AccountingNetnsIT {
    private static final int SESSIONS = Integer.getInteger("abng.accounting.sessions", 300);
    private static final int PORT = 1812;
    private static final String SECRET = "testing123";
    private static final long MAC = 0x0200_0000_0000L;

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    @TempDir
    private Path directory;

    private final FakeSessionStore store = new FakeSessionStore();
    private String namespace;
    private FreeRadius server;
    private GatewayPipeline pipeline;
    private AccountingSpools spools;
    private RadiusServices radius;

    @BeforeEach
    void network() {
        FreeRadius.require();
        namespace = netns.namespace("acct");
        server = netns.closeAfter(new FreeRadius(namespace, directory.resolve("freeradius"), PORT, SECRET, 0)).start();
    }

    @AfterEach
    void stop() {
        if (radius != null) {
            radius.close();
            spools.close();
        }
    }

    private static RunningConfiguration configuration() {
        final LoadResult loaded = ConfigurationLoader.load("test.yaml", """
            bootstrap: { agent-ring-size: 1MiB, max-sessions: 20000 }
            trunks:
              - { name: eth1, max-lines: 16000, new-lines-per-second: 100000, new-lines-burst: 100000 }
            pools:
              - { name: main, ranges: [10.64.0.10-10.64.127.250] }
            access-groups:
              - name: residential
                trunk: eth1
                vlans: [{ stack: 500.1-4000, outer-tpid: 802.1ad }]
                gateway: 10.64.0.1/16
                subscribers-per-line: 4
                radius: { accounting: aaa }
                shaping: { down: 20mbit, up: 10mbit }
                dhcp: { mode: server, server: { pools: [main], lease-time: 1d } }
            radius:
              nas-identifier: bng1
              servers:
                - { name: one, address: 127.0.0.1, secret: testing123, timeout: 200ms, max-timeout: 400ms, tries: 2, dead-after: 3,
                    dead-time: 1s }
              server-groups:
                - { name: aaa, members: [{ server: one }] }
              accounting: { interim-interval: 10m }
              dynamic-authorization:
                event-timestamp-window: 0s
                clients:
                  - { name: portal, address: 127.0.0.1, secret: testing123 }
            """);
        if (loaded instanceof LoadResult.Refused refused) {
            throw new IllegalStateException(refused.problems().toString());
        }
        return ((LoadResult.Loaded) loaded).configuration();
    }

    /** The daemon starts, or is killed and starts again: the store, the kernel and the state directory stay. */
    private void start() {
        if (radius != null) {
            radius.close();
            spools.close();
        }
        final RunningConfiguration configuration = configuration();
        pipeline = new GatewayPipeline(configuration, store);
        try {
            spools = AccountingSpools.open(directory.resolve("state"), configuration.radius());
        } catch (final IOException exception) {
            throw new AssertionError(exception);
        }
        radius = new RadiusServices(configuration.radius(), System::nanoTime, () -> pipeline.nowNs, spools.byGroup(),
                pipeline.radiusRequests(), pipeline.radiusAnswers(), new RadiusServerListener() {
                    @Override
                    public void onServerDead(final String serverName, final boolean accounting, final String reason) {
                        // It is killed on purpose.
                    }

                    @Override
                    public void onServerAlive(final String serverName, final boolean accounting) {
                        // And comes back.
                    }
                }, pipeline.counters);
    }

    private void step() {
        pipeline.step();
        if (radius.onDutyCycle() == 0) {
            LockSupport.parkNanos(50_000);
        }
    }

    private void until(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            step();
            assertTrue(System.nanoTime() < deadlineNs, "not seen: " + what);
        }
    }

    private long value(final String counter) {
        return pipeline.counters.value(counter);
    }

    private int bringUp(final int number) {
        final int address = pipeline.bringUp(1 + number / 4, MAC + number);
        assertNotEquals(0, address, "session " + number);
        step();
        return address;
    }

    private void release(final int number, final int address) {
        pipeline.dataPlane.octets = 1_000 + number;
        pipeline.send(1 + number / 4, MAC + number, DhcpMessageType.RELEASE, address, 0, GatewayPipeline.GATEWAY);
        pipeline.settle();
        step();
    }

    /** Sends a request with radclient while the gateway runs; what radclient says. */
    private String radclient(final String kind, final String attributes) {
        return radclient(kind, SECRET, attributes + ",Message-Authenticator=0x00");
    }

    private String radclient(final String kind, final String secret, final String attributes) {
        try {
            final Process process = new ProcessBuilder("ip", "netns", "exec", namespace, "radclient", "-x", "-r", "2", "-t", "2",
                    "127.0.0.1:3799", kind, secret).redirectErrorStream(true).start();
            process.getOutputStream().write((attributes + '\n').getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            until("radclient's end", () -> !process.isAlive());
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException exception) {
            throw new AssertionError(exception);
        }
    }

    private record Report(int starts, int stops, long inputOctets) {
    }

    private Map<String, Report> reports() {
        final Map<String, Report> bySession = new HashMap<>();
        for (final String block : server.detail().split("\n\n")) {
            final String session = attribute(block, "Acct-Session-Id").replace("\"", "");
            final String type = attribute(block, "Acct-Status-Type");
            final Report before = bySession.getOrDefault(session, new Report(0, 0, -1));
            bySession.put(session, new Report(before.starts + (type.equals("Start") ? 1 : 0), before.stops + (type.equals("Stop") ? 1 : 0),
                    type.equals("Stop") ? Long.parseLong(attribute(block, "Acct-Input-Octets")) : before.inputOctets));
        }
        return bySession;
    }

    private static String attribute(final String block, final String name) {
        final int at = block.indexOf("\t" + name + " = ");
        final int end = block.indexOf('\n', at);
        return at < 0 ? "" : block.substring(at + name.length() + 4, end < 0 ? block.length() : end);
    }

    @Test
    void theServerHasOneStartAndOneStopOfEachSessionWithItsOctetsThoughItWasDeadForAWhile() {
        netns.inside(namespace, () -> {
            start();
            final int[] addresses = new int[SESSIONS];
            for (int i = 0; i < SESSIONS; i++) {
                addresses[i] = bringUp(i);
            }
            until("all starts", () -> value("radius.accounting.starts") == SESSIONS);
            final int third = SESSIONS / 3;
            for (int i = 0; i < third; i++) {
                release(i, addresses[i]);
            }
            until("a third's stops", () -> value("radius.accounting.stops") == third);
            server.kill();
            for (int i = third; i < 2 * third; i++) {
                release(i, addresses[i]);
            }
            until("another third's stops on disk", () -> value("radius.accounting.stops") == 2 * third);
            assertEquals(third, value("radius.accounting.spool.depth"));
            // A kill of the gateway, too: what is on disk and in the store is all that is left.
            start();
            for (int i = 0; i < 50; i++) {
                step();
            }
            server.start();
            until("delivery", () -> value("radius.accounting.spool.depth") == 0);
            for (int i = 2 * third; i < SESSIONS; i++) {
                release(i, addresses[i]);
            }
            until("the last stops", () -> value("radius.accounting.stops") == SESSIONS - 2 * third);
            return null;
        });
        final Map<String, Report> reports = reports();
        assertEquals(SESSIONS, reports.keySet().stream().filter(session -> !session.endsWith("-0")).count());
        for (int i = 0; i < SESSIONS; i++) {
            assertEquals(new Report(1, 1, 1_000 + i), reports.get("abng-1700000000-" + (i + 1)), "session " + (i + 1));
        }
        assertEquals(0, store.size());
    }

    @Test
    void radclientChangesAndEndsSessionsAndIsToldWhyNot() {
        netns.inside(namespace, () -> {
            start();
            final int address = bringUp(0);
            until("the start", () -> value("radius.accounting.starts") == 1);
            final String changed = radclient("coa",
                    "Acct-Session-Id=\"abng-1700000000-1\",Attr-26.32473.1=0x35306d626974,Attr-26.32473.2=0x32356d626974");
            assertTrue(changed.contains("CoA-ACK"), changed);
            assertEquals("50000000/25000000", pipeline.dataPlane.sessions.get(1L));
            final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
            assertTrue(store.get(1, record));
            assertEquals(50_000_000, record.downBitsPerSecond());

            final String unknown = radclient("disconnect", "User-Name=\"nobody\"");
            assertTrue(unknown.contains("Disconnect-NAK") && unknown.contains("Error-Cause = Session-Context-Not-Found"), unknown);
            final String unsupported = radclient("coa", "User-Name=\"02:00:00:00:00:00\",Framed-MTU=1400");
            assertTrue(unsupported.contains("CoA-NAK") && unsupported.contains("Error-Cause = Unsupported-Attribute"), unsupported);
            final String elsewhere = radclient("disconnect", "User-Name=\"02:00:00:00:00:00\",NAS-Identifier=\"bng2\"");
            assertTrue(elsewhere.contains("Error-Cause = NAS-Identification-Mismatch"), elsewhere);

            final String ended = radclient("disconnect",
                    "Framed-IP-Address=10.64." + (address >> 8 & 0xff) + '.' + (address & 0xff) + ",Proxy-State=0x0102");
            assertTrue(ended.contains("Disconnect-ACK") && ended.contains("Proxy-State = 0x0102"), ended);
            assertTrue(pipeline.dataPlane.sessions.isEmpty());
            until("the stop", () -> value("radius.accounting.stops") == 1);
            return null;
        });
        assertTrue(server.detail().contains("Acct-Terminate-Cause = Admin-Reset"), server.detail());
    }

    @Test
    void aWrongSecretIsMetWithSilence() {
        netns.inside(namespace, () -> {
            start();
            bringUp(0);
            final String answer = radclient("disconnect", "wrong", "User-Name=\"02:00:00:00:00:00\"");
            assertTrue(!answer.contains("Disconnect-NAK") && !answer.contains("Disconnect-ACK"), answer);
            assertTrue(value("radius.dynamic.bad_authenticator") > 0);
            assertEquals(1, store.size());
            return null;
        });
    }
}
