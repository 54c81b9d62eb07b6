package io.athenabng.netlink.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is written can be read back; what does not fit is not written. */
final class AttributeAppenderTest {
    private static final int HEADERS = NetlinkHeaderFlyweight.LENGTH + 4;

    private final AttributeAppender appender = new AttributeAppender();
    private final AttributeCursor cursor = new AttributeCursor();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);

    private int writeOneOfEach() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[] {9, 8, 7, 6, 5});
        return appender.beginMessage(buffer, 8, 77, 0x400, 4).header8(0, 2).header16(2, 0x1234)
            .u8(1, 0xfe).u16(2, 0xfedc).u32(3, 0xfedcba98L).s32(4, -5).u64(5, 0x1122334455667788L).be16(6, 0x88a8).be32(7, 0x0a000001)
            .string(8, "eth1.7").bytes(9, bytes, 1, 3).flag(10).mac(11, 0x0200000000ffL)
            .beginNest(12).beginFlaggedNest(13).u8(1, 1).endNest().endNest()
            .ip(14, NetlinkConstants.AF_INET6, 0x20010db8_00000000L, 1).endMessage();
    }

    @Test
    void everyKindIsReadBack() {
        buffer.setMemory(0, 512, (byte) 0xee);
        final int length = writeOneOfEach();
        final NetlinkHeaderFlyweight header = new NetlinkHeaderFlyweight();
        assertTrue(header.wrap(buffer, 8, length));
        assertEquals(77, header.type());
        assertEquals(0x401, header.flags());
        assertEquals(length, header.messageLength());
        assertEquals(0x1234, buffer.getShort(header.payloadOffset() + 2));
        cursor.wrap(buffer, 8 + HEADERS, length - HEADERS);
        assertEquals(0xfe, at(1).u8());
        assertEquals(0xfedc, at(2).u16());
        assertEquals(0xfedcba98L, at(3).u32());
        assertEquals(-5, at(4).s32());
        assertEquals(0x1122334455667788L, at(5).u64());
        assertEquals(0x88a8, at(6).be16());
        assertEquals(0x0a000001, at(7).be32());
        assertEquals("eth1.7", at(8).string());
        assertTrue(cursor.stringEquals("eth1.7") && !cursor.stringEquals("eth1.") && !cursor.stringEquals("eth1.8"));
        assertEquals(3, at(9).payloadLength());
        assertEquals(8, buffer.getByte(cursor.payloadOffset()));
        assertEquals(0, at(10).payloadLength());
        assertEquals(0x0200000000ffL, at(11).mac());
        final AttributeCursor inner = at(12).nested(new AttributeCursor());
        assertFalse(cursor.nestedFlag());
        assertTrue(inner.next() && inner.nestedFlag() && inner.type() == 13);
        assertEquals(0x20010db8_00000000L, at(14).ipHigh());
        assertEquals(1, cursor.ipLow());
        assertFalse(cursor.next());
        assertFalse(cursor.malformed());
    }

    private AttributeCursor at(final int type) {
        assertTrue(cursor.next());
        assertEquals(type, cursor.type());
        return cursor;
    }

    @Test
    void paddingIsZeroAndNothingBehindTheMessageIsTouched() {
        buffer.setMemory(0, 512, (byte) 0xee);
        final int length = appender.beginMessage(buffer, 0, 1, 0, 1).u8(1, 7).string(2, "ab").endMessage();
        assertEquals(HEADERS + 8 + 8, length);
        assertEquals(0x07, buffer.getInt(HEADERS + 4));
        assertEquals(0, buffer.getByte(HEADERS + 8 + 7));
        assertEquals((byte) 0xee, buffer.getByte(length));
    }

    /** Every capacity that is too small is an overflow, never an exception and never a byte too far. */
    @Test
    void overflowIsDetectedAtEveryLength() {
        final int full = writeOneOfEach();
        for (int capacity = 8; capacity < 8 + full; capacity++) {
            final UnsafeBuffer small = new UnsafeBuffer(new byte[capacity]);
            final UnsafeBuffer source = new UnsafeBuffer(new byte[8]);
            final int length = appender.beginMessage(small, 8, 77, 0, 4).header32(0, 1)
                .u8(1, 1).u16(2, 1).u32(3, 1).s32(4, 1).u64(5, 1).be16(6, 1).be32(7, 1).string(8, "eth1.7").bytes(9, source, 0, 3)
                .flag(10).mac(11, 1).beginNest(12).beginFlaggedNest(13).u8(1, 1).endNest().endNest()
                .ip(14, NetlinkConstants.AF_INET6, 1, 1).endMessage();
            assertEquals(NetlinkRequest.OVERFLOW, length, "capacity " + capacity);
            assertTrue(appender.overflowed());
        }
        assertEquals(full, writeOneOfEach());
    }

    @Test
    void nestsMustBalanceAndAttributesFitSixteenBits() {
        appender.beginMessage(buffer, 0, 1, 0, 4).beginNest(1);
        assertThrows(IllegalStateException.class, appender::endMessage);
        appender.endNest();
        assertThrows(IllegalStateException.class, appender::endNest);
        final UnsafeBuffer large = new UnsafeBuffer(new byte[200_000]);
        assertEquals(NetlinkRequest.OVERFLOW, appender.beginMessage(large, 0, 1, 0, 4).bytes(1, large, 0, 65_532).endMessage());
        assertEquals(20 + 65_536, appender.beginMessage(large, 0, 1, 0, 4).bytes(1, large, 0, 65_531).endMessage());
        final int nested = appender.beginMessage(large, 0, 1, 0, 4).beginNest(1).bytes(1, large, 0, 40_000).bytes(1, large, 0, 40_000)
            .endNest().endMessage();
        assertEquals(NetlinkRequest.OVERFLOW, nested);
        assertThrows(IllegalArgumentException.class, () -> appender.beginMessage(large, 0, 1, 0, 4).ip(1, 7, 0, 0));
    }

    @Test
    void interfaceNamesFollowTheKernelsRules() {
        assertEquals("eth1.111.500", InterfaceNames.requireName("eth1.111.500"));
        assertEquals("eth1.111.500.100", InterfaceNames.requireAlternativeName("eth1.111.500.100"));
        for (final String bad : new String[] {"", "eth1.111.500.100", ".", "..", "a/b", "a:b", "a b", "a\u00e4", "a\t"}) {
            assertThrows(IllegalArgumentException.class, () -> InterfaceNames.requireName(bad), bad);
        }
        assertThrows(IllegalArgumentException.class, () -> InterfaceNames.requireAlternativeName("x".repeat(128)));
    }
}
