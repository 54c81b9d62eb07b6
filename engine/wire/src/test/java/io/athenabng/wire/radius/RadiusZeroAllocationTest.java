package io.athenabng.wire.radius;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.ffi.testkit.Allocations;
import io.athenabng.wire.testkit.GoldenRadius;
import io.athenabng.wire.testkit.Hex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A request is written, hidden and signed, and its answer verified and read, without one byte of garbage. */
class RadiusZeroAllocationTest {

    private static final long LONG_EXTENDED = RadiusAttributes.key(0, 245 << 8 | 77);
    private static final int ATTRIBUTES = RadiusPacketFlyweight.HEADER_LENGTH;

    private final RadiusSecret secret = new RadiusSecret(GoldenRadius.FREERADIUS_SECRET.getBytes(StandardCharsets.US_ASCII));
    private final RadiusPacketFlyweight packet = new RadiusPacketFlyweight();
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender();
    private final UnsafeBuffer request = new UnsafeBuffer(ByteBuffer.allocateDirect(4096));
    private final UnsafeBuffer goldenRequest = new UnsafeBuffer(Hex.bytes(GoldenRadius.FREERADIUS_REQUEST));
    private final UnsafeBuffer answer = direct(GoldenRadius.FREERADIUS_ACCEPT);
    private final UnsafeBuffer layouts = direct(GoldenRadius.FREERADIUS_LAYOUTS);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[4096]);
    private final byte[] octets = new byte[16];
    private final byte[] classValue = {1, 2, 3};
    private final StringBuilder userName = new StringBuilder("Jürgen@example.net");
    private long sum;
    private long verified;

    @Test
    void noGarbage() {
        Allocations.assertNone("RADIUS", 2_000, rounds -> {
            verified = 0;
            for (int i = 0; i < rounds; i++) {
                ask(i);
                hear();
                joinAndSpread();
            }
        });
        assertEquals(2_000 * 4, verified);
    }

    private void ask(final int id) {
        packet.wrapMutable(request, 0).code(RadiusCode.ACCESS_REQUEST).identifier(id & 0xff).authenticator(goldenRequest, 4);
        appender.wrap(request, ATTRIBUTES, 4096 - ATTRIBUTES);
        final int signature = appender.reserve(RadiusAttributes.MESSAGE_AUTHENTICATOR, 16);
        appender.put(RadiusAttributes.USER_NAME, userName);
        scratch.putStringWithoutLengthAscii(0, "a password of twenty");
        final int password = appender.reserve(RadiusAttributes.USER_PASSWORD, 32);
        secret.hidePassword(request, password, scratch, 0, 20, request, 4);
        appender.putIpv4(RadiusAttributes.NAS_IP_ADDRESS, 0xc000_0201);
        appender.putMac(RadiusAttributes.CALLING_STATION_ID, 0x0200_0000_0011L, RadiusMacFormat.HYPHEN_UPPER);
        appender.putIpv6Prefix(RadiusAttributes.FRAMED_IPV6_PREFIX, octets, 64);
        appender.putBytes(RadiusAttributes.CLASS, classValue);
        appender.put(RadiusAttributes.ATHENA_RATE_DOWN, "100mbit");
        final int length = ATTRIBUTES + appender.length();
        packet.packetLength(length);
        secret.signMessageAuthenticator(request, 0, length, signature);
        verified += secret.messageAuthenticatorMatches(request, 0, length, signature) ? 1 : 0;
        packet.code(RadiusCode.ACCOUNTING_REQUEST);
        secret.signRequest(request, 0, length);
        verified += secret.requestAuthenticatorMatches(request, 0, length) ? 1 : 0;
    }

    private void hear() {
        final int length = answer.capacity();
        if (packet.wrap(answer, 0, length) == RadiusMalformedReason.NONE) {
            verified += secret.responseAuthenticatorMatches(answer, 0, length, goldenRequest, 4) ? 1 : 0;
            final int signature = packet.messageAuthenticatorOffset();
            verified += secret.messageAuthenticatorMatches(answer, 0, length, signature, goldenRequest, 4) ? 1 : 0;
        }
        cursor.wrap(answer, packet.attributesOffset(), packet.attributesLength());
        while (cursor.next()) {
            sum += cursor.key() + cursor.intValue(1) + cursor.longValue(2) + (cursor.ipv6(octets) ? 1 : 0);
            sum += cursor.ipv6Prefix(octets) ? octets[0] : 0;
        }
        if (cursor.find(RadiusAttributes.TUNNEL_PASSWORD)) {
            sum += secret.revealTunnelPassword(scratch, 0, answer, cursor.valueOffset() + 1, cursor.valueLength() - 1, goldenRequest, 4);
        }
    }

    private void joinAndSpread() {
        cursor.wrap(layouts, ATTRIBUTES, layouts.capacity() - ATTRIBUTES);
        appender.wrap(request, ATTRIBUTES, 4096 - ATTRIBUTES);
        if (cursor.find(LONG_EXTENDED)) {
            appender.append(cursor);
        }
        final int eap = cursor.joinValues(RadiusAttributes.EAP_MESSAGE, scratch, 0, 1000);
        appender.putBytes(RadiusAttributes.EAP_MESSAGE, scratch, 0, eap);
        sum += appender.length();
    }

    private static UnsafeBuffer direct(final String hex) {
        final byte[] bytes = Hex.bytes(hex);
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
        buffer.putBytes(0, bytes);
        return buffer;
    }
}
