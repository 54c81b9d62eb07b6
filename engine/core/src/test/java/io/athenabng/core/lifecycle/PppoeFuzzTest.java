package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.ppp.PppProtocol;
import io.athenabng.wire.testkit.FuzzBytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random frames at random times to the whole: nothing is thrown, answers stay bounded, and in the end nothing is left. */
@Timeout(600)
class PppoeFuzzTest {
    private static final int[] PROTOCOLS = {
        PppProtocol.LCP, PppProtocol.PAP, PppProtocol.CHAP, PppProtocol.IPCP, PppProtocol.IPV6CP, PppProtocol.CCP, 0xc025};
    private static final List<byte[]> GOLDENS = List.of(
            new byte[] {1, 1, 0, 14, 1, 4, 5, (byte) 0xd4, 5, 6, 1, 2, 3, 4}, new byte[] {2, 1, 0, 4}, new byte[] {3, 1, 0, 8, 1, 4, 5, 0},
            new byte[] {4, 1, 0, 8, 1, 4, 5, 0}, new byte[] {5, 1, 0, 4}, new byte[] {6, 1, 0, 4}, new byte[] {7, 1, 0, 8, 1, 1, 0, 4},
            new byte[] {8, 1, 0, 6, (byte) 0x80, 0x57}, new byte[] {9, 1, 0, 8, 1, 2, 3, 4}, new byte[] {10, 1, 0, 8, 1, 2, 3, 4},
            new byte[] {1, 7, 0, 16, 5, 'a', 'l', 'i', 'c', 'e', 6, 's', 'e', 'c', 'r', 'e'},
            new byte[] {1, 2, 0, 10, 3, 6, 0, 0, 0, 0}, new byte[] {1, 3, 0, 14, 1, 10, 1, 2, 3, 4, 5, 6, 7, 8});

    @Test
    void randomFramesAtRandomTimes() {
        final FuzzBytes fuzz = FuzzBytes.create("PppoeFuzzTest.randomFramesAtRandomTimes");
        final GatewayHarness harness = PppoePipelineTest.harness("echo-interval: 5s");
        PppoePeer peer = null;
        for (int i = 0; i < fuzz.iterations() / 4; i++) {
            if (peer == null || harness.gateway.pppoe().session(peer.channelId) == null) {
                peer = new PppoePeer(harness, GatewayHarness.line(100 + fuzz.below(3)), 0x0200_0000_0040L + fuzz.below(3));
                harness.clock.advanceSeconds(1);
                if (!peer.discover()) {
                    peer = null;
                    harness.clock.advanceSeconds(10);
                    harness.settle();
                    continue;
                }
                if (fuzz.oneIn(2)) {
                    peer.connect();
                }
            }
            final long before = harness.channels.count;
            final int protocol = PROTOCOLS[fuzz.below(PROTOCOLS.length)];
            peer.frame(protocol, fuzz.oneIn(4) ? fuzz.random(40) : fuzz.mutate(GOLDENS.get(fuzz.below(GOLDENS.size())), fuzz.below(5)));
            assertTrue(harness.channels.count - before <= 6, "one frame has few answers");
            if (fuzz.oneIn(8)) {
                peer.talk();
            }
            if (fuzz.oneIn(4)) {
                harness.clock.advanceNs(fuzz.below(4) * 700_000_000L);
                harness.settle();
            }
            if (fuzz.oneIn(50)) {
                peer.padt();
            }
            harness.frames.frames.clear();
            if (i % 1_000 == 0) {
                harness.channels.requests.clear();
                harness.dataPlane.requests.clear();
                harness.events.events.clear();
                harness.channels.frames.clear();
            }
        }
        for (int i = 0; i < 200; i++) {
            harness.clock.advanceSeconds(2);
            harness.settle();
        }
        assertEquals(0, harness.gateway.pppoe().sessionCount());
        assertEquals(0, harness.store.size());
        assertTrue(harness.channels.open.isEmpty());
    }
}
