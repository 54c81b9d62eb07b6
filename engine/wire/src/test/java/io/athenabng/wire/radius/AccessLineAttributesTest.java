package io.athenabng.wire.radius;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class AccessLineAttributesTest {
    private static final int ROOM = 512;

    private static String appended(final String list) {
        final byte[] octets = HexFormat.of().parseHex(list);
        final UnsafeBuffer out = new UnsafeBuffer(new byte[ROOM]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(out, 0, ROOM);
        AccessLineAttributes.append(appender, new UnsafeBuffer(octets), 0, octets.length);
        final byte[] written = new byte[appender.length()];
        out.getBytes(0, written);
        return HexFormat.of().formatHex(written);
    }

    @Test
    void eachSubOptionIsTheAttributeOfItsNumber() {
        assertEquals("1a0c00000de98106" + "00002710" + "1a0c00000de98e06" + "00000009" + "1a0b00000de99005" + "010203",
                appended("810400002710" + "8e0400000009" + "9003010203" + "fe00"));
    }

    @Test
    void whatIsOfAnotherLengthOrKindIsLeftOut() {
        assertEquals("1a0c00000de98206" + "0000c350", appended(
                "8103002710" + "0103616263" + "8f0400000001" + "900401020304" + "82040000c350"));
    }

    @Test
    void anEntryThatOverrunsEndsTheList() {
        assertEquals("1a0c00000de98106" + "00002710", appended("810400002710" + "82040000c3"));
        assertEquals("", appended("81"));
        assertEquals("", appended(""));
    }

    @Test
    void anyOctetsAreTaken() {
        final Random random = new Random(7);
        final UnsafeBuffer out = new UnsafeBuffer(new byte[ROOM]);
        for (int i = 0; i < 100_000; i++) {
            final byte[] octets = new byte[random.nextInt(40)];
            random.nextBytes(octets);
            if (octets.length > 2 && random.nextBoolean()) {
                octets[0] = (byte) (0x81 + random.nextInt(16));
                octets[1] = 4;
            }
            AccessLineAttributes.append(
                    new RadiusAttributeAppender().wrap(out, 0, ROOM), new UnsafeBuffer(octets), 0, octets.length);
        }
    }
}
