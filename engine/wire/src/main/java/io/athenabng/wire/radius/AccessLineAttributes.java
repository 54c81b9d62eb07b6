package io.athenabng.wire.radius;

import io.athenabng.wire.accessline.AccessLineSubOption;
import org.agrona.DirectBuffer;

/**
 * Attributes of RFC 4679: what an access node says of a line by TR-101, each sub-option as the attribute of the same number and value,
 * below vendor {@link RadiusAttributes#VENDOR_ADSL_FORUM}.
 */
public final class AccessLineAttributes {
    private static final int HEADER = 2;

    private AccessLineAttributes() {
    }

    /**
     * Appends an attribute for each entry of a list; one that is cut short ends it. What is no rate, delay or encapsulation is left out.
     *
     * @param appender where to
     * @param list     where the list is: type (1), length (1), value, again and again
     * @param offset   where it begins
     * @param length   its length, bytes
     */
    public static void append(final RadiusAttributeAppender appender, final DirectBuffer list, final int offset, final int length) {
        final int end = offset + length;
        int at = offset;
        while (end - at >= HEADER) {
            final int type = list.getByte(at) & 0xff;
            final int size = list.getByte(at + 1) & 0xff;
            if (size > end - at - HEADER) {
                return;
            }
            if (AccessLineSubOption.isCharacteristic(type, size)) {
                appender.putBytes((long) RadiusAttributes.VENDOR_ADSL_FORUM << 32 | type, list, at + HEADER, size);
            }
            at += HEADER + size;
        }
    }
}
