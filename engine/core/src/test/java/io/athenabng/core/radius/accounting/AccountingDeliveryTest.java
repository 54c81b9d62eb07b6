package io.athenabng.core.radius.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RadiusAccountingSettings;
import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.RadiusListener;
import io.athenabng.core.testkit.FakeAccountingSpool;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountingDeliveryTest implements RadiusListener, AccountingDelivery.Client {
    private static final long T0 = 1_700_000_000L;

    private final ManualClock clock = new ManualClock(T0 * ManualClock.SECOND_NS);
    private final FakeAccountingSpool spool = new FakeAccountingSpool();
    private final List<String> told = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();
    private TestCounters counters;
    private AccountingDelivery delivery;
    private boolean clientFull;

    @BeforeEach
    void restart() {
        counters = new TestCounters();
        ids.clear();
        sent.clear();
        final RadiusSettings none = RadiusSettings.NONE;
        final RadiusSettings settings = new RadiusSettings("bng1", 0, none.athenaVendor(), List.of(),
                List.of(new RadiusServerGroupSettings("aaa", List.of())), RadiusAccountingSettings.DEFAULT, null, List.of(), List.of(),
                List.of());
        delivery = new AccountingDelivery(settings, List.of(spool), clock, clock, this, this, counters);
    }

    @Override
    public boolean request(
            final int code, final int group, final long id, final DirectBuffer attributes, final int offset, final int length) {
        if (clientFull) {
            return false;
        }
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor().wrap(attributes, offset, length);
        assertTrue(cursor.find(RadiusAttributes.ACCT_SESSION_ID));
        final String session = cursor.text();
        cursor.find(RadiusAttributes.ACCT_DELAY_TIME);
        final int delay = cursor.intValue(-1);
        cursor.find(RadiusAttributes.EVENT_TIMESTAMP);
        assertEquals(0, cursor.intValue(0) + delay - clock.nowNs() / ManualClock.SECOND_NS, "event and delay agree with the clock");
        sent.add(session + " " + ReportAttributes.statusType(attributes, offset, length) + " +" + delay);
        ids.add(id);
        return true;
    }

    @Test
    void otherServersAreTriedAtOnceAndTheRoomAndTheAgeAreAsTheyAreSaid() {
        report("s1", AcctStatusType.START, 1);
        report("s2", AcctStatusType.INTERIM, 2);
        ids.forEach(delivery::onUnanswered);
        for (int i = 0; i < 6; i++) {
            clock.advanceSeconds(60);
            final int before = ids.size();
            delivery.onDutyCycle();
            List.copyOf(ids.subList(before, ids.size())).forEach(delivery::onUnanswered);
        }
        sent.clear();
        clock.advanceSeconds(1);
        delivery.onDutyCycle();
        assertTrue(sent.isEmpty(), "the servers are left alone for a minute");
        final RadiusAccountingSettings limits = new RadiusAccountingSettings(0, 0, 0, 5_000, 120 * ManualClock.SECOND_NS);
        delivery.reconfigure(new RadiusSettings("bng1", 0, RadiusSettings.ATHENA_VENDOR, List.of(),
                List.of(new RadiusServerGroupSettings("aaa", List.of())), limits, null, List.of(), List.of(), List.of()), Map.of());
        delivery.onDutyCycle();
        assertEquals(1, sent.size());
        assertTrue(sent.getFirst().startsWith("s1 1"), sent.toString());
        delivery.onAnswer(ids.getLast(), new UnsafeBuffer(new byte[0]), 0, 0);
        clock.advanceSeconds(1);
        delivery.onDutyCycle();
        assertEquals(1, sent.size(), "the interim report is too old now");
        assertEquals(0, delivery.depth(0));
        assertEquals(5_000, spool.limitBytes());
    }

    @Override
    public void onRadiusAnswer(
            final long correlationId, final int code, final DirectBuffer attributes, final int offset, final int length) {
        told.add("answer " + correlationId);
    }

    @Override
    public void onRadiusUnanswered(final long correlationId, final int code) {
        told.add("safe " + correlationId);
    }

    @Override
    public void onDynamicRequest(final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        throw new IllegalStateException("nobody asked");
    }

    private void report(final String session, final int type, final long correlationId) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[200]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(buffer, 0, 200);
        appender.put(RadiusAttributes.ACCT_STATUS_TYPE, type);
        appender.put(RadiusAttributes.ACCT_SESSION_ID, session);
        appender.put(RadiusAttributes.EVENT_TIMESTAMP, (int) (clock.nowNs() / ManualClock.SECOND_NS));
        appender.put(RadiusAttributes.ACCT_DELAY_TIME, 0);
        delivery.request(0, correlationId, buffer, 0, appender.length());
    }

    private void answerAll() {
        for (final long id : List.copyOf(ids)) {
            ids.remove(id);
            delivery.onAnswer(id, new UnsafeBuffer(new byte[0]), 0, 0);
        }
    }

    private void failAll() {
        for (final long id : List.copyOf(ids)) {
            ids.remove(id);
            delivery.onUnanswered(id);
        }
    }

    /** Lets the server take everything that comes, for so many seconds. */
    private void serve(final int seconds) {
        for (int i = 0; i < seconds * 20; i++) {
            clock.advanceNs(ManualClock.SECOND_NS / 20);
            delivery.onDutyCycle();
            answerAll();
        }
    }

    @Test
    void whatAServerTakesIsNotSpooled() {
        report("a", AcctStatusType.START, 1);
        answerAll();
        assertEquals(List.of("answer 1"), told);
        assertEquals(0, spool.size());
        delivery.onAnswer(1, new UnsafeBuffer(new byte[0]), 0, 0);
        assertEquals(1, told.size(), "a second answer is nobody's");
    }

    @Test
    void whatNoServerTakesIsSafeBeforeTheSessionAgentIsTold() {
        spool.durable = false;
        report("a", AcctStatusType.START, 1);
        failAll();
        delivery.onDutyCycle();
        assertEquals(List.of(), told);
        spool.durable = true;
        delivery.onDutyCycle();
        assertEquals(List.of("safe 1"), told);
        assertEquals(1, counters.value("radius.accounting.spool.depth"));
    }

    @Test
    void spooledReportsGoOutInOrderOnceWithTheirDelay() {
        report("a", AcctStatusType.START, 1);
        failAll();
        clock.advanceSeconds(10);
        report("a", AcctStatusType.STOP, 2);
        assertEquals(1, sent.size(), "the Stop does not overtake the spooled Start");
        report("b", AcctStatusType.START, 3);
        assertEquals(2, sent.size(), "another session is not held up");
        failAll();
        sent.clear();
        clock.advanceSeconds(100);
        serve(5);
        assertEquals(3, sent.size());
        assertTrue(sent.indexOf("a 1 +110") >= 0 && sent.indexOf("a 1 +110") < sent.indexOf("a 2 +100"), sent.toString());
        assertEquals(0, spool.size());
        serve(200);
        assertEquals(3, sent.size(), "once each");
        assertEquals(3, counters.value("radius.accounting.spool.delivered"));
    }

    @Test
    void afterARestartTheyAreDelivered() {
        report("a", AcctStatusType.START, 1);
        report("b", AcctStatusType.START, 2);
        failAll();
        clock.advanceSeconds(5);
        restart();
        serve(5);
        assertEquals(2, sent.size());
        assertEquals(0, spool.size());
        clock.advanceSeconds(5);
        restart();
        serve(5);
        assertEquals(List.of(), sent);
    }

    @Test
    void anInterimThatIsNotTheLastWordIsNotSent() {
        report("a", AcctStatusType.INTERIM, 1);
        failAll();
        report("a", AcctStatusType.INTERIM, 2);
        report("a", AcctStatusType.STOP, 3);
        report("b", AcctStatusType.INTERIM, 4);
        failAll();
        report("b", AcctStatusType.INTERIM, 5);
        sent.clear();
        clock.advanceSeconds(2);
        serve(5);
        assertEquals(List.of("a 2", "b 3"), sent.stream().map(each -> each.substring(0, 3)).toList());
        assertEquals(3, counters.value("radius.accounting.spool.superseded"));
        assertEquals(0, spool.size());
    }

    @Test
    void anOldInterimExpiresAStopDoesNot() {
        report("a", AcctStatusType.INTERIM, 1);
        report("b", AcctStatusType.STOP, 2);
        failAll();
        clock.advanceSeconds(90_000);
        sent.clear();
        serve(3);
        assertEquals(1, sent.size());
        assertTrue(sent.get(0).startsWith("b 2"));
        assertEquals(1, counters.value("radius.accounting.spool.expired"));
    }

    @Test
    void accountingOnHoldsUpWhatComesBehindIt() {
        report("old", AcctStatusType.STOP, 1);
        failAll();
        report("nas", AcctStatusType.ON, 2);
        report("new", AcctStatusType.START, 3);
        assertEquals(1, sent.size(), "On goes behind the old Stop, the new Start behind On");
        sent.clear();
        clock.advanceSeconds(2);
        delivery.onDutyCycle();
        assertEquals(List.of("old 2 +2"), sent);
        delivery.onDutyCycle();
        assertEquals(1, sent.size());
        answerAll();
        delivery.onDutyCycle();
        assertEquals(List.of("old 2 +2", "nas 7 +2"), sent);
        answerAll();
        delivery.onDutyCycle();
        assertEquals(List.of("old 2 +2", "nas 7 +2", "new 1 +2"), sent);
    }

    @Test
    void aDeadServerIsTriedMoreAndMoreRarely() {
        for (int i = 0; i < 100; i++) {
            report("s" + i, AcctStatusType.START, i);
        }
        failAll();
        sent.clear();
        for (int i = 0; i < 600; i++) {
            clock.advanceSeconds(1);
            delivery.onDutyCycle();
            failAll();
        }
        assertTrue(sent.size() < 60, sent.size() + " tries in ten minutes");
        assertEquals(100, spool.size());
        clock.advanceSeconds(61);
        serve(5);
        assertEquals(0, spool.size(), "alive again, all at once");
    }

    @Test
    void deliveryIsPaced() {
        for (int i = 0; i < 2_000; i++) {
            report("s" + i, AcctStatusType.START, i);
        }
        failAll();
        sent.clear();
        clock.advanceSeconds(2);
        serve(1);
        assertTrue(sent.size() <= SpoolQueue.PER_SECOND * 5 / 4, sent.size() + " in the first second");
        serve(8);
        assertEquals(2_000, sent.size());
    }

    @Test
    void aStopThatTheSpoolRefusesIsLeftToItsSessionAnInterimIsDropped() {
        spool.full = true;
        report("a", AcctStatusType.STOP, 1);
        report("b", AcctStatusType.INTERIM, 2);
        failAll();
        delivery.onDutyCycle();
        assertEquals(List.of("safe 2"), told, "of the Stop nothing is said: the session has it still");
        assertEquals(1, counters.value("radius.accounting.spool.refused"));
        assertEquals(1, counters.value("radius.accounting.spool.interims_refused"));
    }

    @Test
    void aClientWithoutRoomIsLikeAServerThatDoesNotAnswer() {
        clientFull = true;
        report("a", AcctStatusType.START, 1);
        delivery.onDutyCycle();
        assertEquals(List.of("safe 1"), told);
        clientFull = false;
        clock.advanceSeconds(5);
        serve(1);
        assertEquals(0, spool.size());
        assertEquals(0, delivery.underWay());
    }

    @Test
    void aClockThatIsSetBackMakesNoNegativeDelay() {
        report("a", AcctStatusType.START, 1);
        failAll();
        clock.advanceSeconds(-50);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[200]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(buffer, 0, 200);
        appender.put(RadiusAttributes.EVENT_TIMESTAMP, (int) T0);
        appender.put(RadiusAttributes.ACCT_DELAY_TIME, 9);
        ReportAttributes.updateDelay(buffer, 0, appender.length(), clock.nowNs() / ManualClock.SECOND_NS);
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor().wrap(buffer, 0, appender.length());
        assertTrue(cursor.find(RadiusAttributes.ACCT_DELAY_TIME));
        assertEquals(0, cursor.intValue(-1));
    }
}
