package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
