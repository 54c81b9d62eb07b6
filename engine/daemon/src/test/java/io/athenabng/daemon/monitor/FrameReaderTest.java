package io.athenabng.daemon.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.daemon.ring.ControlFrameTap.Kind;
import io.athenabng.daemon.ring.ControlFrameTapAdapter.Frame;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ppp.IpcpOption;
import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppProtocol;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final long CLIENT = 0x0200_0000_0001L;
    private static final long GATEWAY = 0x02ff_0000_0001L;
    private static final long STACK = VlanStack.parse("500.101", 0x88a8);

    private final FrameReader reader = new FrameReader();

    private FrameReader.Told read(final Kind kind, final int number, final int protocol, final byte[] payload) {
        return reader.read(new Frame(1, 0, kind, 0, STACK, CLIENT, GATEWAY, number, protocol, new UnsafeBuffer(payload)));
    }

    private FrameReader.Told ppp(final Kind kind, final int protocol, final int code, final Consumer<PppControlAppender> content) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final PppControlAppender appender = new PppControlAppender().begin(buffer, 0, 256, code, 7);
        content.accept(appender);
        final byte[] payload = new byte[appender.finish()];
        buffer.getBytes(0, payload);
        return read(kind, 0x0102, protocol, payload);
    }

    private static String hex(final FrameReader.Told told) {
        return HexFormat.of().formatHex(told.octets());
    }

    /** A password in clear text. */
    private static final String TOKEN = "7365637265747878";

    @Test
    void aPppFrameHasItsHeadersAndItsOptionsInWords() {
        final FrameReader.Told told = ppp(Kind.PPP_OUT, PppProtocol.LCP, PppCode.CONFIGURE_REQUEST, packet -> packet
                .optionShort(LcpOption.MRU, 1492).optionInt(LcpOption.MAGIC_NUMBER, 0x01020304)
                .optionShortByte(LcpOption.AUTHENTICATION, PppProtocol.CHAP, LcpOption.CHAP_MD5));
        assertFalse(told.in());
        assertEquals("lcp", told.protocol());
        assertEquals("Configure-Request id 7", told.summary());
        assertEquals(List.of("MRU 1492", "magic 0x1020304", "authentication CHAP algorithm 5"), told.details());
        assertTrue(hex(told).startsWith("020000000001" + "02ff00000001" + "88a801f4" + "81000065" + "8864" + "11000102" + "0015" + "c021"),
                hex(told));
    }

    @Test
    void addressesAndNameServers() {
        final FrameReader.Told told = ppp(Kind.PPP_IN, PppProtocol.IPCP, PppCode.CONFIGURE_NAK, packet -> packet
                .optionInt(IpcpOption.IP_ADDRESS, 0x0a400001).optionInt(IpcpOption.PRIMARY_DNS, 0xc0000235).optionInt(200, 1));
        assertTrue(told.in());
        assertEquals(List.of("address 10.64.0.1", "primary DNS 192.0.2.53", "option 200 0.0.0.1"), told.details());
        assertTrue(hex(told).startsWith("02ff00000001" + "020000000001"), hex(told));
    }

    @Test
    void noPasswordIsShownNeitherInWordsNorInOctets() {
        final FrameReader.Told told = ppp(Kind.PPP_IN, PppProtocol.PAP, PppCode.PAP_REQUEST, packet -> packet.appendByte(5)
                .appendAscii("alice").appendByte(6).appendAscii("secret"));
        assertEquals(List.of("user 'alice'", "password 6 octets"), told.details());
        assertFalse(new String(told.octets(), StandardCharsets.ISO_8859_1).contains("secret"));
        assertTrue(new String(told.octets(), StandardCharsets.ISO_8859_1).contains("alice\u0006******"));
    }

    @Test
    void aPasswordWhoseLengthIsWrongIsNotShownEither() {
        final FrameReader.Told told = ppp(Kind.PPP_IN, PppProtocol.PAP, PppCode.PAP_REQUEST, packet -> packet.appendByte(5)
                .appendAscii("alice").appendByte(60).appendAscii("secret"));
        assertFalse(new String(told.octets(), StandardCharsets.ISO_8859_1).contains("secret"), told.toString());
        assertTrue(told.summary().endsWith("malformed"), told.summary());
    }

    /** PPP protocol, then the packet's octets before the password, which follows. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "c023, 0107ff00", // PAP, a length that overruns
        "c023, 01070003", // below a header
        "c023, 01070004", // which leaves the password behind it
        "c023, 0107000b05616c69636506", // which ends where the password begins
        "c023, 0907000a", // an unknown code
        "c223, 0207ff00", // CHAP
        "c223, 0207000410",
        "c223, 0907000a",
        "c227, 0207000a", // EAP
        "c027, 0107000a", // Shiva PAP
        "c021, 08070013c0230107000d05616c6906", // Protocol-Reject of a PAP request
        "c021, 0807ff00c0230107000d05616c6906",
        "c021, 0707000a", // Code-Reject
        "c021, 0707ff00"})
    void aPasswordIsNotShownWhateverIsWrongAroundIt(final String protocol, final String before) {
        final byte[] payload = HexFormat.of().parseHex(before + HexFormat.of().formatHex("secret".getBytes(StandardCharsets.US_ASCII)));
        for (final Kind kind : List.of(Kind.PPP_IN, Kind.PPP_OUT)) {
            final FrameReader.Told told = read(kind, 0x0102, Integer.parseInt(protocol, 16), payload);
            assertFalse(new String(told.octets(), StandardCharsets.ISO_8859_1).contains("secret"), told.toString());
            assertFalse(told.details().toString().contains("secret"), told.toString());
            assertFalse(told.details().toString().contains("736563726574"), told.toString());
        }
    }

    @Test
    void whatAnswersAChallengeIsMasked() {
        final byte[] response = new byte[16];
        java.util.Arrays.fill(response, (byte) 0x5a);
        final FrameReader.Told told = ppp(Kind.PPP_IN, PppProtocol.CHAP, PppCode.CHAP_RESPONSE, packet -> packet.appendByte(16)
                .appendBytes(response, 16).appendAscii("alice"));
        assertEquals(List.of("user 'alice'", "response 16 octets"), told.details());
        assertFalse(hex(told).contains("5a5a"));
        final FrameReader.Told success = ppp(Kind.PPP_OUT, PppProtocol.CHAP, PppCode.CHAP_SUCCESS,
                packet -> packet.appendAscii("S=0123456789 M=welcome"));
        assertEquals(List.of("says 'S=********** M=welcome'"), success.details());
    }

    @Test
    void discoveryTagByTag() {
        final FrameReader.Told told = read(Kind.PPPOE_IN, 0, 0, HexFormat.of().parseHex(
                "1109000000140101000361626301030004010203040120000205dc".replace("0014", "0015")));
        assertEquals("pppoe", told.protocol());
        assertEquals("PADI", told.summary());
        assertEquals(List.of("Service-Name 'abc'", "Host-Uniq 01020304", "PPP-Max-Payload 1500"), told.details());
    }

    @Test
    void aDhcpMessageHasAnIpAndAUdpHeader() {
        final byte[] message = new byte[300];
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        buffer.putByte(0, (byte) 1);
        buffer.putByte(1, (byte) 1);
        buffer.putByte(2, (byte) 6);
        buffer.putInt(4, 0x0a0b0c0d, java.nio.ByteOrder.BIG_ENDIAN);
        HexFormat.of().parseHex("020000000001");
        buffer.putBytes(28, HexFormat.of().parseHex("020000000001"));
        buffer.putBytes(236, HexFormat.of().parseHex("63825363" + "350101" + "320a40000a".replace("320a", "32040a") + "0c03616263" + "ff"));
        final FrameReader.Told told = read(Kind.DHCP_IN, -1, 0, message);
        assertEquals("dhcp Discover xid 0xa0b0c0d", (told.protocol() + ' ' + told.summary()).replace("DISCOVER", "Discover"));
        assertEquals(List.of("chaddr 02:00:00:00:00:01", "option 12 host name 'abc'", "option 50 requested address 10.64.0.10"),
                told.details());
        assertTrue(hex(told).startsWith("ffffffffffff" + "020000000001" + "88a801f4" + "81000065" + "0800" + "4500"), hex(told));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "350101" + "5a13" + "0000000000000000000001" + TOKEN + "ff",
        // The option says that it is longer than the message is; and one that stands behind the end.
        "350101" + "5ac8" + "0000000000000000000001" + TOKEN,
        "350101" + "ff" + "5a13" + "0000000000000000000001" + TOKEN + "ff",
    })
    void aDhcpTokenIsMaskedWhateverIsWrongAroundIt(final String options) {
        final byte[] message = new byte[240 + options.length() / 2];
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        buffer.putByte(0, (byte) 1);
        buffer.putByte(1, (byte) 1);
        buffer.putByte(2, (byte) 6);
        buffer.putBytes(28, HexFormat.of().parseHex("020000000001"));
        buffer.putBytes(236, HexFormat.of().parseHex("63825363" + options));
        final FrameReader.Told told = read(Kind.DHCP_IN, -1, 0, message);
        assertTrue(hex(told).contains("0000000000000000000001"), hex(told));
        assertFalse(hex(told).contains(TOKEN), hex(told));
        assertFalse((told.summary() + told.details()).contains(TOKEN), told.details()::toString);
    }

    @Test
    void anyOctetsAreTaken() {
        final Random random = new Random(11);
        final int[] protocols = {PppProtocol.LCP, PppProtocol.PAP, PppProtocol.CHAP, PppProtocol.IPCP, PppProtocol.IPV6CP, 0x80fd, 0x8281};
        for (int i = 0; i < 200_000; i++) {
            final byte[] payload = new byte[random.nextInt(80)];
            random.nextBytes(payload);
            if (payload.length > 4 && random.nextInt(4) > 0) {
                payload[0] = (byte) (1 + random.nextInt(12));
                payload[2] = 0;
                payload[3] = (byte) payload.length;
            }
            final Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            if (kind == Kind.PPPOE_IN && payload.length > 6 && random.nextBoolean()) {
                payload[0] = 0x11;
                payload[1] = 0x09;
                payload[4] = 0;
                payload[5] = (byte) (payload.length - 6);
            }
            final FrameReader.Told told = read(kind, random.nextInt(), protocols[random.nextInt(protocols.length)], payload);
            assertTrue(told.octets().length >= payload.length);
        }
    }
}
