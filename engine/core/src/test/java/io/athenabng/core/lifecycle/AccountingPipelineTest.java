package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountingPipelineTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final long START = 1;
    private static final long STOP = 2;
    private static final long INTERIM = 3;
    private static final long ON = 7;
    private static final long T0 = 1_700_000_000L;

    private final RadiusHarness radius = new RadiusHarness();
    private final GatewayHarness harness = radius.harness;

    @Test
    void aColdStartIsToldBeforeAnySession() {
        harness.bringUp(GatewayHarness.line(101), MAC);
        final List<FakeRadiusUpstream.Message> first = radius.requests();
        assertEquals(List.of(ON), RadiusHarness.types(first), "no Start before the server knows that older sessions are gone");
        assertEquals("bng1", first.get(0).text(RadiusAttributes.NAS_IDENTIFIER));
        radius.settle(first.get(0));
        assertEquals(List.of(START), RadiusHarness.types(radius.exchange()));
        assertEquals(1, harness.counters.value("radius.accounting.ons"));
    }

    @Test
    void aSessionHasOneStartAndOneStopWithItsLastCounters() {
        final int address = harness.bringUp(GatewayHarness.line(101), MAC);
        final List<FakeRadiusUpstream.Message> reports = new ArrayList<>(radius.exchange());
        harness.clock.advanceSeconds(90);
        harness.dataPlane.octets = 5L << 32 | 1_000;
        radius.release(101, MAC, address);
        reports.addAll(radius.exchange());
        assertEquals(List.of(ON, START, STOP), RadiusHarness.types(reports));

        final FakeRadiusUpstream.Message start = reports.get(1);
        assertEquals(RadiusCode.ACCOUNTING_REQUEST, start.code());
        assertEquals("abng-1700000000-1", start.text(RadiusAttributes.ACCT_SESSION_ID));
        assertEquals("02:00:00:00:00:01", start.text(RadiusAttributes.USER_NAME));
        assertEquals("02:00:00:00:00:01", start.text(RadiusAttributes.CALLING_STATION_ID));
        assertEquals("eth1.500.101", start.text(RadiusAttributes.NAS_PORT_ID));
        assertEquals(address & 0xffff_ffffL, start.number(RadiusAttributes.FRAMED_IP_ADDRESS));
        assertEquals(0xc000_0201L, start.number(RadiusAttributes.NAS_IP_ADDRESS));
        assertEquals(T0, start.number(RadiusAttributes.EVENT_TIMESTAMP));
        assertEquals(0, start.number(RadiusAttributes.ACCT_DELAY_TIME));
        assertEquals(15, start.number(RadiusAttributes.NAS_PORT_TYPE));
        assertEquals(2, start.number(RadiusAttributes.ACCT_AUTHENTIC), "nobody at RADIUS has authenticated it");
        assertNull(start.find(RadiusAttributes.ACCT_INPUT_OCTETS));

        final FakeRadiusUpstream.Message stop = reports.get(2);
        assertEquals("abng-1700000000-1", stop.text(RadiusAttributes.ACCT_SESSION_ID));
        assertEquals(T0 + 90, stop.number(RadiusAttributes.EVENT_TIMESTAMP));
        assertEquals(90, stop.number(RadiusAttributes.ACCT_SESSION_TIME));
        assertEquals(1_000, stop.number(RadiusAttributes.ACCT_INPUT_OCTETS));
        assertEquals(5, stop.number(RadiusAttributes.ACCT_INPUT_GIGAWORDS));
        assertEquals(2_000, stop.number(RadiusAttributes.ACCT_OUTPUT_OCTETS));
        assertEquals(10, stop.number(RadiusAttributes.ACCT_OUTPUT_GIGAWORDS));
        assertEquals((5L << 32 | 1_000) / 100, stop.number(RadiusAttributes.ACCT_INPUT_PACKETS));
        assertEquals(1, stop.number(RadiusAttributes.ACCT_TERMINATE_CAUSE), "User-Request");
        assertEquals(0, harness.store.size(), "the record goes with the Stop");
        assertEquals(0, harness.counters.value("radius.accounting.unsettled"));
    }

    @Test
    void theRecordStaysUntilTheStopIsTaken() {
        final int address = harness.bringUp(GatewayHarness.line(101), MAC);
        radius.exchange();
        assertEquals(SessionRecordFlyweight.FLAG_ACCOUNTED, radius.stored(1).flags() & SessionRecordFlyweight.FLAG_ACCOUNTED);
        radius.release(101, MAC, address);
        harness.settle();
        final FakeRadiusUpstream.Message stop = radius.requests().get(0);
        assertEquals(SessionState.ENDING, radius.stored(1).state());
        harness.gateway.onRadiusUnanswered(stop.correlationId(), RadiusCode.ACCOUNTING_REQUEST);
        assertNull(radius.stored(1), "unanswered says that it is safe on disk");
    }

    @Test
    void aSessionThatEndsBeforeItsStartIsTakenHasBothInOrder() {
        radius.exchange();
        final int address = harness.bringUp(GatewayHarness.line(101), MAC);
        final FakeRadiusUpstream.Message start = radius.requests().get(0);
        radius.release(101, MAC, address);
        harness.settle();
        assertEquals(List.of(), radius.requests(), "one report of a session at a time");
        radius.settle(start);
        assertEquals(List.of(STOP), RadiusHarness.types(radius.exchange()));
        radius.settle(start);
        assertEquals(List.of(), radius.exchange(), "a late answer changes nothing");
        assertEquals(0, harness.store.size());
    }

    @Test
    void aSessionThatTheKernelRefusedIsNotReported() {
        radius.exchange();
        harness.dataPlane.refuse = 12;
        assertEquals(0, harness.bringUp(GatewayHarness.line(101), MAC));
        assertEquals(List.of(), radius.exchange());
        assertEquals(0, harness.store.size());
    }

    @Test
    void afterAKillBetweenStartAndStopTheStopComesWithTheSameEnd() {
        final int address = harness.bringUp(GatewayHarness.line(101), MAC);
        radius.exchange();
        harness.clock.advanceSeconds(30);
        radius.release(101, MAC, address);
        harness.settle();
        final FakeRadiusUpstream.Message lost = radius.requests().get(0);
        harness.clock.advanceSeconds(600);
        harness.restart();
        final List<FakeRadiusUpstream.Message> again = radius.exchange();
        assertEquals(List.of(STOP), RadiusHarness.types(again), "no Accounting-On: the NAS's sessions are not forgotten");
        for (final long key : new long[] {RadiusAttributes.EVENT_TIMESTAMP, RadiusAttributes.ACCT_SESSION_TIME,
            RadiusAttributes.ACCT_INPUT_OCTETS, RadiusAttributes.ACCT_TERMINATE_CAUSE}) {
            assertEquals(lost.number(key), again.get(0).number(key));
        }
        assertEquals(lost.text(RadiusAttributes.ACCT_SESSION_ID), again.get(0).text(RadiusAttributes.ACCT_SESSION_ID));
        assertEquals(600, again.get(0).number(RadiusAttributes.ACCT_DELAY_TIME));
        assertEquals(0, harness.store.size());
    }

    @Test
    void afterAKillBeforeTheStartWasTakenItIsSentAgain() {
        radius.exchange();
        harness.bringUp(GatewayHarness.line(101), MAC);
        final FakeRadiusUpstream.Message lost = radius.requests().get(0);
        harness.clock.advanceSeconds(20);
        harness.restart();
        final List<FakeRadiusUpstream.Message> again = radius.exchange();
        assertEquals(List.of(START), RadiusHarness.types(again));
        assertEquals(lost.number(RadiusAttributes.EVENT_TIMESTAMP), again.get(0).number(RadiusAttributes.EVENT_TIMESTAMP));
        assertEquals(20, again.get(0).number(RadiusAttributes.ACCT_DELAY_TIME));
        harness.restart();
        assertEquals(List.of(), radius.exchange(), "a session that is accounted goes on without another Start");
        assertNotNull(radius.stored(1));
    }

    @Test
    void aSessionWhoseLeaseExpiredWhileTheDaemonWasDownIsStopped() {
        harness.bringUp(GatewayHarness.line(101), MAC);
        radius.exchange();
        harness.clock.advanceSeconds(7_200);
        harness.restart();
        final List<FakeRadiusUpstream.Message> reports = radius.exchange();
        assertEquals(List.of(STOP), RadiusHarness.types(reports));
        assertEquals(3_600, reports.get(0).number(RadiusAttributes.ACCT_SESSION_TIME), "until its lease ended");
        assertEquals(3, reports.get(0).number(RadiusAttributes.ACCT_TERMINATE_CAUSE));
    }

    @Test
    void interimsComeAtTheirPlaceWithFreshCounters() {
        harness.bringUp(GatewayHarness.line(101), MAC);
        radius.exchange();
        harness.dataPlane.octets = 70_000;
        final List<FakeRadiusUpstream.Message> reports = new ArrayList<>();
        int readings = 0;
        for (int second = 0; second < 2_400; second++) {
            harness.clock.advanceSeconds(1);
            harness.dataPlane.requests.clear();
            reports.addAll(radius.exchange());
            readings += (int) harness.dataPlane.requests.stream().filter("readCounters"::equals).count();
            // Renewed, so that it lives.
            if (second % 1_000 == 0) {
                harness.send(GatewayHarness.line(101), MAC, 3, 0x0a40_000a, 0, 0);
                harness.takeReply();
            }
        }
        assertTrue(reports.size() == 4 || reports.size() == 3 || reports.size() == 5, "in 2,400 s, every 600 s: " + reports.size());
        assertTrue(reports.stream().allMatch(each -> each.number(RadiusAttributes.ACCT_STATUS_TYPE) == INTERIM));
        assertEquals(70_000, reports.get(0).number(RadiusAttributes.ACCT_INPUT_OCTETS));
        long before = -1;
        for (final FakeRadiusUpstream.Message each : reports) {
            final long at = each.number(RadiusAttributes.EVENT_TIMESTAMP);
            assertTrue(before < 0 || at - before >= 535 && at - before <= 665, "interval " + (at - before));
            before = at;
        }
        assertTrue(readings > 0);
        assertEquals(0, harness.counters.value("radius.accounting.stale_interims"));
    }

    @Test
    void aDataPlaneThatDoesNotReadCountersMakesInterimsLateNotLost() {
        harness.bringUp(GatewayHarness.line(101), MAC);
        radius.exchange();
        final List<FakeRadiusUpstream.Message> reports = new ArrayList<>();
        for (int second = 0; second < 700; second++) {
            harness.clock.advanceSeconds(1);
            harness.gateway.onDutyCycle();
            for (final FakeRadiusUpstream.Message each : radius.requests()) {
                reports.add(each);
                radius.settle(each);
            }
        }
        assertTrue(!reports.isEmpty(), "sent with old counters");
        assertEquals(reports.size(), harness.counters.value("radius.accounting.stale_interims"));
    }

    @Test
    void aReportThatNeitherServerNorDiskTookIsSentAgain() {
        radius.exchange();
        harness.bringUp(GatewayHarness.line(101), MAC);
        assertEquals(1, radius.requests().size());
        for (int i = 0; i < 20; i++) {
            harness.clock.advanceSeconds(10);
            harness.settle();
        }
        assertEquals(List.of(START), RadiusHarness.types(radius.exchange()));
        assertEquals(1, harness.counters.value("radius.accounting.repeated"));
    }

    @Test
    void aFullRingHoldsReportsBackAndLosesNone() {
        radius.exchange();
        harness.radius.full = true;
        final int address = harness.bringUp(GatewayHarness.line(101), MAC);
        radius.release(101, MAC, address);
        harness.settle();
        harness.radius.full = false;
        assertEquals(List.of(START, STOP), RadiusHarness.types(radius.exchange()));
    }

    @Test
    void tenThousandSessionsThatComeAtOnceReportEvenlySpreadAlsoAfterARestart() {
        final FakeSessionStore store = new FakeSessionStore();
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        for (int i = 1; i <= 10_000; i++) {
            record.clear().sessionId(i).mac(MAC + i).ipv4(0x0a41_0000 + i).vlanStack(GatewayHarness.line(100 + i % 100))
                    .startNs(T0 * ManualClock.SECOND_NS).leaseExpiryNs((T0 + 100_000) * ManualClock.SECOND_NS)
                    .lastActivityNs(T0 * ManualClock.SECOND_NS).leaseSeconds(100_000).interimSeconds(600).state(SessionState.UP)
                    .flags(SessionRecordFlyweight.FLAG_WAS_UP | SessionRecordFlyweight.FLAG_ACCOUNTED)
                    .trunk("eth1").group("residential").userName("user" + i);
            store.put(record);
        }
        final RadiusHarness many = new RadiusHarness(store);
        final int[] first = count(many, 1_200);
        many.harness.restart();
        final int[] second = count(many, 600);
        for (final int[] perMinute : List.of(first, second)) {
            for (int minute = 0; minute < perMinute.length; minute++) {
                // In the first minute those are missing whose place is moved to before the start.
                assertTrue(perMinute[minute] <= 1_200 && (minute == 0 || perMinute[minute] >= 850),
                        "1,000 a minute are even: " + Arrays.toString(perMinute));
            }
        }
    }

    private static int[] count(final RadiusHarness many, final int seconds) {
        final int[] perMinute = new int[seconds / 60];
        for (int second = 0; second < seconds; second += 2) {
            many.harness.clock.advanceSeconds(2);
            many.harness.gateway.onDutyCycle();
            many.harness.dataPlane.answer();
            many.harness.gateway.onDutyCycle();
            for (final FakeRadiusUpstream.Message each : many.requests()) {
                perMinute[second / 60]++;
                many.settle(each);
            }
        }
        return perMinute;
    }
}
