package io.athenabng.core.auth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of RFC 1320 (appendix A.5), RFC 2759 (section 9.2) and the reference implementation of SipHash. */
class AuthenticationArithmeticTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] CHALLENGE = HEX.parseHex("5b5d7c7d7b3f2f3e3c2c602132262628");
    private static final byte[] PEER_CHALLENGE = HEX.parseHex("21402324255e262a28295f2b3a337c7e");
    private static final byte[] NT_RESPONSE = HEX.parseHex("82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df");

    @Test
    void md4() {
        assertEquals("31d6cfe0d16ae931b73c59d7e0c089c0", digest(""));
        assertEquals("bde52cb31de33e46245e05fbdbd6fb24", digest("a"));
        assertEquals("a448017aaf21d8525fc10ae87aa6729d", digest("abc"));
        assertEquals("d9130a8164549fe818874806e1c7014b", digest("message digest"));
        assertEquals("043f8582f241db351ce627e153e7f0e4", digest("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"));
        assertEquals("e33b4ddc9c38f2199c3e7b164fcc0536", digest("1234567890".repeat(8)));
    }

    private static String digest(final String text) {
        return HEX.formatHex(Md4.digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void msChapV2() {
        final byte[] hash = Md4.digest("clientPass".getBytes(StandardCharsets.UTF_16LE));
        assertEquals("44ebba8d5312b8d611474411f56989ae", HEX.formatHex(hash));
        final byte[] challengeHash = MsChapV2.challengeHash(PEER_CHALLENGE, CHALLENGE, "User");
        assertEquals("d02e4386bce91226", HEX.formatHex(challengeHash));
        assertArrayEquals(NT_RESPONSE, MsChapV2.ntResponse(challengeHash, hash));
        final byte[] response = new byte[MsChapV2.RESPONSE_LENGTH];
        System.arraycopy(PEER_CHALLENGE, 0, response, 0, 16);
        System.arraycopy(NT_RESPONSE, 0, response, 24, 24);
        assertEquals("S=407A5589115FD0D6209F510FE9C04566932CDA56", MsChapV2.verify(CHALLENGE, response, "User", "clientPass"));
        assertEquals("S=407A5589115FD0D6209F510FE9C04566932CDA56", MsChapV2.verify(CHALLENGE, response, "BIGCO\\User", "clientPass"));
        assertNull(MsChapV2.verify(CHALLENGE, response, "User", "clientpass"));
        assertNull(MsChapV2.verify(PEER_CHALLENGE, response, "User", "clientPass"));
    }

    @Test
    void sipHash() {
        final SipHash hash = new SipHash();
        final long k0 = 0x0706050403020100L;
        final long k1 = 0x0f0e0d0c0b0a0908L;
        assertEquals(0x726fdb47dd0e0e31L, hash.begin(k0, k1).end());
        assertEquals(0x93f5f5799a932462L, hash.begin(k0, k1).add(k0).end());
        assertEquals(0xa129ca6149be45e5L, hash.begin(k0, k1).add(k0).end(0x0e0d0c0b0a0908L, 7));
    }
}
