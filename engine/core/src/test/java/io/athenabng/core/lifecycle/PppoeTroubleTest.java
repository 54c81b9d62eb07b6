package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.wire.ppp.PppProtocol;
import io.athenabng.wire.pppoe.PppoeCode;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trouble around PPPoE clients: floods of others, a trunk that goes and comes. */
class PppoeTroubleTest {
    private static final long MAC = 0x0200_0000_0011L;
    private static final int ATTACKERS = 400;
    private static final int ECHO_SECONDS = 30;

    private final GatewayHarness harness = PppoePipelineTest.harness("");

    @Test
    void aFloodOfWrongPasswordsLeavesNothingAndTouchesNobodyElse() {
        final PppoePeer live = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(live.discover());
        live.connect();
        assertTrue(live.ipcpOpen);
        final long echoes = harness.counters.value("ppp.echo.replies");
        for (int i = 0; i < ATTACKERS; i++) {
            final PppoePeer attacker = new PppoePeer(harness, GatewayHarness.line(101 + i % 90), MAC + 1 + i);
            attacker.password = "guess " + i;
            assertTrue(attacker.discover(), "attempt " + i);
            attacker.connect();
            assertTrue(attacker.refused, "attempt " + i);
            harness.clock.advanceSeconds(1);
            live.talk();
        }
        harness.clock.advanceSeconds(ECHO_SECONDS);
        live.talk();
        harness.clock.advanceSeconds(ECHO_SECONDS);
        live.talk();
        assertEquals(ATTACKERS, harness.counters.value("pppoe.authentication.rejected"));
        assertEquals(1, harness.store.size());
        assertEquals(1, harness.gateway.pppoe().sessionCount(), "whoever was refused is forgotten");
        assertEquals(1, harness.channels.open.size());
        assertTrue(harness.counters.value("ppp.echo.replies") >= echoes + ATTACKERS / ECHO_SECONDS,
                "the live session was asked and answered");
        assertEquals(0, harness.counters.value("ppp.echo.lost"));
    }

    static Stream<Arguments> stages() {
        return Stream.of(
                stage("before LCP", peer -> peer.speaksLcp = false, peer -> {
                    peer.speaksLcp = true;
                    peer.lcpRequest();
                }),
                stage("before authentication", peer -> peer.speaksAuthentication = false, peer -> peer.speaksAuthentication = true),
                stage("before IPCP", peer -> peer.speaksIpcp = false, peer -> {
                    peer.speaksIpcp = true;
                    peer.ipcpRequest();
                }));
    }

