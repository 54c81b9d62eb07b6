package io.athenabng.wire.ethernet;

/** Ethernet types that the gateway knows, as IEEE assigned them ({@code linux/if_ether.h}, {@code ETH_P_*}). */
public final class EtherType {

    /** Internet Protocol, version 4. */
    public static final int IPV4 = 0x0800;

    /** Address Resolution Protocol. */
    public static final int ARP = 0x0806;

    /** Internet Protocol, version 6. */
    public static final int IPV6 = 0x86dd;

    /** IEEE 802.1Q customer tag. */
    public static final int VLAN = 0x8100;

    /** IEEE 802.1ad service tag. */
    public static final int SERVICE_VLAN = 0x88a8;

    /** The stacked tag that equipment used before IEEE 802.1ad. */
    public static final int QINQ_LEGACY = 0x9100;

    /** PPPoE, discovery stage. */
    public static final int PPPOE_DISCOVERY = 0x8863;

    /** PPPoE, session stage. */
    public static final int PPPOE_SESSION = 0x8864;

    private EtherType() {
    }
}
