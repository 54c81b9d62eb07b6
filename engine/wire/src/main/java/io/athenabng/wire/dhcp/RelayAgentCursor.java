package io.athenabng.wire.dhcp;

import org.agrona.DirectBuffer;

/**
 * Walks the suboptions of option 82 (RFC 3046, section 2.0): code, length, value; no pad, no end.
 */
public final class RelayAgentCursor {

    private DirectBuffer buffer;
    private int start;
    private int limit;
    private int position;
    private boolean overrun;
    private int code;
    private int valueOffset;
    private int valueLength;

    /** Begins before the first suboption of an option's value. */
    public RelayAgentCursor wrap(final DirectBuffer message, final int offset, final int length) {
        buffer = message;
        start = offset;
        limit = offset + length;
        return rewind();
    }

    /** Begins anew before the first suboption. */
    public RelayAgentCursor rewind() {
        position = start;
        overrun = false;
        return this;
    }

    /** Goes on to the next suboption; false at the end, and where one goes past the end. */
    public boolean next() {
        final int remaining = limit - position;
        if (remaining <= 0) {
            return false;
        }
        final int length = remaining >= 2 ? buffer.getByte(position + 1) & 0xff : 0;
        if (remaining < 2 || length > remaining - 2) {
            overrun = true;
            position = limit;
            return false;
        }
        code = buffer.getByte(position) & 0xff;
        valueOffset = position + 2;
        valueLength = length;
        position = valueOffset + length;
        return true;
    }

    /** Stands on the first suboption with this code; false if there is none. */
    public boolean find(final int wanted) {
        rewind();
        while (next()) {
            if (code == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Code of the suboption that the cursor stands on: {@link RelayAgentSubOption}. */
    public int code() {
        return code;
    }

    /** Where its value begins in the buffer. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Bytes of its value. */
    public int valueLength() {
        return valueLength;
    }

    /** After the walk: whether a suboption went past the end. */
    public boolean isOverrun() {
        return overrun;
    }
}
