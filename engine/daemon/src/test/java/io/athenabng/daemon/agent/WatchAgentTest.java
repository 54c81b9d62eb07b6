package io.athenabng.daemon.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.daemon.GatewayPipeline;
import io.athenabng.daemon.edge.system.ServiceManager;
import io.athenabng.ffi.testkit.DatagramReceiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears: a real socket, a clock by hand, and the gateway's own session agent. */
class WatchAgentTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    Path directory;

    private final List<String> stalled = new ArrayList<>();
    private final FakeSessionStore store = new FakeSessionStore();
    private DatagramReceiver systemd;
    private GatewayPipeline pipeline;
    private long nowNs = 5 * SECOND_NS;

    @BeforeEach
    void open() {
        systemd = new DatagramReceiver(directory.resolve("notify").toString());
        pipeline = new GatewayPipeline(GatewayPipeline.server(), store);
    }

    @AfterEach
    void close() {
        systemd.close();
    }

    private ServiceManager manager(final String watchdogUs) {
        return ServiceManager.of(Map.of("NOTIFY_SOCKET", directory.resolve("notify").toString(), "WATCHDOG_USEC", watchdogUs));
    }

    private WatchAgent agent(final ServiceManager manager) {
        return new WatchAgent(manager, pipeline.mailbox, store, forNs -> List.copyOf(stalled), () -> nowNs);
    }

    private List<String> after(final WatchAgent agent, final long seconds) {
        final List<String> heard = new ArrayList<>();
        for (long i = 0; i < seconds * 4; i++) {
            agent.doWork();
            pipeline.step();
            heard.addAll(systemd.received());
            nowNs += SECOND_NS / 4;
        }
        return heard;
    }

    @Test
    void itIsReadyOnceAndAliveWhileAgentsTurn() {
        try (ServiceManager manager = manager("8000000")) {
            assertTrue(manager.isPresent());
            final WatchAgent agent = agent(manager);
            final List<String> heard = after(agent, 9);
            assertEquals(1, heard.stream().filter("READY=1\nSTATUS=serving 0 sessions"::equals).count(), heard.toString());
            assertEquals(5, heard.stream().filter("WATCHDOG=1"::equals).count(), "at once and each 2 s: " + heard);
            assertEquals(6, heard.size(), "nothing that did not change: " + heard);
        }
    }

    @Test
    void anAgentThatHangsStarvesTheWatchdog() {
        try (ServiceManager manager = manager("8000000")) {
            final WatchAgent agent = agent(manager);
            after(agent, 3);
            stalled.add("abng-krn");
            assertFalse(after(agent, 20).contains("WATCHDOG=1"));
            stalled.clear();
            assertTrue(after(agent, 1).contains("WATCHDOG=1"), "it turns again");
        }
    }

    @Test
    void withoutAWatchdogNothingIsSaidOfIt() {
        try (ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", directory.resolve("notify").toString()))) {
            assertEquals(List.of("READY=1\nSTATUS=serving 0 sessions"), after(agent(manager), 5));
        }
        try (ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", directory.resolve("notify").toString(),
                "WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "1"))) {
            assertEquals(0, manager.watchdogNs(), "another process's");
        }
    }

    @Test
    void withoutSystemdNothingIsSent() {
        for (final Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("NOTIFY_SOCKET", "x".repeat(300)))) {
            try (ServiceManager manager = ServiceManager.of(environment)) {
                assertFalse(manager.isPresent());
                after(agent(manager), 3);
            }
        }
        assertEquals(List.of(), systemd.received());
    }

    @Test
    void aSocketThatWentAwayDoesNotStopTheGateway() {
        try (ServiceManager manager = manager("8000000")) {
            final WatchAgent agent = agent(manager);
            after(agent, 2);
            systemd.close();
            for (int i = 0; i < 40; i++) {
                agent.doWork();
                nowNs += SECOND_NS;
            }
        }
    }
}
