package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.TerminateCause;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppProtocol;
import io.athenabng.wire.radius.RadiusCode;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client's set-up is interrupted behind each of its frames in turn: it falls silent, its line or its channel goes, somebody else says
 * that it is over. Whatever comes to an end leaves nothing behind; whatever should not, does not.
 */
class PppoeInterruptionTest {
    private static final long MAC = 0x0200_0000_0031L;
    private static final int GIVE_UP_SECONDS = 240;
    private static final int FREE = 241;
    private static final int FLOOD = 10_000;

    /** What happens to a client that has heard some of its frames. */
    private interface Interruption {
        void on(GatewayHarness harness, PppoePeer peer);
    }

    private static PppoePeer peer(final GatewayHarness harness, final int method) {
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        peer.wantedMethod = method;
        assertTrue(peer.discover());
        return peer;
    }

    /** How many frames a client hears until all is agreed. */
    private static int framesOfASetUp(final int method) {
        final PppoePeer peer = peer(PppoePipelineTest.harness(""), method);
        peer.connect();
        assertTrue(peer.ipcpOpen && peer.ipv6Open);
        return peer.heard.size();
    }

    /** The interruption behind each frame; then either nothing is left, or all is agreed. */
    private static void behindEachFrame(final int method, final Interruption interruption, final boolean survives) {
        final int frames = framesOfASetUp(method);
        assertTrue(frames >= 6);
        for (int heard = 0; heard <= frames; heard++) {
            final GatewayHarness harness = PppoePipelineTest.harness("");
            final PppoePeer peer = peer(harness, method);
            peer.hearsFrames = heard;
            peer.connect();
            interruption.on(harness, peer);
            if (survives) {
                recovers(harness, peer, heard);
            } else {
                nothingIsLeft(harness, peer, heard);
            }
        }
    }

    private static void recovers(final GatewayHarness harness, final PppoePeer peer, final int heard) {
        peer.hearsFrames = Integer.MAX_VALUE;
        for (int second = 0; second < 50 && !peer.ipcpOpen; second++) {
            harness.clock.advanceSeconds(1);
            if (second % 3 == 2) {
                repeat(peer);
            }
            peer.talk();
        }
        assertTrue(peer.ipcpOpen, () -> "after " + heard + " frames: " + peer.heard);
        assertEquals(1, harness.store.size());
        assertEquals(FREE - 1, harness.gateway.dhcpServer().leases().pools().pool(0).free());
    }

    /** A client has a restart timer, too. */
    private static void repeat(final PppoePeer peer) {
        if (!peer.lcpAcked) {
            peer.lcpRequest();
        } else if (!peer.authenticated && peer.method == PppProtocol.PAP) {
            peer.papRequest();
        } else if (!peer.authenticated && peer.challenge != null) {
            // RFC 1994, section 4.2: the answer to it may have been lost.
            peer.chapResponse();
        } else if (peer.authenticated && !peer.ipcpAcked) {
            peer.ipcpRequest();
        }
    }

    private static void nothingIsLeft(final GatewayHarness harness, final PppoePeer peer, final int heard) {
        for (int second = 0; second < GIVE_UP_SECONDS && harness.gateway.pppoe().sessionCount() > 0; second++) {
            harness.clock.advanceSeconds(1);
            peer.talk();
        }
        harness.settle();
        final String when = "after " + heard + " frames";
        assertEquals(0, harness.gateway.pppoe().sessionCount(), when);
        assertTrue(harness.channels.open.isEmpty(), when);
        assertTrue(harness.dataPlane.sessions.isEmpty(), when);
        assertEquals(0, harness.store.size(), when);
        assertTrue(harness.gateway.isQuiet(), when);
        assertEquals(FREE, harness.gateway.dhcpServer().leases().pools().pool(0).free(), when);
        harness.channels.frames.clear();
        harness.clock.advanceSeconds(GIVE_UP_SECONDS);
        harness.settle();
        assertTrue(harness.channels.frames.isEmpty(), "no timer is left " + when);
    }

