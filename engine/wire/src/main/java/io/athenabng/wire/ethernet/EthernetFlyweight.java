package io.athenabng.wire.ethernet;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The Ethernet II header (IEEE 802.3, 3.2.6), without preamble and frame check sequence.
 *
 * <pre>
 *   0           6           12
 *  +-----------+-----------+------+----------------------------------
 *  |destination|  source   | type | tags and payload
 *  +-----------+-----------+------+----------------------------------
 * </pre>
 *
 * On a tagged frame {@code type} is the outermost TPID; {@link #innerTypeOffset(long)} finds the type of the payload.
 */
public final class EthernetFlyweight {

    /** Bytes of the header of an untagged frame. */
    public static final int HEADER_LENGTH = 14;

    /** Destination address. */
    public static final int DESTINATION_OFFSET = 0;

    /** Source address. */
    public static final int SOURCE_OFFSET = 6;

    /** Ethernet type, or the outermost TPID. */
    public static final int TYPE_OFFSET = 12;

    private DirectBuffer buffer;
    private MutableDirectBuffer mutable;
    private int offset;

    /** Views a frame for reading. */
    public EthernetFlyweight wrap(final DirectBuffer frame, final int frameOffset, final int length) {
        check(length);
        buffer = frame;
        mutable = null;
        offset = frameOffset;
        return this;
    }

    /** Views a frame for reading and writing. */
    public EthernetFlyweight wrapMutable(final MutableDirectBuffer frame, final int frameOffset, final int length) {
        wrap(frame, frameOffset, length);
        mutable = frame;
        return this;
    }

    public long destination() {
        return MacAddress.get(buffer, offset + DESTINATION_OFFSET);
    }

    public EthernetFlyweight destination(final long mac) {
        MacAddress.put(mutable, offset + DESTINATION_OFFSET, mac);
        return this;
    }

    public long source() {
        return MacAddress.get(buffer, offset + SOURCE_OFFSET);
    }

    public EthernetFlyweight source(final long mac) {
        MacAddress.put(mutable, offset + SOURCE_OFFSET, mac);
        return this;
    }

    public int etherType() {
        return buffer.getShort(offset + TYPE_OFFSET, ByteOrder.BIG_ENDIAN) & 0xffff;
    }

    /** Writes the tags of the stack and, after them, the Ethernet type of the payload. */
    public EthernetFlyweight tagsAndType(final long vlanStack, final int etherType) {
        final int tags = VlanStack.encode(vlanStack, mutable, offset + TYPE_OFFSET);
        mutable.putShort(offset + TYPE_OFFSET + tags, (short) etherType, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /** Bytes from the frame's start to its payload when it carries these tags. */
    public static int headerLength(final long vlanStack) {
        return HEADER_LENGTH + VlanStack.TAG_LENGTH * VlanStack.depth(vlanStack);
    }

    /** Where the Ethernet type of the payload stands in a frame that carries these tags, counted from the frame's start. */
    public static int innerTypeOffset(final long vlanStack) {
        return TYPE_OFFSET + VlanStack.TAG_LENGTH * VlanStack.depth(vlanStack);
    }

    private static void check(final int length) {
        if (length < HEADER_LENGTH) {
            throw new IllegalArgumentException("an Ethernet header needs 14 bytes, not " + length);
        }
    }
}
