package io.athenabng.netlink.route;

import static io.athenabng.netlink.message.NetlinkConstants.AF_INET;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_REPLACE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELNEIGH;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWNEIGH;
import static io.athenabng.netlink.route.RouteAttributes.NDA_DST;
import static io.athenabng.netlink.route.RouteAttributes.NDA_LLADDR;
import static io.athenabng.netlink.route.RouteAttributes.NDMSG_LENGTH;
import static io.athenabng.netlink.route.RouteAttributes.NDM_FAMILY;
import static io.athenabng.netlink.route.RouteAttributes.NDM_IFINDEX;
import static io.athenabng.netlink.route.RouteAttributes.NDM_STATE;
import static io.athenabng.netlink.route.RouteAttributes.NUD_PERMANENT;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Sets or deletes a permanent neighbour entry: {@code ip neigh replace|del A lladdr M dev D nud permanent}. */
public final class NeighbourRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private boolean delete;
    private int index;
    private int family;
    private long high;
    private long low;
    private long mac;

    /** Makes the entry, or gives an existing one this MAC address (48 bits, first octet in bits 47-40). */
    public NeighbourRequest replace(final int interfaceIndex, final long macAddress) {
        delete = false;
        index = interfaceIndex;
        mac = macAddress;
        return this;
    }

    /** Fails with ENOENT when there is no such entry. */
    public NeighbourRequest delete(final int interfaceIndex) {
        delete = true;
        index = interfaceIndex;
        return this;
    }

    /** IPv4 address in host order. */
    public NeighbourRequest ipv4(final int address) {
        family = AF_INET;
        high = 0;
        low = address & 0xffff_ffffL;
        return this;
    }

    public NeighbourRequest ipv6(final long highHalf, final long lowHalf) {
        family = AF_INET6;
        high = highHalf;
        low = lowHalf;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, delete ? RTM_DELNEIGH : RTM_NEWNEIGH, delete ? 0 : NLM_F_CREATE | NLM_F_REPLACE, NDMSG_LENGTH)
            .header8(NDM_FAMILY, family).header32(NDM_IFINDEX, index).header16(NDM_STATE, NUD_PERMANENT)
            .ip(NDA_DST, family, high, low);
        if (!delete) {
            appender.mac(NDA_LLADDR, mac);
        }
        return appender.endMessage();
    }
}
