package io.athenabng.wire.radius;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.Hex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What the golden packets do not reach: lengths at their limits, other secrets, memory outside the heap. */
class RadiusSecretTest {

    private final UnsafeBuffer authenticator = new UnsafeBuffer(Hex.bytes("0f403f9473978057bd83d5cb98f4227a"));
    private final UnsafeBuffer source = new UnsafeBuffer(new byte[400]);
    private final UnsafeBuffer target = new UnsafeBuffer(new byte[400]);
    private final RadiusSecret secret = new RadiusSecret("xyzzy5461".getBytes(StandardCharsets.US_ASCII));
    private final RadiusSecret other = new RadiusSecret("xyzzy5462".getBytes(StandardCharsets.US_ASCII));

    /** The vectors of RFC 2202 have keys from 4 to 80 octets; here the JDK's own HMAC is the measure, for secrets around MD5's block. */
    @Test
    void secretsOfAnyLength() throws Exception {
        final SplittableRandom random = new SplittableRandom(7);
        for (final int length : new int[] {1, 2, 15, 16, 17, 48, 63, 64, 65, 80, 128, 200}) {
            final byte[] key = new byte[length];
            random.nextBytes(key);
            final byte[] packet = new byte[38 + length];
            random.nextBytes(packet);
            packet[0] = RadiusCode.ACCESS_REQUEST;
            packet[2] = 0;
            packet[3] = (byte) packet.length;
            final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(packet.length));
            buffer.putBytes(0, packet);
            new RadiusSecret(key).signMessageAuthenticator(buffer, 0, packet.length, 22);
            for (int i = 22; i < 38; i++) {
                packet[i] = 0;
            }
            final Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(key, "HmacMD5"));
            final byte[] expected = mac.doFinal(packet);
            final byte[] actual = new byte[16];
            buffer.getBytes(22, actual);
            assertArrayEquals(expected, actual, () -> "secret of " + length);
        }
    }

    @Test
    void takesACopyAndPrintsNothing() {
        final byte[] bytes = "xyzzy5461".getBytes(StandardCharsets.US_ASCII);
        final RadiusSecret copy = new RadiusSecret(bytes);
        java.util.Arrays.fill(bytes, (byte) 0);
        source.putStringWithoutLengthAscii(0, "hello");
        assertEquals(16, copy.hidePassword(target, 0, source, 0, 5, authenticator, 0));
        assertEquals(5, secret.revealPassword(target, 100, target, 0, 16, authenticator, 0));
        assertEquals("hello", target.getStringWithoutLengthAscii(100, 5));
        assertFalse(copy.toString().contains("xyzzy"));
        assertThrows(IllegalArgumentException.class, () -> new RadiusSecret(new byte[0]));
    }

    @Test
    void passwordsOfEveryLength() {
        for (int length = 0; length <= RadiusSecret.MAX_PASSWORD_LENGTH; length++) {
            fill(length);
            final int hidden = secret.hidePassword(target, 3, source, 0, length, authenticator, 0);
            assertEquals(Math.max(16, (length + 15) / 16 * 16), hidden);
            // In place.
            assertEquals(length, secret.revealPassword(target, 3, target, 3, hidden, authenticator, 0));
            assertEquals(source.getStringWithoutLengthAscii(0, length), target.getStringWithoutLengthAscii(3, length));
        }
        assertEquals(-1, secret.hidePassword(target, 0, source, 0, 129, authenticator, 0));
    }

    @Test
    void whatIsNoHiddenPassword() {
        for (int length = 0; length <= 160; length++) {
            final boolean possible = length > 0 && length <= 128 && length % 16 == 0;
            assertEquals(possible, secret.revealPassword(target, 0, source, 0, length, authenticator, 0) >= 0, "length " + length);
        }
    }

    @Test
    void anotherSecretRevealsSomethingElse() {
        fill(20);
        secret.hidePassword(target, 0, source, 0, 20, authenticator, 0);
        final int length = other.revealPassword(target, 100, target, 0, 32, authenticator, 0);
        assertFalse(target.getStringWithoutLengthAscii(100, length).equals(source.getStringWithoutLengthAscii(0, 20)));
    }

    @Test
    void tunnelPasswordsOfEveryLength() {
        for (int length = 0; length <= RadiusSecret.MAX_TUNNEL_PASSWORD_LENGTH; length++) {
            fill(length);
            final int hidden = secret.hideTunnelPassword(target, 1, 0x1234, source, 0, length, authenticator, 0);
            assertEquals(2 + (length + 16) / 16 * 16, hidden);
            assertEquals(0x92, target.getByte(1) & 0xff, "RFC 2868: the highest bit of a salt is set");
            assertEquals(0x34, target.getByte(2));
            assertEquals(length, secret.revealTunnelPassword(target, 1, target, 1, hidden, authenticator, 0));
            assertEquals(source.getStringWithoutLengthAscii(0, length), target.getStringWithoutLengthAscii(1, length));
        }
        assertEquals(-1, secret.hideTunnelPassword(target, 0, 1, source, 0, 240, authenticator, 0));
    }

    @Test
    void whatIsNoTunnelPassword() {
        for (final int length : new int[] {0, 1, 2, 3, 17, 19, 33, 259}) {
            assertEquals(-1, secret.revealTunnelPassword(target, 0, source, 0, length, authenticator, 0), "length " + length);
        }
        // The length inside: 15 octets are there behind it, 16 are not.
        fill(8);
        secret.hideTunnelPassword(target, 0, 1, source, 0, 8, authenticator, 0);
        target.putByte(2, (byte) (target.getByte(2) ^ 8 ^ 15));
        assertEquals(15, secret.revealTunnelPassword(target, 100, target, 0, 18, authenticator, 0));
        target.putByte(2, (byte) (target.getByte(2) ^ 15 ^ 16));
        assertEquals(-1, secret.revealTunnelPassword(target, 100, target, 0, 18, authenticator, 0));
        // With a wrong secret the length inside is random: of 16 octets, at most 15 can be.
        int refused = 0;
        for (int salt = 0; salt < 256; salt++) {
            fill(8);
            secret.hideTunnelPassword(target, 0, salt, source, 0, 8, authenticator, 0);
            refused += other.revealTunnelPassword(target, 100, target, 0, 18, authenticator, 0) < 0 ? 1 : 0;
        }
        assertTrue(refused > 200, refused + " of 256");
    }

    /** RFC 5176, 3.4: in its HMAC a CoA-Request has zeros for an authenticator, whatever stands there. */
    @Test
    void messageAuthenticatorOfARequestWithADigest() {
        for (final int code : new int[] {RadiusCode.ACCOUNTING_REQUEST, RadiusCode.COA_REQUEST, RadiusCode.DISCONNECT_REQUEST}) {
            assertTrue(signAndChangeAuthenticator(code), RadiusCode.name(code));
        }
        for (final int code : new int[] {RadiusCode.ACCESS_REQUEST, RadiusCode.STATUS_SERVER}) {
            assertFalse(signAndChangeAuthenticator(code), RadiusCode.name(code));
        }
    }

    private boolean signAndChangeAuthenticator(final int code) {
        target.putBytes(0, Hex.bytes(String.format("%02x000026 00*16 5012 00*16", code)));
        secret.signMessageAuthenticator(target, 0, 38, 22);
        target.putByte(19, (byte) 9);
        return secret.messageAuthenticatorMatches(target, 0, 38, 22);
    }

    private void fill(final int length) {
        for (int i = 0; i < length; i++) {
            source.putByte(i, (byte) ('a' + i % 26));
        }
    }
}
