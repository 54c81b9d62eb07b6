package io.athenabng.wire.ppp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.Hex;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Bytes composed by hand after RFC 1661 (sections 5 and 6), RFC 1334 (section 2.2) and RFC 1994 (section 4). */
class PppControlGoldenTest {

    static final String LCP_REQUEST = """
        01 2a 00 13               # Configure-Request, identifier 42, 19 bytes
        01 04 05 d4               # MRU 1492
        03 05 c2 23 05            # CHAP with MD5
        05 06 12 34 56 78         # magic number
        """;
    static final String PAP_REQUEST = "01 07 00 10 05 61 6c 69 63 65 05 68 65 6c 6c 6f";
    static final String CHAP_RESPONSE = "02 09 00 1a 10 000102030405060708090a0b0c0d0e0f 61 6c 69 63 65";

    private final PppControlParser parser = new PppControlParser();

    @Test
    void readsAConfigureRequest() {
        final UnsafeBuffer packet = new UnsafeBuffer(Hex.bytes(LCP_REQUEST + "00 00 # padding"));
        assertEquals(PppMalformedReason.NONE, parser.parse(packet, 0, packet.capacity()));
        assertEquals(PppCode.CONFIGURE_REQUEST, parser.code());
        assertEquals(42, parser.identifier());
        final PppOptionCursor options = new PppOptionCursor().wrap(packet, parser.dataOffset(), parser.dataLength());
        assertTrue(options.next());
        assertEquals(LcpOption.MRU, options.type());
        assertEquals(1492, options.shortValue());
        assertTrue(options.next());
        assertEquals(PppProtocol.CHAP, options.shortValue());
        assertEquals(3, options.valueLength());
        assertTrue(options.next());
        assertEquals(0x12345678, options.intValue());
        assertFalse(options.next());
        assertEquals(PppMalformedReason.NONE, options.malformedReason());
    }

    @Test
    void writesTheSameConfigureRequest() {
        final UnsafeBuffer out = new UnsafeBuffer(new byte[64]);
        final int length = new PppControlAppender().begin(out, 0, 64, PppCode.CONFIGURE_REQUEST, 42).optionShort(LcpOption.MRU, 1492)
            .optionShortByte(LcpOption.AUTHENTICATION, PppProtocol.CHAP, LcpOption.CHAP_MD5)
            .optionInt(LcpOption.MAGIC_NUMBER, 0x12345678).finish();
        assertEquals(Hex.toString(Hex.bytes(LCP_REQUEST)), Hex.toString(out.byteArray(), 0, length));
    }

    @Test
    void readsPapAndChap() {
        final UnsafeBuffer pap = new UnsafeBuffer(Hex.bytes(PAP_REQUEST));
        assertEquals(PppMalformedReason.NONE, parser.parse(pap, 0, pap.capacity()));
        assertEquals(PppMalformedReason.NONE, parser.parsePapRequest());
        assertEquals("alice", pap.getStringWithoutLengthAscii(parser.nameOffset(), parser.nameLength()));
        assertEquals("hello", pap.getStringWithoutLengthAscii(parser.valueOffset(), parser.valueLength()));
        final UnsafeBuffer chap = new UnsafeBuffer(Hex.bytes(CHAP_RESPONSE));
        assertEquals(PppMalformedReason.NONE, parser.parse(chap, 0, chap.capacity()));
        assertEquals(PppMalformedReason.NONE, parser.parseChapValue());
        assertEquals(16, parser.valueLength());
        assertEquals("alice", chap.getStringWithoutLengthAscii(parser.nameOffset(), parser.nameLength()));
    }

    @Test
    void everyReasonIsReached() {
        assertEquals(PppMalformedReason.TRUNCATED, reason("01 01 00"));
        assertEquals(PppMalformedReason.BAD_LENGTH, reason("01 01 00 03"));
        assertEquals(PppMalformedReason.BAD_LENGTH, reason("01 01 00 05"));
        assertEquals(PppMalformedReason.OPTION_OVERRUN, optionReason("01 00"));
        assertEquals(PppMalformedReason.OPTION_OVERRUN, optionReason("01 01"));
        assertEquals(PppMalformedReason.OPTION_OVERRUN, optionReason("01"));
        assertEquals(PppMalformedReason.OPTION_OVERRUN, optionReason("01 05 00 00"));
        assertEquals(PppMalformedReason.TOO_MANY_OPTIONS, optionReason("0102*65"));
        reason("01 01 00 04");
        assertEquals(PppMalformedReason.PAP_OVERRUN, parser.parsePapRequest());
        reason("01 01 00 06 01 61");
        assertEquals(PppMalformedReason.PAP_OVERRUN, parser.parsePapRequest());
        reason("01 01 00 08 01 61 02 62");
        assertEquals(PppMalformedReason.PAP_OVERRUN, parser.parsePapRequest());
        reason("02 01 00 06 00 61");
        assertEquals(PppMalformedReason.CHAP_OVERRUN, parser.parseChapValue());
        reason("02 01 00 06 02 61");
        assertEquals(PppMalformedReason.CHAP_OVERRUN, parser.parseChapValue());
    }

    private int reason(final String hex) {
        final UnsafeBuffer packet = new UnsafeBuffer(Hex.bytes(hex));
        return parser.parse(packet, 0, packet.capacity());
    }

    private static int optionReason(final String hex) {
        final UnsafeBuffer list = new UnsafeBuffer(Hex.bytes(hex));
        final PppOptionCursor cursor = new PppOptionCursor().wrap(list, 0, list.capacity());
        while (cursor.next()) {
            assertTrue(cursor.valueLength() >= 0);
        }
        return cursor.malformedReason();
    }
}
