package io.athenabng.core.radius.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.testkit.FuzzBytes;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Whatever comes from the network: nothing is thrown, and only what is right settles a request. */
final class RadiusReceiveFuzzTest {
    private static final int REQUESTS = 64;
    private static final byte[] ATTRIBUTES = {8, 6, 10, 64, 0, 7, 25, 6, 1, 2, 3, 4, 26, 17, 0, 0, 0x7e, (byte) 0xd9, 1, 11, '1', '0', '0',
        'm', 'b', 'i', 't', '1', '8'};

    @Test
    void nothingIsThrownAndNothingWrongIsBelieved() {
        final FuzzBytes fuzz = FuzzBytes.create("RadiusReceiveFuzzTest");
        final ScriptedRadius radius = ScriptedRadius.single();
        for (int i = 0; i < REQUESTS; i++) {
            radius.access(i);
        }
        final ScriptedRadius.Sent[] sent = radius.sent.toArray(new ScriptedRadius.Sent[0]);
        final byte[][] right = new byte[REQUESTS][];
        for (int i = 0; i < REQUESTS; i++) {
            right[i] = radius.answer(sent[i], RadiusCode.ACCESS_ACCEPT, ATTRIBUTES);
        }
        final int iterations = fuzz.iterations() / 4;
        for (int i = 0; i < iterations; i++) {
            final int which = fuzz.below(REQUESTS);
            final byte[] packet = fuzz.oneIn(4) ? fuzz.random(200) : fuzz.mutate(right[which]);
            final int target = fuzz.oneIn(8) ? fuzz.below(REQUESTS) : which;
            // Octets behind the packet's own length are padding: such a packet is still right.
            final boolean same = packet.length >= right[which].length
                    && Arrays.equals(Arrays.copyOf(packet, right[which].length), right[which]);
            if (!same) {
                radius.client.onPacket(sent[target].sourceId(), new UnsafeBuffer(packet), 0, packet.length);
            }
        }
        assertTrue(radius.outcomes.isEmpty(), () -> "believed: " + radius.outcomes);
        for (int i = 0; i < REQUESTS; i++) {
            radius.deliver(sent[i], right[i]);
        }
        assertEquals(REQUESTS, radius.outcomes.size());
    }
}
