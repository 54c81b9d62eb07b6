package io.athenabng.wire.radius;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.wire.testkit.GoldenRadius;
import io.athenabng.wire.testkit.Hex;
import io.athenabng.wire.testkit.ReasonNames;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RadiusPacketFlyweightTest {

    private static final String HEADER = "02 07 %04x 000102030405060708090a0b0c0d0e0f ";

    private final RadiusPacketFlyweight packet = new RadiusPacketFlyweight();

    @Test
    void reasonsHaveNames() throws IllegalAccessException {
        ReasonNames.assertComplete(RadiusMalformedReason.class, RadiusMalformedReason.COUNT, RadiusMalformedReason::name);
    }

    @Test
    void codesHaveNames() {
        assertEquals("Access-Request", RadiusCode.name(RadiusCode.ACCESS_REQUEST));
        assertEquals("CoA-NAK", RadiusCode.name(45));
        assertEquals("Code-99", RadiusCode.name(99));
    }

    @Test
    void header() {
        assertEquals("NONE", wrap(20, ""));
        assertEquals(RadiusCode.ACCESS_ACCEPT, packet.code());
        assertEquals(7, packet.identifier());
        assertEquals(0, packet.attributesLength());
        assertEquals(-1, packet.messageAuthenticatorOffset());
    }

    @Test
    void lengths() {
        assertEquals("BAD_LENGTH", wrap(19, ""));
        assertEquals("BAD_LENGTH", wrap(0, ""));
        assertEquals("TRUNCATED", wrap(21, ""));
        assertEquals("TOO_LONG", wrap(4097, "1902*2039"));
        assertEquals("TOO_LONG", wrap(0xffff, ""));
        final byte[] short19 = new byte[19];
        assertEquals(RadiusMalformedReason.TRUNCATED, packet.wrap(new UnsafeBuffer(short19), 0, 19));
        assertEquals(RadiusMalformedReason.TRUNCATED, packet.wrap(new UnsafeBuffer(short19), 19, 0));
    }

    @Test
    void octetsAfterThePacketAreIgnored() {
        assertEquals("NONE", wrap(24, "19040102 ff00ff"));
        assertEquals(4, packet.attributesLength());
        assertEquals("NONE", wrap(20, "01"), "padding is no attribute");
    }

    @Test
    void theLargestPacket() {
        // Fifteen attributes of 255, one of 251: 4096 octets.
        final String most = ("19ff" + "00".repeat(253)).repeat(15) + "19fb" + "00".repeat(249);
        assertEquals("NONE", wrap(4096, most));
        assertEquals(4076, packet.attributesLength());
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor()
            .wrap(packet.buffer(), packet.attributesOffset(), packet.attributesLength());
        int count = 0;
        while (cursor.next()) {
            count++;
        }
        assertEquals(16, count);
    }

    @Test
    void attributes() {
        assertEquals("BAD_ATTRIBUTE_LENGTH", wrap(22, "1900"));
        assertEquals("BAD_ATTRIBUTE_LENGTH", wrap(22, "1901"));
        assertEquals("BAD_ATTRIBUTE_LENGTH", wrap(26, "19040102 1901"));
        assertEquals("ATTRIBUTE_OVERRUN", wrap(21, "19"));
        assertEquals("ATTRIBUTE_OVERRUN", wrap(23, "190401"));
        assertEquals("ATTRIBUTE_OVERRUN", wrap(23, "190401 02"), "the packet ends before the octets do");
        assertEquals("NONE", wrap(22, "1902"));
    }

    @Test
    void messageAuthenticator() {
        final String signature = "5012 00*16 ";
        assertEquals("NONE", wrap(20 + 18 + 4, "19040102" + signature));
        assertEquals(3 + 26, packet.messageAuthenticatorOffset());
        assertEquals("BAD_MESSAGE_AUTHENTICATOR", wrap(20 + 17, "5011 00*15"));
        assertEquals("BAD_MESSAGE_AUTHENTICATOR", wrap(20 + 2, "5002"));
        assertEquals("DUPLICATE_MESSAGE_AUTHENTICATOR", wrap(20 + 36, signature + signature));
        // What was found in one packet is not found in the next.
        assertEquals("NONE", wrap(20, ""));
        assertEquals(-1, packet.messageAuthenticatorOffset());
    }

    @Test
    void writesAHeader() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final byte[] authenticator = Hex.bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
        packet.wrapMutable(buffer, 7).code(RadiusCode.COA_NAK).identifier(255).packetLength(4096)
            .authenticator(new UnsafeBuffer(authenticator), 0);
        assertEquals("2dff1000" + Hex.toString(authenticator), Hex.toString(buffer.byteArray(), 7, 20));
        assertEquals(11, packet.authenticatorOffset());
        assertEquals(27, packet.attributesOffset());
        assertEquals(4096, packet.packetLength());
        assertEquals(255, packet.identifier());
        assertEquals(RadiusCode.COA_NAK, packet.code());
    }

    @Test
    void everyTruncationIsRefused() {
        GoldenRadius.all().forEach((name, bytes) -> {
            for (int length = 0; length < bytes.length; length++) {
                final UnsafeBuffer cut = new UnsafeBuffer(Arrays.copyOf(bytes, length));
                assertEquals(RadiusMalformedReason.TRUNCATED, packet.wrap(cut, 0, length), name);
            }
        });
    }

    private String wrap(final int length, final String attributes) {
        final byte[] bytes = Hex.bytes(String.format(HEADER, length) + attributes);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[bytes.length + 3]);
        buffer.putBytes(3, bytes);
        return RadiusMalformedReason.name(packet.wrap(buffer, 3, bytes.length));
    }
}
