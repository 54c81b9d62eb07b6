package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.pppoe.PppoeCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What subscribers notice while sessions of the run before are still being restored: nothing, once their own line is. */
class SessionRestorationPipelineTest {
    /** More than are restored ahead of the data plane's answers. */
    private static final int STORED = 2_600;
    private static final int AHEAD = 2_048;
    private static final int FIRST_ADDRESS = 0x0a40_0010;
    private static final long FIRST_MAC = 0x0200_0000_1001L;
    private static final long STRANGER = 0x0200_0000_0001L;
    private static final int FREE_LINE = 3_000;
    private static final int LAST = STORED - 1;
    private static final String CONFIGURATION = """
            trunks:
              - { name: eth1, max-lines: 4000, new-lines-per-second: 100, new-lines-burst: 100 }
            pools:
              - { name: main, ranges: [RANGE] }
            access-groups:
              - name: residential
                trunk: eth1
                vlans: [{ stack: 500.1-3500, outer-tpid: 802.1ad }]
                gateway: 10.64.0.1/16
                shaping: { down: 20mbit, up: 10mbit }
                authentication: local
                dhcp: { mode: server, server: { pools: [main], lease-time: 1h } }
                pppoe: { enabled: true, authentication: [chap-md5], pools: [main] }
            users:
              - { name: "02:00:00:00:00:01", down: 100mbit, up: 50mbit }
              - { name: "02:00:00:00:1a:28" }
              - { name: alice, password: secret }
            """;

    private final FakeSessionStore store = new FakeSessionStore();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private GatewayHarness harness;

    private static long line(final int number) {
        return VlanStack.appendInner(VlanStack.pushOuter(VlanStack.UNTAGGED, 0x88a8, 500), 0x8100, number + 1);
    }

    private static int address(final int number) {
        return FIRST_ADDRESS + number;
    }

    private SessionRecordFlyweight stored(final int number) {
        return record.clear().sessionId(number + 1).trunk("eth1").group("residential").vlanStack(line(number)).mac(FIRST_MAC + number)
                .ipv4(address(number)).leaseSeconds(3_600).startNs(harness.clock.nowNs())
                .leaseExpiryNs(harness.clock.nowNs() + 3_600 * ManualClock.SECOND_NS).state(SessionState.UP)
                .flags(SessionRecordFlyweight.FLAG_WAS_UP).downBitsPerSecond(1_000_000).upBitsPerSecond(1_000_000);
    }

    /** A gateway whose store has many sessions; its pool has a few addresses more. It has begun, and the data plane answers for none. */
    private void begin(final int spareAddresses) {
        final int last = address(LAST) + spareAddresses;
        harness = new GatewayHarness(store, CONFIGURATION.replace("RANGE",
                "10.64.0.16-10.64." + (last >> 8 & 0xff) + '.' + (last & 0xff)));
        for (int i = 0; i < STORED; i++) {
            assertTrue(store.put(stored(i)));
        }
    }

    private void start() {
        harness.dataPlane.requests.clear();
        harness.dataPlane.restoresSilently = true;
        harness.start();
        harness.settle();
        assertTrue(harness.gateway.isRestoring());
        assertEquals(AHEAD, harness.counters.value("session.restored"));
    }

    private boolean isAsked(final int number) {
        return harness.dataPlane.requests.contains("sessionUp " + (number + 1) + " restored");
    }

    private GatewayHarness.Reply renew(final int number) {
        harness.send(line(number), FIRST_MAC + number, DhcpMessageType.REQUEST, address(number), 0, 0);
        harness.settle();
        return harness.takeReply();
    }

