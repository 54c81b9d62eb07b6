package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.link.LinkAttributes.ETH_P_8021AD;
import static io.athenabng.netlink.link.LinkAttributes.ETH_P_8021Q;
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
import static io.athenabng.netlink.link.LinkAttributes.IFLA_PROP_LIST;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_STATS_LINK_64;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_VLAN_ID;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_VLAN_PROTOCOL;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_REPLACE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWSTATS;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.message.AttributeCursor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Interfaces: VLAN interfaces above others, IFBs, and those that were there before. What is answered is {@code net/core/rtnetlink.c}'s and
 * {@code net/8021q}'s. Each operation answers 0 or an errno.
 */
final class FakeLinks {
    /** Told what happens to interfaces. */
    interface Listener {
        /** It was made or changed, or is not there any more: {@code RTM_NEWLINK} or {@code RTM_DELLINK}. */
        void onNews(int type, FakeLink link);

        /** It is down, or about to be deleted. */
        void onDown(FakeLink link);

        /** It is not there any more. */
        void onDeleted(FakeLink link);
    }

    static final int STATISTICS_BODY_LENGTH = 12;
    private static final int HIGHEST_VLAN_ID = 4094;
    private static final int ETHERNET_MTU = 1500;
    private static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;
    /** {@code struct rtnl_link_stats64} up to and including {@code rx_nohandler}. */
    private static final int COUNTERS = 24;

    private final TreeMap<Integer, FakeLink> byIndex = new TreeMap<>();
    private final Listener listener;

    FakeLinks(Listener listener) {
        this.listener = listener;
    }

    /** An interface that is there before anybody asks. */
    FakeLink plug(int index, String name, int mtu, long mac) {
        FakeLink link = new FakeLink(index, name, "", null, 0, 0);
        link.mtu = mtu;
        link.mac = mac;
        link.up(true);
        byIndex.put(index, link);
        return link;
    }

    FakeLink at(int index) {
        return byIndex.get(index);
    }

    Collection<FakeLink> all() {
        return byIndex.values();
    }

    private FakeLink named(String name) {
        return name == null ? null : byIndex.values().stream().filter(link -> link.hasName(name)).findFirst().orElse(null);
    }

    /** By index if there is one, else by name. */
    private FakeLink find(NetlinkMessage request) {
        int index = request.body32(FakeLink.INDEX);
        if (index > 0) {
            return byIndex.get(index);
        }
        String name = request.text(IFLA_IFNAME);
        return named(name != null ? name : request.text(IFLA_ALT_IFNAME));
    }

    int newLink(NetlinkMessage request) {
        FakeLink link = find(request);
        if (link != null) {
            return request.has(NLM_F_EXCL) ? Errno.EEXIST : request.has(NLM_F_REPLACE) ? Errno.EOPNOTSUPP : change(link, request);
        }
        return request.has(NLM_F_CREATE) ? create(request) : Errno.ENODEV;
    }

    private int create(NetlinkMessage request) {
        String kind = request.text(IFLA_LINKINFO, IFLA_INFO_KIND);
        String name = request.text(IFLA_IFNAME);
        int wanted = request.body32(FakeLink.INDEX);
        int index = wanted > 0 ? wanted : byIndex.lastKey() + 1;
        FakeLink link;
        if ("ifb".equals(kind)) {
            link = new FakeLink(index, name == null ? "ifb" + index : name, kind, null, 0, 0);
            link.mtu = request.attribute32(IFLA_MTU, ETHERNET_MTU);
        } else if ("vlan".equals(kind)) {
            int errno = checkVlan(request);
            if (errno != 0) {
                return errno;
            }
            FakeLink parent = byIndex.get(request.attribute32(IFLA_LINK, 0));
            link = new FakeLink(index, name == null ? parent.name + '.' + vlanId(request) : name, kind, parent, vlanProtocol(request),
                vlanId(request));
            link.mtu = request.attribute32(IFLA_MTU, parent.mtu);
        } else {
            return Errno.EOPNOTSUPP;
        }
        if (named(link.name) != null) {
            return Errno.EEXIST;
        }
        AttributeCursor mac = request.attribute(IFLA_ADDRESS);
        link.mac = mac != null ? mac.mac() : link.parent != null ? link.parent.mac : LOCALLY_ADMINISTERED | index;
        link.group = request.attribute32(IFLA_GROUP, 0);
        byIndex.put(index, link);
        listener.onNews(RTM_NEWLINK, link);
        return setFlags(link, request);
    }

