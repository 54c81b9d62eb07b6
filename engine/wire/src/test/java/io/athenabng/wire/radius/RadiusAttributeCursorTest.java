package io.athenabng.wire.radius;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.Hex;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is in lists that no golden packet has: broken, odd, and hostile ones. */
class RadiusAttributeCursorTest {

    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();
    private final byte[] octets = new byte[16];

    @Test
    void anEmptyList() {
        assertEquals("", walk(""));
        assertFalse(cursor.malformed());
        assertFalse(cursor.next());
    }

    @Test
    void aLengthThatCannotBeEndsTheWalk() {
        assertBroken("19030a 1900 19030b", "BAD_ATTRIBUTE_LENGTH");
        assertBroken("19030a 1901 19030b", "BAD_ATTRIBUTE_LENGTH");
        assertBroken("19030a 19ff 0b", "ATTRIBUTE_OVERRUN");
        assertBroken("19030a 19", "ATTRIBUTE_OVERRUN");
    }

    private void assertBroken(final String hex, final String reason) {
        assertEquals("0.19=0a ", walk(hex), hex);
        assertTrue(cursor.malformed());
        assertEquals(reason, RadiusMalformedReason.name(cursor.malformedReason()));
        assertFalse(cursor.next(), "it stays at its end");
        // A second walk meets it again.
        assertFalse(cursor.find(RadiusAttributes.USER_NAME));
        assertEquals(reason, RadiusMalformedReason.name(cursor.malformedReason()));
        assertTrue(cursor.find(RadiusAttributes.CLASS));
        assertFalse(cursor.malformed());
    }

    @Test
    void severalOfAVendorInOneAttribute() {
        assertEquals("7ed9.1=61 7ed9.2=- 7ed9.3=6263 0.1=78 ", walk("1a0f 00007ed9 010361 0202 03046263 010378"));
    }

    /** RFC 2865, 5.26 only asks vendors for this layout: what has another one is reported whole. */
    @Test
    void whatIsNoVendorListIsReportedWhole() {
        assertEquals("0.1a=00007ed9 0.1=78 ", walk("1a06 00007ed9 010378"));
        assertEquals("0.1a=- ", walk("1a02"));
        assertEquals("0.1a=00007e ", walk("1a05 00007e"));
        assertEquals("0.1a=00007ed901 ", walk("1a07 00007ed9 01"));
        assertEquals("0.1a=00007ed90100 ", walk("1a08 00007ed9 0100"));
        assertEquals("0.1a=00007ed90101 ", walk("1a08 00007ed9 0101"));
        assertEquals("0.1a=00007ed9010461 0.1=78 ", walk("1a09 00007ed9 010461 010378"));
        assertEquals("0.1a=00007ed901036105 ", walk("1a0a 00007ed9 010361 05"), "the first would have been sound");
        assertFalse(cursor.malformed());
    }

    /** Vendor 0 would make a User-Name of what is in a Vendor-Specific. */
    @Test
    void vendorZeroIsNobody() {
        assertEquals("0.1a=00000000010361 ", walk("1a09 00000000 010361"));
        assertEquals("0.f11a=000000000161 ", walk("f109 1a 00000000 01 61"));
        // Every other number is somebody, also one with the highest bit.
        assertEquals("ffffffff.1=61 ", walk("1a09 ffffffff 010361"));
        assertEquals(0xffff_ffff_0000_0001L, cursor.key());
        assertEquals(0xffff_ffff, RadiusAttributes.vendorId(cursor.key()));
    }

