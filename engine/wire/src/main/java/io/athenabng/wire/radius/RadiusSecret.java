package io.athenabng.wire.radius;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A secret shared with a server or client, and all that is computed with it: authenticators (RFC 2865, section 3; RFC 2866; RFC 5176),
 * Message-Authenticator (RFC 3579, 3.2; RFC 5176, 3.4), hidden passwords (RFC 2865, 5.2; RFC 2868, 3.5).
 *
 * <pre>
 *  Response Authenticator = MD5(code, identifier, length, Request Authenticator, attributes, secret)
 *  Request Authenticator  = MD5(code, identifier, length, 16 zeros, attributes, secret)      Accounting, CoA, Disconnect
 *  Message-Authenticator  = HMAC-MD5(secret; the packet with zeros in this attribute, and as authenticator
 *                           that of the request: random, or zeros where it is an MD5)
 * </pre>
 *
 * Of the two in one packet Message-Authenticator is computed first. Comparisons take the same time wherever the difference is. The packet
 * must have its final length in its header, and its lengths must have been checked ({@link RadiusPacketFlyweight#wrap}). An instance
 * belongs to one thread; after construction nothing is allocated. The secret is never printed.
 */
public final class RadiusSecret {

    /** Octets of an MD5. */
    public static final int DIGEST_LENGTH = 16;

    /** Octets of the longest User-Password (RFC 2865, 5.2). */
    public static final int MAX_PASSWORD_LENGTH = 128;

    /** Octets of the longest Tunnel-Password: what an attribute has left beside tag, salt and the password's length. */
    public static final int MAX_TUNNEL_PASSWORD_LENGTH = 239;

    /** Octets of the salt in front of a hidden Tunnel-Password. */
    public static final int SALT_LENGTH = 2;

    private static final int BLOCK_LENGTH = 64;
    private static final int MAX_HIDDEN_LENGTH = 240;

    private final MessageDigest md5;
    private final byte[] secret;
    private final byte[] innerPad = new byte[BLOCK_LENGTH];
    private final byte[] outerPad = new byte[BLOCK_LENGTH];
    private final byte[] packet = new byte[RadiusPacketFlyweight.MAX_LENGTH];
    private final byte[] digest = new byte[DIGEST_LENGTH];
    private final byte[] clear = new byte[MAX_HIDDEN_LENGTH];
    private final byte[] hidden = new byte[MAX_HIDDEN_LENGTH];
    private final byte[] nonce = new byte[DIGEST_LENGTH + SALT_LENGTH];
    private final UnsafeBuffer zeros = new UnsafeBuffer(new byte[DIGEST_LENGTH]);

    /**
     * Takes a copy of the secret.
     *
     * @param secret its octets, at least one
     */
    public RadiusSecret(final byte[] secret) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("an empty secret protects nothing");
        }
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("RADIUS needs MD5, which this JVM does not have: a security policy may forbid it", e);
        }
        this.secret = secret.clone();
        byte[] padded = this.secret;
        if (padded.length > BLOCK_LENGTH) {
            padded = md5.digest(padded);
        }
        for (int i = 0; i < BLOCK_LENGTH; i++) {
            final int octet = i < padded.length ? padded[i] : 0;
            innerPad[i] = (byte) (octet ^ 0x36);
            outerPad[i] = (byte) (octet ^ 0x5c);
        }
    }

    /**
     * Computes the Request Authenticator of an Accounting-, CoA- or Disconnect-Request into its header. What else is in the packet must be
     * final. Other requests have a random authenticator.
     */
    public void signRequest(final MutableDirectBuffer buffer, final int packetOffset, final int packetLength) {
        load(buffer, packetOffset, packetLength, zeros, 0);
        digestPacket(packetLength);
        buffer.putBytes(packetOffset + RadiusPacketFlyweight.AUTHENTICATOR_OFFSET, digest);
    }

    /** Whether the Request Authenticator of an Accounting-, CoA- or Disconnect-Request is right. */
    public boolean requestAuthenticatorMatches(final DirectBuffer buffer, final int packetOffset, final int packetLength) {
        load(buffer, packetOffset, packetLength, zeros, 0);
        digestPacket(packetLength);
        return digestEquals(buffer, packetOffset + RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
    }

    /**
     * Computes a Response Authenticator into the response's header.
     *
     * @param request       buffer that holds the authenticator of the request, which may be that of the response
     * @param authenticator where in it that authenticator begins
     */
    public void signResponse(final MutableDirectBuffer buffer, final int packetOffset, final int packetLength,
                             final DirectBuffer request, final int authenticator) {
        load(buffer, packetOffset, packetLength, request, authenticator);
        digestPacket(packetLength);
        buffer.putBytes(packetOffset + RadiusPacketFlyweight.AUTHENTICATOR_OFFSET, digest);
    }

    /**
     * Whether a Response Authenticator is right.
     *
     * @param request       buffer that holds the authenticator of the request
     * @param authenticator where in it that authenticator begins
     */
    public boolean responseAuthenticatorMatches(final DirectBuffer buffer, final int packetOffset, final int packetLength,
                                                final DirectBuffer request, final int authenticator) {
        load(buffer, packetOffset, packetLength, request, authenticator);
        digestPacket(packetLength);
        return digestEquals(buffer, packetOffset + RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
    }

    /**
     * Computes the Message-Authenticator of a request. That of an Access-Request or Status-Server needs the random authenticator in the
     * header; that of any other request must be there before {@link #signRequest}.
     *
     * @param attributeValueOffset where the 16 octets of the attribute's value begin in the buffer
     */
    public void signMessageAuthenticator(final MutableDirectBuffer buffer, final int packetOffset, final int packetLength,
                                         final int attributeValueOffset) {
        loadRequest(buffer, packetOffset, packetLength);
        digestMessage(packetLength, attributeValueOffset - packetOffset);
        buffer.putBytes(attributeValueOffset, digest);
    }

    /**
     * Computes the Message-Authenticator of a response. It must be there before {@link #signResponse}.
     *
     * @param attributeValueOffset where the 16 octets of the attribute's value begin in the buffer
     * @param request              buffer that holds the authenticator of the request
     * @param authenticator        where in it that authenticator begins
     */
    public void signMessageAuthenticator(final MutableDirectBuffer buffer, final int packetOffset, final int packetLength,
                                         final int attributeValueOffset, final DirectBuffer request, final int authenticator) {
        load(buffer, packetOffset, packetLength, request, authenticator);
        digestMessage(packetLength, attributeValueOffset - packetOffset);
        buffer.putBytes(attributeValueOffset, digest);
    }

    /**
     * Whether the Message-Authenticator of a request is right.
     *
     * @param attributeValueOffset where the 16 octets of the attribute's value begin in the buffer
     */
    public boolean messageAuthenticatorMatches(final DirectBuffer buffer, final int packetOffset, final int packetLength,
                                               final int attributeValueOffset) {
        loadRequest(buffer, packetOffset, packetLength);
        digestMessage(packetLength, attributeValueOffset - packetOffset);
        return digestEquals(buffer, attributeValueOffset);
    }

    /**
     * Whether the Message-Authenticator of a response is right.
     *
     * @param attributeValueOffset where the 16 octets of the attribute's value begin in the buffer
     * @param request              buffer that holds the authenticator of the request
     * @param authenticator        where in it that authenticator begins
     */
    public boolean messageAuthenticatorMatches(final DirectBuffer buffer, final int packetOffset, final int packetLength,
                                               final int attributeValueOffset, final DirectBuffer request, final int authenticator) {
        load(buffer, packetOffset, packetLength, request, authenticator);
        digestMessage(packetLength, attributeValueOffset - packetOffset);
        return digestEquals(buffer, attributeValueOffset);
    }

    /**
     * Hides a User-Password. Source and target may overlap.
     *
     * @param request       buffer that holds the authenticator of the request
     * @param authenticator where in it that authenticator begins
     * @return octets of the hidden password, a multiple of 16; -1 if the password is longer than {@link #MAX_PASSWORD_LENGTH}
     */
    public int hidePassword(final MutableDirectBuffer target, final int targetOffset, final DirectBuffer password, final int passwordOffset,
                            final int passwordLength, final DirectBuffer request, final int authenticator) {
        if (passwordLength > MAX_PASSWORD_LENGTH) {
            return -1;
        }
        final int length = Math.max(DIGEST_LENGTH, roundUp(passwordLength));
        Arrays.fill(clear, 0, length, (byte) 0);
        password.getBytes(passwordOffset, clear, 0, passwordLength);
        request.getBytes(authenticator, nonce, 0, DIGEST_LENGTH);
        hide(length, DIGEST_LENGTH);
        target.putBytes(targetOffset, hidden, 0, length);
        return length;
    }

    /**
     * Reveals a User-Password. Source and target may overlap.
     *
     * @return octets of the password, without the zeros that fill it up; -1 if this can be no hidden password
     */
    public int revealPassword(final MutableDirectBuffer target, final int targetOffset, final DirectBuffer value, final int valueOffset,
                              final int valueLength, final DirectBuffer request, final int authenticator) {
        if (valueLength == 0 || valueLength > MAX_PASSWORD_LENGTH || valueLength % DIGEST_LENGTH != 0) {
            return -1;
        }
        value.getBytes(valueOffset, hidden, 0, valueLength);
        request.getBytes(authenticator, nonce, 0, DIGEST_LENGTH);
        reveal(valueLength, DIGEST_LENGTH);
        int length = valueLength;
        while (length > 0 && clear[length - 1] == 0) {
            length--;
        }
        target.putBytes(targetOffset, clear, 0, length);
        Arrays.fill(clear, (byte) 0);
        return length;
    }

    /**
     * Hides a Tunnel-Password or another value with {@code encrypt=2}, as the keys of MPPE (RFC 2868, 3.5; RFC 2548, 2.4.2): salt, and the
     * hidden value with its length in front. A tag is not part of it. Source and target may overlap.
     *
     * @param salt two octets that no other attribute of the packet has; the highest bit is set here
     * @return octets, salt included; -1 if the password is longer than {@link #MAX_TUNNEL_PASSWORD_LENGTH}
     */
    public int hideTunnelPassword(final MutableDirectBuffer target, final int targetOffset, final int salt, final DirectBuffer password,
                                  final int passwordOffset, final int passwordLength, final DirectBuffer request,
                                  final int authenticator) {
        if (passwordLength > MAX_TUNNEL_PASSWORD_LENGTH) {
            return -1;
        }
        final int length = roundUp(passwordLength + 1);
        Arrays.fill(clear, 0, length, (byte) 0);
        clear[0] = (byte) passwordLength;
        password.getBytes(passwordOffset, clear, 1, passwordLength);
        request.getBytes(authenticator, nonce, 0, DIGEST_LENGTH);
        nonce[DIGEST_LENGTH] = (byte) (salt >> 8 | 0x80);
        nonce[DIGEST_LENGTH + 1] = (byte) salt;
        hide(length, DIGEST_LENGTH + SALT_LENGTH);
        target.putBytes(targetOffset, nonce, DIGEST_LENGTH, SALT_LENGTH);
        target.putBytes(targetOffset + SALT_LENGTH, hidden, 0, length);
        return SALT_LENGTH + length;
    }

    /**
     * Reveals what {@link #hideTunnelPassword} hides. Source and target may overlap.
     *
     * @param valueOffset where the salt begins: after the tag, if there is one
     * @return octets of the password; -1 if this can be no hidden password, or if the secret is another one
     */
    public int revealTunnelPassword(final MutableDirectBuffer target, final int targetOffset, final DirectBuffer value,
                                    final int valueOffset, final int valueLength, final DirectBuffer request, final int authenticator) {
        final int hiddenLength = valueLength - SALT_LENGTH;
        if (hiddenLength <= 0 || hiddenLength > MAX_HIDDEN_LENGTH || hiddenLength % DIGEST_LENGTH != 0) {
            return -1;
        }
        request.getBytes(authenticator, nonce, 0, DIGEST_LENGTH);
        value.getBytes(valueOffset, nonce, DIGEST_LENGTH, SALT_LENGTH);
        value.getBytes(valueOffset + SALT_LENGTH, hidden, 0, hiddenLength);
        reveal(hiddenLength, DIGEST_LENGTH + SALT_LENGTH);
        final int length = clear[0] & 0xff;
        final boolean fits = length < hiddenLength;
        if (fits) {
            target.putBytes(targetOffset, clear, 1, length);
        }
        Arrays.fill(clear, (byte) 0);
        return fits ? length : -1;
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "RadiusSecret";
    }

    private static int roundUp(final int length) {
        return length + DIGEST_LENGTH - 1 & -DIGEST_LENGTH;
    }

    /** Hides {@link #clear} in {@link #hidden}: each block is covered by a digest of the hidden block before it. */
    private void hide(final int length, final int nonceLength) {
        for (int block = 0; block < length; block += DIGEST_LENGTH) {
            digestMask(block, nonceLength);
            for (int i = 0; i < DIGEST_LENGTH; i++) {
                hidden[block + i] = (byte) (clear[block + i] ^ digest[i]);
            }
        }
        Arrays.fill(clear, (byte) 0);
    }

    private void reveal(final int length, final int nonceLength) {
        for (int block = 0; block < length; block += DIGEST_LENGTH) {
            digestMask(block, nonceLength);
            for (int i = 0; i < DIGEST_LENGTH; i++) {
                clear[block + i] = (byte) (hidden[block + i] ^ digest[i]);
            }
        }
    }

    private void digestMask(final int block, final int nonceLength) {
        md5.reset();
        md5.update(secret);
        if (block == 0) {
            md5.update(nonce, 0, nonceLength);
        } else {
            md5.update(hidden, block - DIGEST_LENGTH, DIGEST_LENGTH);
        }
        finishDigest();
    }

    private void loadRequest(final DirectBuffer buffer, final int packetOffset, final int packetLength) {
        final int code = buffer.getByte(packetOffset) & 0xff;
        if (code == RadiusCode.ACCOUNTING_REQUEST || code == RadiusCode.DISCONNECT_REQUEST || code == RadiusCode.COA_REQUEST) {
            load(buffer, packetOffset, packetLength, zeros, 0);
        } else {
            load(buffer, packetOffset, packetLength, buffer, packetOffset + RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        }
    }

    /** Copies a packet, with another authenticator in its header. */
    private void load(final DirectBuffer buffer, final int packetOffset, final int packetLength, final DirectBuffer request,
                      final int authenticator) {
        buffer.getBytes(packetOffset, packet, 0, packetLength);
        request.getBytes(authenticator, packet, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET, DIGEST_LENGTH);
    }

    private void digestPacket(final int length) {
        md5.reset();
        md5.update(packet, 0, length);
        md5.update(secret);
        finishDigest();
    }

    /** HMAC-MD5 (RFC 2104) of the packet; that of the JDK allocates. */
    private void digestMessage(final int length, final int attributeValue) {
        Arrays.fill(packet, attributeValue, attributeValue + DIGEST_LENGTH, (byte) 0);
        md5.reset();
        md5.update(innerPad);
        md5.update(packet, 0, length);
        finishDigest();
        md5.update(outerPad);
        md5.update(digest);
        finishDigest();
    }

    private void finishDigest() {
        try {
            md5.digest(digest, 0, DIGEST_LENGTH);
        } catch (final DigestException e) {
            throw new IllegalStateException("an MD5 has 16 octets", e);
        }
    }

    private boolean digestEquals(final DirectBuffer buffer, final int offset) {
        int difference = 0;
        for (int i = 0; i < DIGEST_LENGTH; i++) {
            difference |= digest[i] ^ buffer.getByte(offset + i);
        }
        return difference == 0;
    }
}
