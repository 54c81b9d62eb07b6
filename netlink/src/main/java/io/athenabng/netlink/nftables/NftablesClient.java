package io.athenabng.netlink.nftables;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkException;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.message.ErrorFlyweight;
import io.athenabng.netlink.message.NetlinkConstants;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.netlink.message.NetlinkRequest;

/**
 * Transactions of nftables: a batch of messages that the kernel does as a whole, or not at all, before the sending call returns. A success
 * has no answer. One owner thread.
 */
public final class NftablesClient implements AutoCloseable {
    private final NetlinkTransport transport;
    private final NetlinkHeaderFlyweight header = new NetlinkHeaderFlyweight();
    private final ErrorFlyweight error = new ErrorFlyweight();

    /**
     * A client.
     *
     * @param transport a socket to netfilter; closed with this
     */
    public NftablesClient(final NetlinkTransport transport) {
        this.transport = transport;
    }

    /**
     * Sends one transaction.
     *
     * @param transaction the whole batch
     * @throws NetlinkException with the first error of the kernel; nothing was changed then
     */
    public void execute(final NetlinkRequest transaction) {
        final int length = transaction.encode(transport.sendBuffer(), 0);
        final int sent = length == NetlinkRequest.OVERFLOW ? -Errno.EMSGSIZE : transport.send(length);
        if (sent < 0) {
            throw new NetlinkException(-sent, "", -1);
        }
        NetlinkException first = null;
        int received = transport.receive();
        while (received > 0) {
            first = first == null ? firstError(received) : first;
            received = transport.receive();
        }
        if (received < 0) {
            throw new NetlinkException(Errno.ENOBUFS, "", -1);
        }
        if (first != null) {
            throw first;
        }
    }

    private NetlinkException firstError(final int length) {
        int offset = 0;
        while (header.wrap(transport.receiveBuffer(), offset, length - offset)) {
            if (header.type() == NetlinkConstants.NLMSG_ERROR
                && error.wrap(transport.receiveBuffer(), header.payloadOffset(), header.payloadLength(), header.flags())
                && error.errno() != 0) {
                return new NetlinkException(error.errno(), error.text(), error.offendingOffset());
            }
            offset += header.stride();
        }
        return null;
    }

    @Override
    public void close() {
        transport.close();
    }
}
