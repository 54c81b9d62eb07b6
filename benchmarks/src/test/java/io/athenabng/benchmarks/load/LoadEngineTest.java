package io.athenabng.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LoadEngineTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;
    private static final long MAC = 0x0200_0000_0001L;

    private final FakeDhcpServer server = new FakeDhcpServer();
    private long nowNs = 1_700_000_000L * S;

    private static LoadPlan plan(int clients, double rate, int window, int rounds, int renewals, boolean release) {
        return new LoadPlan(new LinePlan(clients, 500, 510, 0x88a8, 100, 100, 1, MAC), rate, window, RetransmitPolicy.parse("1000,2,3"),
            rounds, S, renewals, release, S, 0);
    }

    @Test
    void clientsThatWarmUpComeFirstAndAreInNoFigure() {
        LinePlan lines = new LinePlan(250, 500, 510, 0x88a8, 100, 100, 1, MAC);
        LoadStatistics statistics = play(new LoadPlan(lines, 0, 16, RetransmitPolicy.parse("1000,2,3"), 1, S, 0, false, 0, 50));
        assertEquals(200, statistics.started());
        assertEquals(200, statistics.bound());
        assertEquals(200, statistics.session().count());
        assertEquals(200, statistics.rounds().get(0).sessions());
        assertEquals(List.of(100, 200), statistics.stretches().stream().map(LoadStatistics.Stretch::sessions).toList());
    }

    private LoadStatistics play(LoadPlan plan) {
        LoadEngine engine = new LoadEngine(plan, false, server);
        int steps = 0;
        while (!engine.isFinished()) {
            engine.doWork(nowNs);
            nowNs += MS;
            server.answer(engine, nowNs);
            assertTrue(steps++ < 1_000_000, "it does not end: " + engine.phase() + ", " + engine.outstanding() + " wait");
        }
        assertEquals(0, engine.outstanding());
        return engine.statistics();
    }

    @Test
    void everyClientGetsAnAddress() {
        LoadStatistics statistics = play(plan(300, 0, 50, 1, 0, false));
        assertEquals(300, statistics.bound());
        assertEquals(0, statistics.failed());
        assertEquals(600, server.messages());
        assertEquals(300, server.leases());
        assertEquals(300, statistics.session().count());
        assertEquals(MS, statistics.offer().maximum());
        assertEquals(2 * MS, statistics.session().percentile(50), MS / 10.0);
        assertEquals(1, statistics.rounds().size());
        assertEquals(300, statistics.rounds().getFirst().sessions());
        assertTrue(statistics.rounds().getFirst().sessionsPerSecond() > 1_000);
    }

    @Test
    void theRateIsKept() {
        LoadStatistics statistics = play(plan(200, 100, 50, 1, 0, false));
        assertEquals(100, statistics.rounds().getFirst().sessionsPerSecond(), 2);
    }

    @Test
    void theWindowIsKept() {
        LoadEngine engine = new LoadEngine(plan(200, 0, 7, 1, 0, false), true, server);
        engine.doWork(nowNs);
        assertEquals(7, server.messages());
        assertEquals(7, engine.outstanding());
        engine.doWork(nowNs + MS);
        assertEquals(7, server.messages(), "nobody new before an answer");
    }

    @Test
    void roundsRenewalsAndReleases() {
        LoadStatistics statistics = play(plan(20, 0, 5, 3, 2, true));
        assertEquals(60, statistics.bound());
        assertEquals(120, statistics.renewed());
        assertEquals(60, statistics.released());
        assertEquals(0, statistics.failed());
        assertEquals(0, server.leases());
        assertEquals(3, statistics.rounds().size());
        assertEquals(120, Collections.frequency(server.log, "REQUEST renew"));
        assertEquals(List.of("RELEASE"), server.log.subList(server.log.size() - 1, server.log.size()));
    }

    @Test
    void withoutReleaseTheLastRoundStays() {
        LoadStatistics statistics = play(plan(20, 0, 5, 2, 0, false));
        assertEquals(20, statistics.released());
        assertEquals(20, server.leases());
    }

    @Test
    void whatIsLostIsRepeated() {
        server.loses = number -> number % 3 == 0;
        LoadStatistics statistics = play(plan(50, 0, 10, 1, 0, false));
        assertEquals(50, statistics.bound() + statistics.failed());
        assertTrue(statistics.bound() > 40, "bound " + statistics.bound());
        assertEquals(server.messages(), statistics.started() + 50 + statistics.retransmissions()
            - statistics.failures(FailureReason.TIMEOUT_OFFER));
        assertTrue(statistics.session().maximum() >= S, "a repeated message counts in the latency");
    }

    @Test
    void aDeadServerIsGivenUp() {
        server.loses = number -> true;
        LoadStatistics statistics = play(plan(10, 0, 10, 1, 0, true));
        assertEquals(10, statistics.failures(FailureReason.TIMEOUT_OFFER));
        assertEquals(30, server.messages());
        assertEquals(20, statistics.retransmissions());
        assertEquals(0, statistics.released());
        assertEquals(7.0, statistics.rounds().getFirst().bringUpNs() / (double) S, 0.1);
    }

    @Test
    void anAckThatNeverComesIsATimeoutOfItsOwn() {
        server.loses = number -> number >= 1;
        LoadStatistics statistics = play(plan(1, 0, 1, 1, 0, false));
        assertEquals(1, statistics.failures(FailureReason.TIMEOUT_ACK));
    }

    @Test
    void refusalsAreCounted() {
        server.refuseRequests = true;
        assertEquals(10, play(plan(10, 0, 3, 1, 0, false)).failures(FailureReason.NAK));
        server.refuseRequests = false;
        server.refuseRenewals = true;
        LoadStatistics statistics = play(plan(10, 0, 3, 1, 1, true));
        assertEquals(10, statistics.failures(FailureReason.NAK_RENEW));
        assertEquals(0, statistics.released(), "who was refused has no address to give up");
    }

    @Test
    void anAddressGivenTwiceIsFound() {
        server.sameAddressForAll = 0x0a40_0099;
        LoadStatistics statistics = play(plan(10, 0, 3, 1, 0, false));
        assertEquals(1, statistics.bound());
        assertEquals(9, statistics.failures(FailureReason.DUPLICATE_ADDRESS));
    }

    @Test
    void anotherAddressThanOfferedIsFound() {
        server.ackOffset = 1000;
        assertEquals(10, play(plan(10, 0, 3, 1, 0, false)).failures(FailureReason.ADDRESS_CHANGED));
    }

    @Test
    void anAckWithoutLeaseTimeIsNone() {
        server.leaseSeconds = 0;
        assertEquals(10, play(plan(10, 0, 3, 1, 0, false)).failures(FailureReason.INCOMPLETE_ACK));
    }

    @Test
    void answersOnAnotherLineOrOfAnotherTransactionDoNotCount() {
        server.answerOnStack = new LinePlan(1, 600, 600, 0x88a8, 1, 1, 1, MAC).vlanStack(0);
        LoadStatistics statistics = play(plan(1, 0, 1, 1, 0, false));
        assertEquals(1, statistics.failures(FailureReason.TIMEOUT_OFFER));
        assertEquals(3, statistics.ignoredOtherLine());
        server.answerOnStack = 0;
        server.xidOffset = 1;
        statistics = play(plan(1, 0, 1, 1, 0, false));
        assertEquals(1, statistics.failures(FailureReason.TIMEOUT_OFFER));
        assertEquals(3, statistics.ignoredUnknown());
    }

    @Test
    void answersThatComeTwiceCountOnce() {
        server.repeatAnswers = 3;
        LoadStatistics statistics = play(plan(10, 0, 3, 1, 1, false));
        assertEquals(10, statistics.bound());
        assertEquals(10, statistics.renewed());
        assertEquals(60, statistics.ignoredLate());
    }

    @Test
    void aFullQueueDelaysButLosesNothing() {
        server.blocks = attempt -> attempt % 4 != 3;
        LoadStatistics statistics = play(plan(30, 0, 10, 2, 1, true));
        assertEquals(60, statistics.bound());
        assertEquals(60, statistics.renewed());
        assertEquals(60, statistics.released());
        assertEquals(0, statistics.failed());
        assertEquals(0, statistics.retransmissions());
        assertTrue(statistics.sendBlocked() > 0);
    }

    @Test
    void anyBytesAreTaken() {
        LoadEngine engine = new LoadEngine(plan(10, 0, 10, 1, 0, false), false, server);
        engine.doWork(nowNs);
        Random random = new Random(2131);
        byte[] bytes = new byte[700];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(bytes);
            engine.onReply(nowNs, nowNs, 0, 0, new UnsafeBuffer(bytes), 0, i % bytes.length);
        }
        assertEquals(20_000, engine.statistics().malformed() + engine.statistics().ignoredUnknown());
        assertFalse(engine.isFinished());
    }

    @Test
    void theReportSaysIt() throws Exception {
        LoadPlan plan = plan(20, 0, 5, 2, 1, true);
        JsonNode report = new ObjectMapper().readTree(LoadReport.of(plan, play(plan)).toString());
        assertEquals(40, report.get("sessions").asInt());
        assertEquals(0, report.get("failed").asInt());
        assertEquals(0, report.get("failures").get("nak").asInt());
        assertEquals(20, report.get("plan").get("clients").asInt());
        assertEquals(2_000, report.get("latencyMicroseconds").get("session").get("p50").asDouble(), 50);
        assertEquals(40, report.get("latencyMicroseconds").get("renew").get("count").asInt());
        assertEquals(2, report.get("rounds").size());
        assertTrue(report.get("sessionsPerSecond").asDouble() > 0);
    }
}