    private int checkVlan(NetlinkMessage request) {
        if (request.attribute(IFLA_LINKINFO, IFLA_INFO_DATA, IFLA_VLAN_ID) == null) {
            return Errno.EINVAL;
        }
        int id = vlanId(request);
        int protocol = vlanProtocol(request);
        if (id > HIGHEST_VLAN_ID) {
            return Errno.ERANGE;
        }
        if (protocol != ETH_P_8021Q && protocol != ETH_P_8021AD) {
            return Errno.EPROTONOSUPPORT;
        }
        FakeLink parent = byIndex.get(request.attribute32(IFLA_LINK, 0));
        if (parent == null) {
            return request.attribute(IFLA_LINK) == null ? Errno.EINVAL : Errno.ENODEV;
        }
        for (FakeLink other : byIndex.values()) {
            if (other.parent == parent && other.vlanId == id && other.vlanProtocol == protocol) {
                return Errno.EEXIST;
            }
        }
        return request.attribute32(IFLA_MTU, parent.mtu) > parent.mtu ? Errno.EINVAL : 0;
    }

    private static int vlanId(NetlinkMessage request) {
        return request.attribute(IFLA_LINKINFO, IFLA_INFO_DATA, IFLA_VLAN_ID).u16();
    }

    private static int vlanProtocol(NetlinkMessage request) {
        AttributeCursor protocol = request.attribute(IFLA_LINKINFO, IFLA_INFO_DATA, IFLA_VLAN_PROTOCOL);
        return protocol == null ? ETH_P_8021Q : protocol.be16();
    }

    /** As the kernel does: what comes before the flags stays even if these are refused. */
    private int change(FakeLink link, NetlinkMessage request) {
        AttributeCursor mac = request.attribute(IFLA_ADDRESS);
        if (mac != null) {
            link.mac = mac.mac();
        }
        link.mtu = request.attribute32(IFLA_MTU, link.mtu);
        link.group = request.attribute32(IFLA_GROUP, link.group);
        String name = request.text(IFLA_IFNAME);
        if (name != null && !name.equals(link.name)) {
            if (named(name) != null) {
                return Errno.EEXIST;
            }
            link.name = name;
        }
        String alias = request.text(IFLA_IFALIAS);
        if (alias != null) {
            link.alias = alias;
        }
        int errno = setFlags(link, request);
        AttributeCursor mode = request.attribute(IFLA_AF_SPEC, AF_INET6, IFLA_INET6_ADDR_GEN_MODE);
        if (errno == 0 && mode != null) {
            link.addressGenerationMode = mode.u8();
        }
        listener.onNews(RTM_NEWLINK, link);
        return errno;
    }

    private int setFlags(FakeLink link, NetlinkMessage request) {
        int flags = request.body32(FakeLink.FLAGS);
        int mask = request.body32(FakeLink.CHANGE);
        if (flags == 0 && mask == 0) {
            return 0;
        }
        boolean up = ((mask == 0 ? flags : flags & mask | link.flags() & ~mask) & IFF_UP) != 0;
        if (up == link.isUp()) {
            return 0;
        }
        return up ? bringUp(link) : takeDown(link);
    }

    /** VLAN interfaces follow what they stand on, up and down. */
    private int bringUp(FakeLink link) {
        if (link.parent != null && !link.parent.isUp()) {
            return Errno.ENETDOWN;
        }
        link.up(true);
        listener.onNews(RTM_NEWLINK, link);
        upper(link).stream().filter(each -> !each.isUp()).forEach(this::bringUp);
        return 0;
    }

