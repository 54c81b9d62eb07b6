package io.athenabng.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.daemon.commit.ActiveConfiguration;
import io.athenabng.daemon.commit.Candidates;
import io.athenabng.daemon.commit.Candidates.Operator;
import io.athenabng.daemon.commit.CommitCheck;
import io.athenabng.daemon.commit.CommitException;
import io.athenabng.daemon.commit.CommitOrder;
import io.athenabng.daemon.commit.CommitThread;
import io.athenabng.daemon.commit.SessionsConsumer;
import io.athenabng.wire.dhcp.DhcpMessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits with 500 sessions up: what the change does not touch does not notice. */
final class CommitPipelineTest {
    private static final int SESSIONS = 500;
    private static final int FIRST_CVLAN = 100;
    private static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final Operator ALICE = new Operator("alice", "");
    private static final String CONFIGURATION = """
            bootstrap: { max-sessions: 10000 }
            trunks:
              - { name: eth1, max-lines: 2000, new-lines-per-second: 10000, new-lines-burst: 10000 }
            pools:
              - { name: main, ranges: [10.64.0.10-10.64.3.250] }
            access-groups:
              - name: residential
                trunk: eth1
                vlans: [{ stack: 500.100-349, outer-tpid: 802.1ad }, { stack: 500.350-699, outer-tpid: 802.1ad }]
                gateway: 10.64.0.1/20
                shaping: { down: 20mbit, up: 10mbit }
                dhcp: { server: { pools: [main] } }
              - name: other
                trunk: eth1
                vlans: [{ stack: 501.1-99, outer-tpid: 802.1ad }]
                gateway: 10.80.0.1/24
                dhcp: { server: { pools: [] } }
            """;

    @TempDir
    private Path directory;
    private GatewayPipeline pipeline;
    private CommitThread commits;
    private final Map<Long, Integer> addresses = new TreeMap<>();

    @BeforeEach
    void bringUp() throws IOException {
        final Path file = directory.resolve("abng.yaml");
        Files.writeString(file, CONFIGURATION);
        pipeline = new GatewayPipeline(ConfigurationLoader.load(file).configuration(), new FakeSessionStore());
        commits = CommitThread.start(file, new ActiveConfiguration(pipeline.configuration),
                List.of(new SessionsConsumer(pipeline.mailbox)), SystemEpochClock.INSTANCE, pipeline.errorLog);
        for (int i = 0; i < SESSIONS; i++) {
            addresses.put(FIRST_MAC + i, pipeline.bringUp(FIRST_CVLAN + i, FIRST_MAC + i));
        }
        assertTrue(addresses.values().stream().allMatch(address -> address != 0));
        assertEquals(SESSIONS, pipeline.gateway.upCount());
        pipeline.dataPlane.requests.clear();
    }

    @AfterEach
    void close() {
        commits.close();
        assertEquals(List.of(), pipeline.errorLog.entries());
    }

    /** Does it on the committing thread while the engine is stepped here. */
    private <R> R ask(final Function<Candidates, R> task) {
        final CompletableFuture<R> answer = commits.ask(desk -> task.apply(desk.candidates()));
        while (!answer.isDone()) {
            pipeline.step();
        }
        pipeline.settle();
        return answer.join();
    }

    private void set(final String words) {
        ask(candidates -> candidates.set(ALICE, false, Arrays.asList(words.split(" "))));
    }

    private CommitCheck commit(final boolean force) {
        return ask(candidates -> candidates.commit(ALICE, false, new CommitOrder("alice", "", 0, force, false)));
    }

    private long count(final String kind) {
        return pipeline.dataPlane.requests.stream().filter(request -> request.startsWith(kind)).count();
    }

    /** The client renews: it gets the same address. */
    private void assertRenews(final int number) {
        final long mac = FIRST_MAC + number;
        pipeline.send(FIRST_CVLAN + number, mac, DhcpMessageType.REQUEST, addresses.get(mac), 0, 0);
        pipeline.settle();
        final GatewayPipeline.Reply ack = pipeline.takeReply();
        assertEquals(DhcpMessageType.ACK, ack.type(), "session " + number);
        assertEquals(addresses.get(mac), ack.address());
    }