    @Test
    void layoutsOfVendors() {
        cursor.vendorFormats(vendorId -> switch (vendorId) {
            case 1 -> 0x21;
            case 2 -> 0x22;
            case 3 -> 0x40;
            case 4 -> RadiusVendorFormats.OPAQUE;
            case 5 -> 0x20;
            case 6 -> 0x10;
            default -> RadiusVendorFormats.STANDARD;
        });
        assertEquals("1.102=61 1.103=- ", walk("1a0d 00000001 01020461 010303"));
        assertEquals("2.102=61 ", walk("1a0b 00000002 0102000561"));
        assertEquals("3.1020304=61 ", walk("1a0b 00000003 0102030461"));
        assertEquals("3.1020304=- ", walk("1a0a 00000003 01020304"));
        assertEquals("0.1a=00000003010203 ", walk("1a09 00000003 010203"));
        assertEquals("0.1a=00000003f11a0001 ", walk("1a0a 00000003 f11a0001"), "a key of an extended attribute");
        assertEquals("3.f21b0001=- ", walk("1a0a 00000003 f21b0001"));
        assertEquals("0.1a=00000004010361 ", walk("1a09 00000004 010361"));
        assertEquals("5.102=61 ", walk("1a09 00000005 010261"));
        assertEquals("6.1=0261 ", walk("1a09 00000006 010261"));
        assertEquals("7.1=61 ", walk("1a09 00000007 010361"));
        assertEquals("0.1a=00000002010201010061 ", walk("1a0c 00000002 010201010061"), "257 octets are not there");
    }

    /** RFC 6929, 2.8: attributes that are not inside what their type asks for are as unknown ones. */
    @Test
    void extendedAttributesThatAreNone() {
        assertEquals("0.f1=- 0.1=78 ", walk("f102 010378"));
        assertEquals("0.f1=01 ", walk("f103 01"));
        assertEquals("0.f101=61 ", walk("f104 01 61"));
        assertEquals("0.f5=0100 ", walk("f504 0100"));
        assertEquals("0.f501=61 ", walk("f505 0100 61"));
        assertEquals("0.f11a=0000000101 ", walk("f108 1a 0000000101"), "no value");
        assertEquals("1.f11a0001=61 ", walk("f109 1a 0000000101 61"));
        assertEquals("0.f0=0161 0.f7=0161 ", walk("f0040161 f7040161"));
        assertFalse(cursor.malformed());
    }

    @Test
    void fragmentsAreJoined() {
        assertEquals("0.f501=6162 0.1=78 ", walk("f505 0180 61 f505 0100 62 010378"));
        assertEquals("0.f501=616263 0.f501=64 ", walk("f505 0180 61 f505 0180 62 f505 0100 63 f505 0100 64"));
        assertEquals("7.f51a0009=6162 ", walk("f50a 1a80 00000007 09 61 f505 1a00 62"));
        assertEquals("7.f51a0009=6162 ", walk("f507 1a80 000000 f508 1a00 07 09 61 62"), "split within the vendor");
        assertEquals("0.f601=6162 ", walk("f605 01ff 61 f605 017f 62"), "other flags mean nothing");
    }

    /** A run that is not whole counts as one unknown attribute, whatever is left of it. */
    @Test
    void fragmentsThatDoNotGoOn() {
        assertEquals("0.f5=018061 ", walk("f505 0180 61"));
        assertEquals("0.f5=018061 0.1=78 ", walk("f505 0180 61 010378"));
        assertEquals("0.f5=018061 0.1=78 ", walk("f505 0180 61 f505 0180 62 010378"));
        assertEquals("0.f5=018061 0.f502=62 ", walk("f505 0180 61 f505 0200 62"));
        assertEquals("0.f5=018061 0.f601=62 ", walk("f505 0180 61 f605 0100 62"));
        assertEquals("0.f5=018061 0.f5=0100 ", walk("f505 0180 61 f504 0100"));
        assertEquals("0.f5=018061 ", walk("f505 0180 61 f506 0100 62"));
        assertTrue(cursor.malformed(), "what would have gone on is itself too long");
        assertEquals("0.f5=018061 ", walk("f505 0180 61 f5"));
    }

    @Test
    void theVendorNumberCanBeAnother() {
        final String ours = "1a09 0000c0de 010361";
        final String documentation = "1a09 00007ed9 010361";
        cursor.athenaVendor(0xc0de);
        assertEquals("7ed9.1=61 ", walk(ours));
        assertEquals(RadiusAttributes.ATHENA_RATE_DOWN, cursor.key());
        assertEquals("c0de.1=61 ", walk(documentation), "the number for documentation is somebody else's now");
        assertEquals("7ed9.f11a0001=61 ", walk("f109 1a 0000c0de 01 61"));
        cursor.athenaVendor(RadiusAttributes.VENDOR_ATHENA);
        assertEquals("7ed9.1=61 ", walk(documentation));
        assertEquals("c0de.1=61 ", walk(ours));
    }

