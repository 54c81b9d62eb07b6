package io.athenabng.core.radius.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.PoisonedBuffers;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Whatever a server says: nothing is thrown, nothing outside the list is read, and no profile has a value that a session cannot have. */
final class RadiusAccessFuzzTest {
    private static byte[] golden() {
        final UnsafeBuffer list = new UnsafeBuffer(new byte[4_076]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(list, 0, list.capacity());
        appender.put(RadiusAttributes.USER_NAME, "someone");
        appender.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, 0x0a40_0007);
        appender.put(RadiusAttributes.FRAMED_ROUTE, "198.51.100.0/24 0.0.0.0 1");
        appender.put(RadiusAttributes.SESSION_TIMEOUT, 600);
        appender.put(RadiusAttributes.CLASS, "class");
        appender.put(RadiusAttributes.ATHENA_RATE_DOWN, "100mbit");
        appender.put(RadiusAttributes.MIKROTIK_RATE_LIMIT, "1M/2M");
        appender.put(RadiusAttributes.WISPR_BANDWIDTH_MAX_UP, 1_000_000);
        appender.put(RadiusAttributes.CISCO_AVPAIR, "ip:sub-qos-policy-in=gold");
        appender.putIpv6Prefix(RadiusAttributes.FRAMED_IPV6_PREFIX, new byte[16], 64);
        appender.put(RadiusAttributes.MS_CHAP2_SUCCESS, "\u0001S=00");
        final byte[] octets = new byte[appender.length()];
        list.getBytes(0, octets);
        return octets;
    }

    @Test
    void anyListIsDecodedTheSameWhateverStandsAroundIt() {
        final FuzzBytes fuzz = FuzzBytes.create("RadiusAccessFuzzTest");
        final AccessAnswerDecoder decoder = new AccessAnswerDecoder(
                AccessConfigurations.of("wispr, mikrotik, cisco, filter-id", 32473, ""), new TestCounters());
        final PoisonedBuffers buffers = new PoisonedBuffers();
        final byte[] golden = golden();
        int accepted = 0;
        for (int i = 0; i < fuzz.iterations() / 4; i++) {
            final byte[] octets = fuzz.oneIn(4) ? fuzz.random(300) : fuzz.mutate(golden);
            buffers.set(octets);
            final String first = describe(decode(decoder, buffers.exact(), 0, octets.length));
            assertEquals(first, describe(decode(decoder, buffers.ones(), PoisonedBuffers.OFFSET, octets.length)));
            final SubscriberProfile profile = decode(decoder, buffers.zeros(), PoisonedBuffers.OFFSET, octets.length);
            assertEquals(first, describe(profile));
            if (profile != null) {
                accepted++;
                assertTrue(profile.downBitsPerSecond() >= -1 && profile.upBitsPerSecond() >= -1);
                assertTrue(profile.sessionTimeoutNs() >= 0);
                assertTrue(profile.userName().length() <= 253 && !profile.userName().isEmpty());
                assertTrue(profile.extras().routes().stream().allMatch(route -> route.prefixLength() >= 8));
            }
        }
        assertTrue(accepted > 100, "only " + accepted + " were accepted");
    }

    private static SubscriberProfile decode(final AccessAnswerDecoder decoder, final DirectBuffer buffer, final int offset,
            final int length) {
        decoder.rejection(buffer, offset, length);
        return decoder.decode(buffer, offset, length, "asked");
    }

    private static String describe(final SubscriberProfile profile) {
        // Arrays have no equality of their own.
        return profile == null ? "refused" : profile.toString().replaceAll("classes=\\[.*?\\]", "")
                + profile.extras().classes().stream().map(java.util.Arrays::toString).toList();
    }
}
