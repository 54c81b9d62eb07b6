package io.athenabng.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine, with its rings, while sessions of the run before come back: what newcomers and operators get. */
final class RestoringPipelineTest {
    private static final int SESSIONS = 3_500;
    private static final int FREE_CVLAN = 4_000;
    private static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final int FIRST_ADDRESS = 0x0a40_0010;
    private static final Operator ALICE = new Operator("alice", "");
    private static final String CONFIGURATION = """
            bootstrap: { max-sessions: 10000 }
            trunks:
              - { name: eth1, max-lines: 10000, new-lines-per-second: 10000, new-lines-burst: 10000 }
            pools:
              - { name: main, ranges: [10.64.0.16-10.64.15.250] }
            access-groups:
              - name: residential
                trunk: eth1
                vlans: [{ stack: 500.1-4000, outer-tpid: 802.1ad }]
                gateway: 10.64.0.1/20
                shaping: { down: 20mbit, up: 10mbit }
                dhcp: { server: { pools: [main] } }
            """;

    @TempDir
    private Path directory;
    private Path file;
    private GatewayPipeline pipeline;
    private CommitThread commits;

    @BeforeEach
    void start() throws IOException {
        file = directory.resolve("abng.yaml");
        Files.writeString(file, CONFIGURATION);
        final FakeSessionStore store = new FakeSessionStore();
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        for (int i = 0; i < SESSIONS; i++) {
            store.put(record.clear().sessionId(i + 1).trunk("eth1").group("residential").vlanStack(GatewayPipeline.line(i + 1))
                    .mac(FIRST_MAC + i).ipv4(FIRST_ADDRESS + i).leaseSeconds(3_600).leaseExpiryNs(Long.MAX_VALUE).state(SessionState.UP)
                    .flags(SessionRecordFlyweight.FLAG_WAS_UP).downBitsPerSecond(20_000_000).upBitsPerSecond(10_000_000));
        }
        pipeline = new GatewayPipeline(ConfigurationLoader.load(file).configuration(), store);
        commits = CommitThread.start(file, new ActiveConfiguration(pipeline.configuration),
                List.of(new SessionsConsumer(pipeline.mailbox)), SystemEpochClock.INSTANCE, pipeline.errorLog);
        assertTrue(pipeline.gateway.isRestoring());
    }

    @AfterEach
    void close() {
        commits.close();
        assertEquals(List.of(), pipeline.errorLog.entries());
    }

    /** Does it on the committing thread while the engine's mailbox is served, or the engine is stepped. */
    private <R> R ask(final boolean step, final Function<Candidates, R> task) {
        final CompletableFuture<R> answer = commits.ask(desk -> task.apply(desk.candidates()));
        while (!answer.isDone()) {
            if (step) {
                pipeline.step();
            } else {
                pipeline.mailbox.poll(pipeline.gateway);
            }
        }
        return answer.join();
    }

    private CommitCheck commit(final boolean step) {
        return ask(step, candidates -> candidates.commit(ALICE, false, new CommitOrder("alice", "", 0, false, false)));
    }

    private GatewayPipeline.Reply awaitReply() {
        GatewayPipeline.Reply reply = null;
        for (int i = 0; reply == null && i < 1_000; i++) {
            pipeline.step();
            reply = pipeline.takeReply();
        }
        return reply;
    }

    @Test
    void aNewSubscriberHasItsSessionBeforeAllOthersHaveTheirs() {
        pipeline.send(FREE_CVLAN, FIRST_MAC + SESSIONS, DhcpMessageType.DISCOVER, 0, 0, 0);
        final GatewayPipeline.Reply offer = awaitReply();
        assertEquals(DhcpMessageType.OFFER, offer.type());
        assertTrue(offer.address() - FIRST_ADDRESS >= SESSIONS, "an address that nobody in the store has");
        pipeline.send(FREE_CVLAN, FIRST_MAC + SESSIONS, DhcpMessageType.REQUEST, 0, offer.address(), offer.serverId());
        assertEquals(DhcpMessageType.ACK, awaitReply().type());
        assertTrue(pipeline.gateway.upCount() < SESSIONS, "all were up before it");
        for (int i = 0; pipeline.gateway.isRestoring() && i < 1_000; i++) {
            pipeline.step();
        }
        pipeline.settle();
        assertFalse(pipeline.gateway.isRestoring());
    }

    @Test
    void aCommitIsRefusedWithTheReasonAndTheRemedyAndSucceedsAfterwards() throws IOException {
        ask(false, candidates -> candidates.set(ALICE, false, Arrays.asList("access-groups residential shaping down 50mbit".split(" "))));
        final CompletionException refused = assertThrows(CompletionException.class, () -> commit(false));
        final CommitException cause = (CommitException) refused.getCause();
        assertTrue(cause.getMessage().contains("sessions of the run before are still to be restored"), cause.getMessage());
        assertTrue(cause.getMessage().contains("commit again when show status says RUNNING"), cause.getMessage());
        assertEquals(CONFIGURATION, Files.readString(file), "nothing was written");
        assertTrue(pipeline.gateway.isRestoring());
        while (pipeline.gateway.isRestoring()) {
            pipeline.step();
        }
        commit(true);
        for (int i = 0; i < 200; i++) {
            pipeline.step();
        }
        assertEquals(SESSIONS, pipeline.gateway.upCount());
        assertTrue(pipeline.dataPlane.sessions.values().stream().allMatch("50000000/10000000"::equals));
    }
}
