package io.athenabng.core.radius.client;

import static io.athenabng.core.radius.client.ScriptedRadius.MS;
import static io.athenabng.core.radius.client.ScriptedRadius.SECOND;
import static io.athenabng.core.radius.client.ScriptedRadius.SECRET;
import static io.athenabng.core.radius.client.ScriptedRadius.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RadiusServerGroupSettings.Member;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.Secret;
import io.athenabng.wire.radius.RadiusCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers are replaced while requests are under way: each is settled once, and no server that answered is asked again. */
final class RadiusReconfigurationTest {
    private static final String OTHER = "another secret";

    private static RadiusServerSettings with(final RadiusServerSettings from, final String secret, final long timeoutNs, final int tries) {
        return new RadiusServerSettings(from.name(), from.address(), from.authenticationPort(), from.accountingPort(), new Secret(secret),
                null, "", timeoutNs, from.maxTimeoutNs(), tries, from.maxOutstanding(), from.deadAfter(), from.deadTimeNs(),
                from.statusServer(), from.requireMessageAuthenticator(), null);
    }

    private static void swap(final ScriptedRadius radius) {
        radius.reconfigure(List.of(server("two")), new Member(0, 0, 1));
    }

    @Test
    void whatASwappedServerStillAnswersIsSettledAndGoesNowhereElse() {
        final ScriptedRadius radius = ScriptedRadius.single();
        radius.access(1);
        radius.account(2);
        final List<ScriptedRadius.Sent> sent = new ArrayList<>(radius.sent);
        radius.sent.clear();
        swap(radius);
        radius.pass(SECOND);
        sent.forEach(radius::accept);
        radius.pass(60 * SECOND);
        assertEquals("1 Access-Accept 2 Accounting-Response", radius.settled());
        assertTrue(radius.sent.isEmpty(), "nothing is asked again: " + radius.sent);
        assertTrue(radius.serverOfSource.isEmpty(), "its sockets are closed");
        assertEquals(List.of("two", "two"), radius.client.endpoints().stream().map(each -> each.settings().name()).toList());
        assertThrows(IllegalArgumentException.class, () -> radius.counter("sent"), "its counters are gone");
        assertEquals(0, radius.client.underWay());
    }

    @Test
    void whatItDoesNotAnswerGoesToTheGroupsNextServerAtTheNextRetransmission() {
        final ScriptedRadius radius = ScriptedRadius.single();
        radius.access(1);
        final ScriptedRadius.Sent first = radius.only();
        swap(radius);
        radius.pass(3 * SECOND);
        final ScriptedRadius.Sent second = radius.only();
        assertEquals(1, second.server());
        radius.deliver(first, radius.answer(first, RadiusCode.ACCESS_ACCEPT, new byte[0]));
        assertEquals("", radius.settled(), "the answer came too late");
        assertEquals(1, radius.counters.value("radius.client.closed_source"));
        radius.accept(second);
        assertEquals("1 Access-Accept", radius.settled());
        assertEquals(List.of(), radius.events, "a server that was taken out is not found dead");
    }

