package io.athenabng.netlink.message;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * View of {@code struct nlmsghdr} ({@code linux/netlink.h}), host byte order.
 *
 * <pre>
 *  0        2        4        6        8
 *  +-----------------+--------+--------+
 *  |  nlmsg_len      |  type  | flags  |
 *  +-----------------+--------+--------+
 *  |  nlmsg_seq      |  nlmsg_pid      |
 *  +-----------------+-----------------+
 * </pre>
 *
 * <p>{@code nlmsg_len} counts the header itself but not the padding up to the next message.
 */
public final class NetlinkHeaderFlyweight {
    public static final int LENGTH = 16;
    private static final int LENGTH_OFFSET = 0;
    private static final int TYPE_OFFSET = 4;
    private static final int FLAGS_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int PORT_ID_OFFSET = 12;

    private DirectBuffer buffer;
    private int offset;
    private int available;

    /**
     * Looks at the message that starts at {@code offset}.
     *
     * @param length bytes that were received from {@code offset} on
     * @return whether a whole message is there: false for a short header, or a length below 16 or above {@code length}
     */
    public boolean wrap(final DirectBuffer source, final int start, final int length) {
        buffer = source;
        offset = start;
        available = length;
        if (length < LENGTH) {
            return false;
        }
        final int messageLength = messageLength();
        return messageLength >= LENGTH && messageLength <= length;
    }

    public int messageLength() {
        return buffer.getInt(offset + LENGTH_OFFSET);
    }

    /** Distance to the next message in the same datagram; never more than what was received. */
    public int stride() {
        return Math.min(NetlinkConstants.align(messageLength()), available);
    }

    public int type() {
        return buffer.getShort(offset + TYPE_OFFSET) & 0xffff;
    }

    public int flags() {
        return buffer.getShort(offset + FLAGS_OFFSET) & 0xffff;
    }

    public int sequence() {
        return buffer.getInt(offset + SEQUENCE_OFFSET);
    }

    public int portId() {
        return buffer.getInt(offset + PORT_ID_OFFSET);
    }

    public int payloadOffset() {
        return offset + LENGTH;
    }

    public int payloadLength() {
        return messageLength() - LENGTH;
    }

    /** Writes a header whose sequence number and port identifier are filled in by the sender. */
    public static void put(final MutableDirectBuffer target, final int start, final int length, final int type, final int flags) {
        target.putInt(start + LENGTH_OFFSET, length);
        target.putShort(start + TYPE_OFFSET, (short) type);
        target.putShort(start + FLAGS_OFFSET, (short) flags);
        target.putLong(start + SEQUENCE_OFFSET, 0L);
    }

    public static void putSequence(final MutableDirectBuffer target, final int start, final int sequence) {
        target.putInt(start + SEQUENCE_OFFSET, sequence);
    }

    public static void putPortId(final MutableDirectBuffer target, final int start, final int portId) {
        target.putInt(start + PORT_ID_OFFSET, portId);
    }

    public static void addFlags(final MutableDirectBuffer target, final int start, final int flags) {
        target.putShort(start + FLAGS_OFFSET, (short) (target.getShort(start + FLAGS_OFFSET) | flags));
    }
}
