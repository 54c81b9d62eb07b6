package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.wire.dhcp.DhcpMessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriberGatewayPipelineTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final long OTHER_MAC = 0x0200_0000_0002L;
    private static final int GATEWAY = 0x0a40_0001;

    private final GatewayHarness harness = new GatewayHarness("");

    @Test
    void aClientGetsItsLineItsAddressAndItsSession() {
        final int address = harness.bringUp(GatewayHarness.line(101), MAC);
        assertEquals(0x0a40_000a, address);
        assertEquals(List.of("restoreComplete", "lineUp 0", "sessionUp 1"), harness.dataPlane.requests.stream().toList());
        assertEquals("20000000/10000000", harness.dataPlane.sessions.get(1L));
        assertEquals(List.of("interface_created 0", "session.dhcp_up 1"), harness.events.events);
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        assertTrue(harness.store.get(1, record));
        assertEquals(SessionState.UP, record.state());
        assertEquals("abng-1700000000-1", record.acctSessionId());
        assertEquals("02:00:00:00:00:01", record.userName());
    }

    @Test
    void noAckLeavesBeforeTheDataPlaneDelivers() {
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        final GatewayHarness.Reply offer = harness.takeReply();
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.REQUEST, 0, offer.address(), offer.serverId());
        harness.gateway.onDutyCycle();
        assertNull(harness.takeReply());
        harness.dataPlane.answer();
        final GatewayHarness.Reply ack = harness.takeReply();
        assertEquals(DhcpMessageType.ACK, ack.type());
        assertEquals(GatewayHarness.line(101), ack.vlanStack());
    }

    @Test
    void aDataPlaneThatRefusesEndsTheSessionWithoutAnAck() {
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        harness.settle();
        final GatewayHarness.Reply offer = harness.takeReply();
        harness.dataPlane.refuse = 12;
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.REQUEST, 0, offer.address(), offer.serverId());
        harness.settle();
        assertNull(harness.takeReply());
        assertEquals(0, harness.store.size());
        assertEquals(1, harness.counters.value("session.refused.data_plane"));
        harness.dataPlane.refuse = 0;
        assertEquals(offer.address(), harness.bringUp(GatewayHarness.line(101), MAC), "the address is free again");
    }

    @Test
    void releaseTakesEverythingDownAndTheIdleLineFollows() {
        final int address = harness.bringUp(GatewayHarness.line(101), MAC);
        harness.dataPlane.octets = 1_000;
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.RELEASE, address, 0, GATEWAY);
        harness.settle();
        assertTrue(harness.dataPlane.sessions.isEmpty());
        assertEquals(0, harness.store.size());
        assertTrue(harness.events.events.contains("session.dhcp_down 1 User-Request 1000/2000"), harness.events.events.toString());
        harness.clock.advanceSeconds(100);
        harness.settle();
        assertTrue(harness.dataPlane.lines.isEmpty());
        assertEquals(0, harness.gateway.lineCount());
        assertEquals(1, harness.counters.value("access.lines.removed"));
    }

    @Test
    void renewalExtendsTheLeaseAndAMissedOneEndsTheSession() {
        final int address = harness.bringUp(GatewayHarness.line(101), MAC);
        harness.clock.advanceSeconds(1_800);
        harness.settle();
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.REQUEST, address, 0, 0);
        assertEquals(DhcpMessageType.ACK, harness.takeReply().type());
        for (int i = 0; i < 30; i++) {
            harness.clock.advanceSeconds(100);
            harness.settle();
        }
        assertEquals(1, harness.store.size(), "3,000 s after the renewal the lease holds");
        for (int i = 0; i < 10; i++) {
            harness.clock.advanceSeconds(100);
            harness.settle();
        }
        assertEquals(0, harness.store.size(), "after 3,600 s it has expired");
        assertEquals(1, harness.counters.value("session.ended.lost_service"));
    }

    @Test
    void aClientOnAnotherLineEndsItsOldSession() {
        harness.bringUp(GatewayHarness.line(101), MAC);
        assertNotEquals(0, harness.bringUp(GatewayHarness.line(102), MAC));
        assertEquals(1, harness.store.size());
        assertEquals(1, harness.counters.value("session.moved"));
        assertTrue(harness.events.events.stream().anyMatch(event -> event.startsWith("session.dhcp_down 1 Port-Preempted")));
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        assertTrue(harness.store.get(2, record));
        assertEquals(GatewayHarness.line(102), record.vlanStack());
    }

    @Test
    void sharedLinesTakeAsManySubscribersAsConfigured() {
        final GatewayHarness shared = new GatewayHarness("subscribers-per-line: 2");
        assertNotEquals(0, shared.bringUp(GatewayHarness.line(101), MAC));
        assertNotEquals(0, shared.bringUp(GatewayHarness.line(101), OTHER_MAC));
        assertEquals(0, shared.bringUp(GatewayHarness.line(101), 0x0200_0000_0003L));
        assertEquals(1, shared.counters.value("dhcp.refused.line_full"));
        assertEquals(2, shared.store.size());
    }

    @Test
    void authenticationComesBeforeTheOffer() {
        final GatewayHarness local = new GatewayHarness("authentication: local");
        assertNotEquals(0, local.bringUp(GatewayHarness.line(101), MAC));
        assertEquals("100000000/50000000", local.dataPlane.sessions.get(1L), "the user's rates, not the group's");
        assertEquals(0, local.bringUp(GatewayHarness.line(102), OTHER_MAC));
        assertEquals(1, local.counters.value("auth.rejected"));
    }

    @Test
    void aLineDeletedByHandComesBackWithItsSession() {
        harness.bringUp(GatewayHarness.line(101), MAC);
        harness.dataPlane.requests.clear();
        harness.gateway.onLineGone(0, true);
        harness.settle();
        assertEquals(List.of("lineUp 0", "sessionUp 1 restored"), harness.dataPlane.requests);
        assertEquals(1, harness.store.size());
    }

    @Test
    void sessionsComeBackAfterARestart() {
        final int address = harness.bringUp(GatewayHarness.line(101), MAC);
        harness.dataPlane.requests.clear();
        harness.restart();
        assertEquals(List.of("lineUp 0", "sessionUp 1 restored", "restoreComplete"), harness.dataPlane.requests);
        assertEquals(1, harness.counters.value("session.restored"));
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.REQUEST, address, 0, 0);
        harness.settle();
        final GatewayHarness.Reply ack = harness.takeReply();
        assertNotNull(ack);
        assertEquals(address, ack.address());
        assertEquals(1, harness.store.size(), "the renewal finds its session");
        assertNotEquals(address, harness.bringUp(GatewayHarness.line(102), OTHER_MAC), "the lease came back too");
    }

    @Test
    void whileTheDataPlaneIsFullWorkWaitsAndNothingIsLost() {
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        harness.settle();
        final GatewayHarness.Reply offer = harness.takeReply();
        harness.dataPlane.full = true;
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.REQUEST, 0, offer.address(), offer.serverId());
        harness.settle();
        assertNull(harness.takeReply());
        harness.dataPlane.full = false;
        harness.settle();
        assertEquals(DhcpMessageType.ACK, harness.takeReply().type());
    }

    @Test
    void whileTheSenderIsFullRepliesWait() {
        harness.frames.full = true;
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        harness.settle();
        harness.frames.full = false;
        harness.settle();
        assertEquals(DhcpMessageType.OFFER, harness.takeReply().type());
    }

    @Test
    void tagsInNoRangeAndFloodsOfTagsMakeNoLines() {
        harness.send(GatewayHarness.line(99), MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        assertEquals(1, harness.counters.value("access.refused.no_group"));
        for (int i = 0; i < 100; i++) {
            harness.send(GatewayHarness.line(100 + i), MAC + i, DhcpMessageType.DISCOVER, 0, 0, 0);
        }
        harness.settle();
        harness.clock.advanceSeconds(200);
        harness.settle();
        assertEquals(0, harness.gateway.lineCount(), "idle lines are gone");
        assertFalse(harness.dataPlane.requests.contains("lineUp 100"));
    }

    @Test
    void idleAndOverlongSessionsEnd() {
        final GatewayHarness timed = new GatewayHarness("session-idle-timeout: 60s\n    session-timeout: 10m");
        timed.bringUp(GatewayHarness.line(101), MAC);
        for (int i = 0; i < 5; i++) {
            timed.dataPlane.octets += 1_000;
            timed.clock.advanceSeconds(40);
            timed.settle();
        }
        assertEquals(1, timed.store.size(), "traffic keeps it");
        timed.clock.advanceSeconds(40);
        timed.settle();
        timed.clock.advanceSeconds(40);
        timed.settle();
        assertEquals(1, timed.counters.value("session.ended.idle_timeout"));
        timed.bringUp(GatewayHarness.line(101), MAC);
        for (int i = 0; i < 16; i++) {
            timed.dataPlane.octets += 1_000;
            timed.clock.advanceSeconds(40);
            timed.settle();
        }
        assertEquals(1, timed.counters.value("session.ended.session_timeout"));
    }

    @Test
    void ratesChangeInPlace() {
        harness.bringUp(GatewayHarness.line(101), MAC);
        harness.dataPlane.requests.clear();
        assertTrue(harness.gateway.changeRates(1, 5_000_000, 1_000_000));
        harness.settle();
        assertEquals(List.of("sessionChange 1"), harness.dataPlane.requests);
        assertEquals("5000000/1000000", harness.dataPlane.sessions.get(1L));
        assertFalse(harness.gateway.changeRates(99, 1, 1));
    }
}
