package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.IFF_PROMISC;
import static io.athenabng.netlink.link.LinkAttributes.IFF_UP;
import static io.athenabng.netlink.link.LinkAttributes.IFINFOMSG_LENGTH;
import static io.athenabng.netlink.link.LinkAttributes.IFI_CHANGE;
import static io.athenabng.netlink.link.LinkAttributes.IFI_FLAGS;
import static io.athenabng.netlink.link.LinkAttributes.IFI_INDEX;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_ADDRESS;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_AF_SPEC;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_GROUP;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFALIAS;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INET6_ADDR_GEN_MODE;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INET_CONF;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_MASTER;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_MTU;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_TXQLEN;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_MAX;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINK;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.AttributeCursor;
import io.athenabng.netlink.message.InterfaceNames;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/**
 * Changes an existing interface ({@code RTM_NEWLINK} without {@code NLM_F_CREATE}). Only what was set since {@link #reset()} is sent.
 *
 * <p>Within one message the kernel applies the flags (up, promiscuous) before the settings of the address families: to bring an
 * interface up without an IPv6 link-local address, send {@link #addressGenerationMode} in a message of its own first.
 */
public final class LinkSetRequest implements NetlinkRequest {
    /** Longest alias, characters. */
    public static final int ALIAS_MAX = 255;

    private static final int UNSET = -1;

    private final AttributeAppender appender = new AttributeAppender();
    private final int[] ipv4Settings = new int[IPV4_DEVCONF_MAX + 1];
    private long ipv4Present;
    private int index;
    private int flags;
    private int flagMask;
    private int mtu = UNSET;
    private int group = UNSET;
    private int master = UNSET;
    private int txQueueLength = UNSET;
    private int addressGenerationMode = UNSET;
    private long mac = AttributeCursor.NO_MAC;
    private CharSequence name;
    private CharSequence alias;

    /** Forgets every field, the index too. */
    public LinkSetRequest reset() {
        ipv4Present = 0;
        index = 0;
        flags = 0;
        flagMask = 0;
        mtu = UNSET;
        group = UNSET;
        master = UNSET;
        txQueueLength = UNSET;
        addressGenerationMode = UNSET;
        mac = AttributeCursor.NO_MAC;
        name = null;
        alias = null;
        return this;
    }

    public LinkSetRequest index(final int value) {
        index = value;
        return this;
    }

    public LinkSetRequest up() {
        return flag(IFF_UP, true);
    }

    public LinkSetRequest down() {
        return flag(IFF_UP, false);
    }

    public LinkSetRequest promiscuous(final boolean on) {
        return flag(IFF_PROMISC, on);
    }

    private LinkSetRequest flag(final int flag, final boolean on) {
        flags = on ? flags | flag : flags & ~flag;
        flagMask |= flag;
        return this;
    }

    public LinkSetRequest mtu(final int value) {
        mtu = value;
        return this;
    }

    public LinkSetRequest group(final int value) {
        group = value;
        return this;
    }

    /** Index of the bridge, bond or VRF it belongs to; 0 for none. */
    public LinkSetRequest master(final int value) {
        master = value;
        return this;
    }

    public LinkSetRequest txQueueLength(final int value) {
        txQueueLength = value;
        return this;
    }

    /** MAC address in 48 bits, first octet in bits 47-40. */
    public LinkSetRequest mac(final long value) {
        mac = value;
        return this;
    }

    /** New kernel name; the kernel before 6.2 refuses to rename an interface that is up. */
    public LinkSetRequest name(final CharSequence value) {
        name = InterfaceNames.requireName(value);
        return this;
    }

    /** A note of at most 255 characters that the kernel keeps with the interface ({@code IFLA_IFALIAS}); empty takes it away. */
    public LinkSetRequest alias(final CharSequence value) {
        if (value.length() > ALIAS_MAX) {
            throw new IllegalArgumentException("an alias of " + value.length() + " characters");
        }
        alias = value;
        return this;
    }

    /** How IPv6 link-local addresses are made: one of {@code IN6_ADDR_GEN_MODE_*}. Refused with EAFNOSUPPORT where IPv6 is off. */
    public LinkSetRequest addressGenerationMode(final int value) {
        addressGenerationMode = value;
        return this;
    }

    /** An IPv4 setting of the interface ({@code /proc/sys/net/ipv4/conf/IF/...}): one of {@code IPV4_DEVCONF_*}. */
    public LinkSetRequest ipv4Setting(final int devconf, final int value) {
        if (devconf < 1 || devconf > IPV4_DEVCONF_MAX) {
            throw new IllegalArgumentException("no IPv4 interface setting has number " + devconf);
        }
        ipv4Settings[devconf] = value;
        ipv4Present |= 1L << devconf;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, RTM_NEWLINK, 0, IFINFOMSG_LENGTH)
            .header32(IFI_INDEX, index).header32(IFI_FLAGS, flags).header32(IFI_CHANGE, flagMask);
        if (mtu != UNSET) {
            appender.u32(IFLA_MTU, mtu);
        }
        if (mac != AttributeCursor.NO_MAC) {
            appender.mac(IFLA_ADDRESS, mac);
        }
        if (group != UNSET) {
            appender.u32(IFLA_GROUP, group);
        }
        if (master != UNSET) {
            appender.u32(IFLA_MASTER, master);
        }
        if (txQueueLength != UNSET) {
            appender.u32(IFLA_TXQLEN, txQueueLength);
        }
        if (name != null) {
            appender.string(IFLA_IFNAME, name);
        }
        if (alias != null && alias.isEmpty()) {
            // Without a value at all: the kernel would keep an empty text as a note.
            appender.flag(IFLA_IFALIAS);
        } else if (alias != null) {
            appender.string(IFLA_IFALIAS, alias);
        }
        if (ipv4Present != 0 || addressGenerationMode != UNSET) {
            appendAddressFamilies();
        }
        return appender.endMessage();
    }

    private void appendAddressFamilies() {
        appender.beginNest(IFLA_AF_SPEC);
        if (ipv4Present != 0) {
            appender.beginNest(AF_INET).beginNest(IFLA_INET_CONF);
            for (long left = ipv4Present; left != 0; left &= left - 1) {
                final int devconf = Long.numberOfTrailingZeros(left);
                appender.u32(devconf, ipv4Settings[devconf]);
            }
            appender.endNest().endNest();
        }
        if (addressGenerationMode != UNSET) {
            appender.beginNest(AF_INET6).u8(IFLA_INET6_ADDR_GEN_MODE, addressGenerationMode).endNest();
        }
        appender.endNest();
    }
}
