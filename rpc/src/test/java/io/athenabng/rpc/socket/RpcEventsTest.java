package io.athenabng.rpc.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.EventsUnsubscribe;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class RpcEventsTest {
    private static final Duration WAIT = Duration.ofSeconds(60);

    @Test
    void deliversWhatTheFilterWantsInOrder() throws Exception {
        try (TestServer server = new TestServer(); RpcClient client = RpcClient.connect(server.socket)) {
            final List<Event> got = new ArrayList<>();
            final long number = client.subscribe(new EventsSubscribe.Params(List.of("session.dhcp_up", "error"), null), got::add);
            server.server.publish(up(1, "a"));
            server.server.publish(line("a"));
            server.server.publish(Event.ofError(5, new Event.Error("E: x", 1)));
            server.server.publish(up(2, "b"));
            while (got.size() < 3) {
                assertTrue(client.receive(WAIT) > 0);
            }
            assertEquals(List.of("session.dhcp_up", "error", "session.dhcp_up"), got.stream().map(Event::type).toList());
            assertEquals(List.of(1L, 2L, 3L), got.stream().map(Event::sequence).toList());
            assertEquals(number, got.getFirst().subscription());
            assertEquals(up(1, "a").session(), got.getFirst().session());
            client.unsubscribe(number);
            server.server.publish(up(3, "a"));
            assertEquals(0, client.receive(Duration.ofMillis(200)));
        }
    }

    @Test
    void filtersByGroup() throws Exception {
        try (TestServer server = new TestServer(); RpcClient client = RpcClient.connect(server.socket)) {
            final List<Event> got = new ArrayList<>();
            client.subscribe(new EventsSubscribe.Params(null, "b"), got::add);
            server.server.publish(up(1, "a"));
            server.server.publish(Event.ofError(5, new Event.Error("E: x", 1)));
            server.server.publish(line("b"));
            server.server.publish(up(2, "b"));
            while (got.size() < 2) {
                assertTrue(client.receive(WAIT) > 0);
            }
            assertEquals(List.of("interface_created", "session.dhcp_up"), got.stream().map(Event::type).toList());
        }
    }

    /** Whoever has the answer gets every event from then on: many rounds, as a gap between the two would be short. */
    @Test
    void missesNoEventAfterTheAnswer() throws Exception {
        try (TestServer server = new TestServer(); RawPeer peer = new RawPeer(server.socket)) {
            for (int i = 1; i <= 2_000; i++) {
                peer.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"events.subscribe\"}");
                server.server.publish(up(i, "a"));
                assertTrue(peer.line().contains("\"id\":" + i + ","));
                final Map<?, ?> ended = (Map<?, ?>) peer.ask(
                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"events.unsubscribe\",\"params\":[" + i + "]}");
                assertEquals(1L, ((Map<?, ?>) ended.get("result")).get("delivered"));
            }
        }
    }

    /** In a batch, too, no event overtakes the answer, and a subscription that the batch itself ends delivers nothing. */
    @Test
    void subscribesWithTheAnswerOfABatch() throws Exception {
        try (TestServer server = new TestServer(); RawPeer peer = new RawPeer(server.socket)) {
            peer.send("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"events.subscribe\"},"
                + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"events.subscribe\"},"
                + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"events.unsubscribe\",\"params\":[1]},"
                + RpcServerTest.NEVER.formatted(4) + "]\n");
            RpcServerTest.await(() -> !server.unanswered.isEmpty());
            server.server.publish(up(1, "a"));
            server.unanswered.getFirst().error(RpcErrorCode.REFUSED, "no");
            assertEquals(4, ((List<?>) peer.answer()).size());
            server.server.publish(up(2, "a"));
            final Map<?, ?> event = (Map<?, ?>) peer.answerObject().get("params");
            assertEquals(2L, event.get("subscription"));
            assertEquals(1L, event.get("sequence"));
            assertEquals(2L, ((Map<?, ?>) event.get("session")).get("id"));
        }
    }

    @Test
    void saysWhichTypeWasMeant() throws Exception {
        try (TestServer server = new TestServer(); RpcClient client = RpcClient.connect(server.socket)) {
            final RpcException e = assertThrows(RpcException.class,
                () -> client.subscribe(new EventsSubscribe.Params(List.of("session.dhcpup"), null), event -> { }));
            assertEquals(RpcErrorCode.INVALID_PARAMS, e.errorCode());
            assertEquals("unknown event type 'session.dhcpup': did you mean 'session.dhcp_up'?", e.getMessage());
            final RpcException none = assertThrows(RpcException.class, () -> client.unsubscribe(7));
            assertEquals(RpcErrorCode.NOT_FOUND, none.errorCode());
        }
    }

    @Test
    void limitsSubscriptions() throws Exception {
        try (TestServer server = new TestServer(); RpcClient client = RpcClient.connect(server.socket)) {
            for (int i = 0; i < 16; i++) {
                client.subscribe(new EventsSubscribe.Params(null, null), event -> { });
            }
            final RpcException e = assertThrows(RpcException.class,
                () -> client.subscribe(new EventsSubscribe.Params(null, null), event -> { }));
            assertEquals(RpcErrorCode.REFUSED, e.errorCode());
        }
    }

    /** A reader that sleeps loses events, learns how many, and everything adds up; the publisher never waits for it. */
    @Test
    void boundsSlowReadersAndTellsThemWhatTheyMissed() throws Exception {
        final int published = 50_000;
        try (TestServer server = new TestServer(o -> o.withCapacity(8, 8, 100).withTimeouts(10_000, 30_000, 300_000));
             RawPeer peer = new RawPeer(server.socket)) {
            peer.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"events.subscribe\"}");
            for (int i = 1; i <= published; i++) {
                server.server.publish(up(i, "a"));
            }
            final long lost = server.server.statistics().get(RpcStatistics.Counter.EVENTS_DROPPED);
            assertTrue(lost > 0, "a socket buffer cannot hold 50,000 events");
            long normal = 0;
            long told = 0;
            long sequence = 0;
            while (normal + told < published) {
                final Map<?, ?> event = (Map<?, ?>) peer.answerObject().get("params");
                final long next = (Long) event.get("sequence");
                if (EventType.EVENTS_DROPPED.wireName().equals(event.get("type"))) {
                    final long missed = (Long) event.get("dropped");
                    assertEquals(sequence + missed + 1, next);
                    told += missed;
                } else {
                    assertEquals(sequence + 1, next);
                    normal++;
                }
                sequence = next;
            }
            assertEquals(lost, told);
            // The next event arrives as if nothing had happened.
            server.server.publish(up(7, "a"));
            assertTrue(peer.line().contains("\"id\":7,"));
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"events.unsubscribe\",\"params\":[1]}\n");
            final Map<?, ?> result = (Map<?, ?>) peer.answerObject().get("result");
            assertEquals(lost, result.get("dropped"));
        }
    }

    @Test
    void deliversEventsThatCameBetweenCalls() throws Exception {
        try (TestServer server = new TestServer(); RpcClient client = RpcClient.connect(server.socket)) {
            final List<Event> got = new ArrayList<>();
            client.subscribe(new EventsSubscribe.Params(null, null), got::add);
            server.server.publish(up(1, "a"));
            assertEquals("25", client.call(RpcCatalogue.SHOW_VERSION, new io.athenabng.rpc.api.ShowVersion.Params()).java());
            while (got.isEmpty()) {
                assertTrue(client.receive(WAIT) > 0);
            }
            final EventsUnsubscribe.Result result = client.call(RpcCatalogue.EVENTS_UNSUBSCRIBE, new EventsUnsubscribe.Params(1L));
            assertEquals(new EventsUnsubscribe.Result(1, 0), result);
        }
    }

    @Test
    void forgetsSubscribersThatLeft() throws IOException {
        try (TestServer server = new TestServer()) {
            try (RawPeer peer = new RawPeer(server.socket)) {
                peer.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"events.subscribe\"}");
            }
            RpcServerTest.await(() -> server.server.connections() == 0);
            server.server.publish(up(1, "a"));
            assertEquals(0, server.server.statistics().get(RpcStatistics.Counter.EVENTS));
        }
    }

    private static Event up(final long id, final String group) {
        return Event.ofSession(EventType.SESSION_DHCP_UP, 5, new Event.Session(id, "abng-1-" + id, "ACTIVE", null, "u", "02:00:00:00:00:01",
            "eth1.5.6", group, "10.0.0.2", 60L, null));
    }

    private static Event line(final String group) {
        return Event.ofLine(EventType.INTERFACE_CREATED, 5, new Event.Line("eth1.5.6", "eth1.5.6", 9, "eth1", group));
    }
}
