package io.athenabng.wire.radius;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.testkit.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RadiusAttributeAppenderTest {

    private static final long LONG_EXTENDED = RadiusAttributes.key(0, 245 << 8 | 7);
    private static final long EXTENDED = RadiusAttributes.key(0, 241 << 8 | 7);
    private static final int OFFSET = 9;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4200]);
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(buffer, OFFSET, 4076);
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();

    @Test
    void values() {
        assertTrue(appender.put(RadiusAttributes.SESSION_TIMEOUT, -1));
        assertWritten("1b06 ffffffff");
        assertTrue(appender.putLong(RadiusAttributes.FRAMED_INTERFACE_ID, 0x0102_0304_0506_0708L));
        assertWritten("600a 0102030405060708");
        assertTrue(appender.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, 0x0a40_004d));
        assertWritten("0806 0a40004d");
        assertTrue(appender.putBytes(RadiusAttributes.CLASS, new byte[] {1, 2}));
        assertWritten("1904 0102");
        assertTrue(appender.putIpv6(RadiusAttributes.FRAMED_IPV6_ADDRESS, Hex.bytes("20010db8 00*11 07")));
        assertWritten("a812 20010db8 00*11 07");
    }

    @Test
    void prefixes() {
        assertTrue(appender.putIpv6Prefix(RadiusAttributes.DELEGATED_IPV6_PREFIX, Hex.bytes("20010db8 ff*12"), 36));
        assertWritten("7b14 0024 20010db8f0 00*11");
        assertTrue(appender.putIpv6Prefix(RadiusAttributes.DELEGATED_IPV6_PREFIX, Hex.bytes("ff*16"), 0));
        assertWritten("7b14 0000 00*16");
        assertTrue(appender.putIpv6Prefix(RadiusAttributes.DELEGATED_IPV6_PREFIX, Hex.bytes("ff*16"), 128));
        assertWritten("7b14 0080 ff*16");
    }

    @Test
    void texts() {
        for (final String text : new String[] {"eth1.111.500.100", "Grüße", "\u0000\u007f\u0080\u07ff\u0800\uffff", "𝄞 x"}) {
            assertTrue(appender.put(RadiusAttributes.REPLY_MESSAGE, text));
            assertWritten(String.format("12%02x", text.getBytes(StandardCharsets.UTF_8).length + 2)
                + Hex.toString(text.getBytes(StandardCharsets.UTF_8)));
        }
        assertTrue(appender.put(RadiusAttributes.REPLY_MESSAGE, "a\ud834b\udd1e"));
        assertWritten("1206 613f623f");
        assertTrue(appender.put(RadiusAttributes.REPLY_MESSAGE, new StringBuilder("\ud834")));
        assertWritten("1203 3f");
    }

    /** RFC 2865, section 5: text of no octets must not be sent, the attribute is left out. */
    @Test
    void emptyValuesAreLeftOut() {
        assertTrue(appender.put(RadiusAttributes.USER_NAME, ""));
        assertTrue(appender.putBytes(RadiusAttributes.CLASS, new byte[0]));
        assertTrue(appender.putBytes(RadiusAttributes.ATHENA_POLICY, buffer, 0, 0));
        assertEquals(0, appender.length());
        assertFalse(appender.overflow());
        // But what has come empty goes back empty.
        cursor.wrap(new UnsafeBuffer(Hex.bytes("2102 1a08 00007ed9 0202")), 0, 10);
        assertTrue(cursor.next() && appender.append(cursor));
        assertWritten("2102");
        assertTrue(cursor.next() && appender.append(cursor));
        assertWritten("1a08 00007ed9 0202");
    }

    @Test
    void macAddresses() {
        final long mac = MacAddress.parse("02:0a:bc:de:ff:10");
        assertMac(mac, RadiusMacFormat.COLON_LOWER, "02:0a:bc:de:ff:10");
        assertMac(mac, RadiusMacFormat.COLON_UPPER, "02:0A:BC:DE:FF:10");
        assertMac(mac, RadiusMacFormat.HYPHEN_LOWER, "02-0a-bc-de-ff-10");
        assertMac(mac, RadiusMacFormat.HYPHEN_UPPER, "02-0A-BC-DE-FF-10");
        assertMac(mac, RadiusMacFormat.DOT_LOWER, "020a.bcde.ff10");
        assertMac(mac, RadiusMacFormat.DOT_UPPER, "020A.BCDE.FF10");
        assertMac(mac, RadiusMacFormat.PLAIN_LOWER, "020abcdeff10");
        assertMac(mac, RadiusMacFormat.PLAIN_UPPER, "020ABCDEFF10");
    }

    private void assertMac(final long mac, final RadiusMacFormat format, final String expected) {
        assertTrue(appender.putMac(RadiusAttributes.CALLING_STATION_ID, mac, format));
        assertWritten(String.format("1f%02x", expected.length() + 2) + Hex.toString(expected.getBytes(StandardCharsets.US_ASCII)));
        assertEquals(expected, format.appendTo(mac, new StringBuilder()).toString());
        assertEquals(expected.length(), format.length());
    }

    @Test
    void vendors() {
        assertTrue(appender.put(RadiusAttributes.ATHENA_RATE_DOWN, "x"));
        assertWritten("1a09 00007ed9 0103 78");
        appender.athenaVendor(0xc0de);
        assertTrue(appender.put(RadiusAttributes.ATHENA_RATE_DOWN, "x"));
        assertWritten("1a09 0000c0de 0103 78");
        assertTrue(appender.put(RadiusAttributes.key(0xc0de, 1), "x"));
        assertWritten("1a09 00007ed9 0103 78");
        assertTrue(appender.put(RadiusAttributes.extendedVendorKey(241, RadiusAttributes.VENDOR_ATHENA, 3), "x"));
        assertWritten("f109 1a 0000c0de 03 78");
        // The layout is asked for by the number that goes out.
        appender.vendorFormats(vendorId -> vendorId == 0xc0de ? 0x22 : RadiusVendorFormats.STANDARD);
        assertTrue(appender.put(RadiusAttributes.ATHENA_RATE_DOWN, "x"));
        assertWritten("1a0b 0000c0de 0001 0005 78");
        appender.vendorFormats(vendorId -> RadiusVendorFormats.OPAQUE);
        assertThrows(IllegalArgumentException.class, () -> appender.put(RadiusAttributes.ATHENA_RATE_DOWN, 1));
    }

    @Test
    void reservesAPlace() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0x55);
        assertEquals(OFFSET + 2, appender.reserve(RadiusAttributes.MESSAGE_AUTHENTICATOR, 16));
        assertWritten("5012 00*16");
        appender.wrap(buffer, OFFSET, 17);
        assertEquals(-1, appender.reserve(RadiusAttributes.MESSAGE_AUTHENTICATOR, 16));
        assertTrue(appender.overflow());
    }

    /** The longest value of each kind, and one octet more. */
    @Test
    void theLongestValues() {
        assertLongest(RadiusAttributes.CLASS, 253);
        assertLongest(RadiusAttributes.ATHENA_POLICY, 247);
        assertLongest(EXTENDED, 252);
        assertLongest(RadiusAttributes.extendedVendorKey(242, 9, 1), 247);
    }

    private void assertLongest(final long key, final int longest) {
        assertTrue(appender.putBytes(key, new byte[longest]));
        assertEquals(255, appender.length());
        assertTrue(appender.put(key, "x".repeat(longest)));
        assertEquals(510, appender.length());
        assertFalse(appender.overflow());
        assertFalse(appender.putBytes(key, new byte[longest + 1]));
        assertTrue(appender.overflow());
        assertEquals(510, appender.length(), "nothing of it is written");
        assertFalse(appender.put(key, "x".repeat(longest + 1)));
        assertTrue(appender.put(RadiusAttributes.NAS_PORT, 1), "what comes after it may still fit");
        appender.wrap(buffer, OFFSET, 4076);
        assertFalse(appender.overflow());
    }

    @Test
    void longValuesAreSpread() {
        assertSpread(RadiusAttributes.EAP_MESSAGE, 253, 2, 0);
        assertSpread(LONG_EXTENDED, 251, 4, 0);
        assertSpread(RadiusAttributes.extendedVendorKey(246, RadiusAttributes.VENDOR_ATHENA, 200), 251, 4, 5);
    }

    private void assertSpread(final long key, final int most, final int headerLength, final int vendorLength) {
        for (final int length : new int[] {1, most - vendorLength, most - vendorLength + 1, 2 * most - vendorLength, 1000, 3900}) {
            final byte[] value = new byte[length];
            for (int i = 0; i < length; i++) {
                value[i] = (byte) (i * 7);
            }
            final int total = length + vendorLength;
            final int written = total + headerLength * ((total + most - 1) / most);
            // It fits exactly, and not into one octet less.
            appender.wrap(buffer, OFFSET, written - 1);
            assertFalse(appender.putBytes(key, value));
            assertEquals(0, appender.length());
            appender.wrap(buffer, OFFSET, written);
            assertTrue(appender.putBytes(key, value), "value of " + length);
            assertEquals(written, appender.length());
            final byte[] back = new byte[length];
            cursor.wrap(buffer, OFFSET, written);
            assertEquals(length, cursor.joinValues(key, new UnsafeBuffer(back), 0, length));
            assertTrue(Arrays.equals(value, back));
        }
    }

    @Test
    void roomThatEnds() {
        for (int room = 0; room < 6; room++) {
            appender.wrap(buffer, OFFSET, room);
            assertFalse(appender.put(RadiusAttributes.NAS_PORT, 1));
            assertFalse(appender.put(RadiusAttributes.NAS_IDENTIFIER, "abng"));
            assertTrue(appender.overflow());
            assertEquals(0, appender.length());
        }
        appender.wrap(buffer, OFFSET, 6);
        assertTrue(appender.put(RadiusAttributes.NAS_PORT, 1));
        assertFalse(appender.putLong(RadiusAttributes.FRAMED_INTERFACE_ID, 1));
        assertFalse(appender.putIpv6(RadiusAttributes.FRAMED_IPV6_ADDRESS, new byte[16]));
        assertFalse(appender.putIpv6Prefix(RadiusAttributes.FRAMED_IPV6_PREFIX, new byte[16], 64));
        assertFalse(appender.putMac(RadiusAttributes.CALLING_STATION_ID, 1, RadiusMacFormat.COLON_LOWER));
    }

    @Test
    void whatIsNoKey() {
        for (final long key : new long[] {256, 240 << 8 | 1, 247 << 8 | 1, 0xffff_ffffL}) {
            assertThrows(IllegalArgumentException.class, () -> appender.put(key, 1), Long.toHexString(key));
        }
        assertEquals(0, appender.length());
    }

    /** Whole attributes whose inside nobody could read go back as they came. */
    @Test
    void opaqueAttributesAreCopied() {
        final byte[] list = Hex.bytes("1a05 00007e f103 01 f505 0180 61");
        cursor.wrap(new UnsafeBuffer(list), 0, list.length);
        while (cursor.next()) {
            assertTrue(appender.append(cursor));
        }
        assertWritten("1a05 00007e f103 01 f505 0180 61");
    }

    private void assertWritten(final String hex) {
        assertEquals(Hex.toString(Hex.bytes(hex)), Hex.toString(buffer.byteArray(), OFFSET, appender.length()));
        assertFalse(appender.overflow());
        appender.wrap(buffer, OFFSET, 4076);
    }
}