    @Test
    void aNewSubscriberIsServedWhileOthersAreRestored() {
        begin(10);
        start();
        final Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < STORED; i++) {
            taken.add(address(i));
        }
        final int given = harness.bringUp(line(FREE_LINE), STRANGER);
        assertNotEquals(0, given);
        assertFalse(taken.contains(given));
        assertTrue(harness.gateway.isRestoring());
        assertEquals(1, harness.gateway.upCount());
        assertEquals(List.of(), harness.dataPlane.requests.stream().filter("restoreComplete"::equals).toList());
    }

    @Test
    void anAddressOfASessionThatIsNotBackYetIsGivenToNobody() {
        begin(0);
        start();
        harness.send(line(FREE_LINE), STRANGER, DhcpMessageType.DISCOVER, 0, address(LAST), 0);
        harness.settle();
        assertNull(harness.takeReply());
        assertEquals(1, harness.counters.value("dhcp.server.dropped.pool_exhausted"));
        harness.send(line(FREE_LINE), STRANGER, DhcpMessageType.REQUEST, 0, address(LAST), 0x0a40_0001);
        harness.settle();
        assertEquals(DhcpMessageType.NAK, harness.takeReply().type());
        assertFalse(isAsked(LAST));
    }

    @Test
    void aLineThatIsHeardOfHasItsTurnAtOnce() {
        begin(0);
        start();
        assertFalse(isAsked(LAST));
        harness.dataPlane.restoresSilently = false;
        harness.send(line(LAST), FIRST_MAC + LAST, DhcpMessageType.REQUEST, address(LAST), 0, 0);
        assertTrue(isAsked(LAST));
        harness.settle();
        final GatewayHarness.Reply ack = harness.takeReply();
        assertEquals(DhcpMessageType.ACK, ack.type());
        assertEquals(address(LAST), ack.address());
        assertEquals(1, harness.gateway.upCount());
        assertTrue(harness.gateway.isRestoring());
        assertEquals(0, harness.counters.value("dhcp.refused.restoring"));
    }

    @Test
    void aLineThatFindsNoRoomIsTheNextOne() {
        begin(0);
        harness.dataPlane.full = true;
        harness.start();
        // What was asked for and not taken leaves no room for another line.
        while (harness.counters.value("session.restored") < 256) {
            harness.gateway.onDutyCycle();
        }
        int number = STORED;
        do {
            number--;
            harness.send(line(number), FIRST_MAC + number, DhcpMessageType.REQUEST, address(number), 0, 0);
            harness.gateway.onDutyCycle();
        } while (harness.counters.value("dhcp.refused.restoring") == 0);
        harness.dataPlane.full = false;
        harness.dataPlane.requests.clear();
        harness.gateway.onDutyCycle();
        harness.gateway.onDutyCycle();
        final int early = harness.dataPlane.requests.indexOf("sessionUp " + (number + 1) + " restored");
        assertTrue(early >= 0);
        assertTrue(early < harness.dataPlane.requests.indexOf("sessionUp 1100 restored")
                || !harness.dataPlane.requests.contains("sessionUp 1100 restored"));
        harness.settle();
        harness.settle();
        assertFalse(harness.gateway.isRestoring());
        assertEquals(STORED, harness.gateway.upCount());
    }

    @Test
    void sessionsWithoutAnAnswerHoldUpTheOthersOnlyForAMoment() {
        begin(0);
        start();
        assertFalse(isAsked(LAST));
        harness.clock.advanceNs(100_000_000L);
        harness.settle();
        assertTrue(isAsked(LAST));
        assertFalse(harness.gateway.isRestoring());
        assertEquals(STORED, harness.counters.value("session.restored"));
        assertEquals("restoreComplete", harness.dataPlane.requests.getLast());
    }

    @Test
    void aClientThatAppearsOnAnotherLineLosesItsOldSessionThatIsNotBackYet() {
        begin(10);
        start();
        final long mac = FIRST_MAC + LAST;
        assertEquals(0x0200_0000_1a28L, mac);
        harness.bringUp(line(FREE_LINE), mac);
        assertEquals(1, harness.counters.value("session.moved"));
        assertTrue(harness.dataPlane.requests.contains("sessionDown " + (LAST + 1)));
        assertFalse(store.get(LAST + 1, record));
        assertEquals(1, harness.gateway.upCount());
    }

    @Test
    void anAddressThatAnOutsideServerGivesAnewEndsWhoHadItAndIsNotBackYet() {
        begin(0);
        store.put(stored(LAST).flags(SessionRecordFlyweight.FLAG_WAS_UP | SessionRecordFlyweight.FLAG_RELAYED));
        start();
        assertTrue(harness.gateway.reportLease(0, line(FREE_LINE), STRANGER, address(LAST), 3_600));
        harness.settle();
        assertTrue(harness.dataPlane.requests.contains("sessionDown " + (LAST + 1)));
        assertFalse(store.get(LAST + 1, record));
        final long id = harness.gateway.sessionTable().findByAddress(address(LAST));
        assertTrue(store.get(id, record));
        assertEquals(STRANGER, record.mac());
        assertTrue(harness.gateway.isRestoring());
    }

    @Test
    void ordersForASessionThatIsNotBackYetAreObeyed() {
        begin(0);
        start();
        harness.dataPlane.restoresSilently = false;
        assertTrue(harness.gateway.changeRates(LAST + 1, 5_000_000, 4_000_000));
        assertTrue(harness.gateway.endSession(LAST, TerminateCause.ADMIN_RESET));
        assertFalse(harness.gateway.endSession(LAST, TerminateCause.ADMIN_RESET));
        assertFalse(harness.gateway.endSession(STORED + 100, TerminateCause.ADMIN_RESET));
        harness.settle();
        assertEquals("5000000/4000000", harness.dataPlane.sessions.get((long) LAST + 1));
        assertFalse(store.get(LAST, record));
        assertTrue(harness.gateway.isRestoring());
        harness.clock.advanceNs(100_000_000L);
        harness.settle();
        assertFalse(harness.gateway.isRestoring());
        assertEquals(STORED, harness.counters.value("session.restored"));
        assertEquals(1, harness.dataPlane.requests.stream().filter(("sessionUp " + LAST + " restored")::equals).count());
    }

    @Test
    void linesWhoseSessionsAllEndedMeanwhileDoNotComeBackAndTheirAddressesAreFree() {
        begin(0);
        for (int i = 0; i < STORED; i++) {
            store.put(stored(i).leaseExpiryNs(harness.clock.nowNs() - 1));
        }
        harness.restart();
        harness.settle();
        assertFalse(harness.gateway.isRestoring());
        assertEquals(STORED, harness.counters.value("session.not_restored"));
        assertEquals(0, harness.gateway.lineCount());
        assertEquals(0, store.size());
        assertNotEquals(0, harness.bringUp(line(FREE_LINE), STRANGER));
    }

    @Test
    void anotherConfigurationIsRefusedUntilEverythingIsBack() {
        begin(0);
        start();
        final ConfigurationConsumer.RefusedException refused = assertThrows(ConfigurationConsumer.RefusedException.class,
                () -> harness.gateway.planReconfiguration(harness.configuration));
        assertTrue(refused.getMessage().contains("552 sessions of the run before are still to be restored"), refused.getMessage());
        harness.clock.advanceNs(100_000_000L);
        harness.settle();
        assertEquals(List.of(), harness.gateway.planReconfiguration(harness.configuration));
    }

    @Test
    void pppoeClientsDialWhileOthersAreRestored() {
        begin(10);
        start();
        final PppoePeer peer = new PppoePeer(harness, line(FREE_LINE), STRANGER);
        assertTrue(peer.discover());
        peer.connect();
        assertTrue(peer.ipcpOpen, () -> peer.heard.toString());
        assertTrue(harness.gateway.isRestoring());
        assertTrue(peer.address - address(LAST) > 0);
    }

    private void storePppoe(final int number, final int pppoeSessionId) {
        store.put(stored(number).encapsulation(SessionRecordFlyweight.ENCAPSULATION_PPPOE).pppoeSessionId(pppoeSessionId).mtu(1492)
                .leaseExpiryNs(Long.MAX_VALUE));
    }

    @Test
    void framesOfAPppoeSessionThatIsNotBackYetBringItBackInsteadOfEndingIt() {
        begin(10);
        storePppoe(LAST, 77);
        start();
        final PppoePeer peer = new PppoePeer(harness, line(LAST), FIRST_MAC + LAST);
        harness.gateway.onPppoeSessionFrame(0, line(LAST), FIRST_MAC + LAST, 77);
        assertTrue(harness.frames.frames.isEmpty());
        harness.dataPlane.restoresSilently = false;
        harness.settle();
        assertTrue(harness.channels.requests.contains("open " + STORED + " line " + LAST + " restored"));
        assertEquals(Integer.valueOf(77), harness.channels.open.get((long) STORED));
        assertTrue(harness.gateway.isRestoring());
        harness.gateway.onPppoeSessionFrame(0, line(LAST), FIRST_MAC + LAST, 78);
        assertEquals(List.of(PppoeCode.PADT), peer.listen());
    }

    @Test
    void aPppoeClientThatDialsAnewWaitsForItsOldSessionsChannel() {
        begin(10);
        storePppoe(LAST, 77);
        harness.start();
        harness.gateway.onDutyCycle();
        final PppoePeer peer = new PppoePeer(harness, line(LAST), FIRST_MAC + LAST);
        peer.padi();
        assertEquals(List.of(PppoeCode.PADO), peer.listen());
        peer.padr();
        assertEquals(List.of(), peer.listen());
        assertEquals(1, harness.counters.value("pppoe.refused.restoring"));
        assertTrue(store.get(STORED, record));
        harness.settle();
        peer.padr();
        harness.settle();
        assertEquals(List.of(PppoeCode.PADS), peer.listen());
        assertFalse(store.get(STORED, record));
        assertEquals(1, harness.counters.value("pppoe.replaced"));
    }

    @Test
    void aPppoeSessionThatEndsBeforeItsChannelIsBackIsToldOverIt() {
        begin(10);
        storePppoe(LAST, 77);
        harness.start();
        harness.gateway.onDutyCycle();
        assertTrue(harness.gateway.endSession(STORED, TerminateCause.ADMIN_RESET));
        harness.settle();
        assertTrue(harness.channels.frames.stream().anyMatch(frame -> frame.channelId() == STORED && frame.payload()[0] == 5),
                "a Terminate-Request");
        assertFalse(store.get(STORED, record));
        assertFalse(harness.gateway.isRestoring());
    }
}
