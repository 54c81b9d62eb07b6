package io.athenabng.netlink.message;

import org.agrona.MutableDirectBuffer;

/**
 * One netlink message that can be written into a buffer.
 *
 * <p>Implementations are reusable and hold no buffer: set the fields, encode, set other fields, encode again. Nothing is allocated.
 * A {@link CharSequence} given to a setter is read when the request is encoded, not before. Sequence number, port identifier and
 * {@code NLM_F_ACK} are the sender's business and left zero. Not thread-safe: owned by the thread that encodes.
 */
public interface NetlinkRequest {
    /** What {@link #encode} answers when the message does not fit. */
    int OVERFLOW = -1;

    /**
     * Writes the message, header included, from {@code offset} up to at most the buffer's capacity.
     *
     * @return its length, a multiple of four; or {@link #OVERFLOW} when it does not fit (what was written then is to be ignored)
     */
    int encode(MutableDirectBuffer buffer, int offset);
}
