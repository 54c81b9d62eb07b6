package io.athenabng.wire.dhcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.Hex;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DhcpOptionAppenderTest {

    private final byte[] bytes = new byte[2000];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final DhcpOptionAppender appender = new DhcpOptionAppender();

    @Test
    void splitsLongValues() {
        final byte[] value = new byte[600];
        Arrays.fill(value, (byte) 7);
        value[599] = 9;
        appender.wrap(buffer, 0, 1000).append(119, value);
        assertEquals(606, appender.length());
        assertEquals("77ff07", Hex.toString(bytes, 0, 3));
        assertEquals("77ff07", Hex.toString(bytes, 257, 3));
        assertEquals("775a07", Hex.toString(bytes, 514, 3));
        assertEquals(9, bytes[605]);
        appender.wrap(buffer, 0, 1000).append(119, new UnsafeBuffer(value), 0, 255);
        assertEquals(257, appender.length());
        appender.wrap(buffer, 0, 1000).append(119, new UnsafeBuffer(value), 344, 256);
        assertEquals(260, appender.length());
        assertEquals("770109", Hex.toString(bytes, 257, 3));
        appender.wrap(buffer, 0, 1000).append(80, new byte[0]);
        assertEquals("5000", Hex.toString(bytes, 0, appender.length()));
    }

    @Test
    void whatDoesNotFitIsLeftOutWholeAndThereIsRoomForEnd() {
        appender.wrap(buffer, 0, 10).appendInt(1, 5).appendInt(3, 6).appendByte(53, 2);
        assertTrue(appender.isOverflow());
        assertEquals("010400000005350102", Hex.toString(bytes, 0, appender.length()), "the smaller option still went in");
        assertEquals(0, appender.remaining());
        assertEquals(10, appender.end(0));
        assertEquals((byte) 255, bytes[9]);
        assertEquals(0, bytes[10]);
    }

    @Test
    void relayAgentInformation() {
        appender.wrap(buffer, 0, 300).openOption(82)
            .appendSubOptionAscii(RelayAgentSubOption.CIRCUIT_ID, "eth1.5")
            .appendSubOption(RelayAgentSubOption.REMOTE_ID, new byte[] {1, 2})
            .appendSubOptionInt(RelayAgentSubOption.LINK_SELECTION, 0x0a00_0001)
            .appendSubOptionByte(RelayAgentSubOption.RELAY_AGENT_FLAGS, 0x80)
            .appendSubOption(RelayAgentSubOption.SUBSCRIBER_ID, new UnsafeBuffer(new byte[] {9, 8}), 1, 1)
            .closeOption();
        assertEquals("5218 0106657468312e35 02020102 05040a000001 0a0180 060108".replace(" ", ""),
            Hex.toString(bytes, 0, appender.length()));
        assertFalse(appender.isOverflow());
    }

    @Test
    void anOpenOptionHoldsAtMost255Bytes() {
        appender.wrap(buffer, 0, 1000).openOption(82).appendSubOption(1, new byte[200]).appendSubOption(2, new byte[52]);
        assertTrue(appender.isOverflow());
        appender.appendSubOption(2, new byte[51]).closeOption();
        assertEquals((byte) 255, bytes[1]);
        assertEquals(257, appender.length());
    }

    @Test
    void anOptionWithoutSuboptionsIsTakenAway() {
        appender.wrap(buffer, 0, 100).openOption(82).closeOption();
        assertEquals(0, appender.length());
        assertFalse(appender.isOverflow());
        appender.wrap(buffer, 0, 2).openOption(82).appendSubOptionByte(1, 1).closeOption();
        assertEquals(0, appender.length());
        assertTrue(appender.isOverflow());
    }

    @Test
    void anotherOptionInsideAnOpenOneIsABug() {
        appender.wrap(buffer, 0, 100).openOption(82);
        assertThrows(IllegalStateException.class, () -> appender.appendByte(53, 1));
    }

    @Test
    void padsTo300AsFarAsThereIsRoom() {
        Arrays.fill(bytes, (byte) 0xee);
        assertEquals(300, appender.wrap(buffer, 10 + 240, 300).appendByte(53, 2).end(10));
        assertEquals((byte) 255, bytes[253]);
        assertEquals(0, bytes[254]);
        assertEquals(0, bytes[309]);
        assertEquals((byte) 0xee, bytes[310]);
        assertEquals(250, appender.wrap(buffer, 10 + 240, 10).appendByte(53, 2).end(10));
        assertEquals((byte) 0xee, bytes[310]);
        assertEquals(341, appender.wrap(buffer, 10 + 240, 300).append(12, new byte[98]).end(10));
    }

    @Test
    void textBeyondAsciiAndBeyond255() {
        appender.wrap(buffer, 0, 1000).appendAscii(12, "a\u00e4b");
        assertEquals("0c03613f62", Hex.toString(bytes, 0, appender.length()));
        appender.wrap(buffer, 0, 1000).appendAscii(12, "x".repeat(300));
        assertEquals(257, appender.length());
        appender.wrap(buffer, 0, 1000).appendAddresses(6, new int[64]);
        assertTrue(appender.isOverflow(), "64 addresses are 256 bytes");
        appender.wrap(buffer, 0, 1000).appendAddresses(6, new int[0]);
        assertEquals(0, appender.length());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        final FuzzBytes fuzz = FuzzBytes.create("DhcpOptionAppenderTest");
        final DhcpOptionIndex index = new DhcpOptionIndex();
        for (int i = 0; i < fuzz.iterations() / 20; i++) {
            final byte[][] values = new byte[1 + fuzz.below(8)][];
            appender.wrap(buffer, DhcpFlyweight.OPTIONS_OFFSET, bytes.length - DhcpFlyweight.OPTIONS_OFFSET);
            for (int v = 0; v < values.length; v++) {
                values[v] = fuzz.random(v == 0 ? 700 : 100);
                appender.append(100 + v, values[v]);
            }
            assertFalse(appender.isOverflow());
            final int length = appender.end(0);
            assertEquals(DhcpMalformedReason.NONE, index.index(buffer, 0, length));
            for (int v = 0; v < values.length; v++) {
                final byte[] read = new byte[index.totalLength(100 + v)];
                index.copyValue(100 + v, new UnsafeBuffer(read), 0, read.length);
                assertArrayEquals(values[v], read);
                assertEquals(Math.max(1, (read.length + 254) / 255), index.count(100 + v));
            }
        }
    }

    /** The example of RFC 3397, section 2. */
    @Test
    void domainSearchOfRfc3397() {
        assertEquals(Hex.toString(Hex.bytes("""
            03 656e67 05 6170706c65 03 636f6d 00  # eng.apple.com
            09 6d61726b6574696e67 c004            # marketing, and a pointer to apple.com at 4
            """)), Hex.toString(DomainSearchEncoder.encode(List.of("eng.apple.com", "marketing.apple.com"))));
        assertEquals("016100c000", Hex.toString(DomainSearchEncoder.encode(List.of("a", "A."))), "names ignore case");
        assertEquals(0, DomainSearchEncoder.encode(List.of()).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", ".a", "a b", "\u00e4.de",
        "x23456789012345678901234567890123456789012345678901234567890123x.de"})
    void refusesWhatIsNoDomainName(final String name) {
        assertThrows(IllegalArgumentException.class, () -> DomainSearchEncoder.encode(List.of(name)));
    }

    @Test
    void refusesADomainNameOfMoreThan253Characters() {
        final String name = "a.".repeat(126) + "b";
        assertEquals(255, DomainSearchEncoder.encode(List.of(name)).length);
        assertThrows(IllegalArgumentException.class, () -> DomainSearchEncoder.encode(List.of(name + "b")));
    }
}