    @Test
    void valuesOfTheWrongLength() {
        for (final String hex : new String[] {"1b02", "1b03 01", "1b05 010203", "1b07 0102030405"}) {
            walk(hex);
            assertEquals(77, cursor.intValue(77), hex);
            assertEquals(77, cursor.ipv4(77), hex);
            assertEquals(77, cursor.longValue(77), hex);
            assertFalse(cursor.ipv6(octets), hex);
        }
        walk("1b06 ffffffff");
        assertEquals(-1, cursor.intValue(77));
        walk("600a ffffffff00000001");
        assertEquals(0xffff_ffff_0000_0001L, cursor.longValue(0));
    }

    @Test
    void prefixesOfIpv6() {
        assertEquals("20010db8000000000000000000000000/32", prefix("6108 0020 20010db8"));
        assertEquals("20010db8800000000000000000000000/33", prefix("6109 0021 20010db8 ff"), "bits beyond the length");
        assertEquals("20010db8000000000000000000000000/32", prefix("6114 0020 20010db8 00*12"), "more octets than needed");
        assertEquals("20010db8000000010000000000000000/64", prefix("6114 0040 20010db800000001 0123456789abcdef"));
        assertEquals("00000000000000000000000000000000/0", prefix("6104 0000"));
        assertEquals("ffffffffffffffffffffffffffffffff/128", prefix("6114 0080 ff*16"));
        assertEquals("none", prefix("6108 0021 20010db8"), "fewer octets than needed");
        assertEquals("none", prefix("6114 0081 ff*16"));
        assertEquals("none", prefix("6115 0040 ff*17"));
        assertEquals("none", prefix("6103 00"));
        assertEquals("none", prefix("6102"));
    }

    private String prefix(final String hex) {
        walk(hex);
        return cursor.ipv6Prefix(octets) ? Hex.toString(octets) + "/" + cursor.prefixLength() : "none";
    }

    @Test
    void textIsUtf8() {
        walk("1207 47 c3bc c39f");
        assertEquals("Güß", cursor.text());
        walk("1204 ff41");
        assertEquals("\ufffdA", cursor.text());
    }

    @Test
    void valuesAreCopiedOnlyWhole() {
        final UnsafeBuffer target = new UnsafeBuffer(new byte[3]);
        walk("1905 010203");
        assertEquals(-1, cursor.copyValue(target, 0, 2));
        assertEquals(3, cursor.copyValue(target, 0, 3));
        assertEquals("010203", Hex.toString(target.byteArray()));
        walk("4f0401024f04030419030a");
        assertEquals(-1, cursor.joinValues(RadiusAttributes.EAP_MESSAGE, target, 0, 3));
        assertEquals(0, cursor.joinValues(RadiusAttributes.USER_NAME, target, 0, 3));
    }

    /** Walks a list in the middle of a buffer and says what is in it: vendor.type=value, all in hexadecimal. */
    private String walk(final String hex) {
        final byte[] bytes = Hex.bytes(hex);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[bytes.length + 10]);
        buffer.setMemory(0, buffer.capacity(), (byte) 0x55);
        buffer.putBytes(5, bytes);
        cursor.wrap(buffer, 5, bytes.length);
        final StringBuilder out = new StringBuilder();
        while (cursor.next()) {
            final byte[] value = new byte[cursor.valueLength()];
            cursor.buffer().getBytes(cursor.valueOffset(), value);
            out.append(Integer.toHexString(RadiusAttributes.vendorId(cursor.key()))).append('.')
                .append(Integer.toHexString(RadiusAttributes.type(cursor.key()))).append('=')
                .append(value.length == 0 ? "-" : Hex.toString(value)).append(' ');
        }
        return out.toString();
    }
}
