package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.TerminateCause;
import io.athenabng.wire.ppp.PppProtocol;
import io.athenabng.wire.pppoe.PppoeCode;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that do what they should not, or nothing: each ends in bounded time and leaves nothing behind. */
class PppoeOddPeersTest {
    private static final long MAC = 0x0200_0000_0021L;

    private final GatewayHarness harness = PppoePipelineTest.harness("");

    private PppoePeer discovered() {
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(peer.discover());
        return peer;
    }

    private void frame(final PppoePeer peer, final int protocol, final String hex) {
        peer.frame(protocol, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private void nothingIsLeft(final PppoePeer peer) {
        for (int i = 0; i < 90 && harness.gateway.pppoe().sessionCount() > 0; i++) {
            harness.clock.advanceSeconds(1);
            peer.talk();
        }
        harness.settle();
        assertEquals(0, harness.gateway.pppoe().sessionCount());
        assertTrue(harness.channels.open.isEmpty());
        assertEquals(0, harness.store.size());
        assertTrue(harness.gateway.isQuiet());
        peer.listen();
        assertTrue(peer.terminated, "the client is told by PADT");
        assertEquals(241, harness.gateway.dhcpServer().leases().pools().pool(0).free());
    }

    static Stream<Arguments> stops() {
        return Stream.of(
                Arguments.of("says nothing after PADS", (Consumer<PppoePeer>) peer -> peer.speaksLcp = false),
                Arguments.of("sends LCP but answers none", (Consumer<PppoePeer>) peer -> {
                    peer.speaksLcp = false;
                    peer.lcpRequest();
                }),
                Arguments.of("never authenticates", (Consumer<PppoePeer>) peer -> {
                    peer.speaksAuthentication = false;
                    peer.lcpRequest();
                }),
                Arguments.of("never authenticates by PAP", (Consumer<PppoePeer>) peer -> {
                    peer.speaksAuthentication = false;
                    peer.wantedMethod = PppProtocol.PAP;
                    peer.lcpRequest();
                }),
                Arguments.of("speaks no IPCP", (Consumer<PppoePeer>) peer -> {
                    peer.speaksIpcp = false;
                    peer.lcpRequest();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stops")
    void aPeerThatStopsIsGivenUp(final String what, final Consumer<PppoePeer> behaviour) {
        final PppoePeer peer = discovered();
        behaviour.accept(peer);
        peer.talk();
        peer.answersEcho = false;
        nothingIsLeft(peer);
    }

    @Test
    void aLoopedLineIsFound() {
        final PppoePeer peer = discovered();
        peer.speaksLcp = false;
        for (int i = 0; i < 20 && harness.gateway.pppoe().sessionCount() > 0; i++) {
            harness.clock.advanceSeconds(3);
            harness.settle();
            // What the gateway says comes back.
            while (!harness.channels.frames.isEmpty()) {
                final byte[] sent = harness.channels.frames.poll().payload();
                harness.gateway.onPppFrame(peer.channelId, PppProtocol.LCP, new org.agrona.concurrent.UnsafeBuffer(sent), 0, sent.length);
            }
        }
        assertEquals(1, harness.counters.value("ppp.loops"));
        nothingIsLeft(peer);
    }

    @Test
    void aPeerThatAgreesToNothingIsGivenUp() {
        final PppoePeer peer = discovered();
        peer.speaksLcp = false;
        for (int i = 0; i < 200 && harness.gateway.pppoe().sessionCount() > 0; i++) {
            harness.settle();
            while (!harness.channels.frames.isEmpty()) {
                final byte[] sent = harness.channels.frames.poll().payload();
                if (sent[0] == 1) {
                    // Nak: another MRU, again and again.
                    frame(peer, PppProtocol.LCP, "03 %02x 0008 0104 0%x00".formatted(sent[1], 1 + i % 4));
                }
            }
            if (i == 0) {
                harness.clock.advanceNs(300_000_000L);
            }
        }
        assertEquals(1, harness.counters.value("ppp.not_converged"));
        nothingIsLeft(peer);
    }

    @Test
    void aPeerThatRefusesEveryMethodIsNotServed() {
        final PppoePeer peer = discovered();
        peer.speaksLcp = false;
        for (int i = 0; i < 10; i++) {
            harness.clock.advanceNs(300_000_000L);
            harness.settle();
            while (!harness.channels.frames.isEmpty()) {
                final byte[] sent = harness.channels.frames.poll().payload();
                if (sent[0] == 1) {
                    frame(peer, PppProtocol.LCP, "03 %02x 0009 0305 c22380".formatted(sent[1]));
                }
            }
        }
        assertEquals(1, harness.counters.value("ppp.not_converged"));
        nothingIsLeft(peer);
    }

    @Test
    void optionsOfLengthZeroAndOneAreCounted() {
        final PppoePeer peer = discovered();
        frame(peer, PppProtocol.LCP, "0101 0006 0100");
        frame(peer, PppProtocol.LCP, "0101 0006 0101");
        frame(peer, PppProtocol.LCP, "0101 0007 0104 05");
        assertEquals(3, harness.counters.value("ppp.malformed.option_overrun"));
        frame(peer, PppProtocol.LCP, "0101 0003");
        frame(peer, PppProtocol.LCP, "01");
        assertEquals(1, harness.counters.value("ppp.malformed.bad_length"));
        assertEquals(1, harness.counters.value("ppp.malformed.truncated"));
        peer.connect();
        assertTrue(peer.ipcpOpen);
    }

    @Test
    void dataAndNetworkControlBeforeAuthenticationDoNothing() {
        final PppoePeer peer = discovered();
        peer.speaksAuthentication = false;
        peer.lcpRequest();
        peer.talk();
        peer.ipcpRequest();
        peer.ipv6cpRequest();
        peer.talk();
        assertFalse(peer.ipcpOpen);
        assertEquals(2, harness.counters.value("ppp.dropped.out_of_phase"));
        assertEquals(0, harness.store.size());
    }

    @Test
    void anUnknownProtocolIsRejectedWhenTheLinkIsOpen() {
        final PppoePeer peer = discovered();
        peer.connect();
        peer.heard.clear();
        frame(peer, PppProtocol.CCP, "0101 0004");
        frame(peer, 0x8053, "0101 0004");
        peer.talk();
        assertEquals(List.of("LCP Protocol-Reject", "LCP Protocol-Reject"), peer.heard);
        frame(peer, PppProtocol.LCP, "6305 0004");
        peer.talk();
        assertTrue(peer.heard.contains("LCP Code-Reject"));
        assertEquals(1, harness.store.size());
    }

    @Test
    void ipv6sFailureNeverEndsIpv4() {
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        peer.speaksIpv6cp = false;
        assertTrue(peer.discover());
        peer.connect();
        assertTrue(peer.ipcpOpen);
        assertFalse(peer.ipv6Open);
        harness.clock.advanceSeconds(40);
        peer.talk();
        assertEquals(1, harness.counters.value("ppp.ipv6cp_failed"));
        assertEquals(1, harness.store.size());
    }

    @Test
    void aLinkThatIsNegotiatedAnewGoesOnWithTheSameSession() {
        final PppoePeer peer = discovered();
        peer.connect();
        final int address = peer.address;
        peer.lcpAcked = false;
        peer.lcpAsked = false;
        peer.lcpOpen = false;
        peer.authenticated = false;
        peer.ipcpAcked = false;
        peer.ipcpOpen = false;
        peer.lcpRequest();
        peer.talk();
        assertTrue(peer.ipcpOpen, () -> peer.heard.toString());
        assertEquals(address, peer.address);
        assertEquals(1, harness.counters.value("ppp.renegotiated"));
        assertEquals(1, harness.events.events.stream().filter(event -> event.startsWith("session.pppoe_up")).count());
        assertEquals(1, harness.store.size());
        assertTrue(harness.channels.requests.contains("network " + peer.channelId + " 0x21 false"));
    }

    @Test
    void aPeerThatTerminatesWhileItNegotiatesIsLetGo() {
        final PppoePeer peer = discovered();
        peer.speaksLcp = false;
        peer.terminateRequest();
        harness.settle();
        peer.listen();
        assertTrue(peer.terminated);
        nothingIsLeft(peer);
    }

    @Test
    void aKernelThatRefusesChannelOrUnitIsToldToTheClient() {
        harness.channels.refuse = 12;
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertFalse(peer.discover());
        assertEquals(1, harness.counters.value("pppoe.sent.pads_error"));
        assertEquals(0, harness.gateway.pppoe().sessionCount());
        harness.channels.refuse = 0;
        peer.hostUniq = new byte[] {7};
        assertTrue(peer.discover());
        harness.dataPlane.refuse = 12;
        peer.connect();
        assertFalse(peer.authenticated);
        nothingIsLeft(peer);
        assertTrue(harness.events.events.stream().anyMatch(event -> event.contains("NAS-Error")));
    }

    @Test
    void aChannelThatIsLostEndsTheSession() {
        final PppoePeer peer = discovered();
        peer.connect();
        harness.gateway.onChannelLost(peer.channelId, 19);
        nothingIsLeft(peer);
        assertEquals(1, harness.counters.value("pppoe.channels_lost"));
    }

    @Test
    void aFullDataPlaneLosesNothing() {
        final PppoePeer peer = discovered();
        peer.connect();
        harness.channels.full = true;
        harness.dataPlane.full = true;
        harness.gateway.endSession(peer.channelId, TerminateCause.ADMIN_RESET);
        for (int i = 0; i < 10; i++) {
            harness.clock.advanceSeconds(3);
            harness.settle();
        }
        assertFalse(harness.channels.open.isEmpty());
        harness.channels.full = false;
        harness.dataPlane.full = false;
        nothingIsLeft(peer);
        assertTrue(harness.channels.requests.contains("close " + peer.channelId));
    }

    @Test
    void aSecondSessionOfAUserReplacesOrIsRefused() {
        for (final String policy : new String[] {"replace", "refuse", "off"}) {
            final GatewayHarness own = PppoePipelineTest.harness("single-session: " + policy);
            final PppoePeer first = new PppoePeer(own, GatewayHarness.line(100), MAC);
            assertTrue(first.discover());
            first.connect();
            final PppoePeer second = new PppoePeer(own, GatewayHarness.line(101), MAC + 1);
            assertTrue(second.discover());
            second.connect();
            assertEquals(!policy.equals("refuse"), second.ipcpOpen, policy);
            first.talk();
            assertEquals(policy.equals("off") ? 2 : 1, own.store.size(), policy);
            assertEquals(policy.equals("replace"), own.events.events.stream().anyMatch(event -> event.contains("Port-Preempted")), policy);
        }
    }

    @Test
    void servicesAndMacsAreServedAsConfigured() {
        final GatewayHarness own = PppoePipelineTest.harness(
                "service: exact\nservice-names: [gold, silver]\ndeny-macs: [\"02:00:00:00:00:99\"]");
        final PppoePeer none = new PppoePeer(own, GatewayHarness.line(100), MAC);
        assertFalse(none.discover());
        none.serviceName = "bronze";
        assertFalse(none.discover());
        assertEquals(2, own.counters.value("pppoe.refused.service_name"));
        none.serviceName = "gold";
        assertTrue(none.discover());
        final PppoePeer denied = new PppoePeer(own, GatewayHarness.line(101), 0x0200_0000_0099L);
        denied.serviceName = "gold";
        assertFalse(denied.discover());
        assertEquals(1, own.counters.value("pppoe.refused.mac_list"));
    }

    @Test
    void offersAreDelayedByLoad() {
        final GatewayHarness own = PppoePipelineTest.harness("pado-delays: [\"1:500ms\"]");
        final PppoePeer first = new PppoePeer(own, GatewayHarness.line(100), MAC);
        assertTrue(first.discover());
        final PppoePeer second = new PppoePeer(own, GatewayHarness.line(101), MAC + 1);
        second.padi();
        own.settle();
        assertEquals(List.of(), second.listen());
        own.clock.advanceNs(501_000_000L);
        own.settle();
        assertEquals(List.of(PppoeCode.PADO), second.listen());
        second.padr();
        own.settle();
        assertEquals(List.of(PppoeCode.PADS), second.listen());
    }
}
