package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_ACK;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP;
import static io.athenabng.netlink.message.NetlinkConstants.align;

import io.athenabng.netlink.message.AttributeCursor;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One request to the kernel: its header, its family header ({@code ifinfomsg}, {@code tcmsg}, …) and its attributes.
 *
 * @param type       {@code RTM_*}
 * @param flags      {@code NLM_F_*}
 * @param sequence   what its answers are matched by
 * @param portId     the socket that sent it
 * @param bodyLength of the family header
 * @param payload    family header and attributes
 */
record NetlinkMessage(int type, int flags, int sequence, int portId, int bodyLength, UnsafeBuffer payload) {
    /** Of four message types in a row the third one asks ({@code RTM_GET*}). */
    private static final int OPERATION = 3;
    private static final int GET = 2;

    static NetlinkMessage of(NetlinkHeaderFlyweight header, UnsafeBuffer batch, int bodyLength) {
        byte[] copy = new byte[header.payloadLength()];
        batch.getBytes(header.payloadOffset(), copy);
        return new NetlinkMessage(header.type(), header.flags(), header.sequence(), header.portId(), bodyLength, new UnsafeBuffer(copy));
    }

    /** Whether it asks for something, and changes nothing. */
    static boolean isQuestion(int type) {
        return (type & OPERATION) == GET;
    }

    boolean isDump() {
        return isQuestion(type) && (flags & NLM_F_DUMP) == NLM_F_DUMP;
    }

    boolean wantsAck() {
        return has(NLM_F_ACK);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether its family header is there and every attribute fits. */
    boolean isSound() {
        if (payload.capacity() < bodyLength) {
            return false;
        }
        AttributeCursor cursor = attributes();
        boolean more = true;
        while (more) {
            more = cursor.next();
        }
        return !cursor.malformed();
    }

    /** A byte of the family header. */
    int body8(int offset) {
        return payload.getByte(offset) & 0xff;
    }

    /** Four bytes of the family header. */
    int body32(int offset) {
        return payload.getInt(offset);
    }

    /** Before its first attribute. */
    AttributeCursor attributes() {
        int start = align(bodyLength);
        return new AttributeCursor().wrap(payload, start, payload.capacity() - start);
    }

    /** At the attribute to which a path of types leads; null if there is none. */
    AttributeCursor attribute(int... path) {
        AttributeCursor cursor = attributes();
        for (int depth = 0; depth < path.length; depth++) {
            if (depth > 0) {
                cursor.wrap(payload, cursor.payloadOffset(), cursor.payloadLength());
            }
            boolean found = false;
            while (!found && cursor.next()) {
                found = cursor.type() == path[depth];
            }
            if (!found) {
                return null;
            }
        }
        return cursor;
    }

    /** A 32-bit attribute. */
    int attribute32(int type, int orElse) {
        AttributeCursor cursor = attribute(type);
        return cursor == null ? orElse : cursor.s32();
    }

    /** A text; null if it is not there. */
    String text(int... path) {
        AttributeCursor cursor = attribute(path);
        return cursor == null ? null : cursor.string();
    }

    /** Family header and attributes, to be kept. */
    UnsafeBuffer copy() {
        byte[] bytes = new byte[payload.capacity()];
        payload.getBytes(0, bytes);
        return new UnsafeBuffer(bytes);
    }
}
