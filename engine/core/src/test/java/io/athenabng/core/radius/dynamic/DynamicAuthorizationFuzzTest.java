package io.athenabng.core.radius.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.testkit.ManualClock;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusSecret;
import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.PoisonedBuffers;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Any bytes to the dynamic authorisation port: nothing is thrown, nobody without the secret gets in, every datagram is counted once. */
class DynamicAuthorizationFuzzTest {
    private final ManualClock clock = new ManualClock(1_700_000_000L * ManualClock.SECOND_NS);
    private final TestCounters counters = new TestCounters();
    private int taken;
    private long lastToken;
    private int answered;
    private final DynamicAuthorizationServer server = new DynamicAuthorizationServer(
            DynamicAuthorizationServerTest.settings(1_000_000, false), clock, clock, (token, code, attributes, offset, length) -> {
                taken++;
                lastToken = token;
                return true;
            }, (high, low, port, scope, buffer, offset, length) -> {
                answered++;
                return true;
            }, counters);

    private static byte[] golden() {
        return new DynamicClientPacket(DynamicAuthorizationServerTest.SECRET, RadiusCode.COA_REQUEST, 9, true, attributes -> {
            attributes.put(RadiusAttributes.USER_NAME, "anna");
            attributes.put(RadiusAttributes.ATHENA_RATE_DOWN, "10mbit");
            attributes.putBytes(RadiusAttributes.PROXY_STATE, new byte[] {1, 2, 3});
            attributes.put(RadiusAttributes.EVENT_TIMESTAMP, 1_700_000_000);
        }).octets();
    }

    @Test
    void bytesWithoutTheSecretDoNothing() {
        final FuzzBytes fuzz = FuzzBytes.create("dynamic-authorization");
        final PoisonedBuffers buffers = new PoisonedBuffers();
        final byte[] golden = golden();
        final int rounds = fuzz.iterations() / 4;
        int same = 0;
        for (int i = 0; i < rounds; i++) {
            final byte[] bytes = fuzz.oneIn(4) ? fuzz.random(300) : fuzz.mutate(golden);
            same += startsWith(bytes, golden) ? 1 : 0;
            buffers.set(bytes);
            server.onDatagram(0, DynamicAuthorizationServerTest.CLIENT, fuzz.below(100), 0, buffers.exact(), 0,
                    bytes.length);
            clock.advanceNs(1_000_000);
            server.onDutyCycle();
        }
        assertTrue(taken <= same, taken + " of " + rounds + " forged packets got in, " + same + " were the client's own");
        assertEquals(0, answered - counters.value("radius.dynamic.duplicates.answered"));
    }

    /** Padding behind the packet's length is no part of it. */
    private static boolean startsWith(final byte[] bytes, final byte[] golden) {
        return bytes.length >= golden.length && Arrays.equals(bytes, 0, golden.length, golden, 0, golden.length);
    }

    @Test
    void signedRubbishIsAnsweredOrDroppedAndNeverThrows() {
        final FuzzBytes fuzz = FuzzBytes.create("dynamic-authorization-signed");
        final RadiusSecret secret = new RadiusSecret("another".getBytes(StandardCharsets.UTF_8));
        final byte[] golden = golden();
        final UnsafeBuffer answer = new UnsafeBuffer(new byte[300]);
        for (int i = 0; i < fuzz.iterations() / 10; i++) {
            final byte[] bytes = fuzz.mutate(golden);
            if (bytes.length >= 20) {
                final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
                buffer.putByte(0, (byte) (40 + 3 * fuzz.below(2)));
                buffer.putShort(2, (short) bytes.length, ByteOrder.BIG_ENDIAN);
                if (bytes.length <= 4_096) {
                    secret.signRequest(buffer, 0, bytes.length);
                }
                server.onDatagram(0, DynamicAuthorizationServerTest.CLIENT + 1, fuzz.below(65_536), 0, buffer, 0, bytes.length);
                if (lastToken != 0) {
                    server.answer(lastToken, fuzz.oneIn(2) ? RadiusCode.COA_ACK : RadiusCode.DISCONNECT_NAK, answer, 0, fuzz.below(300));
                }
            }
            clock.advanceNs(10_000_000);
            server.onDutyCycle();
        }
        assertTrue(taken > 100, "only " + taken + " were taken: the fuzzer does not reach what is behind the authenticator");
    }
}
