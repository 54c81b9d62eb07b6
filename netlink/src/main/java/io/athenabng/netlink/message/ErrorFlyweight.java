package io.athenabng.netlink.message;

import static io.athenabng.netlink.message.NetlinkConstants.NLMSGERR_ATTR_MSG;
import static io.athenabng.netlink.message.NetlinkConstants.NLMSGERR_ATTR_OFFS;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_ACK_TLVS;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CAPPED;
import static io.athenabng.netlink.message.NetlinkConstants.align;

import org.agrona.AsciiSequenceView;
import org.agrona.DirectBuffer;

/**
 * View of {@code NLMSG_ERROR}'s payload, {@code struct nlmsgerr}: an ACK when the error is zero.
 *
 * <pre>
 *  +-------------+------------------------+--------------------------+------------------+
 *  | error (s32) | header of the request  | request's payload unless | extended ACK     |
 *  | 0 or -errno | 16 bytes               | capped or a success      | attributes       |
 *  +-------------+------------------------+--------------------------+------------------+
 * </pre>
 *
 * <p>{@code NLMSG_DONE} of a dump carries the same error number and, with extended ACK, the same attributes right after it.
 */
public final class ErrorFlyweight {
    private static final int ERROR_LENGTH = 4;

    private final AttributeCursor cursor = new AttributeCursor();
    private final AsciiSequenceView text = new AsciiSequenceView();
    private int errno;
    private int offendingOffset;

    /** Reads an error or ACK; false when the payload is too short to be one. */
    public boolean wrap(final DirectBuffer buffer, final int payloadOffset, final int payloadLength, final int flags) {
        clear();
        if (payloadLength < ERROR_LENGTH + NetlinkHeaderFlyweight.LENGTH) {
            return false;
        }
        errno = -buffer.getInt(payloadOffset);
        if ((flags & NLM_F_ACK_TLVS) != 0) {
            long skip = ERROR_LENGTH + NetlinkHeaderFlyweight.LENGTH;
            if ((flags & NLM_F_CAPPED) == 0 && errno != 0) {
                final int requestLength = buffer.getInt(payloadOffset + ERROR_LENGTH);
                skip = requestLength < NetlinkHeaderFlyweight.LENGTH ? payloadLength : (long) ERROR_LENGTH + align(requestLength);
            }
            if (skip >= 0 && skip < payloadLength) {
                readAttributes(buffer, payloadOffset + (int) skip, payloadLength - (int) skip);
            }
        }
        return true;
    }

    /** Reads the end of a dump; false when it carries no error number. */
    public boolean wrapDone(final DirectBuffer buffer, final int payloadOffset, final int payloadLength, final int flags) {
        clear();
        if (payloadLength < ERROR_LENGTH) {
            return false;
        }
        errno = -buffer.getInt(payloadOffset);
        if ((flags & NLM_F_ACK_TLVS) != 0) {
            readAttributes(buffer, payloadOffset + ERROR_LENGTH, payloadLength - ERROR_LENGTH);
        }
        return true;
    }

    private void clear() {
        errno = 0;
        offendingOffset = -1;
        text.reset();
    }

    private void readAttributes(final DirectBuffer buffer, final int offset, final int length) {
        cursor.wrap(buffer, offset, length);
        while (cursor.next()) {
            if (cursor.type() == NLMSGERR_ATTR_MSG) {
                text.wrap(buffer, cursor.payloadOffset(), cursor.stringLength());
            } else if (cursor.type() == NLMSGERR_ATTR_OFFS) {
                offendingOffset = (int) cursor.u32();
            }
        }
    }

    /** Zero for an ACK, else a positive error number. */
    public int errno() {
        return errno;
    }

    /** The kernel's words, empty when it gave none. Valid until the next wrap, or until the receive buffer is reused. */
    public CharSequence text() {
        return text;
    }

    /** Where in the request the attribute at fault starts, counted from its header; -1 when not told. */
    public int offendingOffset() {
        return offendingOffset;
    }
}
