package io.athenabng.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The arithmetic of MS-CHAPv2 (RFC 2759 section 8), for passwords that are known here.
 *
 * <pre>
 *   Response, 49 octets:  0 Peer-Challenge (16) | 16 reserved (8) | 24 NT-Response (24) | 48 flags (1)
 * </pre>
 */
final class MsChapV2 {
    /** Octets of a Response. */
    static final int RESPONSE_LENGTH = 49;

    private static final int CHALLENGE_LENGTH = 16;
    private static final int NT_RESPONSE = 24;
    private static final int NT_RESPONSE_LENGTH = 24;
    private static final byte[] MAGIC_1 = "Magic server to client signing constant".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MAGIC_2 = "Pad to make it do more than one iteration".getBytes(StandardCharsets.US_ASCII);
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private MsChapV2() {
    }

    /**
     * Verifies a Response.
     *
     * @return the authenticator's proof for the Success packet, {@code S=...}; null if the password is another
     */
    static String verify(final byte[] challenge, final byte[] response, final String userName, final String password) {
        final byte[] peerChallenge = Arrays.copyOf(response, CHALLENGE_LENGTH);
        final byte[] given = Arrays.copyOfRange(response, NT_RESPONSE, NT_RESPONSE + NT_RESPONSE_LENGTH);
        final byte[] hash = Md4.digest(password.getBytes(StandardCharsets.UTF_16LE));
        final byte[] challengeHash = challengeHash(peerChallenge, challenge, userName);
        if (!MessageDigest.isEqual(given, ntResponse(challengeHash, hash))) {
            return null;
        }
        final byte[] digest = sha1(Md4.digest(hash), given, MAGIC_1);
        return "S=" + hex(sha1(digest, challengeHash, MAGIC_2));
    }

    /** The first eight octets of SHA-1 over both challenges and the name without its domain (section 8.2). */
    static byte[] challengeHash(final byte[] peerChallenge, final byte[] challenge, final String userName) {
        final String name = userName.substring(userName.indexOf('\\') + 1);
        return Arrays.copyOf(sha1(peerChallenge, Arrays.copyOf(challenge, CHALLENGE_LENGTH), name.getBytes(StandardCharsets.UTF_8)), 8);
    }

    /** Three times DES with a third of the password's hash each (section 8.5). */
    static byte[] ntResponse(final byte[] challengeHash, final byte[] passwordHash) {
        final byte[] keys = Arrays.copyOf(passwordHash, 21);
        final byte[] result = new byte[NT_RESPONSE_LENGTH];
        try {
            final Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
            for (int i = 0; i < 3; i++) {
                des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(desKey(keys, i * 7), "DES"));
                des.doFinal(challengeHash, 0, 8, result, i * 8);
            }
        } catch (final GeneralSecurityException exception) {
            throw new IllegalStateException("the JDK has no DES", exception);
        }
        return result;
    }

    /** 56 bits spread over eight octets, whose lowest bits DES ignores. */
    private static byte[] desKey(final byte[] keys, final int at) {
        long bits = 0;
        for (int i = 0; i < 7; i++) {
            bits = bits << 8 | keys[at + i] & 0xff;
        }
        final byte[] key = new byte[8];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (bits >>> 49 - 7 * i << 1);
        }
        return key;
    }

    private static byte[] sha1(final byte[] first, final byte[] second, final byte[] third) {
        final MessageDigest sha1 = Digests.create("SHA-1");
        sha1.update(first);
        sha1.update(second);
        return sha1.digest(third);
    }

    private static String hex(final byte[] octets) {
        final StringBuilder out = new StringBuilder(octets.length * 2);
        for (final byte octet : octets) {
            out.append(HEX[octet >> 4 & 0xf]).append(HEX[octet & 0xf]);
        }
        return out.toString();
    }
}
