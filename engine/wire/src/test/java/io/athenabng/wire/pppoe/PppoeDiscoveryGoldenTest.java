package io.athenabng.wire.pppoe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.accessline.AccessLineSubOption;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.testkit.Hex;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Bytes composed by hand after RFC 2516 (sections 4 and 5), RFC 4638 (section 5) and TR-101 (section 3.9.2). */
class PppoeDiscoveryGoldenTest {

    static final String PADI = """
        ff ff ff ff ff ff 02 00 00 00 00 01   # to all, from the host
        81 00 01 f4 88 63                     # VLAN 500, discovery
        11 09 00 00 00 40                     # version and type, PADI, no session, 64 bytes
        01 01 00 00                           # Service-Name: any
        01 03 00 04 de ad be ef               # Host-Uniq
        01 20 00 02 05 dc                     # PPP-Max-Payload 1500
        01 10 00 02 aa bb                     # Relay-Session-Id
        01 05 00 24 00 00 0d e9               # vendor: Broadband Forum
        01 0c 65 74 68 20 31 2f 31 3a 35 30 30 2e   # Agent Circuit-ID "eth 1/1:500."
        02 04 63 70 65 31                     # Agent Remote-ID "cpe1"
        81 04 00 00 27 10                     # 10000 kbit/s up
        82 04 00 00 c3 50                     # 50000 kbit/s down
        """;

    private final FrameParser frames = new FrameParser();
    private final PppoeDiscoveryParser parser = new PppoeDiscoveryParser();

    static byte[] packet(final String frame) {
        final byte[] bytes = Hex.bytes(frame);
        return Arrays.copyOfRange(bytes, 18, bytes.length);
    }

    @Test
    void readsAnInitiationWithAccessLineTag() {
        final UnsafeBuffer frame = new UnsafeBuffer(Hex.bytes(PADI));
        assertEquals(FrameClass.PPPOE_DISCOVERY, frames.parse(frame, 0, frame.capacity(), false, 0, 0));
        assertEquals(PppoeMalformedReason.NONE, parser.parse(frame, frames.l3Offset(), frame.capacity() - frames.l3Offset()));
        assertEquals(PppoeCode.PADI, parser.code());
        assertEquals(0, parser.sessionId());
        assertEquals(0, parser.serviceNameLength());
        assertTrue(parser.serviceNameOffset() > 0);
        assertEquals(0xdeadbeef, frame.getInt(parser.hostUniqOffset(), java.nio.ByteOrder.BIG_ENDIAN));
        assertEquals(4, parser.hostUniqLength());
        assertEquals(1500, parser.maxPayload());
        assertEquals(2, parser.relaySessionIdLength());
        assertEquals(-1, parser.cookieOffset());
        final AccessLineCursor line = new AccessLineCursor().wrap(frame, parser.accessLineOffset(), parser.accessLineLength());
        assertTrue(line.next());
        assertEquals(AccessLineSubOption.CIRCUIT_ID, line.type());
        assertEquals("eth 1/1:500.", frame.getStringWithoutLengthAscii(line.valueOffset(), line.valueLength()));
        assertTrue(line.next());
        assertEquals("cpe1", frame.getStringWithoutLengthAscii(line.valueOffset(), line.valueLength()));
        assertTrue(line.next());
        assertEquals(AccessLineSubOption.ACTUAL_RATE_UP, line.type());
        assertEquals(10_000, line.number());
        assertTrue(line.next());
        assertEquals(50_000, line.number());
        assertEquals(false, line.next());
    }

    @Test
    void writesAnOffer() {
        final UnsafeBuffer out = new UnsafeBuffer(new byte[256]);
        final PppoeFrameAppender appender = new PppoeFrameAppender().wrap(out, 0, 256, VlanStack.of(500))
            .appendAscii(PppoeTag.AC_NAME, "AthenaBNG").appendAscii(PppoeTag.SERVICE_NAME, "")
            .appendTag(PppoeTag.HOST_UNIQ, new UnsafeBuffer(Hex.bytes("deadbeef")), 0, 4).appendShort(PppoeTag.PPP_MAX_PAYLOAD, 1500);
        final int length = appender.finish(0x0200_5e00_00feL, 0x0200_0000_0001L, PppoeCode.PADO, 0);
        assertEquals(Hex.toString(Hex.bytes("""
            02 00 00 00 00 01 02 00 5e 00 00 fe 81 00 01 f4 88 63
            11 07 00 00 00 1f
            01 02 00 09 41 74 68 65 6e 61 42 4e 47   # AC-Name
            01 01 00 00                              # Service-Name
            01 03 00 04 de ad be ef                  # Host-Uniq
            01 20 00 02 05 dc                        # PPP-Max-Payload
            """)), Hex.toString(out.byteArray(), 0, length));
    }

    @Test
    void aTagThatDoesNotFitIsLeftOutWhole() {
        final UnsafeBuffer out = new UnsafeBuffer(new byte[32]);
        final PppoeFrameAppender appender = new PppoeFrameAppender().wrap(out, 0, 32, VlanStack.UNTAGGED)
            .appendAscii(PppoeTag.AC_NAME, "123456789").appendShort(PppoeTag.PPP_MAX_PAYLOAD, 1500);
        assertTrue(appender.isOverflown());
        assertEquals(26, appender.finish(1, 2, PppoeCode.PADO, 0));
    }

    @Test
    void everyReasonIsReached() {
        assertEquals(PppoeMalformedReason.TRUNCATED, reason("11 09 00 00 00"));
        assertEquals(PppoeMalformedReason.BAD_VERSION, reason("21 09 00 00 00 04 01 01 00 00"));
        assertEquals(PppoeMalformedReason.BAD_CODE, reason("11 00 00 00 00 00"));
        assertEquals(PppoeMalformedReason.BAD_LENGTH, reason("11 09 00 00 00 05 01 01 00 00"));
        assertEquals(PppoeMalformedReason.TAG_OVERRUN, reason("11 09 00 00 00 04 01 01 00 01"));
        assertEquals(PppoeMalformedReason.TAG_OVERRUN, reason("11 09 00 00 00 07 01 01 00 00 01 03 00"));
        assertEquals(PppoeMalformedReason.TOO_MANY_TAGS, reason("11 09 00 00 01 04 01010000*65"));
        assertEquals(PppoeMalformedReason.BAD_SERVICE_NAME, reason("11 09 00 00 00 00"));
        assertEquals(PppoeMalformedReason.BAD_SERVICE_NAME, reason("11 19 00 00 00 08 01 01 00 00 01 01 00 00"));
        assertEquals(PppoeMalformedReason.DUPLICATE_TAG, reason("11 09 00 00 00 0c 01 01 00 00 01 03 00 00 01 03 00 00"));
        assertEquals(PppoeMalformedReason.BAD_MAX_PAYLOAD, reason("11 09 00 00 00 09 01 01 00 00 01 20 00 01 05"));
        assertEquals(PppoeMalformedReason.BAD_SESSION_ID, reason("11 09 00 01 00 04 01 01 00 00"));
        assertEquals(PppoeMalformedReason.BAD_SESSION_ID, reason("11 a7 00 00 00 00"));
        assertEquals(PppoeMalformedReason.NONE, reason("11 a7 00 07 00 02 ff ff"));
        assertEquals(PppoeMalformedReason.NONE, reason("11 09 00 00 00 0a 01 01 00 00 00 00 00 00 ff ff"));
    }

    private int reason(final String hex) {
        final UnsafeBuffer packet = new UnsafeBuffer(Hex.bytes(hex));
        return parser.parse(packet, 0, packet.capacity());
    }
}
