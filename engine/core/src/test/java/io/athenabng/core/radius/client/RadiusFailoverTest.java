package io.athenabng.core.radius.client;

import static io.athenabng.core.radius.client.ScriptedRadius.MS;
import static io.athenabng.core.radius.client.ScriptedRadius.SECOND;
import static io.athenabng.core.radius.client.ScriptedRadius.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RadiusServerGroupSettings.Member;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.wire.radius.RadiusCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is asked when a server does not answer, and how it comes back. */
final class RadiusFailoverTest {
    private static final RadiusServerSettings.Tls TLS = new RadiusServerSettings.Tls("ca.pem", "", "", "");

    private static ScriptedRadius two() {
        return new ScriptedRadius(List.of(server("one"), server("two")), new Member(0, 1, 1), new Member(1, 2, 1));
    }

    private static List<ScriptedRadius.Sent> requests(final ScriptedRadius radius, final int server) {
        return radius.sent.stream().filter(each -> each.server() == server && each.code() != RadiusCode.STATUS_SERVER).toList();
    }

    /** Packets, retransmissions not counted. */
    private static long distinct(final List<ScriptedRadius.Sent> sent) {
        return sent.stream().map(each -> each.sourceId() << 8 | each.identifier()).distinct().count();
    }

    private static List<ScriptedRadius.Sent> probes(final ScriptedRadius radius, final int server) {
        return radius.sent.stream().filter(each -> each.server() == server && each.code() == RadiusCode.STATUS_SERVER).toList();
    }

    @Test
    void theNextServerIsAskedWithANewPacketAndALateAnswerOfTheFirstIsNotBelieved() {
        final ScriptedRadius radius = two();
        radius.access(1);
        radius.pass(20 * SECOND);
        final List<ScriptedRadius.Sent> first = requests(radius, 0);
        final List<ScriptedRadius.Sent> second = requests(radius, 1);
        assertEquals(3, first.size());
        assertFalse(Arrays.equals(first.getFirst().authenticator(), second.getFirst().authenticator()));
        radius.deliver(first.getFirst(), radius.answer(first.getFirst(), RadiusCode.ACCESS_ACCEPT, new byte[0]));
        assertEquals("", radius.settled());
        assertEquals("1", radius.counter("dropped.late"));
        radius.accept(second.getFirst());
        assertEquals("1 Access-Accept", radius.settled());
        assertEquals(List.of(), radius.events);
    }

