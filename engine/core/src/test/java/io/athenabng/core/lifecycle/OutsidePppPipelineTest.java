package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.radius.dynamic.ErrorCause;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusValues;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions that an outside PPP server reports. */
class OutsidePppPipelineTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final long OTHER_MAC = 0x0200_0000_0002L;
    private static final int ADDRESS = 0x0a40_0063;
    private static final int ENODEV = 19;
    private static final OutsideInterface PPP0 = new OutsideInterface(41, "ppp0");

    private final GatewayHarness harness = new GatewayHarness("session-timeout: 2h");

    private static OutsideSession session(final long mac, final int address, final String user, final OutsideInterface at) {
        return new OutsideSession(0, GatewayHarness.line(101), mac, address, user, at, UserSettings.UNSET, UserSettings.UNSET);
    }

    private long up(final OutsideSession session) {
        final long id = harness.gateway.reportOutsideSession(session);
        harness.settle();
        return id;
    }

    private SessionRecordFlyweight stored(final long id) {
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        assertTrue(harness.store.get(id, record));
        return record;
    }

    @Test
    void aReportedSessionIsShapedOnItsOwnInterfaceAndNoLineIsMade() {
        final long id = up(session(MAC, ADDRESS, "alice", PPP0));
        assertEquals(List.of("restoreComplete", "sessionUp 1 on ppp0/41"), harness.dataPlane.requests);
        assertEquals("100000000/50000000", harness.dataPlane.sessions.get(id), "the rates of the local user");
        assertEquals(List.of("session.pppoe_up 1"), harness.events.events);
        final SessionRecordFlyweight record = stored(id);
        assertEquals(SessionState.UP, record.state());
        assertEquals("alice", record.userName());
        assertEquals(0, record.sessionTimeoutSeconds(), "how long it lasts is its server's affair");
        assertEquals(Long.MAX_VALUE, record.leaseExpiryNs());
    }

    @Test
    void whatTheServerSaysOfRatesGoesBeforeUserAndGroup() {
        final long id = up(new OutsideSession(0, GatewayHarness.line(101), MAC, ADDRESS, "alice", PPP0, 7_000_000, 0));
        assertEquals("7000000/0", harness.dataPlane.sessions.get(id));
        final long other = up(session(OTHER_MAC, ADDRESS + 1, "nobody knows", new OutsideInterface(42, "ppp1")));
        assertEquals("20000000/10000000", harness.dataPlane.sessions.get(other), "the rates of the group");
    }

    @Test
    void aReportThatComesAgainIsTheSameSession() {
        final long id = up(session(MAC, ADDRESS, "alice", PPP0));
        assertEquals(id, up(session(MAC, ADDRESS, "alice", PPP0)));
        assertEquals(1, harness.store.size());
        final long dialledAgain = up(session(MAC, ADDRESS, "alice", new OutsideInterface(43, "ppp0")));
        assertNotEquals(id, dialledAgain, "an interface of the same name that is another one");
        assertEquals(1, harness.store.size());
    }

    @Test
    void anInterfaceThatHasAnotherSubscriberHasLostTheOneBefore() {
        final long id = up(session(MAC, ADDRESS, "alice", PPP0));
        final long other = up(session(OTHER_MAC, ADDRESS + 1, "bob", PPP0));
        assertEquals(List.of(other), List.copyOf(harness.dataPlane.sessions.keySet()));
        assertTrue(harness.events.events.contains("session.pppoe_down " + id + " Lost-Carrier 0/0"), harness.events.events.toString());
    }

    @Test
    void itEndsWhenItsServerSaysSoWithWhatTheServerCounted() {
        final long id = up(session(MAC, ADDRESS, "alice", PPP0));
        assertEquals(SessionTable.NO_SESSION, harness.gateway.findOutsideSession("ppp0", OTHER_MAC, 0), "another one's report");
        assertEquals(SessionTable.NO_SESSION, harness.gateway.findOutsideSession("ppp0", 0, ADDRESS + 1));
        assertEquals(SessionTable.NO_SESSION, harness.gateway.findOutsideSession("ppp1", 0, 0));
        assertEquals(id, harness.gateway.findOutsideSession("ppp0", MAC, ADDRESS));
        harness.gateway.endOutsideSession(id, TerminateCause.USER_REQUEST, 5_000, 70_000);
        harness.settle();
        assertEquals(0, harness.store.size());
        assertTrue(harness.events.events.contains("session.pppoe_down " + id + " User-Request 5000/70000"),
                harness.events.events.toString());
        assertEquals(SessionTable.NO_SESSION, harness.gateway.findOutsideSession("ppp0", 0, 0));
    }

    @Test
    void anInterfaceThatVanishesIsALostCarrier() {
        final long id = up(session(MAC, ADDRESS, "alice", PPP0));
        harness.gateway.onSessionUp(id, ENODEV);
        harness.settle();
        assertEquals(0, harness.store.size());
        assertTrue(harness.events.events.contains("session.pppoe_down " + id + " Lost-Carrier 0/0"), harness.events.events.toString());
    }

    @Test
    void anInterfaceThatIsGoneBeforeItWasShapedIsAnError() {
        harness.dataPlane.refuse = ENODEV;
        up(session(MAC, ADDRESS, "alice", PPP0));
        assertEquals(0, harness.store.size());
        assertEquals(1, harness.counters.value("session.ended.nas_error"));
    }

    @Test
    void itOutlivesARestart() {
        final long id = up(session(MAC, ADDRESS, "alice", PPP0));
        harness.dataPlane.requests.clear();
        harness.restart();
        assertEquals(List.of("sessionUp 1 restored on ppp0/41", "restoreComplete"), harness.dataPlane.requests);
        assertEquals(id, up(session(MAC, ADDRESS, "alice", PPP0)), "reported again, it is the same");
        assertEquals(id, harness.gateway.findOutsideSession("ppp0", MAC, ADDRESS));
    }

    @Test
    void anInterfaceThatWentMeanwhileEndsIt() {
        up(session(MAC, ADDRESS, "alice", PPP0));
        harness.dataPlane.refuse = ENODEV;
        harness.restart();
        assertEquals(0, harness.store.size());
    }

    @Test
    void anotherInterfaceIsKeptThroughAChangeOfItsProfile() {
        final long id = up(session(MAC, ADDRESS, "alice", PPP0));
        assertTrue(harness.gateway.changeRates(id, 30_000_000, 15_000_000));
        harness.settle();
        assertEquals("30000000/15000000", harness.dataPlane.sessions.get(id));
        harness.restart();
        assertEquals("30000000/15000000", harness.dataPlane.sessions.get(id));
        assertEquals(id, harness.gateway.findOutsideSession("ppp0", 0, 0));
    }

    @Test
    void aDisconnectIsRefusedAndAChangeIsObeyed() {
        final RadiusHarness radius = new RadiusHarness();
        radius.harness.gateway.reportOutsideSession(session(MAC, ADDRESS, "alice", PPP0));
        radius.harness.settle();
        final List<FakeRadiusUpstream.Message> start = radius.exchange();
        assertEquals(List.of(7L, 1L), RadiusHarness.types(start), "Accounting-On, Start");
        assertEquals(RadiusValues.FRAMED_PROTOCOL_PPP, start.getLast().number(RadiusAttributes.FRAMED_PROTOCOL));
        final FakeRadiusUpstream.Message refused = radius.ask(
                RadiusCode.DISCONNECT_REQUEST, attributes -> attributes.put(RadiusAttributes.USER_NAME, "alice"));
        assertEquals(RadiusCode.DISCONNECT_NAK, refused.code());
        assertEquals(ErrorCause.SESSION_CONTEXT_NOT_REMOVABLE.code(), refused.number(RadiusAttributes.ERROR_CAUSE));
        assertEquals(1, radius.harness.store.size());
        assertEquals(RadiusCode.COA_ACK, radius.obtain(RadiusCode.COA_REQUEST, attributes -> {
            attributes.put(RadiusAttributes.USER_NAME, "alice");
            attributes.put(RadiusAttributes.ATHENA_RATE_DOWN, "50mbit");
            attributes.put(RadiusAttributes.ATHENA_RATE_UP, "25mbit");
        }).code());
        assertEquals("50000000/25000000", radius.harness.dataPlane.sessions.get(1L));
    }

    @Test
    void aDeviceWithSuchASessionGetsNoLeaseBesideIt() {
        up(session(MAC, ADDRESS, "alice", PPP0));
        harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        harness.settle();
        assertNull(harness.takeReply());
        assertEquals(1, harness.counters.value("dhcp.refused.pppoe_session"));
    }

    @Test
    void anImpossibleMacAndForeignTagsAreRefusedAndLeaveNothing() {
        assertEquals(SessionTable.NO_SESSION, up(session(0x0100_0000_0001L, ADDRESS, "alice", PPP0)));
        assertEquals(SessionTable.NO_SESSION, up(session(0, ADDRESS, "alice", PPP0)));
        assertEquals(SessionTable.NO_SESSION, up(new OutsideSession(
                0, GatewayHarness.line(7), MAC, ADDRESS, "alice", PPP0, UserSettings.UNSET, UserSettings.UNSET)));
        assertEquals(0, harness.store.size());
        assertEquals(3, harness.counters.value("session.outside.refused"));
    }

    @Test
    void itsLineIsForgottenWhenItHasBeenIdle() {
        final long id = up(session(MAC, ADDRESS, "alice", PPP0));
        harness.clock.advanceSeconds(600);
        harness.settle();
        assertEquals(1, harness.gateway.lineCount());
        harness.gateway.endOutsideSession(id, TerminateCause.USER_REQUEST, 0, 0);
        harness.settle();
        harness.clock.advanceSeconds(100);
        harness.settle();
        harness.clock.advanceSeconds(100);
        harness.settle();
        assertEquals(0, harness.gateway.lineCount());
        assertFalse(harness.dataPlane.requests.stream().anyMatch(each -> each.startsWith("line")), harness.dataPlane.requests.toString());
    }
}