    private int takeDown(FakeLink link) {
        link.up(false);
        listener.onDown(link);
        listener.onNews(RTM_NEWLINK, link);
        upper(link).stream().filter(FakeLink::isUp).forEach(this::takeDown);
        return 0;
    }

    private List<FakeLink> upper(FakeLink of) {
        return byIndex.values().stream().filter(link -> link.parent == of).toList();
    }

    int deleteLink(NetlinkMessage request) {
        FakeLink link = find(request);
        if (link != null) {
            return delete(List.of(link));
        }
        int group = request.attribute32(IFLA_GROUP, 0);
        List<FakeLink> members = new ArrayList<>();
        if (group != 0 && request.body32(FakeLink.INDEX) == 0) {
            byIndex.values().stream().filter(each -> each.group == group).forEach(members::add);
        }
        return members.isEmpty() ? Errno.ENODEV : delete(members);
    }

    private int delete(List<FakeLink> links) {
        if (links.stream().anyMatch(link -> link.kind.isEmpty())) {
            return Errno.EOPNOTSUPP;
        }
        links.forEach(this::delete);
        return 0;
    }

    private void delete(FakeLink link) {
        if (byIndex.get(link.index) != link) {
            // It went with what it stood on.
            return;
        }
        upper(link).forEach(this::delete);
        link.up(false);
        listener.onDown(link);
        byIndex.remove(link.index);
        listener.onDeleted(link);
        listener.onNews(RTM_DELLINK, link);
    }

    int newProperty(NetlinkMessage request) {
        FakeLink link = find(request);
        String name = request.text(IFLA_PROP_LIST, IFLA_ALT_IFNAME);
        if (link == null) {
            return Errno.ENODEV;
        }
        if (name == null) {
            return Errno.EINVAL;
        }
        if (named(name) != null) {
            return Errno.EEXIST;
        }
        link.alternativeNames.add(name);
        listener.onNews(RTM_NEWLINK, link);
        return 0;
    }

    int deleteProperty(NetlinkMessage request) {
        FakeLink link = find(request);
        String name = request.text(IFLA_PROP_LIST, IFLA_ALT_IFNAME);
        if (link == null) {
            return Errno.ENODEV;
        }
        FakeLink owner = named(name);
        if (owner == null) {
            return Errno.ENOENT;
        }
        if (owner != link || name.equals(link.name)) {
            return Errno.EINVAL;
        }
        link.alternativeNames.remove(name);
        listener.onNews(RTM_NEWLINK, link);
        return 0;
    }

    int getLink(NetlinkMessage request, Replies replies) {
        if (request.isDump()) {
            String kind = request.text(IFLA_LINKINFO, IFLA_INFO_KIND);
            for (FakeLink link : byIndex.values()) {
                if (kind == null || kind.equals(link.kind)) {
                    replies.message(RTM_NEWLINK, FakeLink.BODY_LENGTH, link::write);
                }
            }
            return 0;
        }
        FakeLink link = find(request);
        if (link == null) {
            return Errno.ENODEV;
        }
        replies.message(RTM_NEWLINK, FakeLink.BODY_LENGTH, link::write);
        return 0;
    }

    /** Counters that stand still: there is no traffic. */
    int getStatistics(NetlinkMessage request, Replies replies) {
        if (request.isDump()) {
            byIndex.values().forEach(link -> statistics(link, replies));
            return 0;
        }
        FakeLink link = byIndex.get(request.body32(FakeLink.INDEX));
        if (link == null) {
            return Errno.ENODEV;
        }
        statistics(link, replies);
        return 0;
    }

    private static void statistics(FakeLink link, Replies replies) {
        replies.message(RTM_NEWSTATS, STATISTICS_BODY_LENGTH,
            target -> target.header32(FakeLink.INDEX, link.index).struct(IFLA_STATS_LINK_64, COUNTERS * Long.BYTES));
    }
}