    @Test
    void anIdentifierThatWasGivenUpRestsUntilNoLateAnswerIsToBeExpected() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 1, 1_000, 1_000, false, true, null)), new Member(0, 0, 1));
        for (int i = 0; i < 256; i++) {
            radius.access(i);
        }
        radius.pass(3 * SECOND);
        assertEquals(256, radius.outcomes.size());
        final int source = radius.sent.getFirst().sourceId();
        radius.sent.clear();
        radius.access(1_000);
        assertTrue(radius.only().sourceId() != source, "every identifier of the first source rests");
        radius.pass(9 * SECOND);
        radius.sent.clear();
        radius.access(1_001);
        assertEquals(source, radius.only().sourceId());
    }

    @Test
    void weightsShareTheLoadAmongEqualsAndPriorityComesFirst() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one"), server("two"), server("three")),
                new Member(2, 5, 100), new Member(0, 1, 3), new Member(1, 1, 1));
        final StringBuilder order = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            radius.access(i);
            final ScriptedRadius.Sent sent = radius.only();
            order.append(sent.server());
            radius.accept(sent);
        }
        assertEquals(30, order.chars().filter(c -> c == '0').count());
        assertEquals(10, order.chars().filter(c -> c == '1').count());
        assertTrue(order.toString().matches("(0{0,3}10{0,3})+"), order.toString());
    }

    @Test
    void aServerIsDeadAfterSoManyAndIsLeftAlone() {
        final ScriptedRadius radius = two();
        for (int i = 0; i < 5; i++) {
            radius.access(i);
        }
        radius.pass(16 * SECOND);
        assertEquals(List.of("dead one: it left 3 requests in a row unanswered"), radius.events);
        assertEquals(RadiusEndpoint.State.DEAD, radius.client.endpoints().getFirst().state());
        radius.sent.clear();
        radius.access(100);
        assertEquals(1, radius.only().server());
        assertEquals("1", radius.counter("deaths"));
        assertEquals("0", radius.counter("alive"));
        assertEquals("0", radius.counter("outstanding"));
    }

    @Test
    void anAnswerInBetweenKeepsAServerAlive() {
        final ScriptedRadius radius = two();
        for (int i = 0; i < 2; i++) {
            radius.access(i);
        }
        radius.pass(16 * SECOND);
        radius.sent.clear();
        radius.access(2);
        radius.accept(radius.only());
        radius.access(3);
        radius.pass(16 * SECOND);
        assertEquals(List.of(), radius.events);
    }

    @Test
    void requestsOfADeadServerMoveOnAtOnce() {
        final ScriptedRadius radius = two();
        for (int i = 0; i < 3; i++) {
            radius.access(i);
        }
        radius.pass(10 * SECOND);
        for (int i = 3; i < 500; i++) {
            radius.access(i);
        }
        radius.pass(6 * SECOND);
        assertEquals(1, radius.events.size(), radius.events.toString());
        radius.pass(100 * MS);
        assertEquals(500, distinct(requests(radius, 1)));
        requests(radius, 1).forEach(radius::accept);
        assertEquals(500, radius.outcomes.size());
        assertEquals(0, radius.client.underWay());
    }

    @Test
    void statusServerBringsADeadServerBack() {
        final ScriptedRadius radius = ScriptedRadius.single();
        for (int i = 0; i < 3; i++) {
            radius.access(i);
        }
        radius.pass(16 * SECOND);
        assertEquals(3, radius.outcomes.size());
        radius.settled();
        radius.access(4);
        radius.pass(20 * MS);
        assertEquals("4 unanswered", radius.settled(), "nobody waits for a dead server");
        radius.sent.clear();
        radius.pass(50 * SECOND);
        assertEquals(0, radius.sent.size(), "the dead time");
        radius.pass(12 * SECOND);
        final ScriptedRadius.Sent probe = radius.sent.peek();
        assertEquals(RadiusCode.STATUS_SERVER, probe.code());
        assertEquals(RadiusEndpoint.State.PROBED, radius.client.endpoints().getFirst().state());
        // A wrong answer does not revive it.
        radius.deliver(probe, ScriptedRadius.answer(probe, RadiusCode.ACCESS_ACCEPT, new byte[0], "wrong", true));
        radius.deliver(probe, radius.answer(probe, RadiusCode.ACCESS_REJECT, new byte[0]));
        assertEquals(RadiusEndpoint.State.PROBED, radius.client.endpoints().getFirst().state());
        radius.deliver(probe, radius.answer(probe, RadiusCode.ACCESS_ACCEPT, new byte[0]));
        assertEquals("alive one", radius.events.getLast());
        assertEquals("", radius.settled());
        radius.sent.clear();
        radius.access(5);
        radius.accept(radius.only());
        assertEquals("5 Access-Accept", radius.settled());
        assertEquals("1", radius.counter("probe_answers"));
    }

    @Test
    void aProbeThatIsNotAnsweredIsRepeatedAfterAnotherDeadTime() {
        final ScriptedRadius radius = ScriptedRadius.single();
        for (int i = 0; i < 3; i++) {
            radius.access(i);
        }
        radius.pass(16 * SECOND + 62 * SECOND + 14 * SECOND);
        assertEquals(3, probes(radius, 0).size(), "one probe, sent three times");
        radius.sent.clear();
        radius.pass(50 * SECOND);
        assertEquals(0, radius.sent.size());
        radius.pass(15 * SECOND);
        assertTrue(!probes(radius, 0).isEmpty());
        assertEquals(1, radius.events.size(), "it dies once");
        assertEquals("1", radius.counter("deaths"));
    }

    @Test
    void withoutStatusServerOneLiveRequestIsTheTrial() {
        final ScriptedRadius radius = new ScriptedRadius(
                List.of(server("one", 2, 1_000, 2, false, true, null), server("two")), new Member(0, 1, 1), new Member(1, 2, 1));
        radius.access(1);
        radius.access(2);
        radius.pass(8 * SECOND);
        assertEquals(1, radius.events.size());
        requests(radius, 1).forEach(radius::accept);
        radius.pass(61 * SECOND);
        radius.sent.clear();
        radius.access(3);
        radius.access(4);
        assertEquals("[0, 1]", radius.sent.stream().map(ScriptedRadius.Sent::server).toList().toString());
        radius.accept(radius.sent.peekLast());
        radius.pass(8 * SECOND);
        // It failed: the request went on, the server is left alone again.
        assertEquals(2, distinct(requests(radius, 1)));
        radius.accept(requests(radius, 1).getLast());
        assertEquals(4, radius.outcomes.stream().filter(ScriptedRadius.Outcome::answered).count());
        radius.sent.clear();
        radius.access(5);
        assertEquals(1, radius.only().server());
        radius.pass(62 * SECOND);
        radius.sent.clear();
        radius.access(6);
        radius.accept(radius.only());
        assertEquals("alive one", radius.events.getLast());
    }

    @Test
    void theTwoSidesOfAServerLiveAndDieApart() {
        final ScriptedRadius radius = ScriptedRadius.single();
        for (int i = 0; i < 3; i++) {
            radius.account(i);
        }
        radius.pass(16 * SECOND);
        assertEquals("dead one acct: it left 3 requests in a row unanswered", radius.events.getFirst());
        radius.sent.clear();
        radius.access(9);
        radius.accept(radius.only());
        assertEquals(4, radius.outcomes.size());
    }

    @Test
    void theAccountingSideIsProbedByStatusServerAndAnsweredInItsOwnWay() {
        final ScriptedRadius radius = ScriptedRadius.single();
        for (int i = 0; i < 3; i++) {
            radius.account(i);
        }
        radius.pass(16 * SECOND);
        radius.sent.clear();
        radius.pass(62 * SECOND);
        final ScriptedRadius.Sent probe = radius.sent.peek();
        assertEquals("12 true", probe.code() + " " + probe.accounting());
        radius.deliver(probe, radius.answer(probe, RadiusCode.ACCESS_ACCEPT, new byte[0]));
        assertEquals(1, radius.events.size());
        radius.deliver(probe, radius.answer(probe, RadiusCode.ACCOUNTING_RESPONSE, new byte[0]));
        assertEquals("alive one acct", radius.events.getLast());
    }

    @Test
    void requestsBeyondTheLimitWaitInOrderAndNoneIsLost() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 3, 10, 3, true, true, null)), new Member(0, 0, 1));
        for (int i = 0; i < 100; i++) {
            assertTrue(radius.access(i));
        }
        assertEquals(10, radius.sent.size());
        assertEquals(90, radius.client.group(0, false).queued());
        final List<Long> order = new ArrayList<>();
        while (!radius.sent.isEmpty()) {
            radius.accept(radius.sent.poll());
            radius.client.onDutyCycle();
            assertTrue(radius.client.endpoints().getFirst().outstanding() <= 10);
        }
        radius.outcomes.forEach(outcome -> order.add(outcome.correlationId()));
        assertEquals(100, order.size());
        assertEquals(order.stream().sorted().toList(), order);
    }

    @Test
    void whoWaitsTooLongIsToldSoAndAFullQueueTakesNobody() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 100, 1, 3, true, true, null)), new Member(0, 0, 1));
        for (int i = 0; i <= RadiusServerGroup.MAX_QUEUED; i++) {
            assertTrue(radius.access(i));
        }
        assertFalse(radius.access(1_000_000));
        radius.pass(RadiusClient.QUEUE_PATIENCE_NS + 2 * SECOND);
        assertEquals(RadiusServerGroup.MAX_QUEUED, radius.outcomes.size());
        assertTrue(radius.access(1_000_001));
    }

    @Test
    void aServerThatCannotBeReachedFromHereIsTriedAgainWithBackOff() {
        final ScriptedRadius radius = two();
        radius.unopenable.add(0);
        radius.access(1);
        assertEquals(1, radius.only().server());
        assertEquals("dead one: no socket towards it can be opened", radius.events.getFirst());
        radius.unopenable.clear();
        radius.pass(3 * SECOND);
        radius.deliver(probes(radius, 0).getFirst(), radius.answer(probes(radius, 0).getFirst(), RadiusCode.ACCESS_ACCEPT, new byte[0]));
        assertEquals("alive one", radius.events.getLast());
    }

    @Test
    void aLostConnectionMovesItsRequestsToANewOne() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 3, 1_000, 3, true, true, TLS)), new Member(0, 0, 1));
        radius.access(1);
        radius.accept(radius.only());
        radius.settled();
        radius.access(2);
        radius.access(3);
        final int connection = radius.sent.peek().sourceId();
        radius.sent.clear();
        radius.lose(connection, "the server closed it");
        radius.pass(50 * MS);
        assertEquals(2, radius.sent.size());
        assertTrue(radius.sent.stream().allMatch(sent -> sent.sourceId() != connection));
        new ArrayList<>(radius.sent).forEach(radius::accept);
        assertEquals("2 Access-Accept 3 Access-Accept", sorted(radius.settled()));
        assertEquals(List.of(), radius.events);
    }

    @Test
    void aRequestThatEndsEveryConnectionDoesNotGoRoundForEver() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 3, 1_000, 3, true, true, TLS)), new Member(0, 0, 1));
        int connections = 0;
        radius.access(1);
        for (int i = 0; i < 20 && radius.outcomes.isEmpty(); i++) {
            final ScriptedRadius.Sent poison = radius.sent.pollLast();
            radius.sent.clear();
            // Something else is answered on each connection, which thus is known to work.
            radius.access(100 + i);
            radius.accept(radius.only());
            radius.outcomes.clear();
            radius.lose(poison.sourceId(), "the server closed it");
            connections++;
            radius.pass(50 * MS);
        }
        assertEquals("1 unanswered", radius.settled());
        assertEquals(3, connections);
        assertEquals(0, radius.client.underWay());
    }

    private static String sorted(final String settled) {
        final String[] parts = settled.split("(?<=t) ");
        Arrays.sort(parts);
        return String.join(" ", parts);
    }

    @Test
    void aConnectionThatNeverWorkedMeansADeadServerAndBackOffGrows() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 3, 1_000, 3, true, true, TLS)), new Member(0, 0, 1));
        radius.access(1);
        radius.lose(radius.only().sourceId(), "connection refused");
        assertEquals("dead one: connection refused", radius.events.getFirst());
        radius.pass(100 * MS);
        assertEquals("1 unanswered", radius.settled());
        final List<Long> tries = new ArrayList<>();
        final long startNs = radius.clock.nowNs();
        for (int i = 0; i < 12_000 && tries.size() < 4; i++) {
            radius.pass(10 * MS);
            if (!radius.sent.isEmpty()) {
                tries.add((radius.clock.nowNs() - startNs) / SECOND);
                radius.lose(radius.sent.poll().sourceId(), "connection refused");
            }
        }
        assertEquals(List.of(0L, 2L, 6L, 14L), tries);
        assertEquals(1, radius.events.size());
    }

    @Test
    void overTlsNothingIsSentTwiceAndASilentConnectionIsAskedThenReplaced() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 3, 1_000, 100, true, true, TLS)), new Member(0, 0, 1));
        radius.access(1);
        final ScriptedRadius.Sent first = radius.only();
        radius.accept(first);
        radius.pass(31 * SECOND);
        final ScriptedRadius.Sent watchdog = radius.only();
        assertEquals(RadiusCode.STATUS_SERVER, watchdog.code());
        assertEquals(first.sourceId(), watchdog.sourceId());
        radius.deliver(watchdog, radius.answer(watchdog, RadiusCode.ACCESS_ACCEPT, new byte[0]));
        radius.pass(31 * SECOND);
        assertEquals(RadiusCode.STATUS_SERVER, radius.only().code());
        radius.pass(16 * SECOND);
        assertFalse(radius.serverOfSource.containsKey(first.sourceId()), "closed");
        radius.access(2);
        final ScriptedRadius.Sent second = radius.only();
        assertTrue(second.sourceId() != first.sourceId());
        radius.pass(13 * SECOND);
        assertEquals(0, radius.sent.stream().filter(each -> each.code() == RadiusCode.ACCESS_REQUEST).count());
    }
}
