package io.athenabng.netlink.testkit;

import io.athenabng.netlink.message.AttributeCursor;
import io.athenabng.netlink.message.NetlinkConstants;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One request as it arrived at a scripted peer.
 *
 * @param message the whole message, header included
 */
public record RecordedRequest(int type, int flags, int sequence, byte[] message) {
    /** Whether the sender asked for an ACK. */
    public boolean wantsAck() {
        return (flags & NetlinkConstants.NLM_F_ACK) != 0;
    }

    public boolean isDump() {
        return (flags & NetlinkConstants.NLM_F_DUMP) == NetlinkConstants.NLM_F_DUMP && (type & 3) == 2;
    }

    public UnsafeBuffer buffer() {
        return new UnsafeBuffer(message);
    }

    /** 32 bits of the family header (ifinfomsg, tcmsg, ...), such as the interface index at 4. */
    public int header32(final int offset) {
        return buffer().getInt(NetlinkHeaderFlyweight.LENGTH + offset);
    }

    /** Payload of an attribute, found along a path of types; null when it is not there. */
    public UnsafeBuffer attribute(final int familyHeaderLength, final int... path) {
        final AttributeCursor cursor = new AttributeCursor();
        final UnsafeBuffer buffer = buffer();
        final int start = NetlinkHeaderFlyweight.LENGTH + NetlinkConstants.align(familyHeaderLength);
        cursor.wrap(buffer, start, message.length - start);
        for (int depth = 0; depth < path.length; depth++) {
            boolean found = false;
            while (!found && cursor.next()) {
                found = cursor.type() == path[depth];
            }
            if (!found) {
                return null;
            }
            if (depth < path.length - 1) {
                cursor.wrap(buffer, cursor.payloadOffset(), cursor.payloadLength());
            }
        }
        return new UnsafeBuffer(buffer, cursor.payloadOffset(), cursor.payloadLength());
    }
}
