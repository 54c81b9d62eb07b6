package io.athenabng.netlink;

import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_OVERRUN;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTNLGRP_LINK;

import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import org.agrona.DirectBuffer;

/**
 * Hears multicast notifications on a socket of its own, so that a storm of them cannot push out answers. One owner thread.
 *
 * <p>Subscribe first and list the state afterwards: then nothing falls between the two.
 */
public final class LinkEventListener implements AutoCloseable {
    private final NetlinkTransport transport;
    private final LinkEventHandler handler;
    private final NetlinkHeaderFlyweight header = new NetlinkHeaderFlyweight();
    private long malformedMessages;

    /** Joins {@code RTNLGRP_LINK}. */
    public LinkEventListener(final NetlinkTransport transport, final LinkEventHandler handler) {
        this(transport, handler, RTNLGRP_LINK);
    }

    /** Joins the groups that are named, each one of {@code RTNLGRP_*}. */
    public LinkEventListener(final NetlinkTransport transport, final LinkEventHandler handler, final int... groups) {
        this.transport = transport;
        this.handler = handler;
        for (final int group : groups) {
            transport.join(group);
        }
    }

    /**
     * Handles what has arrived. Never waits.
     *
     * @return number of datagrams that were taken
     */
    public int poll(final int datagramLimit) {
        int taken = 0;
        while (taken < datagramLimit) {
            final int length = transport.receive();
            if (length == 0) {
                break;
            }
            taken++;
            if (length < 0) {
                handler.onEventsLost();
            } else {
                onDatagram(transport.receiveBuffer(), length);
            }
        }
        return taken;
    }

    private void onDatagram(final DirectBuffer buffer, final int length) {
        int offset = 0;
        while (offset < length) {
            if (!header.wrap(buffer, offset, length - offset)) {
                malformedMessages++;
                return;
            }
            final int stride = header.stride();
            final int type = header.type();
            if (type == RTM_NEWLINK) {
                handler.onLinkChanged(buffer, header.payloadOffset(), header.payloadLength());
            } else if (type == RTM_DELLINK) {
                handler.onLinkDeleted(buffer, header.payloadOffset(), header.payloadLength());
            } else if (type == NLMSG_OVERRUN) {
                handler.onEventsLost();
            } else {
                handler.onOther(type, buffer, header.payloadOffset(), header.payloadLength());
            }
            offset += stride;
        }
    }

    /** Messages whose length does not fit. */
    public long malformedMessages() {
        return malformedMessages;
    }

    @Override
    public void close() {
        transport.close();
    }
}
