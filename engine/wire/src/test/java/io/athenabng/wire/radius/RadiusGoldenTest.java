package io.athenabng.wire.radius;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.GoldenRadius;
import io.athenabng.wire.testkit.Hex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Packets of the RFCs' examples, and between the client and the server of FreeRADIUS: read, verified, and written again. */
class RadiusGoldenTest {

    private static final int LUCENT = 4846;
    private static final int USR = 429;
    private static final int FREERADIUS = 11344;
    private static final int ASCEND = 529;

    private final RadiusSecret rfcSecret = new RadiusSecret(GoldenRadius.RFC_SECRET.getBytes(StandardCharsets.US_ASCII));
    private final RadiusSecret secret = new RadiusSecret(GoldenRadius.FREERADIUS_SECRET.getBytes(StandardCharsets.US_ASCII));
    private final RadiusPacketFlyweight packet = new RadiusPacketFlyweight();
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[4096]);
    private final byte[] octets = new byte[16];

    @Test
    void everyPacketIsSound() {
        GoldenRadius.all().forEach((name, bytes) -> {
            assertEquals(RadiusMalformedReason.NONE, packet.wrap(new UnsafeBuffer(bytes), 0, bytes.length), name);
            assertEquals(bytes.length, packet.packetLength(), name);
            cursor.wrap(packet.buffer(), packet.attributesOffset(), packet.attributesLength());
            while (cursor.next()) {
                assertTrue(cursor.key() != 0, name);
            }
            assertFalse(cursor.malformed(), name);
        });
    }

    @Test
    void authenticatorsOfAnswersAreRight() {
        assertAnswer(rfcSecret, GoldenRadius.RFC2865_PAP_REQUEST, GoldenRadius.RFC2865_PAP_ACCEPT, false);
        assertAnswer(rfcSecret, GoldenRadius.RFC2865_CHAP_REQUEST, GoldenRadius.RFC2865_CHAP_ACCEPT, false);
        assertAnswer(rfcSecret, GoldenRadius.RFC2865_CHALLENGE_REQUEST, GoldenRadius.RFC2865_CHALLENGE, false);
        assertAnswer(rfcSecret, GoldenRadius.RFC5997_AUTHENTICATION_QUERY, GoldenRadius.RFC5997_AUTHENTICATION_ANSWER, false);
        assertAnswer(rfcSecret, GoldenRadius.RFC5997_ACCOUNTING_QUERY, GoldenRadius.RFC5997_ACCOUNTING_ANSWER, false);
        assertAnswer(secret, GoldenRadius.FREERADIUS_REQUEST, GoldenRadius.FREERADIUS_ACCEPT, true);
        assertAnswer(secret, GoldenRadius.FREERADIUS_LONG_PASSWORD, GoldenRadius.FREERADIUS_REJECT, false);
        assertAnswer(secret, GoldenRadius.FREERADIUS_STATUS, GoldenRadius.FREERADIUS_STATUS_ANSWER, false);
    }

    /** Verifies, changes each octet in turn, and signs again. */
    private void assertAnswer(final RadiusSecret secret, final String requestHex, final String answerHex, final boolean signed) {
        final UnsafeBuffer request = new UnsafeBuffer(Hex.bytes(requestHex));
        final byte[] bytes = Hex.bytes(answerHex);
        final UnsafeBuffer answer = new UnsafeBuffer(bytes.clone());
        final int length = bytes.length;
        packet.wrap(answer, 0, length);
        final int messageAuthenticator = packet.messageAuthenticatorOffset();
        assertEquals(signed, messageAuthenticator >= 0);
        assertTrue(secret.responseAuthenticatorMatches(answer, 0, length, request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET));
        for (int i = 0; i < length; i++) {
            answer.putByte(i, (byte) (bytes[i] ^ 0x01));
            assertFalse(secret.responseAuthenticatorMatches(answer, 0, length, request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET));
            if (signed && (i < 4 || i >= 20)) {
                assertFalse(secret.messageAuthenticatorMatches(answer, 0, length, messageAuthenticator, request,
                    RadiusPacketFlyweight.AUTHENTICATOR_OFFSET));
            }
            answer.putByte(i, bytes[i]);
        }
        if (signed) {
            assertTrue(secret.messageAuthenticatorMatches(answer, 0, length, messageAuthenticator, request,
                RadiusPacketFlyweight.AUTHENTICATOR_OFFSET));
            answer.setMemory(messageAuthenticator, 16, (byte) 0x5a);
        }
        answer.setMemory(RadiusPacketFlyweight.AUTHENTICATOR_OFFSET, 16, (byte) 0x5a);
        if (signed) {
            secret.signMessageAuthenticator(answer, 0, length, messageAuthenticator, request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        }
        secret.signResponse(answer, 0, length, request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        assertEquals(Hex.toString(bytes), Hex.toString(answer.byteArray()));
    }

    @Test
    void authenticatorsOfRequestsAreRight() {
        for (final String hex : List.of(GoldenRadius.FREERADIUS_STOP, GoldenRadius.FREERADIUS_COA, GoldenRadius.FREERADIUS_DISCONNECT)) {
            final byte[] bytes = Hex.bytes(hex);
            final UnsafeBuffer request = new UnsafeBuffer(bytes.clone());
            assertTrue(secret.requestAuthenticatorMatches(request, 0, bytes.length));
            assertFalse(rfcSecret.requestAuthenticatorMatches(request, 0, bytes.length));
            for (int i = 0; i < bytes.length; i++) {
                request.putByte(i, (byte) (bytes[i] ^ 0x80));
                assertFalse(secret.requestAuthenticatorMatches(request, 0, bytes.length));
                request.putByte(i, bytes[i]);
            }
            request.setMemory(RadiusPacketFlyweight.AUTHENTICATOR_OFFSET, 16, (byte) 0x77);
            secret.signRequest(request, 0, bytes.length);
            assertArrayEquals(bytes, request.byteArray());
        }
    }

    @Test
    void messageAuthenticatorsOfRequestsAreRight() {
        assertSigned(rfcSecret, GoldenRadius.RFC5997_AUTHENTICATION_QUERY);
        assertSigned(rfcSecret, GoldenRadius.RFC5997_ACCOUNTING_QUERY);
        assertSigned(secret, GoldenRadius.FREERADIUS_REQUEST);
        assertSigned(secret, GoldenRadius.FREERADIUS_STATUS);
        assertSigned(secret, GoldenRadius.FREERADIUS_COA);
    }

    private void assertSigned(final RadiusSecret secret, final String hex) {
        final byte[] bytes = Hex.bytes(hex);
        // Somewhere in a larger buffer, as in a ring.
        final UnsafeBuffer request = new UnsafeBuffer(new byte[bytes.length + 24]);
        request.putBytes(8, bytes);
        assertEquals(RadiusMalformedReason.NONE, packet.wrap(request, 8, bytes.length + 16), "octets beyond the length are padding");
        final int value = packet.messageAuthenticatorOffset();
        assertTrue(secret.messageAuthenticatorMatches(request, 8, bytes.length, value));
        request.putByte(value + 15, (byte) (bytes[value + 15 - 8] ^ 1));
        assertFalse(secret.messageAuthenticatorMatches(request, 8, bytes.length, value));
        request.setMemory(value, 16, (byte) 0x33);
        secret.signMessageAuthenticator(request, 8, bytes.length, value);
        assertEquals(Hex.toString(bytes), Hex.toString(request.byteArray(), 8, bytes.length));
    }

    @Test
    void thePapRequestIsWrittenAgain() {
        final byte[] golden = Hex.bytes(GoldenRadius.RFC2865_PAP_REQUEST);
        appender.wrap(scratch, RadiusPacketFlyweight.HEADER_LENGTH, 100);
        assertTrue(appender.put(RadiusAttributes.USER_NAME, "nemo"));
        final int password = appender.reserve(RadiusAttributes.USER_PASSWORD, 16);
        assertTrue(appender.putIpv4(RadiusAttributes.NAS_IP_ADDRESS, 0xc0a8_0110));
        assertTrue(appender.put(RadiusAttributes.NAS_PORT, 3));
        final int length = RadiusPacketFlyweight.HEADER_LENGTH + appender.length();
        new RadiusPacketFlyweight().wrapMutable(scratch, 0).code(RadiusCode.ACCESS_REQUEST).identifier(0).packetLength(length)
            .authenticator(new UnsafeBuffer(golden), RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        final UnsafeBuffer clear = new UnsafeBuffer("arctangent".getBytes(StandardCharsets.US_ASCII));
        assertEquals(16, rfcSecret.hidePassword(scratch, password, clear, 0, 10, scratch, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET));
        assertEquals(Hex.toString(golden), Hex.toString(scratch.byteArray(), 0, length));
    }

    @Test
    void passwordsAreRevealed() {
        assertEquals("arctangent", password(rfcSecret, GoldenRadius.RFC2865_PAP_REQUEST));
        assertEquals("challenge", password(rfcSecret, GoldenRadius.RFC2865_CHALLENGE_REQUEST));
        assertEquals("hello", password(secret, GoldenRadius.FREERADIUS_REQUEST));
        assertEquals("a password of more than sixteen octets", password(secret, GoldenRadius.FREERADIUS_LONG_PASSWORD));
    }

    private String password(final RadiusSecret secret, final String hex) {
        open(hex);
        assertTrue(cursor.find(RadiusAttributes.USER_PASSWORD));
        final int length = secret.revealPassword(scratch, 100, cursor.buffer(), cursor.valueOffset(), cursor.valueLength(),
            packet.buffer(), packet.authenticatorOffset());
        return scratch.getStringWithoutLengthAscii(100, length);
    }

    @Test
    void tunnelPasswordAndKeysAreRevealed() {
        final UnsafeBuffer request = new UnsafeBuffer(Hex.bytes(GoldenRadius.FREERADIUS_REQUEST));
        open(GoldenRadius.FREERADIUS_ACCEPT);
        assertTrue(cursor.find(RadiusAttributes.TUNNEL_PASSWORD));
        assertEquals(1, cursor.buffer().getByte(cursor.valueOffset()), "tag");
        final int length = secret.revealTunnelPassword(scratch, 0, cursor.buffer(), cursor.valueOffset() + 1, cursor.valueLength() - 1,
            request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        assertEquals("tunnel secret of more than sixteen", scratch.getStringWithoutLengthAscii(0, length));
        // Hidden again with the same salt it is the same.
        final int salt = cursor.buffer().getShort(cursor.valueOffset() + 1, java.nio.ByteOrder.BIG_ENDIAN);
        final byte[] hidden = new byte[cursor.valueLength() - 1];
        assertEquals(hidden.length, secret.hideTunnelPassword(scratch, 0, salt, scratch, 0, length, request,
            RadiusPacketFlyweight.AUTHENTICATOR_OFFSET));
        cursor.buffer().getBytes(cursor.valueOffset() + 1, hidden);
        assertEquals(Hex.toString(hidden), Hex.toString(scratch.byteArray(), 0, hidden.length));
        assertTrue(cursor.find(RadiusAttributes.MS_MPPE_SEND_KEY));
        assertEquals(16, secret.revealTunnelPassword(scratch, 0, cursor.buffer(), cursor.valueOffset(), cursor.valueLength(), request,
            RadiusPacketFlyweight.AUTHENTICATOR_OFFSET));
        assertEquals("000102030405060708090a0b0c0d0e0f", Hex.toString(scratch.byteArray(), 0, 16));
    }

    @Test
    void whatASubscriberMayGet() {
        open(GoldenRadius.FREERADIUS_ACCEPT);
        assertEquals(RadiusCode.ACCESS_ACCEPT, packet.code());
        assertInt(RadiusAttributes.FRAMED_IP_ADDRESS, 0x0a40_004d);
        assertInt(RadiusAttributes.FRAMED_IP_NETMASK, 0xffff_ff00);
        assertText(RadiusAttributes.FRAMED_POOL, "main");
        assertText(RadiusAttributes.FRAMED_ROUTE, "192.0.2.0/24 10.64.0.77 1");
        assertTrue(cursor.findNext(RadiusAttributes.FRAMED_ROUTE));
        assertEquals("198.51.100.0/25", cursor.text());
        assertFalse(cursor.findNext(RadiusAttributes.FRAMED_ROUTE));
        assertInt(RadiusAttributes.SESSION_TIMEOUT, 86_400);
        assertInt(RadiusAttributes.TERMINATION_ACTION, RadiusValues.TERMINATION_ACTION_RADIUS_REQUEST);
        assertText(RadiusAttributes.REPLY_MESSAGE, "Grüße");
        assertText(RadiusAttributes.ATHENA_RATE_DOWN, "100mbit");
        assertText(RadiusAttributes.ATHENA_RATE_UP, "20mbit");
        assertInt(RadiusAttributes.ATHENA_RE_AUTHENTICATE, RadiusValues.ATHENA_RE_AUTHENTICATE_YES);
        assertText(RadiusAttributes.MIKROTIK_RATE_LIMIT, "20M/100M");
        assertText(RadiusAttributes.CISCO_AVPAIR, "subscriber:sub-qos-policy-out=GOLD");
        assertInt(RadiusAttributes.WISPR_BANDWIDTH_MAX_UP, 20_000_000);
        assertInt(RadiusAttributes.WISPR_BANDWIDTH_MAX_DOWN, 100_000_000);
        assertInt(RadiusAttributes.MS_SECONDARY_DNS_SERVER, 0xc000_0236);
        assertInt(RadiusAttributes.key(ASCEND, 135), 0xc000_0201);
        assertText(RadiusAttributes.DELEGATED_IPV6_PREFIX_POOL, "pd");
    }

    /** RFC 3162, 4818 and 6911. */
    @Test
    void ipv6() {
        open(GoldenRadius.FREERADIUS_ACCEPT);
        assertTrue(cursor.find(RadiusAttributes.FRAMED_IPV6_PREFIX) && cursor.ipv6Prefix(octets));
        assertEquals(64, cursor.prefixLength());
        assertEquals("20010db8000100020000000000000000", Hex.toString(octets));
        assertTrue(cursor.find(RadiusAttributes.DELEGATED_IPV6_PREFIX) && cursor.ipv6Prefix(octets));
        assertEquals(36, cursor.prefixLength());
        assertEquals("20010db8f00000000000000000000000", Hex.toString(octets));
        assertTrue(cursor.find(RadiusAttributes.FRAMED_IPV6_ADDRESS) && cursor.ipv6(octets));
        assertEquals("20010db8000100020000000000000007", Hex.toString(octets));
        assertTrue(cursor.find(RadiusAttributes.FRAMED_INTERFACE_ID));
        assertEquals(7, cursor.longValue(0));
    }

    /** Attribute by attribute, the answer's bytes come out of the appender as the server wrote them. */
    @Test
    void theAcceptIsWrittenAgain() {
        final RadiusVendorFormats formats = vendorId -> vendorId == LUCENT ? 0x21 : RadiusVendorFormats.STANDARD;
        cursor.vendorFormats(formats);
        appender.vendorFormats(formats);
        final byte[] golden = Hex.bytes(GoldenRadius.FREERADIUS_ACCEPT);
        open(GoldenRadius.FREERADIUS_ACCEPT);
        appender.wrap(scratch, 0, golden.length - RadiusPacketFlyweight.HEADER_LENGTH);
        cursor.rewind();
        while (cursor.next()) {
            assertTrue(write(cursor.key()), () -> "key " + Long.toHexString(cursor.key()));
        }
        assertFalse(appender.overflow());
        assertEquals(Hex.toString(golden, 20, golden.length - 20), Hex.toString(scratch.byteArray(), 0, appender.length()));
        // Not one octet more fits.
        assertFalse(appender.put(RadiusAttributes.USER_NAME, "x"));
        assertTrue(appender.overflow());
    }

    private boolean write(final long key) {
        if (key == RadiusAttributes.FRAMED_IPV6_PREFIX || key == RadiusAttributes.DELEGATED_IPV6_PREFIX) {
            return cursor.ipv6Prefix(octets) && appender.putIpv6Prefix(key, octets, cursor.prefixLength());
        }
        if (key == RadiusAttributes.FRAMED_IPV6_ADDRESS || key == RadiusAttributes.DNS_SERVER_IPV6_ADDRESS) {
            return cursor.ipv6(octets) && appender.putIpv6(key, octets);
        }
        if (key == RadiusAttributes.REPLY_MESSAGE || key == RadiusAttributes.ATHENA_RATE_DOWN || key == RadiusAttributes.CISCO_AVPAIR) {
            return appender.put(key, cursor.text());
        }
        if (key == RadiusAttributes.FRAMED_INTERFACE_ID) {
            return appender.putLong(key, cursor.longValue(0));
        }
        return cursor.valueLength() == 4 ? appender.put(key, cursor.intValue(0)) : appender.append(cursor);
    }

    /** RFC 6929 and the layouts of vendors, as radclient writes them. */
    @Test
    void extendedAttributesAndLayouts() {
        final RadiusVendorFormats formats = vendorId -> switch (vendorId) {
            case LUCENT -> 0x21;
            case USR -> 0x40;
            default -> RadiusVendorFormats.STANDARD;
        };
        cursor.vendorFormats(formats);
        appender.vendorFormats(formats);
        final byte[] golden = Hex.bytes(GoldenRadius.FREERADIUS_LAYOUTS);
        open(GoldenRadius.FREERADIUS_LAYOUTS);
        final long longText = RadiusAttributes.key(0, 245 << 8 | 77);
        assertTrue(cursor.find(longText));
        assertEquals(300, cursor.valueLength());
        for (int i = 0; i < 300; i++) {
            assertEquals((byte) i, cursor.buffer().getByte(cursor.valueOffset() + i));
        }
        assertInt(RadiusAttributes.key(0, 241 << 8 | 77), 5);
        assertInt(RadiusAttributes.key(LUCENT, 2), 7);
        assertText(RadiusAttributes.key(USR, 0x66), "x");
        assertInt(RadiusAttributes.extendedVendorKey(245, FREERADIUS, 77), 1);
        assertTrue(cursor.find(RadiusAttributes.extendedVendorKey(245, FREERADIUS, 78)));
        assertEquals(300, cursor.valueLength());
        assertEquals((byte) 0xab, cursor.buffer().getByte(cursor.valueOffset() + 299));
        assertEquals(300, cursor.joinValues(RadiusAttributes.EAP_MESSAGE, scratch, 0, 300));
        assertEquals("0211", Hex.toString(scratch.byteArray(), 0, 2));
        assertEquals(-1, cursor.joinValues(RadiusAttributes.EAP_MESSAGE, scratch, 0, 299));

        final List<Integer> lengths = new ArrayList<>();
        appender.wrap(scratch, 1000, 2000);
        cursor.rewind();
        while (cursor.next()) {
            lengths.add(cursor.valueLength());
            if (cursor.key() != RadiusAttributes.EAP_MESSAGE) {
                assertTrue(appender.append(cursor));
            } else if (cursor.valueLength() == 253) {
                final byte[] eap = new byte[300];
                java.util.Arrays.fill(eap, (byte) 0x11);
                eap[0] = 2;
                assertTrue(appender.putBytes(RadiusAttributes.EAP_MESSAGE, eap));
            }
        }
        assertEquals(List.of(1, 300, 4, 253, 47, 4, 1, 18, 4, 300), lengths);
        assertEquals(Hex.toString(golden, 20, golden.length - 20), Hex.toString(scratch.byteArray(), 1000, appender.length()));
    }

    /** The examples of RFC 6929 that have a type, a vendor, or a flag of their own. */
    @Test
    void examplesOfRfc6929() {
        assertExtended("f1 06 01 62 6f 62", RadiusAttributes.key(0, 241 << 8 | 1), "bob");
        assertExtended("f1 0c 1a 00000001 04 74657374", RadiusAttributes.extendedVendorKey(241, 1, 4), "test");
        assertExtended("f5 07 01 00 62 6f 62", RadiusAttributes.key(0, 245 << 8 | 1), "bob");
        assertExtended("f5 0d 1a 00 00000001 06 74657374", RadiusAttributes.extendedVendorKey(245, 1, 6), "test");
    }

    private void assertExtended(final String hex, final long key, final String text) {
        final byte[] bytes = Hex.bytes(hex);
        cursor.wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        assertTrue(cursor.next());
        assertEquals(key, cursor.key());
        assertEquals(text, cursor.text());
        appender.wrap(scratch, 0, bytes.length);
        assertTrue(appender.put(key, text));
        assertEquals(Hex.toString(bytes), Hex.toString(scratch.byteArray(), 0, appender.length()));
    }

    private void open(final String hex) {
        final byte[] bytes = Hex.bytes(hex);
        assertEquals(RadiusMalformedReason.NONE, packet.wrap(new UnsafeBuffer(bytes), 0, bytes.length));
        cursor.wrap(packet.buffer(), packet.attributesOffset(), packet.attributesLength());
    }

    private void assertInt(final long key, final int expected) {
        assertTrue(cursor.find(key), () -> "key " + Long.toHexString(key));
        assertEquals(expected, cursor.intValue(-1));
    }

    private void assertText(final long key, final String expected) {
        assertTrue(cursor.find(key), () -> "key " + Long.toHexString(key));
        assertEquals(expected, cursor.text());
    }
}
