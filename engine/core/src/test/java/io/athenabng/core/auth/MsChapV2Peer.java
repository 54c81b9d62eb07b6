package io.athenabng.core.auth;

import java.nio.charset.StandardCharsets;

/** The client's side of MS-CHAPv2 (RFC 2759 section 8.1), for tests. */
public final class MsChapV2Peer {
    private MsChapV2Peer() {
    }

    /** The 49 octets of a Response. */
    public static byte[] response(final byte[] challenge, final String userName, final String password) {
        final byte[] response = new byte[MsChapV2.RESPONSE_LENGTH];
        for (int i = 0; i < 16; i++) {
            response[i] = (byte) (i * 17 + 3);
        }
        final byte[] hash = Md4.digest(password.getBytes(StandardCharsets.UTF_16LE));
        final byte[] peer = java.util.Arrays.copyOf(response, 16);
        System.arraycopy(MsChapV2.ntResponse(MsChapV2.challengeHash(peer, challenge, userName), hash), 0, response, 24, 24);
        return response;
    }
}