    @Test
    void whatWaitsInTheQueueAndWhatFoundNoRoomGoesToTheNewServers() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 3, 1, 3, true, true, null)), new Member(0, 0, 1));
        for (int i = 0; i < 6; i++) {
            radius.access(i);
        }
        radius.only();
        swap(radius);
        radius.pass(10 * MS);
        assertEquals(5, radius.sent.size());
        assertTrue(radius.sent.stream().allMatch(each -> each.server() == 1));
        radius.sent.forEach(radius::accept);
        radius.sent.clear();
        radius.pass(3 * SECOND);
        radius.accept(radius.only());
        assertEquals(6, radius.outcomes.size());

        radius.outcomes.clear();
        radius.full = true;
        radius.access(9);
        radius.reconfigure(List.of(server("three")), new Member(0, 0, 1));
        radius.full = false;
        radius.pass(50 * MS);
        final ScriptedRadius.Sent moved = radius.only();
        assertEquals(2, moved.server(), "it was never sent to the server that is gone");
        radius.accept(moved);
        assertEquals("9 Access-Accept", radius.settled());
    }

    @Test
    void anotherSecretIsForTheNextRequestAndTheOldOneForWhatIsUnderWay() {
        final ScriptedRadius radius = ScriptedRadius.single();
        radius.access(1);
        final ScriptedRadius.Sent before = radius.only();
        radius.reconfigure(List.of(with(server("one"), OTHER, 2_000 * MS, 3)), new Member(0, 0, 1));
        radius.access(2);
        final ScriptedRadius.Sent after = radius.only();
        assertTrue(before.sourceId() != after.sourceId());
        assertEquals("2", radius.counter("outstanding"), "both are requests to the server");
        radius.accept(before);
        radius.accept(after);
        assertEquals("1 Access-Accept", radius.settled());
        assertEquals("1", radius.counter("dropped.bad_authenticator"), "the old secret signs nothing any more");
        radius.deliver(after, ScriptedRadius.answer(after, RadiusCode.ACCESS_ACCEPT, new byte[0], OTHER, true));
        assertEquals("2 Access-Accept", radius.settled());
        radius.pass(SECOND);
        assertEquals("0", radius.counter("outstanding"));
        assertEquals("1", radius.counter("sources"));
        assertEquals("2", radius.counter("accepts"));
        assertFalse(SECRET.equals(OTHER));
    }

    @Test
    void aSideWhosePortIsAnotherIsReplacedAlone() {
        final ScriptedRadius radius = ScriptedRadius.single();
        radius.access(1);
        radius.account(2);
        final List<ScriptedRadius.Sent> before = new ArrayList<>(radius.sent);
        radius.sent.clear();
        final RadiusServerSettings from = server("one");
        radius.reconfigure(List.of(new RadiusServerSettings(from.name(), from.address(), from.authenticationPort(), 2813, from.secret(),
                null, "", from.timeoutNs(), from.maxTimeoutNs(), from.maxTries(), from.maxOutstanding(), from.deadAfter(),
                from.deadTimeNs(), from.statusServer(), from.requireMessageAuthenticator(), null)), new Member(0, 0, 1));
        radius.access(3);
        radius.account(4);
        final List<ScriptedRadius.Sent> after = new ArrayList<>(radius.sent);
        assertEquals(before.get(0).sourceId(), after.get(0).sourceId(), "authentication goes on from the same socket");
        assertTrue(before.get(1).sourceId() != after.get(1).sourceId());
        before.forEach(radius::accept);
        after.forEach(radius::accept);
        assertEquals("1 Access-Accept 2 Accounting-Response 3 Access-Accept 4 Accounting-Response", radius.settled());
        radius.pass(SECOND);
        assertEquals(2, radius.serverOfSource.size());
    }

    @Test
    void timesAndTriesAreTakenInPlace() {
        final ScriptedRadius radius = ScriptedRadius.single();
        radius.access(1);
        final ScriptedRadius.Sent first = radius.only();
        radius.reconfigure(List.of(with(server("one"), SECRET, 200 * MS, 5)), new Member(0, 0, 1));
        radius.access(2);
        radius.pass(60 * SECOND);
        assertEquals(1 + 5, 1 + radius.sent.stream().filter(each -> each.identifier() != first.identifier()).count());
        assertEquals(4, radius.sent.stream().filter(each -> each.identifier() == first.identifier()).count(),
                "the request that was under way has as many tries");
        assertEquals(1, radius.sent.stream().map(ScriptedRadius.Sent::sourceId).distinct().count());
        assertEquals(first.sourceId(), radius.sent.getFirst().sourceId(), "it is the same socket");
        assertEquals("2 unanswered 1 unanswered", radius.settled());
    }

    @Test
    void aRequestKnowsWhomItHasAskedAlthoughTheMembersHaveMoved() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 1, 100, 100, false, true, null),
                server("two", 1, 100, 100, false, true, null)), new Member(0, 0, 1), new Member(1, 1, 1));
        radius.access(1);
        assertEquals(0, radius.only().server());
        radius.pass(3 * SECOND);
        assertEquals(1, radius.only().server());
        radius.reconfigure(List.of(server("zero", 1, 100, 100, false, true, null), radius.servers.get(1), radius.servers.get(0)),
                new Member(0, 0, 1), new Member(1, 1, 1), new Member(2, 2, 1));
        radius.pass(3 * SECOND);
        assertEquals(2, radius.only().server(), "the one that it has not asked");
        radius.pass(60 * SECOND);
        assertTrue(radius.sent.isEmpty());
        assertEquals("1 unanswered", radius.settled());
    }

    @Test
    void aServerThatLeftTheGroupButNotTheListGoesOnWithWhatItHas() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one"), server("two")), new Member(0, 0, 1), new Member(1, 1, 1));
        radius.access(1);
        radius.sent.clear();
        radius.reconfigure(List.of(server("one"), server("two")), new Member(1, 0, 1));
        radius.access(2);
        assertEquals(1, radius.only().server());
        radius.pass(3 * SECOND);
        assertEquals(2, radius.sent.size());
        radius.sent.forEach(radius::accept);
        assertEquals("1 Access-Accept 2 Access-Accept", radius.settled());
    }

    @Test
    void toGoThereAndBackLosesNothingAndKeepsTheCounters() {
        final ScriptedRadius radius = ScriptedRadius.single();
        for (int i = 0; i < 100; i++) {
            radius.access(i);
        }
        swap(radius);
        for (int i = 100; i < 200; i++) {
            radius.access(i);
        }
        radius.reconfigure(List.of(server("one")), new Member(0, 0, 1));
        radius.sent.clear();
        radius.pass(3 * SECOND);
        assertEquals(200, radius.sent.size());
        assertTrue(radius.sent.stream().allMatch(each -> each.server() == 0));
        radius.sent.forEach(radius::accept);
        assertEquals(200, radius.outcomes.stream().filter(ScriptedRadius.Outcome::answered).count());
        radius.pass(SECOND);
        assertEquals("300", radius.counter("sent"));
        assertEquals("0", radius.counter("outstanding"));
        assertEquals("1", radius.counter("alive"));
        assertEquals(1, radius.serverOfSource.size());
        assertEquals(0, radius.counters.sum("radius.server.two."), "there are none");
    }

    @Test
    void requestsOfADeadServerThatIsTakenOutMoveAtOnce() {
        final ScriptedRadius radius = new ScriptedRadius(List.of(server("one", 1, 2_000, 1, true, true, null)), new Member(0, 0, 1));
        radius.access(0);
        radius.pass(SECOND);
        for (int i = 1; i <= 500; i++) {
            radius.access(i);
        }
        radius.pass(SECOND + 200 * MS);
        assertEquals(1, radius.events.size(), radius.events.toString());
        swap(radius);
        radius.sent.clear();
        radius.access(1_000);
        radius.pass(3 * SECOND);
        assertTrue(radius.sent.stream().allMatch(each -> each.server() == 1));
        radius.sent.forEach(radius::accept);
        assertEquals(1, radius.outcomes.stream().filter(ScriptedRadius.Outcome::answered).count());
        assertEquals(502, radius.outcomes.size(), "each is settled once");
        assertEquals(1, radius.events.size());
    }
}
