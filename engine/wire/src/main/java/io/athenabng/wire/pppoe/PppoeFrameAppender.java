package io.athenabng.wire.pppoe;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.EthernetFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes a frame of PPPoE discovery: Ethernet header with tags, PPPoE header, tags.
 *
 * <pre>
 *   wrap(...) ; appendTag(...) ... ; finish(...)
 * </pre>
 *
 * A tag that does not fit is left out, and {@link #isOverflown()} tells.
 */
public final class PppoeFrameAppender {

    private final EthernetFlyweight ethernet = new EthernetFlyweight();
    private MutableDirectBuffer buffer;
    private int frameOffset;
    private int header;
    private int position;
    private int limit;
    private long vlanStack;
    private boolean overflown;

    /** Begins a frame that carries these VLAN tags; nothing is written yet. */
    public PppoeFrameAppender wrap(final MutableDirectBuffer frame, final int offset, final int capacity, final long tags) {
        buffer = frame;
        frameOffset = offset;
        vlanStack = tags;
        header = offset + EthernetFlyweight.headerLength(tags);
        position = header + PppoeHeader.LENGTH;
        limit = offset + capacity;
        overflown = position > limit;
        return this;
    }

    /** Appends a tag. */
    public PppoeFrameAppender appendTag(final int type, final DirectBuffer value, final int offset, final int length) {
        if (open(type, length)) {
            buffer.putBytes(position, value, offset, length);
            position += length;
        }
        return this;
    }

    /** Appends a tag of two octets. */
    public PppoeFrameAppender appendShort(final int type, final int value) {
        if (open(type, Short.BYTES)) {
            buffer.putShort(position, (short) value, BIG_ENDIAN);
            position += Short.BYTES;
        }
        return this;
    }

    /** Appends a tag of text in ASCII; what is not ASCII becomes a question mark. */
    public PppoeFrameAppender appendAscii(final int type, final CharSequence text) {
        if (open(type, text.length())) {
            for (int i = 0; i < text.length(); i++) {
                final char c = text.charAt(i);
                buffer.putByte(position++, (byte) (c < 0x80 ? c : '?'));
            }
        }
        return this;
    }

    private boolean open(final int type, final int length) {
        if (limit - position < PppoeTag.HEADER_LENGTH + length) {
            overflown = true;
            return false;
        }
        buffer.putShort(position, (short) type, BIG_ENDIAN);
        buffer.putShort(position + 2, (short) length, BIG_ENDIAN);
        position += PppoeTag.HEADER_LENGTH;
        return true;
    }

    /** Whether something did not fit. */
    public boolean isOverflown() {
        return overflown;
    }

    /**
     * Writes the headers.
     *
     * @return bytes of the whole frame
     */
    public int finish(final long srcMac, final long dstMac, final int code, final int sessionId) {
        ethernet.wrapMutable(buffer, frameOffset, header - frameOffset).destination(dstMac).source(srcMac)
            .tagsAndType(vlanStack, EtherType.PPPOE_DISCOVERY);
        buffer.putByte(header, (byte) PppoeHeader.VERSION_AND_TYPE);
        buffer.putByte(header + 1, (byte) code);
        buffer.putShort(header + 2, (short) sessionId, BIG_ENDIAN);
        buffer.putShort(header + 4, (short) (position - header - PppoeHeader.LENGTH), BIG_ENDIAN);
        return position - frameOffset;
    }
}
