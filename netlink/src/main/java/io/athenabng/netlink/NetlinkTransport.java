package io.athenabng.netlink;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The socket as the client sees it: two buffers and calls that never wait. One owner thread.
 *
 * <p>The socket behind it asks for extended acknowledgements ({@code NETLINK_EXT_ACK}), capped ones ({@code NETLINK_CAP_ACK}) and
 * strict checking of dump filters ({@code NETLINK_GET_STRICT_CHK}).
 */
public interface NetlinkTransport extends AutoCloseable {
    /** {@link #receive()}: the socket's queue overflowed, messages are lost. */
    int OVERRUN = -1;
    /** {@link #receive()}: a datagram was longer than the receive buffer and is lost. */
    int TRUNCATED = -2;

    /** Where a batch is written before {@link #send}. */
    MutableDirectBuffer sendBuffer();

    /** Where {@link #receive()} puts a datagram; valid until the next call. */
    DirectBuffer receiveBuffer();

    /**
     * Sends the first bytes of the send buffer as one datagram. The kernel works through all its messages before this returns.
     *
     * @return 0, or a negative errno when nothing was sent
     */
    int send(int length);

    /**
     * Takes the next datagram without waiting.
     *
     * @return its length; 0 when there is none; {@link #OVERRUN} or {@link #TRUNCATED}
     */
    int receive();

    /** Port identifier that the kernel's answers carry. */
    int portId();

    /** Joins a multicast group, one of {@code RTNLGRP_*}. */
    void join(int group);

    /**
     * Waits until there may be something to receive; for start-up and tests.
     *
     * @return false when the time was over first
     */
    boolean await(int timeoutMs);

    @Override
    void close();
}
