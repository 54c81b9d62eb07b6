package io.athenabng.wire.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4AddressTest {

    @Test
    void textBothWays() {
        assertEquals(0x0a00_0001, Ipv4Address.parse("10.0.0.1"));
        assertEquals(0xffff_ffff, Ipv4Address.parse("255.255.255.255"));
        assertEquals(0, Ipv4Address.parse("0.0.0.0"));
        assertEquals("192.0.2.255", Ipv4Address.toString(0xc000_02ff));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "00.0.0.0", "1..3.4", ".1.2.3.4", "1.2.3.4.", "1.2.3.4 ",
        "a.b.c.d", "1.2.3.-4", "1.2.3.99999999999"})
    void refusesOtherText(final String text) {
        assertThrows(IllegalArgumentException.class, () -> Ipv4Address.parse(text));
    }

    @Test
    void masks() {
        assertEquals(0, Ipv4Address.mask(0));
        assertEquals(0xffff_ff00, Ipv4Address.mask(24));
        assertEquals(-1, Ipv4Address.mask(32));
        assertEquals(0x0a00_00ff, Ipv4Address.broadcast(0x0a00_0011, 24));
        assertEquals(0x0a00_0000, Ipv4Address.network(0x0a00_0011, 24));
        assertTrue(Ipv4Address.isMulticast(0xe000_0001));
        assertFalse(Ipv4Address.isMulticast(Ipv4Address.BROADCAST));
    }

    @Test
    void prefixes() {
        final Ipv4Prefix prefix = Ipv4Prefix.parse("100.64.0.0/10");
        assertEquals("100.64.0.0/10", prefix.toString());
        assertTrue(prefix.contains(Ipv4Address.parse("100.127.255.255")));
        assertFalse(prefix.contains(Ipv4Address.parse("100.128.0.0")));
        assertEquals(Ipv4Address.parse("100.127.255.255"), prefix.last());
        assertEquals(0xffc0_0000, prefix.mask());
        assertTrue(Ipv4Prefix.parse("0.0.0.0/0").contains(0xdead_beef));
        assertTrue(Ipv4Prefix.parse("10.0.0.1/32").contains(0x0a00_0001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/099", "10.0.0.1/24", "10.0.0.0/2x", "/24"})
    void refusesOtherPrefixes(final String text) {
        assertThrows(IllegalArgumentException.class, () -> Ipv4Prefix.parse(text));
    }
}