    private static Arguments stage(final String name, final Consumer<PppoePeer> stops, final Consumer<PppoePeer> goesOn) {
        return Arguments.of(name, stops, goesOn);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void aTrunkThatGoesAndComesInMidNegotiationCostsTimeAndNoSession(
            final String stage, final Consumer<PppoePeer> stops, final Consumer<PppoePeer> goesOn) {
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(peer.discover());
        stops.accept(peer);
        peer.connect();
        harness.gateway.onTrunk(0, false);
        // What is sent meanwhile is lost.
        for (int i = 0; i < 5; i++) {
            harness.clock.advanceSeconds(1);
            harness.settle();
            harness.channels.frames.clear();
        }
        harness.gateway.onTrunk(0, true);
        goesOn.accept(peer);
        for (int i = 0; i < 10 && !peer.ipcpOpen; i++) {
            peer.talk();
            harness.clock.advanceSeconds(1);
        }
        assertTrue(peer.ipcpOpen, () -> stage + ": " + peer.heard);
        assertEquals(1, harness.store.size());
        assertEquals(0, harness.counters.value("ppp.timeouts.setup"));
    }

    private RunningConfiguration other(final String from, final String to) {
        final String yaml = GatewayHarness.CONFIGURATION.replace("GROUP", PppoePipelineTest.PPPOE.replace("EXTRA", ""));
        assertTrue(yaml.contains(from), yaml);
        final LoadResult loaded = ConfigurationLoader.load("other.yaml", yaml.replace(from, to));
        return assertInstanceOf(LoadResult.Loaded.class, loaded, loaded::toString).configuration();
    }

    @Test
    void aRangeThatIsAddedIsServedAndNobodyElseNotices() {
        final PppoePeer live = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(live.discover());
        live.connect();
        final PppoePeer later = new PppoePeer(harness, GatewayHarness.line(250), MAC + 1);
        later.userName = "bob";
        assertFalse(later.discover());
        harness.gateway.reconfigure(other("500.100-199", "500.100-299"));
        assertTrue(later.discover());
        later.connect();
        assertTrue(later.ipcpOpen);
        assertEquals(2, harness.store.size());
        assertFalse(live.terminated);
    }

    @Test
    void aPoolThatIsExchangedGivesItsAddressesToPppoeToo() {
        final PppoePeer live = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(live.discover());
        live.connect();
        harness.gateway.reconfigure(other("10.64.0.10-10.64.0.250", "10.64.0.10-10.64.0.11"));
        final PppoePeer later = new PppoePeer(harness, GatewayHarness.line(101), MAC + 1);
        later.userName = "bob";
        assertTrue(later.discover());
        later.connect();
        assertEquals(0x0a40_000b, later.address, "the one that is left");
        final PppoePeer tooLate = new PppoePeer(harness, GatewayHarness.line(102), MAC + 2);
        assertTrue(tooLate.discover());
        tooLate.connect();
        assertFalse(tooLate.ipcpOpen);
        assertEquals(1, harness.counters.value("pppoe.refused.no_address"));
        assertEquals(2, harness.store.size());
    }

    @Test
    void whatIsChangedOfPppoeIsForThoseWhoComeLater() {
        final PppoePeer live = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(live.discover());
        live.connect();
        harness.gateway.reconfigure(other("authentication: [chap-md5, ms-chap-v2, pap]",
                "authentication: [pap]\n      deny-macs: [\"02:00:00:00:00:99\"]\n      pado-delays: [\"0:0s\", \"1:2s\", \"2:4s\"]"));
        final PppoePeer denied = new PppoePeer(harness, GatewayHarness.line(101), 0x0200_0000_0099L);
        assertFalse(denied.discover());
        final PppoePeer later = new PppoePeer(harness, GatewayHarness.line(102), MAC + 1);
        later.userName = "bob";
        later.padi();
        harness.settle();
        assertTrue(later.listen().isEmpty(), "with a session up an offer waits");
        harness.clock.advanceSeconds(2);
        harness.settle();
        assertEquals(List.of(PppoeCode.PADO), later.listen());
        later.padr();
        harness.settle();
        later.listen();
        later.connect();
        assertEquals(PppProtocol.PAP, later.method);
        assertTrue(later.ipcpOpen);
        assertEquals(2, harness.store.size());
        assertFalse(live.terminated);
    }

    @Test
    void aGroupThatServesItNoMoreKeepsItsSessions() {
        final PppoePeer live = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(live.discover());
        live.connect();
        harness.gateway.reconfigure(other("enabled: true", "enabled: false"));
        final PppoePeer later = new PppoePeer(harness, GatewayHarness.line(101), MAC + 1);
        assertFalse(later.discover());
        harness.clock.advanceSeconds(ECHO_SECONDS);
        live.talk();
        assertEquals(1, harness.store.size());
        live.terminateRequest();
        live.talk();
        assertEquals(0, harness.store.size());
    }

    @Test
    void aTrunkThatStaysDownInMidNegotiationLeavesNothing() {
        final PppoePeer peer = new PppoePeer(harness, GatewayHarness.line(100), MAC);
        assertTrue(peer.discover());
        peer.speaksAuthentication = false;
        peer.connect();
        harness.gateway.onTrunk(0, false);
        for (int i = 0; i < 90; i++) {
            harness.clock.advanceSeconds(1);
            harness.settle();
            harness.channels.frames.clear();
        }
        assertEquals(0, harness.gateway.pppoe().sessionCount());
        assertTrue(harness.channels.open.isEmpty());
        assertEquals(0, harness.store.size());
        assertTrue(harness.gateway.isQuiet());
    }
}
