package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.link.LinkAttributes.IFF_LOOPBACK;
import static io.athenabng.netlink.link.LinkAttributes.IFF_LOWER_UP;
import static io.athenabng.netlink.link.LinkAttributes.IFF_RUNNING;
import static io.athenabng.netlink.link.LinkAttributes.IFF_UP;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_ADDRESS;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_AF_SPEC;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_ALT_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_GROUP;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFALIAS;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INET6_ADDR_GEN_MODE;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INFO_DATA;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INFO_KIND;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINK;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINKINFO;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_MTU;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_OPERSTATE;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_PROP_LIST;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_TXQLEN;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_VLAN_ID;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_VLAN_PROTOCOL;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;

import io.athenabng.netlink.message.AttributeAppender;
import java.util.Set;
import java.util.TreeSet;

/** An interface of the {@link FakeKernel}. */
final class FakeLink {
    /** Length of {@code struct ifinfomsg}, and where it has its fields. */
    static final int BODY_LENGTH = 16;
    static final int INDEX = 4;
    static final int FLAGS = 8;
    static final int CHANGE = 12;

    private static final int OPERATIONAL_UP = 6;
    private static final int OPERATIONAL_DOWN = 2;
    private static final int RUNNING = IFF_RUNNING | IFF_LOWER_UP;
    private static final int QUEUE_LENGTH = 1000;

    final int index;
    /** {@code vlan}, {@code ifb}; empty for what was there before the daemon. */
    final String kind;
    /** What a VLAN interface stands on; null for others. */
    final FakeLink parent;
    final int vlanId;
    final int vlanProtocol;
    final Set<String> alternativeNames = new TreeSet<>();
    String name;
    String alias = "";
    long mac;
    int mtu;
    int group;
    int addressGenerationMode;
    private int flags;

    FakeLink(int index, String name, String kind, FakeLink parent, int vlanProtocol, int vlanId) {
        this.index = index;
        this.name = name;
        this.kind = kind;
        this.parent = parent;
        this.vlanProtocol = vlanProtocol;
        this.vlanId = vlanId;
    }

    boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    void up(boolean up) {
        flags = up ? flags | IFF_UP | RUNNING : flags & ~(IFF_UP | RUNNING);
    }

    void loopback() {
        flags |= IFF_LOOPBACK;
    }

    int flags() {
        return flags;
    }

    boolean hasName(String wanted) {
        return name.equals(wanted) || alternativeNames.contains(wanted);
    }

    /** Writes it as {@code RTM_NEWLINK} has it. */
    void write(AttributeAppender target) {
        target.header32(INDEX, index).header32(FLAGS, flags)
            .string(IFLA_IFNAME, name).u32(IFLA_TXQLEN, QUEUE_LENGTH).u8(IFLA_OPERSTATE, isUp() ? OPERATIONAL_UP : OPERATIONAL_DOWN)
            .u32(IFLA_MTU, mtu).u32(IFLA_GROUP, group).mac(IFLA_ADDRESS, mac);
        if (!alias.isEmpty()) {
            target.string(IFLA_IFALIAS, alias);
        }
        if (parent != null) {
            target.u32(IFLA_LINK, parent.index);
        }
        if (!kind.isEmpty()) {
            target.beginNest(IFLA_LINKINFO).string(IFLA_INFO_KIND, kind);
            if (parent != null) {
                target.beginNest(IFLA_INFO_DATA).be16(IFLA_VLAN_PROTOCOL, vlanProtocol).u16(IFLA_VLAN_ID, vlanId).endNest();
            }
            target.endNest();
        }
        target.beginNest(IFLA_AF_SPEC).beginNest(AF_INET6).u8(IFLA_INET6_ADDR_GEN_MODE, addressGenerationMode).endNest().endNest();
        if (!alternativeNames.isEmpty()) {
            target.beginFlaggedNest(IFLA_PROP_LIST);
            alternativeNames.forEach(each -> target.string(IFLA_ALT_IFNAME, each));
            target.endNest();
        }
    }
}
