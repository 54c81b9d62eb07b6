package io.athenabng.netlink.address;

import static io.athenabng.netlink.address.AddressAttributes.FAMILY;
import static io.athenabng.netlink.address.AddressAttributes.FLAGS;
import static io.athenabng.netlink.address.AddressAttributes.IFADDRMSG_LENGTH;
import static io.athenabng.netlink.address.AddressAttributes.IFA_ADDRESS;
import static io.athenabng.netlink.address.AddressAttributes.IFA_BROADCAST;
import static io.athenabng.netlink.address.AddressAttributes.IFA_FLAGS;
import static io.athenabng.netlink.address.AddressAttributes.IFA_LABEL;
import static io.athenabng.netlink.address.AddressAttributes.IFA_LOCAL;
import static io.athenabng.netlink.address.AddressAttributes.INDEX;
import static io.athenabng.netlink.address.AddressAttributes.PREFIX_LENGTH;
import static io.athenabng.netlink.address.AddressAttributes.SCOPE;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_REPLACE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWADDR;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Gives an interface an address or takes it away: {@code ip addr add|replace|del A/P [brd B] [scope S] dev D}. */
public final class AddressRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int messageType;
    private int messageFlags;
    private int index;
    private int family;
    private int prefixLength;
    private int scope;
    private int flags;
    private int broadcast;
    private CharSequence label;
    private long high;
    private long low;

    public AddressRequest() {
        reset();
    }

    /** Back to: add, no address, scope universe, no flags. */
    public AddressRequest reset() {
        index = 0;
        family = 0;
        prefixLength = 0;
        scope = 0;
        flags = 0;
        broadcast = 0;
        label = null;
        high = 0;
        low = 0;
        return add();
    }

    /** Fails with EEXIST when the interface has the address. */
    public AddressRequest add() {
        return operation(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    }

    public AddressRequest replace() {
        return operation(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
    }

    /** Fails with EADDRNOTAVAIL when the interface does not have the address. */
    public AddressRequest delete() {
        return operation(RTM_DELADDR, 0);
    }

    private AddressRequest operation(final int type, final int createFlags) {
        messageType = type;
        messageFlags = createFlags;
        return this;
    }

    public AddressRequest index(final int value) {
        index = value;
        return this;
    }

    /** IPv4 address in host order (10.0.0.1 is 0x0a000001). */
    public AddressRequest ipv4(final int address, final int prefix) {
        family = AF_INET;
        high = 0;
        low = address & 0xffff_ffffL;
        prefixLength = prefix;
        return this;
    }

    public AddressRequest ipv6(final long highHalf, final long lowHalf, final int prefix) {
        family = AF_INET6;
        high = highHalf;
        low = lowHalf;
        prefixLength = prefix;
        return this;
    }

    /** IPv4 broadcast address in host order; 0 for none. */
    public AddressRequest broadcast(final int address) {
        broadcast = address;
        return this;
    }

    /** IPv4 label: the interface's name, a colon and a word; 15 characters at most. Null for none. */
    public AddressRequest label(final CharSequence value) {
        label = value;
        return this;
    }

    /** One of {@code RT_SCOPE_*}. */
    public AddressRequest scope(final int value) {
        scope = value;
        return this;
    }

    /** {@code IFA_F_*} bits, such as {@code IFA_F_NOPREFIXROUTE}. */
    public AddressRequest flags(final int value) {
        flags = value;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, messageType, messageFlags, IFADDRMSG_LENGTH)
            .header8(FAMILY, family).header8(PREFIX_LENGTH, prefixLength).header8(SCOPE, scope).header32(INDEX, index)
            .ip(IFA_LOCAL, family, high, low);
        if (flags > 0xff) {
            appender.u32(IFA_FLAGS, flags);
        } else {
            appender.header8(FLAGS, flags);
        }
        if (broadcast != 0 && family == AF_INET) {
            appender.be32(IFA_BROADCAST, broadcast);
        }
        if (label != null && family == AF_INET) {
            appender.string(IFA_LABEL, label);
        }
        return appender.ip(IFA_ADDRESS, family, high, low).endMessage();
    }
}