    @Test
    void ratesRangesPoolsAndUsersChangeWithoutAFlap() {
        set("access-groups residential shaping down 50mbit");
        set("access-groups residential shaping overhead 40 diffserv besteffort");
        set("access-groups residential user-name line-{mac}");
        set("access-groups residential vlans 500.700-799 outer-tpid 802.1ad");
        set("access-groups residential dhcp server lease-time 2h");
        set("trunks eth1 max-lines 20000 new-lines-burst 20000");
        set("pools more ranges 10.64.8.10-10.64.8.20");
        set("access-groups residential dhcp server pools more");
        set("users somebody down 1mbit");
        final long startNs = System.nanoTime();
        final CommitCheck done = commit(false);
        while (count("sessionChange") < SESSIONS) {
            pipeline.step();
        }
        final long tookMs = (System.nanoTime() - startNs) / 1_000_000;
        pipeline.settle();
        assertTrue(done.waiting().isEmpty(), done.waiting().toString());
        assertTrue(done.effects().stream().anyMatch(effect -> effect.sessions() == SESSIONS), done.effects().toString());
        assertEquals(SESSIONS, count("sessionChange"));
        assertEquals(SESSIONS, pipeline.dataPlane.requests.size(), "nothing else was asked of the data plane");
        assertTrue(pipeline.dataPlane.sessions.values().stream().allMatch("50000000/10000000"::equals));
        assertEquals(SESSIONS, pipeline.gateway.upCount());
        for (int i = 0; i < SESSIONS; i += 37) {
            assertRenews(i);
        }
        final int fresh = pipeline.bringUp(700, FIRST_MAC + 10_000);
        assertNotEquals(0, fresh, "the added range serves");
        assertTrue(!addresses.containsValue(fresh), "a leased address is given to nobody else");
        System.out.println("commit with " + SESSIONS + " sessions up: " + tookMs + " ms from the commit to the last session's new rate");
    }

    @Test
    void arateThatSomebodySetForASessionAloneIsLeft() {
        final long[] sessionId = {0};
        pipeline.dataPlane.sessions.keySet().forEach(id -> sessionId[0] = id);
        pipeline.gateway.changeRates(sessionId[0], 1_000_000, 1_000_000);
        pipeline.settle();
        set("access-groups residential shaping down 50mbit");
        commit(false);
        for (int i = 0; i < 10; i++) {
            pipeline.settle();
        }
        assertEquals("1000000/1000000", pipeline.dataPlane.sessions.get(sessionId[0]));
        assertEquals(SESSIONS - 1, pipeline.dataPlane.sessions.values().stream().filter("50000000/10000000"::equals).count());
    }

    @Test
    void aRemovedRangeEndsItsSessionsOnlyAndAsksFirst() {
        ask(candidates -> candidates.delete(ALICE, false, List.of("access-groups", "residential", "vlans", "500.350-699")));
        final CompletionException refused = assertThrows(CompletionException.class, () -> commit(false));
        assertEquals(CommitException.Kind.ENDS_SESSIONS, ((CommitException) refused.getCause()).kind());
        assertTrue(refused.getCause().getMessage().contains("ends 250 sessions"), refused.getCause().getMessage());
        assertEquals(0, pipeline.dataPlane.requests.size());
        commit(true);
        for (int i = 0; i < 10; i++) {
            pipeline.settle();
        }
        assertEquals(250, pipeline.gateway.upCount());
        assertEquals(250, count("sessionDown"));
        assertRenews(0);
        assertRenews(249);
        pipeline.send(FIRST_CVLAN + 250, FIRST_MAC + 250, DhcpMessageType.DISCOVER, 0, 0, 0);
        pipeline.settle();
        assertEquals(null, pipeline.takeReply(), "its tags are nobody's now");
    }

    @Test
    void tagsThatMoveToAnotherGroupAreServedThereOnceTheirLineIsGone() {
        ask(candidates -> candidates.delete(ALICE, false, List.of("access-groups", "residential", "vlans", "500.350-699")));
        set("access-groups other vlans 500.350-699 outer-tpid 802.1ad");
        set("pools second ranges 10.80.0.10-10.80.0.200");
        set("access-groups other dhcp server pools second");
        commit(true);
        for (int i = 0; i < 5; i++) {
            pipeline.nowNs += GatewayPipeline.SECOND_NS;
            pipeline.settle();
        }
        final int address = pipeline.bringUp(FIRST_CVLAN + 250, FIRST_MAC + 250);
        assertEquals(0x0a50_0000, address & 0xffff_ff00, "from the other group's pool");
        assertEquals(251, pipeline.gateway.upCount());
    }

    @Test
    void addressesThatLeaveAPoolAreKeptByWhoHasThemAndGivenToNobodyElse() {
        ask(candidates -> candidates.delete(ALICE, false, List.of("pools", "main", "ranges", "10.64.0.10-10.64.3.250")));
        set("pools main ranges 10.64.4.10-10.64.4.250");
        final CommitCheck done = commit(false);
        assertTrue(done.waiting().isEmpty());
        pipeline.settle();
        assertEquals(SESSIONS, pipeline.gateway.upCount());
        assertEquals(0, pipeline.dataPlane.requests.size());
        final int fresh = pipeline.bringUp(FIRST_CVLAN + SESSIONS + 1, FIRST_MAC + 10_000);
        assertEquals(0x0a40_0400, fresh & 0xffff_ff00);
    }
}
