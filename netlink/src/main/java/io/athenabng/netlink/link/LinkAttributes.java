package io.athenabng.netlink.link;

/** Numbers of {@code linux/if_link.h}, {@code if_vlan.h}, {@code if.h} and {@code ip.h}, under their kernel names. */
public final class LinkAttributes {
    public static final int IFLA_ADDRESS = 1;
    public static final int IFLA_BROADCAST = 2;
    public static final int IFLA_IFNAME = 3;
    public static final int IFLA_MTU = 4;
    public static final int IFLA_LINK = 5;
    public static final int IFLA_QDISC = 6;
    public static final int IFLA_MASTER = 10;
    public static final int IFLA_TXQLEN = 13;
    public static final int IFLA_OPERSTATE = 16;
    public static final int IFLA_LINKINFO = 18;
    public static final int IFLA_IFALIAS = 20;
    public static final int IFLA_STATS64 = 23;
    public static final int IFLA_AF_SPEC = 26;
    public static final int IFLA_GROUP = 27;
    public static final int IFLA_EXT_MASK = 29;
    public static final int IFLA_PROMISCUITY = 30;
    public static final int IFLA_CARRIER = 33;
    public static final int IFLA_LINK_NETNSID = 37;
    public static final int IFLA_PROP_LIST = 52;
    public static final int IFLA_ALT_IFNAME = 53;

    public static final int IFLA_INFO_KIND = 1;
    public static final int IFLA_INFO_DATA = 2;

    public static final int IFLA_PPP_DEV_FD = 1;
    public static final int IFLA_VLAN_ID = 1;
    public static final int IFLA_VLAN_FLAGS = 2;
    public static final int IFLA_VLAN_PROTOCOL = 5;

    public static final int IFLA_INET_CONF = 1;
    public static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    public static final int IN6_ADDR_GEN_MODE_EUI64 = 0;
    public static final int IN6_ADDR_GEN_MODE_NONE = 1;
    public static final int IN6_ADDR_GEN_MODE_STABLE_PRIVACY = 2;
    public static final int IN6_ADDR_GEN_MODE_RANDOM = 3;

    public static final int IFLA_STATS_LINK_64 = 1;

    /** {@code RTEXT_FILTER_VF}. */
    public static final int RTEXT_FILTER_VF = 1;
    /** {@code RTEXT_FILTER_SKIP_STATS}: leave the counters out of a dump, which makes it cheaper. */
    public static final int RTEXT_FILTER_SKIP_STATS = 1 << 3;

    public static final int IFF_UP = 0x1;
    public static final int IFF_BROADCAST = 0x2;
    public static final int IFF_LOOPBACK = 0x8;
    public static final int IFF_POINTOPOINT = 0x10;
    public static final int IFF_RUNNING = 0x40;
    public static final int IFF_NOARP = 0x80;
    public static final int IFF_PROMISC = 0x100;
    public static final int IFF_ALLMULTI = 0x200;
    public static final int IFF_LOWER_UP = 0x1_0000;

    public static final int ETH_P_8021Q = 0x8100;
    public static final int ETH_P_8021AD = 0x88a8;

    public static final int IPV4_DEVCONF_FORWARDING = 1;
    public static final int IPV4_DEVCONF_PROXY_ARP = 3;
    public static final int IPV4_DEVCONF_ACCEPT_REDIRECTS = 4;
    public static final int IPV4_DEVCONF_SEND_REDIRECTS = 6;
    public static final int IPV4_DEVCONF_RP_FILTER = 8;
    public static final int IPV4_DEVCONF_ACCEPT_SOURCE_ROUTE = 9;
    public static final int IPV4_DEVCONF_ARP_FILTER = 13;
    public static final int IPV4_DEVCONF_ARP_ANNOUNCE = 18;
    public static final int IPV4_DEVCONF_ARP_IGNORE = 19;
    public static final int IPV4_DEVCONF_ARP_ACCEPT = 21;
    public static final int IPV4_DEVCONF_ARP_NOTIFY = 22;
    public static final int IPV4_DEVCONF_ACCEPT_LOCAL = 23;
    public static final int IPV4_DEVCONF_PROXY_ARP_PVLAN = 25;
    public static final int IPV4_DEVCONF_ROUTE_LOCALNET = 26;
    /** Highest setting that {@link LinkSetRequest} can carry; the kernel's list ends at 33 in Linux 6.1. */
    public static final int IPV4_DEVCONF_MAX = 33;

    static final int IFINFOMSG_LENGTH = 16;
    static final int IFI_FAMILY = 0;
    static final int IFI_INDEX = 4;
    static final int IFI_FLAGS = 8;
    static final int IFI_CHANGE = 12;

    private LinkAttributes() {
    }
}
