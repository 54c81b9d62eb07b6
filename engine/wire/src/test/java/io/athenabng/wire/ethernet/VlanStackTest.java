package io.athenabng.wire.ethernet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.testkit.FuzzBytes;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VlanStackTest {

    @Test
    void packsTheOutermostTagInTheLowestBits() {
        final long stack = VlanStack.appendInner(VlanStack.appendInner(VlanStack.UNTAGGED, 0x88a8, 100), 0x8100, 7);
        assertEquals(0x8007_9064L, stack);
        assertEquals(2, VlanStack.depth(stack));
        assertEquals(100, VlanStack.vid(stack, 0));
        assertEquals(0x88a8, VlanStack.tpid(stack, 0));
        assertEquals(7, VlanStack.vid(stack, 1));
        assertEquals(0x8100, VlanStack.tpid(stack, 1));
        assertEquals(0, VlanStack.vid(stack, 2));
        assertEquals(0, VlanStack.tpid(stack, 2));
    }

    @Test
    void pushOuterAndAppendInnerMeet() {
        final long inside = VlanStack.of(500, 100);
        assertEquals(VlanStack.of(111, 500, 100), VlanStack.pushOuter(inside, 0x8100, 111));
        assertEquals(VlanStack.of(111, 500, 100), VlanStack.appendInner(VlanStack.of(111, 500), 0x8100, 100));
    }

    @Test
    void fourTagsFillTheLongAndAFifthIsRefused() {
        final long stack = VlanStack.of(1, 2, 3, 4094);
        assertEquals(4, VlanStack.depth(stack));
        assertEquals(4094, VlanStack.vid(stack, 3));
        assertTrue(stack < 0, "level 3 uses the sign bit");
        assertEquals("1.2.3.4094", VlanStack.toString(stack));
        assertThrows(IllegalArgumentException.class, () -> VlanStack.appendInner(stack, 0x8100, 5));
        assertThrows(IllegalArgumentException.class, () -> VlanStack.pushOuter(stack, 0x8100, 5));
    }

    @Test
    void refusesWhatIsNoTag() {
        assertThrows(IllegalArgumentException.class, () -> VlanStack.appendInner(0, 0x0800, 5));
        assertThrows(IllegalArgumentException.class, () -> VlanStack.appendInner(0, 0x8100, 0));
        assertThrows(IllegalArgumentException.class, () -> VlanStack.appendInner(0, 0x8100, 4096));
    }

    @Test
    void findsParents() {
        final long stack = VlanStack.of(111, 500, 100);
        assertEquals(VlanStack.of(111, 500), VlanStack.parent(stack));
        assertEquals(VlanStack.of(111), VlanStack.outermost(stack, 1));
        assertEquals(VlanStack.UNTAGGED, VlanStack.outermost(stack, 0));
        assertEquals(stack, VlanStack.outermost(stack, 4));
        assertEquals(VlanStack.UNTAGGED, VlanStack.parent(VlanStack.UNTAGGED));
    }

    @Test
    void namesLines() {
        assertEquals("eth1.111.500.100", VlanStack.appendLineName("eth1", VlanStack.of(111, 500, 100), new StringBuilder()).toString());
        assertEquals("eth1", VlanStack.appendLineName("eth1", VlanStack.UNTAGGED, new StringBuilder()).toString());
    }

    @Test
    void encodesTagsAsTheyStandInAFrame() {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[16]);
        assertEquals(12, VlanStack.encode(VlanStack.parse("111.500.100", 0x88a8), frame, 2));
        assertEquals(0x88a8_006f, frame.getInt(2, java.nio.ByteOrder.BIG_ENDIAN));
        assertEquals(0x8100_01f4, frame.getInt(6, java.nio.ByteOrder.BIG_ENDIAN));
        assertEquals(0x8100_0064, frame.getInt(10, java.nio.ByteOrder.BIG_ENDIAN));
        assertEquals(0, frame.getShort(14), "nothing is written behind the tags");
    }

    @Test
    void parsesText() {
        assertEquals(VlanStack.of(500, 100), VlanStack.parse("500.100"));
        assertEquals(0x8100, VlanStack.tpid(VlanStack.parse("5.6", 0x9100), 1));
        assertEquals(0x9100, VlanStack.tpid(VlanStack.parse("5.6", 0x9100), 0));
        assertEquals(VlanStack.UNTAGGED, VlanStack.parse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "5.", ".5", "5..6", "0", "4095", "4096", "99999", "1.2.3.4.5", "a", "1 ", "-1", "+1", "1.0x2", "\u0661"})
    void refusesOtherText(final String text) {
        assertThrows(IllegalArgumentException.class, () -> VlanStack.parse(text));
    }

    @Test
    void anyStackSurvivesTextAndKnowsThatItIsValid() {
        final FuzzBytes fuzz = FuzzBytes.create("VlanStackTest");
        for (int i = 0; i < 10_000; i++) {
            long stack = VlanStack.UNTAGGED;
            for (int depth = fuzz.below(5); depth > 0; depth--) {
                stack = VlanStack.appendInner(stack, 0x8100, 1 + fuzz.below(4094));
            }
            assertEquals(stack, VlanStack.parse(VlanStack.toString(stack)));
            assertTrue(VlanStack.isValid(stack));
        }
        assertFalse(VlanStack.isValid(0x8005_0000L), "a gap at level 0");
        assertFalse(VlanStack.isValid(0x8000L), "VID 0");
        assertFalse(VlanStack.isValid(0xb005L), "TPID 3");
        assertFalse(VlanStack.isValid(0xc005L), "bit 14");
        assertFalse(VlanStack.isValid(0x0005L), "not present");
    }
}
