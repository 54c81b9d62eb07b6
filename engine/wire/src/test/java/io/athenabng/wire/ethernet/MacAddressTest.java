package io.athenabng.wire.ethernet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

    @Test
    void textBothWays() {
        assertEquals(0xfe12_3456_789aL, MacAddress.parse("fe:12:34:56:78:9a"));
        assertEquals(0xfe12_3456_789aL, MacAddress.parse("FE-12-34-56-78-9A"));
        assertEquals("fe:12:34:56:78:9a", MacAddress.toString(0xfe12_3456_789aL));
        assertEquals("00:00:00:00:00:01", MacAddress.toString(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fe:12:34:56:78:9", "fe:12:34:56:78:9ab", "fe:12-34:56:78:9a", "fg:12:34:56:78:9a", "fe.12.34.56.78.9a",
        "f\uff45:12:34:56:78:9a"})
    void refusesOtherText(final String text) {
        assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text));
    }

    @Test
    void bytesBothWays() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
        MacAddress.put(buffer, 1, 0xfe12_3456_789aL);
        assertEquals((byte) 0xfe, buffer.getByte(1));
        assertEquals((byte) 0x9a, buffer.getByte(6));
        assertEquals(0, buffer.getByte(7));
        assertEquals(0xfe12_3456_789aL, MacAddress.get(buffer, 1));
    }

    @Test
    void kinds() {
        assertTrue(MacAddress.isZero(0));
        assertTrue(MacAddress.isMulticast(MacAddress.parse("01:00:5e:00:00:01")));
        assertTrue(MacAddress.isMulticast(MacAddress.BROADCAST));
        assertTrue(MacAddress.isBroadcast(MacAddress.BROADCAST));
        assertFalse(MacAddress.isMulticast(MacAddress.parse("02:ff:ff:ff:ff:ff")));
        assertFalse(MacAddress.isBroadcast(MacAddress.parse("01:ff:ff:ff:ff:ff")));
    }
}
