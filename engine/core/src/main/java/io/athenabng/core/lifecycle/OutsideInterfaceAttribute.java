package io.athenabng.core.lifecycle;

import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionTable;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An outside PPP server's interface among a session's attributes. Owned by the session agent. */
final class OutsideInterfaceAttribute {
    private OutsideInterfaceAttribute() {
    }

    /** Appends it to a session's attributes; false if there is no room for it. */
    static boolean append(final SessionAttributesFlyweight attributes, final OutsideInterface at) {
        final byte[] octets = at.name().getBytes(StandardCharsets.UTF_8);
        final UnsafeBuffer value = new UnsafeBuffer(new byte[Integer.BYTES + octets.length]);
        value.putInt(0, at.index(), ByteOrder.LITTLE_ENDIAN);
        value.putBytes(Integer.BYTES, octets);
        return attributes.append(SessionAttributesFlyweight.OUTSIDE_INTERFACE, value, 0, value.capacity());
    }

    /**
     * Reads it from a session's attributes.
     *
     * @param list takes the attributes, {@link SessionAttributesFlyweight#MAX_LENGTH} bytes
     * @return the interface; null if the session has none
     */
    static OutsideInterface read(final SessionTable sessions, final long sessionId, final MutableDirectBuffer list) {
        final SessionAttributesFlyweight attributes = new SessionAttributesFlyweight().wrap(
                list, 0, Math.max(0, sessions.getAttributes(sessionId, list, 0)));
        while (attributes.next()) {
            if (attributes.type() == SessionAttributesFlyweight.OUTSIDE_INTERFACE && attributes.valueLength() > Integer.BYTES) {
                return new OutsideInterface(attributes.buffer().getInt(attributes.valueOffset(), ByteOrder.LITTLE_ENDIAN),
                        attributes.buffer().getStringWithoutLengthUtf8(
                                attributes.valueOffset() + Integer.BYTES, attributes.valueLength() - Integer.BYTES));
            }
        }
        return null;
    }
}
