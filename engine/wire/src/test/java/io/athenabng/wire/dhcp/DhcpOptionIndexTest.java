package io.athenabng.wire.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.Hex;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DhcpOptionIndexTest {

    private final DhcpOptionIndex index = new DhcpOptionIndex();

    @Test
    void joinsRepeatedOptionsInTheOrderOfRfc3396() {
        // Options field, then file, then sname, although sname comes first in the message.
        final UnsafeBuffer message = new UnsafeBuffer(
            DhcpMessages.overloaded("350101 770161 340103 770162 ff", "770163 ff", "770164 ff"));
        assertEquals(DhcpMalformedReason.NONE, index.index(message, 0, message.capacity()));
        assertEquals(4, index.count(0x77));
        assertEquals(4, index.totalLength(0x77));
        assertEquals(1, index.valueLength(0x77));
        assertEquals(DhcpOptionIndex.AREA_OPTIONS, index.area(0x77));
        final UnsafeBuffer value = new UnsafeBuffer(new byte[8]);
        assertEquals(4, index.copyValue(0x77, value, 1, 7));
        assertEquals("abcd", value.getStringWithoutLengthAscii(1, 4));
        assertEquals(0, value.getByte(5));
        assertEquals(2, index.copyValue(0x77, value, 6, 2), "as far as there is room");
        assertTrue(index.containsByte(0x77, 'd'));
        assertFalse(index.containsByte(0x77, 'e'));
    }

    @Test
    void forgetsTheMessageBefore() {
        final UnsafeBuffer first = new UnsafeBuffer(DhcpMessages.request("350101 0c0161 fe0161 ff"));
        final UnsafeBuffer second = new UnsafeBuffer(DhcpMessages.request("350103 ff"));
        index.index(first, 0, first.capacity());
        assertTrue(index.contains(0x0c) && index.contains(0xfe));
        index.index(second, 0, second.capacity());
        assertFalse(index.contains(0x0c) || index.contains(0xfe));
        assertEquals(0, index.count(0x0c));
        assertEquals(-1, index.valueOffset(0x0c));
        assertEquals(0, index.totalLength(0x0c));
        assertEquals(-1, index.area(0x0c));
        assertEquals(3, index.byteValue(DhcpOption.MESSAGE_TYPE, 0));
        assertEquals(77, index.byteValue(0x0c, 77));
        assertEquals(78, index.shortValue(0x0c, 78));
        assertEquals(79, index.intValue(0x0c, 79));
    }

    @Test
    void everyInstanceIsLoggedWithItsField() {
        final byte[] message = DhcpMessages.overloaded("00 350101 340103 00 ff", "00 0c0161 ff", "0c0162");
        assertEquals(DhcpMalformedReason.NONE, index.index(new UnsafeBuffer(message), 0, message.length));
        final List<String> seen = new ArrayList<>();
        for (int i = 0; i < index.instances(); i++) {
            seen.add(index.instanceArea(i) + ":" + index.instanceCode(i) + ":"
                + Hex.toString(message, index.instanceOffset(i), index.instanceLength(i)));
        }
        assertEquals(List.of("0:53:01", "0:52:03", "1:12:61", "2:12:62"), seen);
        assertTrue(index.isEndMissing(), "sname is padded, but has no End");
    }

    @Test
    void aMessageKnowsNothingOfThoseBeforeIt() {
        final byte[] one = DhcpMessages.request("350101 0c0161 ff");
        final byte[] other = DhcpMessages.request("350103 ff");
        for (int i = 0; i < 70_000; i++) {
            index.index(new UnsafeBuffer(one), 0, one.length);
            assertTrue(index.contains(0x0c));
            index.index(new UnsafeBuffer(other), 0, other.length);
            assertFalse(index.contains(0x0c));
            assertEquals(3, index.byteValue(DhcpOption.MESSAGE_TYPE, 0));
        }
    }

    @Test
    void onlyTheFieldThatWasOpenedIsRead() {
        final byte[] message = DhcpMessages.overloaded("350101 340102 ff", "0c0161 ff", "0c0162 ff");
        index.index(new UnsafeBuffer(message), 0, message.length);
        assertEquals(1, index.count(0x0c));
        assertEquals(DhcpOptionIndex.AREA_SNAME, index.area(0x0c));
    }
}
