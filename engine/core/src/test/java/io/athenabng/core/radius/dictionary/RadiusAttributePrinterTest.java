package io.athenabng.core.radius.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.testkit.GoldenRadius;
import io.athenabng.wire.testkit.Hex;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RadiusAttributePrinterTest {
    private final RadiusDictionary distribution = RadiusDictionary
        .load(DictionaryFiles.distribution(), DictionaryFiles.machine(), RadiusAttributes.VENDOR_ATHENA).dictionary();

    /** What radclient printed of the same packet, but for the secrets, and the two attributes that our dictionary does not know. */
    @Test
    void theAcceptAsRadclientPrintsIt() {
        assertEquals("""
            Framed-IP-Address = 10.64.0.77
            Framed-IP-Netmask = 255.255.255.0
            Framed-Pool = "main"
            Framed-Route = "192.0.2.0/24 10.64.0.77 1"
            Framed-Route = "198.51.100.0/25"
            Session-Timeout = 86400
            Idle-Timeout = 600
            Acct-Interim-Interval = 300
            Termination-Action = RADIUS-Request
            Class = 0x0102030405
            Reply-Message = "Grüße"
            Athena-Rate-Down = "100mbit"
            Athena-Rate-Up = "20mbit"
            Athena-Re-Authenticate = Yes
            Mikrotik-Rate-Limit = "20M/100M"
            Cisco-AVPair = "subscriber:sub-qos-policy-out=GOLD"
            WISPr-Bandwidth-Max-Up = 20000000
            WISPr-Bandwidth-Max-Down = 100000000
            MS-Primary-DNS-Server = 192.0.2.53
            MS-Secondary-DNS-Server = 192.0.2.54
            MS-MPPE-Send-Key = <secret>
            Framed-IPv6-Prefix = 2001:db8:1:2::/64
            Delegated-IPv6-Prefix = 2001:db8:f000::/36
            Framed-IPv6-Address = 2001:db8:1:2::7
            DNS-Server-IPv6-Address = 2001:db8::53
            Framed-Interface-Id = 0:0:0:7
            Framed-IPv6-Pool = "six"
            Delegated-IPv6-Prefix-Pool = "pd"
            Tunnel-Type:1 = L2TP
            Tunnel-Password = <secret>
            Attr-26.529.135 = 0xc0000201
            """, upTo("Vendor-Specific", print(distribution, Hex.bytes(GoldenRadius.FREERADIUS_ACCEPT), 20)));
    }

    private static String upTo(final String beginning, final List<String> lines) {
        final int end = (int) lines.stream().takeWhile(line -> !line.startsWith(beginning)).count();
        return String.join("\n", lines.subList(0, end)) + "\n";
    }

    @Test
    void noSecretIsPrinted() {
        final String printed = print(distribution, Hex.bytes(GoldenRadius.FREERADIUS_REQUEST), 20).toString();
        assertTrue(printed.contains("User-Password = <secret>"), printed);
        // In the list that the session agent makes, the password is in clear.
        assertEquals(List.of("User-Password = <secret>"), print(distribution, Hex.bytes("0207 68656c6c6f"), 0));
        assertEquals(List.of("CHAP-Password = <secret>"), print(distribution, Hex.bytes("0313 00*17"), 0));
    }

    @Test
    void everyType() {
        final RadiusDictionary dictionary = load("""
            ATTRIBUTE String 1 string
            ATTRIBUTE Octets 2 octets
            VALUE Octets Named 0x0102
            ATTRIBUTE Prefix4 3 ipv4prefix
            ATTRIBUTE Combo 4 combo-ip
            ATTRIBUTE Byte 5 byte
            ATTRIBUTE Short 6 short
            ATTRIBUTE Signed 7 signed
            ATTRIBUTE Long 8 integer64
            ATTRIBUTE Date 9 date
            ATTRIBUTE Ether 10 ether
            ATTRIBUTE Address6 11 ipv6addr
            ATTRIBUTE Prefix6 12 ipv6prefix
            ATTRIBUTE Array 13 ipaddr array
            ATTRIBUTE Tagged-Text 14 string has_tag
            ATTRIBUTE Tagged-Number 15 integer has_tag
            VALUE Tagged-Number Three 3
            ATTRIBUTE Whole 16 vsa
            ATTRIBUTE Sized 17 octets[2]
            ATTRIBUTE Sized-Array 18 octets[2] array
            """);
        assertPrinted(dictionary, "01 06 61225c0a", "String = \"a\\\"\\\\\\n\"");
        assertPrinted(dictionary, "01 08 1b5b31e280ae", "String = \"\\u001b[1\\u202e\"");
        assertPrinted(dictionary, "01 02", "String = \"\"");
        assertPrinted(dictionary, "02 04 0102", "Octets = Named");
        assertPrinted(dictionary, "02 05 010203", "Octets = 0x010203");
        assertPrinted(dictionary, "02 02", "Octets = 0x");
        assertPrinted(dictionary, "03 08 0018c0000200", "Prefix4 = 192.0.2.0/24");
        assertPrinted(dictionary, "04 06 c0000201", "Combo = 192.0.2.1");
        assertPrinted(dictionary, "04 12 20010db8 00*11 01", "Combo = 2001:db8::1");
        assertPrinted(dictionary, "04 05 c00002", "Attr-4 = 0xc00002");
        assertPrinted(dictionary, "05 03 ff", "Byte = 255");
        assertPrinted(dictionary, "06 04 ffff", "Short = 65535");
        assertPrinted(dictionary, "07 06 ffffffff", "Signed = -1");
        assertPrinted(dictionary, "08 0a ffffffffffffffff", "Long = 18446744073709551615");
        assertPrinted(dictionary, "0a 08 0200000000ff", "Ether = 02:00:00:00:00:ff");
        assertPrinted(dictionary, "0d 0a c0000201c0000202", "Array = 192.0.2.1, 192.0.2.2");
        assertPrinted(dictionary, "0d 07 c000020100", "Attr-13 = 0xc000020100");
        assertPrinted(dictionary, "0e 04 0161", "Tagged-Text:1 = \"a\"");
        assertPrinted(dictionary, "0e 03 61", "Tagged-Text = \"a\"");
        assertPrinted(dictionary, "0e 02", "Tagged-Text = \"\"");
        assertPrinted(dictionary, "0f 06 1f000003", "Tagged-Number:31 = Three");
        assertPrinted(dictionary, "0f 02", "Attr-15 = 0x");
        assertPrinted(dictionary, "0f 03 61", "Attr-15 = 0x61");
        assertPrinted(dictionary, "10 03 61", "Whole = 0x61");
        // Of another length than the type's.
        assertPrinted(dictionary, "05 04 0001", "Attr-5 = 0x0001");
        assertPrinted(dictionary, "09 02", "Attr-9 = 0x");
        assertPrinted(dictionary, "11 04 0102", "Sized = 0x0102");
        assertPrinted(dictionary, "11 05 010203", "Attr-17 = 0x010203");
        assertPrinted(dictionary, "12 06 01020304", "Sized-Array = 0x0102, 0x0304");
        assertPrinted(dictionary, "12 05 010203", "Attr-18 = 0x010203");
        assertPrinted(dictionary, "0d 02", "Attr-13 = 0x");
    }

    /** Several EAP-Messages are one value; two Classes are two. */
    @Test
    void concatenatedAttributesAreOneLine() {
        assertEquals(List.of("EAP-Message = 0x0102030405", "Class = 0x01", "Class = 0x02", "EAP-Message = 0x06"),
            print(distribution, Hex.bytes("4f050102034f0304 4f0305 190301 190302 4f0306"), 0));
    }

    @Test
    void ipv6IsShortened() {
        final RadiusDictionary dictionary = load("ATTRIBUTE A 11 ipv6addr\nATTRIBUTE P 12 ipv6prefix");
        assertPrinted(dictionary, "0b 12 00*16", "A = ::");
        assertPrinted(dictionary, "0b 12 00*15 01", "A = ::1");
        assertPrinted(dictionary, "0b 12 0001 00*14", "A = 1::");
        assertPrinted(dictionary, "0b 12 0001 0000 0001 0000 0000 0001 0000 0000", "A = 1:0:1::1:0:0");
        assertPrinted(dictionary, "0b 12 0001 0000 0001 0001 0001 0001 0001 0001", "A = 1:0:1:1:1:1:1:1");
        assertPrinted(dictionary, "0b 12 ffff*8", "A = ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
        assertPrinted(dictionary, "0c 08 0020 20010db8", "P = 2001:db8::/32");
        assertPrinted(dictionary, "0c 04 0000", "P = ::/0");
        assertPrinted(dictionary, "0c 07 0020 20010d", "Attr-12 = 0x002020010d");
        assertPrinted(dictionary, "0c 02", "Attr-12 = 0x");
    }

    @Test
    void timesAreThoseOfTheCalendar() {
        final RadiusDictionary dictionary = load("ATTRIBUTE Date 9 date");
        for (long seconds = 0; seconds <= 0xffff_ffffL; seconds += 40_009 * 13) {
            assertPrinted(dictionary, String.format("09 06 %08x", seconds), "Date = " + java.time.Instant.ofEpochSecond(seconds));
        }
        assertPrinted(dictionary, "09 06 65e20990", "Date = 2024-03-01T17:00:00Z");
        assertPrinted(dictionary, "09 06 ffffffff", "Date = 2106-02-07T06:28:15Z");
        for (final String day : List.of("2000-02-29", "2023-02-28", "2024-02-29", "2024-12-31", "2100-02-28", "2100-03-01")) {
            final long seconds = java.time.LocalDate.parse(day).atStartOfDay(java.time.ZoneOffset.UTC).toEpochSecond();
            assertPrinted(dictionary, String.format("09 06 %08x", seconds), "Date = " + day + "T00:00:00Z");
        }
    }

    @Test
    void attributesInside() {
        final RadiusDictionary dictionary = load("""
            ATTRIBUTE Box 1 tlv
            ATTRIBUTE Box-Name 1.1 string
            ATTRIBUTE Box-Inner 1.2 tlv
            ATTRIBUTE Box-Key 1.2.1 octets encrypt=2
            """);
        assertPrinted(dictionary, "01 0f 010361 0206 0104ffff 090401ff",
            "Box = { Box-Name = \"a\", Box-Inner = { Box-Key = <secret> }, Attr-1.9 = 0x01ff }");
        assertPrinted(dictionary, "01 02", "Box = { }");
        assertPrinted(dictionary, "01 05 010361", "Box = { Box-Name = \"a\" }");
        assertPrinted(dictionary, "01 05 010461", "Attr-1 = 0x010461");
        assertPrinted(dictionary, "01 05 010061", "Attr-1 = 0x010061");
        assertPrinted(dictionary, "01 03 01", "Attr-1 = 0x01");
    }

    @Test
    void whatHasNoName() {
        final RadiusDictionary nothing = load("");
        assertPrinted(nothing, "c8 03 61", "Attr-200 = 0x61");
        assertPrinted(nothing, "1a 09 000000090103 61", "Attr-26.9.1 = 0x61");
        assertPrinted(nothing, "1a 09 ffffffff0103 61", "Attr-26.4294967295.1 = 0x61");
        assertPrinted(nothing, "1a 05 000000", "Attr-26 = 0x000000");
        assertPrinted(nothing, "f1 05 01 6162", "Attr-241.1 = 0x6162");
        assertPrinted(nothing, "f1 09 1a 00000009 04 61", "Attr-241.26.9.4 = 0x61");
        assertPrinted(nothing, "f6 0a 1a00 00000009 04 61", "Attr-246.26.9.4 = 0x61");
    }

    /** What a terminal would obey does not come through, whichever character it is. */
    @Test
    void nothingControlsTheTerminal() {
        for (char c = 0; c < 0x3000; c++) {
            final byte[] text = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
            final byte[] list = new byte[2 + text.length];
            list[0] = (byte) RadiusAttributes.REPLY_MESSAGE;
            list[1] = (byte) list.length;
            System.arraycopy(text, 0, list, 2, text.length);
            final String printed = print(distribution, list, 0).getFirst();
            assertFalse(printed.chars().anyMatch(Character::isISOControl), () -> Hex.toString(list));
        }
    }

    private static void assertPrinted(final RadiusDictionary dictionary, final String hex, final String expected) {
        assertEquals(List.of(expected), print(dictionary, Hex.bytes(hex), 0), hex);
    }

    private static List<String> print(final RadiusDictionary dictionary, final byte[] bytes, final int offset) {
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor().vendorFormats(dictionary)
            .wrap(new UnsafeBuffer(bytes), offset, bytes.length - offset);
        return new RadiusAttributePrinter(dictionary).lines(cursor);
    }

    private static RadiusDictionary load(final String text) {
        return RadiusDictionary.load("d", DictionaryFiles.of(Map.of("d", text)), RadiusAttributes.VENDOR_ATHENA).dictionary();
    }
}
