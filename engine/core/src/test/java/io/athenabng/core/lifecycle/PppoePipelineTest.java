package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.core.testkit.FakeFrameSink;
import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppProtocol;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusValues;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole gateway without its outside: PPPoE clients' frames go in; frames, channels, the data plane and events come out. */
class PppoePipelineTest {
    static final String PPPOE = """
            authentication: local
                pppoe:
                  enabled: true
                  authentication: [chap-md5, ms-chap-v2, pap]
                  pools: [main]
                  dns: [192.0.2.53, 192.0.2.54]
                  EXTRA
            """;
    private static final long MAC = 0x0200_0000_0011L;

    static GatewayHarness harness(final String extra) {
        return harness(extra, new FakeSessionStore());
    }

    static GatewayHarness harness(final String extra, final FakeSessionStore store) {
        return new GatewayHarness(PPPOE.replace("EXTRA", extra.replace("\n", "\n      ")), store);
    }

    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();

    private static PppoePeer connected(final GatewayHarness harness) {
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(peer.discover());
        peer.connect();
        assertTrue(peer.ipcpOpen, () -> peer.heard.toString());
        return peer;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PppProtocol.PAP, LcpOption.CHAP_MD5, LcpOption.CHAP_MS_V2})
    void aClientAuthenticatesAndGetsItsAddressItsNameServersAndItsSession(final int method) {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        peer.wantedMethod = method;
        assertTrue(peer.discover());
        peer.connect();
        assertTrue(peer.authenticated);
        assertEquals(method == 0 ? LcpOption.CHAP_MD5 : method, peer.method);
        assertTrue(peer.ipcpOpen);
        assertTrue(peer.ipv6Open);
        assertEquals(0xc000_0235, peer.primaryDns);
        assertEquals(0xc000_0236, peer.secondaryDns);
        assertEquals(0x0a40_000aL, peer.address & 0xffff_ffffL);
        assertTrue(harness.store.get(peer.channelId, record));
        assertEquals(SessionState.UP, record.state());
        assertEquals(SessionRecordFlyweight.ENCAPSULATION_PPPOE, record.encapsulation());
        assertEquals(peer.pppoeSessionId, record.pppoeSessionId());
        assertEquals(1492, record.mtu());
        assertEquals("alice", record.userName());
        assertEquals(peer.address, record.ipv4());
        assertEquals("100000000/50000000", harness.dataPlane.sessions.get(peer.channelId));
        assertTrue(harness.events.events.contains("session.pppoe_up " + peer.channelId));
        assertTrue(harness.channels.requests.contains("network " + peer.channelId + " 0x21 true"));
        assertTrue(harness.channels.requests.contains("network " + peer.channelId + " 0x57 true"));
    }

    @Test
    void theDataPlaneDeliversBeforeTheClientKnowsThatItIsAuthenticated() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(peer.discover());
        harness.dataPlane.full = true;
        peer.connect();
        assertTrue(peer.heard.contains("CHAP Challenge"));
        assertFalse(peer.authenticated);
        assertTrue(harness.events.events.stream().noneMatch(event -> event.startsWith("session.pppoe_up")));
        harness.dataPlane.full = false;
        peer.talk();
        assertTrue(peer.authenticated);
        assertTrue(peer.ipcpOpen);
    }

    @Test
    void msChapV2ProvesTheGatewayToTheClient() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        peer.wantedMethod = LcpOption.CHAP_MS_V2;
        assertTrue(peer.discover());
        peer.connect();
        assertTrue(peer.heard.stream().anyMatch(each -> each.matches("S=[0-9A-F]{40}")), () -> peer.heard.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {PppProtocol.PAP, LcpOption.CHAP_MD5, LcpOption.CHAP_MS_V2})
    void aWrongPasswordIsRefusedAndLeavesNothingBehind(final int method) {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        peer.wantedMethod = method;
        peer.password = "wrong";
        assertTrue(peer.discover());
        peer.connect();
        assertTrue(peer.refused);
        assertFalse(peer.ipcpOpen);
        peer.listen();
        assertTrue(peer.terminated);
        assertTrue(harness.channels.open.isEmpty());
        assertEquals(0, harness.store.size());
        assertEquals(0, harness.gateway.pppoe().sessionCount());
        assertEquals(List.of(), harness.dataPlane.requests.stream().filter(each -> each.startsWith("session")).toList());
    }

    @Test
    void padtEndsTheSessionAndFreesEverything() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        harness.dataPlane.octets = 1_000;
        peer.padt();
        harness.settle();
        assertTrue(harness.events.events.contains("session.pppoe_down " + peer.channelId + " User-Request 1000/2000"));
        assertEquals(0, harness.store.size());
        assertTrue(harness.channels.open.isEmpty());
        assertTrue(harness.dataPlane.requests.indexOf("sessionDown " + peer.channelId) >= 0);
        assertEquals(250 - 10 + 1, harness.gateway.dhcpServer().leases().pools().pool(0).free());
        assertTrue(harness.gateway.isQuiet());
    }

    @Test
    void aSpoofedPadtDoesNothing() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        final PppoePeer otherMac = new PppoePeer(harness, peer.stack, MAC + 1);
        otherMac.pppoeSessionId = peer.pppoeSessionId;
        otherMac.padt();
        final PppoePeer otherLine = new PppoePeer(harness, GatewayHarness.line(101), MAC);
        otherLine.pppoeSessionId = peer.pppoeSessionId;
        otherLine.padt();
        peer.pppoeSessionId++;
        peer.padt();
        harness.settle();
        assertEquals(3, harness.counters.value("pppoe.refused.foreign_padt"));
        assertEquals(1, harness.store.size());
    }

    @Test
    void terminateRequestIsAnsweredAndEndsTheSession() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        peer.terminateRequest();
        peer.talk();
        assertTrue(peer.heard.contains("LCP Terminate-Ack"));
        assertEquals(0, harness.store.size());
        harness.clock.advanceSeconds(4);
        harness.settle();
        peer.listen();
        assertTrue(peer.terminated);
        assertTrue(harness.channels.open.isEmpty());
    }

    @Test
    void anOperatorsClearIsToldByLcpAndByPadt() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        assertTrue(harness.gateway.endSession(peer.channelId, TerminateCause.ADMIN_RESET));
        peer.talk();
        assertTrue(peer.heard.contains("LCP Terminate-Request"));
        peer.listen();
        assertTrue(peer.terminated);
        assertTrue(harness.channels.open.isEmpty());
        assertTrue(harness.events.events.contains("session.pppoe_down " + peer.channelId + " Admin-Reset 0/0"));
    }

    @Test
    void aSilentClientIsLostAfterItsEchoes() {
        final GatewayHarness harness = harness("echo-interval: 10s\necho-failures: 3");
        final PppoePeer peer = connected(harness);
        for (int i = 0; i < 6; i++) {
            harness.clock.advanceSeconds(10);
            peer.talk();
        }
        assertEquals(1, harness.store.size());
        peer.answersEcho = false;
        for (int i = 0; i < 5; i++) {
            harness.clock.advanceSeconds(10);
            peer.talk();
        }
        assertEquals(0, harness.store.size());
        assertTrue(harness.events.events.contains("session.pppoe_down " + peer.channelId + " Lost-Carrier 0/0"));
        peer.listen();
        assertTrue(peer.terminated);
        assertEquals(1, harness.counters.value("ppp.echo.lost"));
    }

    @Test
    void whileDataFlowsNobodyAsks() {
        final GatewayHarness harness = harness("echo-interval: 30s");
        final PppoePeer peer = connected(harness);
        peer.answersEcho = false;
        for (int i = 0; i < 20; i++) {
            harness.dataPlane.octets += 100_000;
            harness.clock.advanceSeconds(30);
            peer.talk();
        }
        assertEquals(1, harness.store.size());
        assertTrue(harness.counters.value("ppp.echo.skipped") > 10);
    }

    @Test
    void aRepeatedPadrGetsTheSameSessionAndAnewOneReplacesIt() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(peer.discover());
        final int first = peer.pppoeSessionId;
        peer.padr();
        harness.settle();
        assertEquals(List.of(PppoeCode.PADS), peer.listen());
        assertEquals(first, peer.pppoeSessionId);
        assertEquals(1, harness.channels.open.size());
        peer.hostUniq = new byte[] {9};
        assertTrue(peer.discover());
        assertNotEquals(first, peer.pppoeSessionId);
        assertEquals(1, harness.channels.open.size());
        assertEquals(1, harness.counters.value("pppoe.replaced"));
    }

    @Test
    void cookiesAreBoundToClientLineAndTime() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        peer.padi();
        harness.settle();
        peer.listen();
        final PppoePeer thief = new PppoePeer(harness, GatewayHarness.line(100), MAC + 1);
        thief.cookie = peer.cookie;
        thief.padr();
        final PppoePeer elsewhere = new PppoePeer(harness, GatewayHarness.line(101), MAC);
        elsewhere.cookie = peer.cookie;
        elsewhere.padr();
        final byte[] good = peer.cookie.clone();
        peer.cookie[5] ^= 1;
        peer.padr();
        peer.cookie = new byte[0];
        peer.padr();
        assertEquals(4, harness.counters.value("pppoe.refused.bad_cookie"));
        peer.cookie = good;
        harness.clock.advanceSeconds(31);
        peer.padr();
        assertEquals(5, harness.counters.value("pppoe.refused.bad_cookie"));
        assertEquals(0, harness.gateway.pppoe().sessionCount());
    }

    @Test
    void aStormOfPadisTouchesNobodyElse() {
        final GatewayHarness harness = harness("");
        final PppoePeer live = connected(harness);
        final PppoePeer storm = new PppoePeer(harness, GatewayHarness.line(100), MAC + 5);
        for (int i = 0; i < 10_000; i++) {
            storm.padi();
        }
        harness.settle();
        assertTrue(harness.counters.value("pppoe.refused.mac_rate") > 9_000);
        assertTrue(harness.counters.value("pppoe.sent.pado") <= 21 + 1);
        harness.frames.frames.clear();
        harness.clock.advanceSeconds(30);
        live.talk();
        assertEquals(1, harness.store.size());
        final PppoePeer neighbour = new PppoePeer(harness, GatewayHarness.line(101), MAC + 6);
        assertTrue(neighbour.discover());
    }

    @Test
    void sessionsComeBackAfterARestart() {
        final GatewayHarness harness = harness("echo-interval: 10s");
        final PppoePeer peer = connected(harness);
        harness.channels.requests.clear();
        harness.dataPlane.requests.clear();
        harness.restart();
        assertTrue(harness.channels.requests.contains("open " + peer.channelId + " line 0 restored"), harness.channels.requests::toString);
        assertTrue(harness.dataPlane.requests.contains("sessionUp " + peer.channelId + " restored"));
        assertTrue(harness.dataPlane.requests.indexOf("sessionUp " + peer.channelId + " restored")
                < harness.dataPlane.requests.indexOf("restoreComplete"));
        assertFalse(harness.gateway.isRestoring());
        peer.heard.clear();
        harness.clock.advanceSeconds(11);
        peer.talk();
        assertTrue(peer.heard.contains("LCP Echo-Request"), () -> peer.heard.toString());
        assertEquals(1, harness.counters.value("ppp.echo.replies"));
        assertEquals(1, harness.store.size());
        final PppoePeer next = new PppoePeer(harness, GatewayHarness.line(101), MAC + 1);
        next.userName = "bob";
        assertTrue(next.discover());
        next.connect();
        assertTrue(next.ipcpOpen);
        assertNotEquals(peer.address, next.address);
        peer.terminateRequest();
        peer.talk();
        assertTrue(peer.heard.contains("LCP Terminate-Ack"));
        assertEquals(1, harness.store.size());
    }

    @Test
    void aSessionOfBeforeARestartIsNegotiatedAnew() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        final int address = peer.address;
        harness.restart();
        peer.lcpOpen = false;
        peer.lcpAcked = false;
        peer.lcpAsked = false;
        peer.authenticated = false;
        peer.ipcpAcked = false;
        peer.ipcpOpen = false;
        peer.connect();
        assertTrue(peer.ipcpOpen, () -> peer.heard.toString());
        assertEquals(address, peer.address);
        assertEquals(1, harness.store.size());
        assertEquals(1, harness.counters.value("ppp.renegotiated"));
    }

    @Test
    void aTrunkThatComesUpAsksForNoPppoeSessionAgain() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        harness.dataPlane.requests.clear();
        harness.gateway.onTrunk(0, true);
        harness.settle();
        assertEquals(List.of(), harness.dataPlane.requests);
        assertEquals(1, harness.store.size());
        assertTrue(harness.gateway.pppoe().session(peer.channelId).ipv4());
    }

    @Test
    void aLineThatDoesNotComeBackEndsItsSession() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        harness.dataPlane.refuse = 16;
        harness.restart();
        assertFalse(harness.gateway.isRestoring());
        assertEquals(0, harness.gateway.pppoe().sessionCount());
        assertEquals(1, harness.counters.value("pppoe.refused.line_failed"));
        assertEquals(0, harness.store.size());
        peer.listen();
        assertTrue(peer.terminated);
    }

    @Test
    void ipoeAndPppoeLiveOnTheSameRange() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        final long other = 0x0200_0000_0001L;
        final int address = harness.bringUp(GatewayHarness.line(101), other);
        assertNotEquals(0, address);
        assertNotEquals(peer.address, address);
        assertEquals(2, harness.store.size());
        harness.send(peer.stack, MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        harness.settle();
        assertEquals(1, harness.counters.value("dhcp.refused.pppoe_session"));
        assertEquals(2, harness.store.size());
    }

    @Test
    void trafficOfAnUnknownSessionIsToldSo() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        peer.listen();
        harness.gateway.onPppoeSessionFrame(0, peer.stack, MAC, peer.pppoeSessionId);
        harness.gateway.onPppoeSessionFrame(0, GatewayHarness.line(150), MAC, peer.pppoeSessionId);
        assertEquals(1, harness.counters.value("pppoe.sent.padt_unknown"));
        for (int i = 0; i < 5_000; i++) {
            harness.gateway.onPppoeSessionFrame(0, GatewayHarness.line(150), MAC, 1 + i);
        }
        assertEquals(1_000, harness.counters.value("pppoe.sent.padt_unknown"));
    }

    @Test
    void theAccessNodesWordsAreKeptWithTheSession() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        peer.vendorTag = HexFormat.of().parseHex("00000de9" + "0103616263" + "020378797a" + "810400002710" + "82040000c350"
                + "8104ffffffff" + "8303000001" + "8e0400000009" + "9003010203" + "fe00");
        assertTrue(peer.discover());
        peer.connect();
        final PppoeGateway.View view = harness.gateway.pppoe().session(peer.channelId);
        assertEquals("abc", view.agentCircuitId());
        assertEquals("xyz", view.agentRemoteId());
        assertEquals(10_000_000, view.agentRateUp());
        assertEquals(50_000_000, view.agentRateDown());
        assertTrue(harness.store.get(peer.channelId, record));
        assertTrue((record.flags() & SessionRecordFlyweight.FLAG_ATTRIBUTES) != 0);
        harness.restart();
        final PppoeGateway.View after = harness.gateway.pppoe().session(peer.channelId);
        assertEquals("abc xyz 10000000 50000000", after.agentCircuitId() + ' ' + after.agentRemoteId() + ' ' + after.agentRateUp() + ' '
                + after.agentRateDown());
    }

    @Test
    void theAccessNodesWordsGoToRadiusAsRfc4679HasThem() {
        final RadiusHarness radius = new RadiusHarness(PPPOE.replace("EXTRA", "").replace("local", "radius")
                + "    radius: { authentication: aaa, accounting: aaa }", new FakeSessionStore());
        final GatewayHarness harness = radius.harness;
        radius.exchange();
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        peer.vendorTag = HexFormat.of().parseHex("00000de9" + "0103616263" + "810400002710" + "8e0400000009" + "9003010203");
        assertTrue(peer.discover());
        peer.connect();
        final FakeRadiusUpstream.Message request = harness.radius.requests.getLast();
        assertEquals(10_000, request.number(RadiusAttributes.ACTUAL_DATA_RATE_UPSTREAM));
        assertEquals(9, request.number(RadiusAttributes.ACTUAL_INTERLEAVING_DELAY_DOWNSTREAM));
        assertEquals("abc", request.text(RadiusAttributes.ADSL_AGENT_CIRCUIT_ID));
        harness.gateway.onRadiusAnswer(request.correlationId(), RadiusCode.ACCESS_ACCEPT, new UnsafeBuffer(new byte[0]), 0, 0);
        peer.talk();
        harness.settle();
        assertTrue(peer.ipcpOpen, () -> peer.heard.toString());
        final FakeRadiusUpstream.Message start = radius.exchange().getLast();
        assertEquals(1, start.number(RadiusAttributes.ACCT_STATUS_TYPE));
        assertEquals(10_000, start.number(RadiusAttributes.ACTUAL_DATA_RATE_UPSTREAM));
    }

    @Test
    void whatWasOpenOfIpv6IsOpenAfterARestart() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = connected(harness);
        assertTrue(harness.gateway.pppoe().session(peer.channelId).ipv6());
        harness.channels.requests.clear();
        harness.restart();
        assertTrue(harness.gateway.pppoe().session(peer.channelId).ipv6());
        assertTrue(harness.channels.requests.containsAll(List.of("network " + peer.channelId + " 0x21 true",
                "network " + peer.channelId + " 0x57 true")), harness.channels.requests.toString());
        final PppoePeer without = new PppoePeer(harness, GatewayHarness.line(101), MAC + 1);
        without.userName = "bob";
        without.speaksIpv6cp = false;
        assertTrue(without.discover());
        without.connect();
        harness.channels.requests.clear();
        harness.restart();
        assertFalse(harness.gateway.pppoe().session(without.channelId).ipv6());
        assertFalse(harness.channels.requests.contains("network " + without.channelId + " 0x57 true"),
                harness.channels.requests.toString());
    }

    @Test
    void anAuthorizeOnlyRequestNeedsTheClientsStateAndNoPassword() {
        final RadiusHarness radius = new RadiusHarness(PPPOE.replace("EXTRA", "").replace("local", "radius")
                + "    radius: { authentication: aaa, accounting: aaa }", new FakeSessionStore());
        final GatewayHarness harness = radius.harness;
        radius.exchange();
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(peer.discover());
        peer.connect();
        accept(radius, harness.radius.requests.getLast(), "30mbit");
        peer.talk();
        radius.exchange();
        final FakeRadiusUpstream.Message refused = radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            attributes.put(RadiusAttributes.USER_NAME, "alice");
            attributes.put(RadiusAttributes.ATHENA_RE_AUTHENTICATE, 1);
        });
        assertEquals(405, refused.number(RadiusAttributes.ERROR_CAUSE), "there is no password any more to ask with");
        radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            attributes.put(RadiusAttributes.USER_NAME, "alice");
            attributes.put(RadiusAttributes.SERVICE_TYPE, RadiusValues.SERVICE_TYPE_AUTHORIZE_ONLY);
            attributes.putBytes(RadiusAttributes.STATE, new byte[] {7});
        });
        final FakeRadiusUpstream.Message asked = harness.radius.requests.getLast();
        assertEquals(RadiusCode.ACCESS_REQUEST, asked.code());
        assertEquals("alice", asked.text(RadiusAttributes.USER_NAME));
        assertEquals(17, asked.number(RadiusAttributes.SERVICE_TYPE));
        assertEquals(RadiusValues.FRAMED_PROTOCOL_PPP, asked.number(RadiusAttributes.FRAMED_PROTOCOL));
        accept(radius, asked, "40mbit");
        harness.settle();
        assertEquals("40000000/10000000", harness.dataPlane.sessions.get(peer.channelId));
    }

    private static void accept(final RadiusHarness radius, final FakeRadiusUpstream.Message request, final String down) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final RadiusAttributeAppender attributes = new RadiusAttributeAppender().wrap(buffer, 0, buffer.capacity());
        attributes.put(RadiusAttributes.ATHENA_RATE_DOWN, down);
        radius.harness.gateway.onRadiusAnswer(request.correlationId(), RadiusCode.ACCESS_ACCEPT, buffer, 0, attributes.length());
    }

    @Test
    void aLargerPayloadIsAgreedOnly() {
        final GatewayHarness harness = harness("mtu: 1500");
        final PppoePeer small = connected(harness);
        assertTrue(harness.store.get(small.channelId, record));
        assertEquals(1492, record.mtu());
        final PppoePeer large = new PppoePeer(harness, GatewayHarness.line(101), MAC + 1);
        large.maxPayload = 1600;
        large.userName = "bob";
        assertTrue(large.discover());
        assertEquals(1500, large.mru);
        large.connect();
        assertTrue(harness.store.get(large.channelId, record));
        assertEquals(1500, record.mtu());
    }

    @Test
    void packetsForOthersAreNotAnswered() {
        final GatewayHarness harness = harness("");
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        peer.padi();
        harness.settle();
        peer.listen();
        peer.discovery(PppoeCode.PADR, 0, FakeFrameSink.SOURCE_MAC + 1);
        peer.discovery(PppoeCode.PADO, 0, FakeFrameSink.SOURCE_MAC);
        assertEquals(1, harness.counters.value("pppoe.refused.wrong_destination"));
        assertEquals(1, harness.counters.value("pppoe.refused.foreign_concentrator"));
        assertEquals(0, harness.gateway.pppoe().sessionCount());
    }
}