    @ParameterizedTest
    @ValueSource(ints = {PppProtocol.PAP, LcpOption.CHAP_MD5, LcpOption.CHAP_MS_V2})
    void aClientThatFallsSilentIsGivenUpAndToldSo(final int method) {
        behindEachFrame(method, (harness, peer) -> {
            peer.hearsFrames = 0;
            for (int second = 0; second < GIVE_UP_SECONDS && harness.gateway.pppoe().sessionCount() > 0; second++) {
                harness.clock.advanceSeconds(1);
                peer.talk();
            }
            peer.listen();
            assertTrue(peer.terminated);
        }, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {PppProtocol.PAP, LcpOption.CHAP_MD5, LcpOption.CHAP_MS_V2})
    void framesThatAreLostAreRepeated(final int method) {
        behindEachFrame(method, (harness, peer) -> { }, true);
    }

    @Test
    void itsPadtEndsItAtOnce() {
        behindEachFrame(LcpOption.CHAP_MD5, (harness, peer) -> {
            peer.padt();
            harness.settle();
            assertEquals(0, harness.gateway.pppoe().sessionCount());
        }, false);
    }

    @Test
    void aPadtOfAnotherMacOrLineDoesNothing() {
        behindEachFrame(LcpOption.CHAP_MD5, (harness, peer) -> {
            final PppoePeer otherMac = new PppoePeer(harness, peer.stack, MAC + 1);
            otherMac.pppoeSessionId = peer.pppoeSessionId;
            otherMac.padt();
            final PppoePeer otherLine = new PppoePeer(harness, GatewayHarness.line(101), MAC);
            otherLine.pppoeSessionId = peer.pppoeSessionId;
            otherLine.padt();
            assertEquals(2, harness.counters.value("pppoe.refused.foreign_padt"));
        }, true);
    }

    @Test
    void aTrunkThatGoesDownAndUpInterruptsNothing() {
        behindEachFrame(LcpOption.CHAP_MD5, (harness, peer) -> {
            harness.gateway.onTrunk(0, false);
            harness.clock.advanceSeconds(7);
            harness.settle();
            harness.channels.frames.clear();
            harness.gateway.onTrunk(0, true);
            harness.settle();
        }, true);
    }

    @Test
    void aLineThatSomebodyDeletesTakesItAlong() {
        behindEachFrame(LcpOption.CHAP_MD5, (harness, peer) -> {
            harness.gateway.onChannelLost(peer.channelId, 19);
            harness.dataPlane.lines.clear();
            harness.gateway.onLineGone(0, true);
            harness.settle();
        }, false);
    }

    @Test
    void aChannelThatIsLostTakesItAlong() {
        behindEachFrame(LcpOption.CHAP_MD5, (harness, peer) -> harness.gateway.onChannelLost(peer.channelId, 19), false);
    }

    @Test
    void anOperatorsClearIsObeyed() {
        behindEachFrame(LcpOption.CHAP_MD5, (harness, peer) -> {
            if (!harness.gateway.endSession(peer.channelId, TerminateCause.ADMIN_RESET)) {
                // Nobody has let it in yet: only its client can end it.
                peer.padt();
            }
        }, false);
    }

    @Test
    void aKernelThatRefusesTheSessionIsToldToTheClientAndTheNextTryGoesWell() {
        final GatewayHarness harness = PppoePipelineTest.harness("");
        final PppoePeer peer = peer(harness, LcpOption.CHAP_MD5);
        harness.dataPlane.refuse = 12;
        peer.connect();
        assertFalse(peer.authenticated);
        nothingIsLeft(harness, peer, peer.heard.size());
        harness.dataPlane.refuse = 0;
        peer.hostUniq = new byte[] {5};
        peer.lcpAcked = false;
        peer.lcpAsked = false;
        peer.lcpOpen = false;
        assertTrue(peer.discover());
        peer.connect();
        assertTrue(peer.ipcpOpen, () -> peer.heard.toString());
    }

    @Test
    void aFloodOfPasswordsIsAskedAboutOnce() {
        final GatewayHarness harness = new RadiusHarness("authentication: radius\n    radius: { authentication: aaa }\n    "
                + PppoePipelineTest.PPPOE.replace("EXTRA", "").replace("authentication: local\n", "").stripLeading(),
                new FakeSessionStore()).harness;
        final PppoePeer peer = peer(harness, PppProtocol.PAP);
        peer.connect();
        final int before = harness.radius.requests.size();
        final long sent = harness.channels.count;
        for (int i = 0; i < FLOOD; i++) {
            peer.password = "try" + i;
            peer.papRequest();
        }
        harness.settle();
        assertEquals(before, harness.radius.requests.size(), "one question about a client at a time");
        assertEquals(sent, harness.channels.count, "no answer before there is one");
        final long asked = harness.radius.requests.getLast().correlationId();
        harness.gateway.onRadiusAnswer(asked, RadiusCode.ACCESS_REJECT, new UnsafeBuffer(new byte[0]), 0, 0);
        peer.talk();
        assertTrue(peer.refused);
        for (int i = 0; i < FLOOD; i++) {
            peer.papRequest();
        }
        peer.talk();
        assertEquals(before, harness.radius.requests.size(), "who was refused is not asked about again");
        nothingIsLeft(harness, peer, peer.heard.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {PppProtocol.PAP, LcpOption.CHAP_MD5, LcpOption.CHAP_MS_V2})
    void wrongPasswordsAgainAndAgainLeaveNothing(final int method) {
        final GatewayHarness harness = PppoePipelineTest.harness("");
        for (int i = 0; i < 60; i++) {
            final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100 + i % 3), MAC + i % 3);
            peer.wantedMethod = method;
            peer.password = "wrong" + i;
            peer.hostUniq = new byte[] {(byte) i};
            harness.clock.advanceSeconds(2);
            assertTrue(peer.discover());
            peer.connect();
            assertTrue(peer.refused);
            nothingIsLeft(harness, peer, i);
        }
        assertEquals(60, harness.counters.value("pppoe.authentication.rejected"));
        final PppoePeer right = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        right.wantedMethod = method;
        assertTrue(right.discover());
        right.connect();
        assertTrue(right.ipcpOpen);
    }

    @Test
    void anAddressThatIsNotTheClientsIsNeverAgreed() {
        final GatewayHarness harness = PppoePipelineTest.harness("");
        final PppoePeer peer = peer(harness, LcpOption.CHAP_MD5);
        peer.speaksIpcp = false;
        peer.connect();
        for (int i = 0; i < 20; i++) {
            harness.channels.frames.clear();
            peer.address = 0x0a40_00fe;
            peer.ipcpRequest();
            harness.settle();
            harness.channels.frames.forEach(sent -> assertFalse(sent.protocol() == PppProtocol.IPCP
                    && sent.payload()[0] == PppCode.CONFIGURE_ACK, "somebody else's address"));
        }
        nothingIsLeft(harness, peer, peer.heard.size());
    }
}
