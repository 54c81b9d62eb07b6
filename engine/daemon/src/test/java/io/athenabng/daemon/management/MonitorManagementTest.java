package io.athenabng.daemon.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.MonitorEnd;
import io.athenabng.rpc.api.MonitorSession;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control frames of a monitored session, from the trunk's ring to a client of the management socket. */
class MonitorManagementTest {
    @TempDir
    Path directory;

    private ManagementHarness harness;
    private final List<Event.Frame> frames = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        harness = new ManagementHarness(directory.resolve("s.sock"));
        harness.client.subscribe(new EventsSubscribe.Params(List.of(EventType.MONITOR_FRAME.wireName()), null), event -> {
            if (event.frame() != null) {
                frames.add(event.frame());
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    private MonitorSession.Result monitor(final Long id, final String mac, final String line, final Integer seconds) throws Exception {
        return harness.call(RpcCatalogue.MONITOR_SESSION, new MonitorSession.Params(id, mac, line, seconds));
    }

    private List<String> await(final int count) throws Exception {
        final long deadlineNs = System.nanoTime() + 10_000_000_000L;
        while (frames.size() < count && System.nanoTime() < deadlineNs) {
            harness.client.receive(Duration.ofMillis(50));
        }
        harness.client.receive(Duration.ofMillis(100));
        return frames.stream().map(frame -> frame.direction() + ' ' + frame.protocol() + ' ' + frame.summary().split(" ")[0]).toList();
    }

    @Test
    void aClientThatIsToComeIsWatchedFromItsFirstMessage() throws Exception {
        final MonitorSession.Result monitor = monitor(null, "02:00:00:00:00:02", null, null);
        assertEquals("02:00:00:00:00:02", monitor.mac());
        harness.bringUp(1);
        harness.bringUp(2);
        assertEquals(4, await(4).size(), "the other client is not told: " + frames);
        assertEquals(List.of("in", "out", "in", "out"), frames.stream().map(Event.Frame::direction).toList());
        assertTrue(frames.stream().allMatch(frame -> frame.protocol().equals("dhcp") && frame.mac().equals("02:00:00:00:00:02")
                && frame.monitor() == monitor.monitor() && frame.line().startsWith("eth1.500.")), frames.toString());
        final MonitorEnd.Result end = harness.call(RpcCatalogue.MONITOR_END, new MonitorEnd.Params(monitor.monitor()));
        assertEquals("4 0", end.frames() + " " + end.dropped());
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.MONITOR_END, new MonitorEnd.Params(monitor.monitor()));
    }

    @Test
    void aSessionByItsNumberAndALineByItsName() throws Exception {
        harness.bringUp(1);
        final MonitorSession.Result byId = monitor(1L, null, null, 60);
        assertEquals("02:00:00:00:00:02", byId.mac());
        final MonitorSession.Result byLine = monitor(null, null, byId.line(), 60);
        harness.bringUp(1);
        await(4);
        assertTrue(frames.stream().anyMatch(frame -> frame.monitor() == byId.monitor()), frames.toString());
        assertTrue(frames.stream().anyMatch(frame -> frame.monitor() == byLine.monitor()), frames.toString());
    }

    @Test
    void badRequestsAreRefused() throws Exception {
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.MONITOR_SESSION, new MonitorSession.Params(null, null, null, null));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.MONITOR_SESSION, new MonitorSession.Params(1L, "02:00:00:00:00:02", null,
                null));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.MONITOR_SESSION, new MonitorSession.Params(1L, null, null, 0));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.MONITOR_SESSION, new MonitorSession.Params(99L, null, null, null));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.MONITOR_SESSION, new MonitorSession.Params(null, null, "eth9.1", null));
        for (int i = 0; i < 8; i++) {
            monitor(null, "02:00:00:00:00:02", null, 60);
        }
        harness.refused(RpcErrorCode.REFUSED, RpcCatalogue.MONITOR_SESSION, new MonitorSession.Params(null, "02:00:00:00:00:02", null, 60));
    }
}
