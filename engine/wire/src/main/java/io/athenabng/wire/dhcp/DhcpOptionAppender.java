package io.athenabng.wire.dhcp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes options. A value of more than 255 bytes is split over repeated options (RFC 3396, section 5). An option that does not fit whole
 * is not written, and {@link #isOverflow()} tells; there is always room for End.
 */
public final class DhcpOptionAppender {

    private static final int MAX_VALUE_LENGTH = 255;
    private static final int OPTION_HEADER_LENGTH = 2;
    private static final int NOT_OPEN = -1;

    private MutableDirectBuffer buffer;
    private int start;
    private int position;
    private int limit;
    private int open = NOT_OPEN;
    private boolean overflow;

    /**
     * Begins to write.
     *
     * @param offset where the first option goes
     * @param room   bytes that options and End may take, at least 1
     */
    public DhcpOptionAppender wrap(final MutableDirectBuffer message, final int offset, final int room) {
        if (room < 1) {
            throw new IllegalArgumentException("options need room for End at least");
        }
        buffer = message;
        start = offset;
        position = offset;
        limit = offset + room - 1;
        open = NOT_OPEN;
        overflow = false;
        return this;
    }

    /** Writes an option of one byte. */
    public DhcpOptionAppender appendByte(final int code, final int value) {
        if (begin(code, 1)) {
            buffer.putByte(position, (byte) value);
            position += 1;
        }
        return this;
    }

    /** Writes an option of two bytes. */
    public DhcpOptionAppender appendShort(final int code, final int value) {
        if (begin(code, 2)) {
            buffer.putShort(position, (short) value, BIG_ENDIAN);
            position += 2;
        }
        return this;
    }

    /** Writes an option of four bytes: an address in host order, or seconds. */
    public DhcpOptionAppender appendInt(final int code, final int value) {
        if (begin(code, 4)) {
            buffer.putInt(position, value, BIG_ENDIAN);
            position += 4;
        }
        return this;
    }

    /** Writes an option of addresses in host order; none for an empty array. */
    public DhcpOptionAppender appendAddresses(final int code, final int[] addresses) {
        if (addresses.length > 0 && begin(code, 4 * addresses.length)) {
            for (final int address : addresses) {
                buffer.putInt(position, address, BIG_ENDIAN);
                position += 4;
            }
        }
        return this;
    }

    /** Writes an option with a value of any length, split if it is longer than 255 bytes. */
    public DhcpOptionAppender append(final int code, final DirectBuffer value, final int offset, final int length) {
        if (fits(splitLength(length))) {
            int done = 0;
            do {
                final int part = Math.min(MAX_VALUE_LENGTH, length - done);
                putHeader(code, part);
                buffer.putBytes(position, value, offset + done, part);
                position += part;
                done += part;
            } while (done < length);
        }
        return this;
    }

    /** Writes an option with a value of any length, split if it is longer than 255 bytes. */
    public DhcpOptionAppender append(final int code, final byte[] value) {
        if (fits(splitLength(value.length))) {
            int done = 0;
            do {
                final int part = Math.min(MAX_VALUE_LENGTH, value.length - done);
                putHeader(code, part);
                buffer.putBytes(position, value, done, part);
                position += part;
                done += part;
            } while (done < value.length);
        }
        return this;
    }

    /** Writes an option of text; characters outside ASCII become question marks, text beyond 255 characters is cut. */
    public DhcpOptionAppender appendAscii(final int code, final CharSequence text) {
        final int length = Math.min(MAX_VALUE_LENGTH, text.length());
        if (begin(code, length)) {
            putAscii(text, length);
        }
        return this;
    }

    /** Begins option 82 or another one with suboptions; they follow, then {@link #closeOption()}. */
    public DhcpOptionAppender openOption(final int code) {
        if (begin(code, 0)) {
            open = position;
        }
        return this;
    }

    /** Writes a suboption into the open option. If it does not fit, nothing of it is written, and the option overflows. */
    public DhcpOptionAppender appendSubOption(final int code, final DirectBuffer value, final int offset, final int length) {
        if (beginSubOption(code, length)) {
            buffer.putBytes(position, value, offset, length);
            position += length;
        }
        return this;
    }

    /** Writes a suboption into the open option. */
    public DhcpOptionAppender appendSubOption(final int code, final byte[] value) {
        if (beginSubOption(code, value.length)) {
            buffer.putBytes(position, value);
            position += value.length;
        }
        return this;
    }

    /** Writes a suboption of one byte into the open option. */
    public DhcpOptionAppender appendSubOptionByte(final int code, final int value) {
        if (beginSubOption(code, 1)) {
            buffer.putByte(position, (byte) value);
            position += 1;
        }
        return this;
    }

    /** Writes a suboption of four bytes into the open option. */
    public DhcpOptionAppender appendSubOptionInt(final int code, final int value) {
        if (beginSubOption(code, 4)) {
            buffer.putInt(position, value, BIG_ENDIAN);
            position += 4;
        }
        return this;
    }

    /** Writes a suboption of text into the open option; characters outside ASCII become question marks. */
    public DhcpOptionAppender appendSubOptionAscii(final int code, final CharSequence text) {
        if (beginSubOption(code, text.length())) {
            putAscii(text, text.length());
        }
        return this;
    }

    /** Ends the open option: its length is written; an option without suboptions is taken away again. */
    public DhcpOptionAppender closeOption() {
        if (open != NOT_OPEN) {
            final int length = position - open;
            if (length == 0) {
                position = open - OPTION_HEADER_LENGTH;
            } else {
                buffer.putByte(open - 1, (byte) length);
            }
            open = NOT_OPEN;
        }
        return this;
    }

    /**
     * Writes End, and pads the message to 300 bytes as far as there is room (RFC 1542, 2.1).
     *
     * @param messageOffset where the message begins in the buffer
     * @return bytes of the whole message
     */
    public int end(final int messageOffset) {
        closeOption();
        buffer.putByte(position, (byte) DhcpOption.END);
        final int end = position + 1;
        final int padded = Math.max(end, Math.min(limit + 1, messageOffset + DhcpFlyweight.MIN_MESSAGE_LENGTH));
        buffer.setMemory(end, padded - end, (byte) DhcpOption.PAD);
        position = padded;
        limit = padded - 1;
        return padded - messageOffset;
    }

    /** Whether some option did not fit. */
    public boolean isOverflow() {
        return overflow;
    }

    /** Bytes written up to now. */
    public int length() {
        return position - start;
    }

    /** Bytes that are left for options; that of End is not among them. */
    public int remaining() {
        return Math.max(0, limit - position);
    }

    private static int splitLength(final int length) {
        final int parts = Math.max(1, (length + MAX_VALUE_LENGTH - 1) / MAX_VALUE_LENGTH);
        return length + parts * OPTION_HEADER_LENGTH;
    }

    private boolean begin(final int code, final int length) {
        if (length > MAX_VALUE_LENGTH) {
            overflow = true;
            return false;
        }
        if (!fits(OPTION_HEADER_LENGTH + length)) {
            return false;
        }
        putHeader(code, length);
        return true;
    }

    private boolean beginSubOption(final int code, final int length) {
        if (open == NOT_OPEN || position - open + OPTION_HEADER_LENGTH + length > MAX_VALUE_LENGTH) {
            overflow = true;
            return false;
        }
        if (!hasRoom(OPTION_HEADER_LENGTH + length)) {
            return false;
        }
        putHeader(code, length);
        return true;
    }

    private boolean fits(final int length) {
        if (open != NOT_OPEN) {
            throw new IllegalStateException("an option is open: close it first");
        }
        return hasRoom(length);
    }

    private boolean hasRoom(final int length) {
        if (length > limit - position) {
            overflow = true;
            return false;
        }
        return true;
    }

    private void putHeader(final int code, final int length) {
        buffer.putByte(position, (byte) code);
        buffer.putByte(position + 1, (byte) length);
        position += OPTION_HEADER_LENGTH;
    }

    private void putAscii(final CharSequence text, final int length) {
        for (int i = 0; i < length; i++) {
            final char c = text.charAt(i);
            buffer.putByte(position + i, (byte) (c < 0x80 ? c : '?'));
        }
        position += length;
    }
}
