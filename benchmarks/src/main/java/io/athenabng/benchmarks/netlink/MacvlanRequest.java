package io.athenabng.benchmarks.netlink;

import static io.athenabng.netlink.link.LinkAttributes.IFLA_GROUP;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INFO_DATA;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INFO_KIND;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINK;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINKINFO;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINK;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** {@code RTM_NEWLINK} of a macvlan in private mode: what stands in for a line's VLAN interface on a kernel without 802.1Q. */
final class MacvlanRequest implements NetlinkRequest {
    private static final int IFINFOMSG_LENGTH = 16;
    private static final int IFI_INDEX = 4;
    /** {@code linux/if_link.h} */
    private static final int IFLA_MACVLAN_MODE = 1;
    private static final int MACVLAN_MODE_PRIVATE = 1;

    private final AttributeAppender appender = new AttributeAppender();
    private String name;
    private int index;
    private int parent;
    private int group;

    MacvlanRequest of(String interfaceName, int interfaceIndex, int parentIndex, int interfaceGroup) {
        name = interfaceName;
        index = interfaceIndex;
        parent = parentIndex;
        group = interfaceGroup;
        return this;
    }

    @Override
    public int encode(MutableDirectBuffer buffer, int offset) {
        return appender.beginMessage(buffer, offset, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, IFINFOMSG_LENGTH).header32(IFI_INDEX, index)
            .u32(IFLA_GROUP, group).u32(IFLA_LINK, parent).string(IFLA_IFNAME, name).beginNest(IFLA_LINKINFO)
            .string(IFLA_INFO_KIND, "macvlan").beginNest(IFLA_INFO_DATA).u32(IFLA_MACVLAN_MODE, MACVLAN_MODE_PRIVATE).endNest().endNest()
            .endMessage();
    }
}
