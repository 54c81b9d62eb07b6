package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.IFINFOMSG_LENGTH;
import static io.athenabng.netlink.link.LinkAttributes.IFI_INDEX;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_ALT_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_EXT_MASK;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INFO_KIND;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINKINFO;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_MASTER;
import static io.athenabng.netlink.link.LinkAttributes.RTEXT_FILTER_SKIP_STATS;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETLINK;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.InterfaceNames;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/**
 * Asks for interfaces: all, those of a kind or a master (filtered by the kernel), or one by index or name.
 * Answers are {@link LinkFlyweight}s.
 */
public final class LinkDumpRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private boolean dump = true;
    private boolean statistics;
    private int index;
    private int master;
    private String kind;
    private CharSequence name;

    /** Every interface of the namespace. */
    public LinkDumpRequest all() {
        return set(true, 0, 0, null, null);
    }

    /** Interfaces of one kind, such as {@code vlan} or {@code ifb}. */
    public LinkDumpRequest ofKind(final String value) {
        return set(true, 0, 0, value, null);
    }

    /** Interfaces that belong to a bridge, bond or VRF. */
    public LinkDumpRequest ofMaster(final int masterIndex) {
        return set(true, 0, masterIndex, null, null);
    }

    /** One interface; not a dump: one message answers it, or ENODEV. */
    public LinkDumpRequest byIndex(final int value) {
        return set(false, value, 0, null, null);
    }

    /** One interface by name or, when longer than 15 characters, by alternative name; not a dump. */
    public LinkDumpRequest byName(final CharSequence value) {
        return set(false, 0, 0, null, InterfaceNames.requireAlternativeName(value));
    }

    /** Whether the counters are to be in the answers (off makes a dump cheaper). */
    public LinkDumpRequest withStatistics(final boolean value) {
        statistics = value;
        return this;
    }

    private LinkDumpRequest set(final boolean isDump, final int wanted, final int ofMaster, final String ofKind, final CharSequence named) {
        dump = isDump;
        index = wanted;
        master = ofMaster;
        kind = ofKind;
        name = named;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, RTM_GETLINK, dump ? NLM_F_DUMP : 0, IFINFOMSG_LENGTH).header32(IFI_INDEX, index);
        if (name != null) {
            appender.string(name.length() > InterfaceNames.MAX_NAME_LENGTH ? IFLA_ALT_IFNAME : IFLA_IFNAME, name);
        }
        if (master != 0) {
            appender.u32(IFLA_MASTER, master);
        }
        if (kind != null) {
            appender.beginNest(IFLA_LINKINFO).string(IFLA_INFO_KIND, kind).endNest();
        }
        if (!statistics) {
            appender.u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        }
        return appender.endMessage();
    }
}
