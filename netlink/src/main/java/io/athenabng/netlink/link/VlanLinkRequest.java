package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.ETH_P_8021AD;
import static io.athenabng.netlink.link.LinkAttributes.ETH_P_8021Q;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_VLAN_ID;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_VLAN_PROTOCOL;

import io.athenabng.netlink.message.AttributeAppender;

/** Creates a VLAN interface (kind {@code vlan}) above another one: {@code ip link add link P name N index I type vlan proto X id V}. */
public final class VlanLinkRequest extends LinkCreateRequest<VlanLinkRequest> {
    private int vlanId;
    private int protocol = ETH_P_8021Q;

    @Override
    public VlanLinkRequest reset() {
        vlanId = 0;
        protocol = ETH_P_8021Q;
        return super.reset();
    }

    /** VLAN identifier, 0 to 4095 as the tag can carry it (the kernel refuses 4095). */
    public VlanLinkRequest vlanId(final int value) {
        if (value < 0 || value > 4095) {
            throw new IllegalArgumentException("VLAN identifier " + value + " does not fit 12 bits");
        }
        vlanId = value;
        return this;
    }

    /** Tag protocol identifier: 0x8100 (802.1Q, the default) or 0x88a8 (802.1ad); the kernel knows no other. */
    public VlanLinkRequest protocol(final int tpid) {
        if (tpid != ETH_P_8021Q && tpid != ETH_P_8021AD) {
            throw new IllegalArgumentException("VLAN protocol 0x" + Integer.toHexString(tpid) + " is neither 802.1Q nor 802.1ad");
        }
        protocol = tpid;
        return this;
    }

    @Override
    String kind() {
        return "vlan";
    }

    @Override
    boolean hasData() {
        return true;
    }

    @Override
    void appendData(final AttributeAppender target) {
        target.be16(IFLA_VLAN_PROTOCOL, protocol).u16(IFLA_VLAN_ID, vlanId);
    }

    @Override
    VlanLinkRequest self() {
        return this;
    }
}
