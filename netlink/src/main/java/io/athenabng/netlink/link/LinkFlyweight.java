package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.IFINFOMSG_LENGTH;
import static io.athenabng.netlink.link.LinkAttributes.IFI_FLAGS;
import static io.athenabng.netlink.link.LinkAttributes.IFI_INDEX;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_ADDRESS;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_AF_SPEC;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_ALT_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_GROUP;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFALIAS;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INET6_ADDR_GEN_MODE;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INET_CONF;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INFO_DATA;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INFO_KIND;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINK;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINKINFO;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINK_NETNSID;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_MASTER;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_MTU;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_OPERSTATE;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_PROP_LIST;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_STATS64;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_TXQLEN;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_VLAN_ID;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_VLAN_PROTOCOL;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;

import io.athenabng.netlink.message.AttributeCursor;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * View of an {@code RTM_NEWLINK} or {@code RTM_DELLINK} message: {@code struct ifinfomsg} and attributes.
 *
 * <pre>
 *  +--------+-----+----------+-----------+-----------+------------+------------
 *  | family | pad | ifi_type | ifi_index | ifi_flags | ifi_change | attributes
 *  | u8     | u8  | u16      | s32       | u32       | u32        |
 *  +--------+-----+----------+-----------+-----------+------------+------------
 * </pre>
 *
 * <p>Takes any bytes; {@link #wrap} answers whether they were sound. Valid while the buffer is. Allocates only in the methods that
 * return strings, lists or records.
 */
public final class LinkFlyweight {
    /** What {@link #linkNetnsId()} answers for a parent in the same namespace. */
    public static final int SAME_NETNS = -1;
    /** What settings answer that the message does not tell. */
    public static final int UNKNOWN = -1;

    private final AttributeCursor attributes = new AttributeCursor();
    private final AttributeCursor inner = new AttributeCursor();
    private final AttributeCursor innermost = new AttributeCursor();
    private final LinkStatistics64Flyweight statistics = new LinkStatistics64Flyweight();
    private DirectBuffer buffer;
    private int index;
    private int flags;
    private int nameOffset;
    private int nameLength;
    private int aliasOffset;
    private int aliasLength;
    private int kindOffset;
    private int kindLength;
    private int propertiesOffset;
    private int propertiesLength;
    private int ipv4SettingsOffset;
    private int ipv4SettingsLength;
    private int mtu;
    private int group;
    private int master;
    private int parentIndex;
    private int linkNetnsId;
    private int operationalState;
    private int txQueueLength;
    private int vlanId;
    private int vlanProtocol;
    private int addressGenerationMode;
    private long mac;
    private boolean hasStatistics;

    /** Looks at a message from its family header on; false when it is cut short or an attribute does not fit. */
    public boolean wrap(final DirectBuffer source, final int offset, final int length) {
        clear(source);
        if (length < IFINFOMSG_LENGTH || offset < 0 || (long) offset + length > source.capacity()) {
            return false;
        }
        index = source.getInt(offset + IFI_INDEX);
        flags = source.getInt(offset + IFI_FLAGS);
        attributes.wrap(source, offset + IFINFOMSG_LENGTH, length - IFINFOMSG_LENGTH);
        boolean sound = true;
        while (attributes.next()) {
            sound &= readAttribute();
        }
        return sound && !attributes.malformed();
    }

    private void clear(final DirectBuffer source) {
        buffer = source;
        index = 0;
        flags = 0;
        nameOffset = 0;
        nameLength = 0;
        aliasOffset = 0;
        aliasLength = 0;
        kindOffset = 0;
        kindLength = 0;
        propertiesOffset = 0;
        propertiesLength = 0;
        ipv4SettingsLength = 0;
        mtu = 0;
        group = 0;
        master = 0;
        parentIndex = 0;
        linkNetnsId = SAME_NETNS;
        operationalState = 0;
        txQueueLength = 0;
        vlanId = UNKNOWN;
        vlanProtocol = 0;
        addressGenerationMode = UNKNOWN;
        mac = AttributeCursor.NO_MAC;
        hasStatistics = false;
    }

    private boolean readAttribute() {
        switch (attributes.type()) {
            case IFLA_IFNAME -> {
                nameOffset = attributes.payloadOffset();
                nameLength = attributes.stringLength();
            }
            case IFLA_IFALIAS -> {
                aliasOffset = attributes.payloadOffset();
                aliasLength = attributes.stringLength();
            }
            case IFLA_MTU -> mtu = attributes.s32();
            case IFLA_GROUP -> group = attributes.s32();
            case IFLA_MASTER -> master = attributes.s32();
            case IFLA_LINK -> parentIndex = attributes.s32();
            case IFLA_LINK_NETNSID -> linkNetnsId = attributes.s32();
            case IFLA_OPERSTATE -> operationalState = attributes.u8();
            case IFLA_TXQLEN -> txQueueLength = attributes.s32();
            case IFLA_ADDRESS -> mac = attributes.mac();
            case IFLA_STATS64 ->
                hasStatistics = statistics.wrap(buffer, attributes.payloadOffset(), attributes.payloadLength());
            case IFLA_PROP_LIST -> {
                propertiesOffset = attributes.payloadOffset();
                propertiesLength = attributes.payloadLength();
            }
            case IFLA_LINKINFO -> {
                return readLinkInfo();
            }
            case IFLA_AF_SPEC -> {
                return readAddressFamilies();
            }
            default -> {
                return true;
            }
        }
        return true;
    }

    private boolean readLinkInfo() {
        attributes.nested(inner);
        int dataOffset = 0;
        int dataLength = 0;
        while (inner.next()) {
            if (inner.type() == IFLA_INFO_KIND) {
                kindOffset = inner.payloadOffset();
                kindLength = inner.stringLength();
            } else if (inner.type() == IFLA_INFO_DATA) {
                dataOffset = inner.payloadOffset();
                dataLength = inner.payloadLength();
            }
        }
        if (dataLength == 0 || !isKind("vlan")) {
            return !inner.malformed();
        }
        innermost.wrap(buffer, dataOffset, dataLength);
        while (innermost.next()) {
            if (innermost.type() == IFLA_VLAN_ID) {
                vlanId = innermost.u16();
            } else if (innermost.type() == IFLA_VLAN_PROTOCOL) {
                vlanProtocol = innermost.be16();
            }
        }
        return !inner.malformed() && !innermost.malformed();
    }

    private boolean readAddressFamilies() {
        attributes.nested(inner);
        boolean sound = true;
        while (inner.next()) {
            final int family = inner.type();
            if (family != AF_INET && family != AF_INET6) {
                continue;
            }
            inner.nested(innermost);
            while (innermost.next()) {
                if (family == AF_INET && innermost.type() == IFLA_INET_CONF) {
                    ipv4SettingsOffset = innermost.payloadOffset();
                    ipv4SettingsLength = innermost.payloadLength();
                } else if (family == AF_INET6 && innermost.type() == IFLA_INET6_ADDR_GEN_MODE) {
                    addressGenerationMode = innermost.u8();
                }
            }
            sound &= !innermost.malformed();
        }
        return sound && !inner.malformed();
    }

    public int index() {
        return index;
    }

    /** {@code IFF_*} bits. */
    public int flags() {
        return flags;
    }

    public String name() {
        return buffer.getStringWithoutLengthAscii(nameOffset, nameLength);
    }

    public boolean isNamed(final CharSequence expected) {
        return equals(nameOffset, nameLength, expected);
    }

    /** Appends the name to a builder, without making a new object. */
    public void appendName(final StringBuilder target) {
        buffer.getStringWithoutLengthAscii(nameOffset, nameLength, target);
    }

    /** Kind, such as {@code vlan}; empty for hardware and loopback. */
    public String kind() {
        return buffer.getStringWithoutLengthAscii(kindOffset, kindLength);
    }

    public boolean isKind(final CharSequence expected) {
        return equals(kindOffset, kindLength, expected);
    }

    private boolean equals(final int offset, final int length, final CharSequence expected) {
        if (expected.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((buffer.getByte(offset + i) & 0xff) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public List<String> alternativeNames() {
        final List<String> names = new ArrayList<>();
        innermost.wrap(buffer, propertiesOffset, propertiesLength);
        while (innermost.next()) {
            if (innermost.type() == IFLA_ALT_IFNAME) {
                names.add(innermost.string());
            }
        }
        return names;
    }

    public boolean hasAlternativeName(final CharSequence expected) {
        innermost.wrap(buffer, propertiesOffset, propertiesLength);
        while (innermost.next()) {
            if (innermost.type() == IFLA_ALT_IFNAME && innermost.stringEquals(expected)) {
                return true;
            }
        }
        return false;
    }

    /** An IPv4 setting, one of {@code IPV4_DEVCONF_*}; {@link #UNKNOWN} when the message does not tell. */
    public int ipv4Setting(final int devconf) {
        // The kernel answers an array of 32-bit values, not attributes as it takes them.
        final int at = (devconf - 1) * Integer.BYTES;
        return devconf >= 1 && at + Integer.BYTES <= ipv4SettingsLength ? buffer.getInt(ipv4SettingsOffset + at) : UNKNOWN;
    }

    public int mtu() {
        return mtu;
    }

    /** The note that somebody keeps with the interface; empty for none. */
    public String alias() {
        return buffer.getStringWithoutLengthAscii(aliasOffset, aliasLength);
    }

    public int group() {
        return group;
    }

    /** Index of the bridge, bond or VRF; 0 for none. */
    public int master() {
        return master;
    }

    /** Index of the interface below; 0 for none. Its namespace is {@link #linkNetnsId()}. */
    public int parentIndex() {
        return parentIndex;
    }

    /** Identifier of the parent's or peer's namespace, {@link #SAME_NETNS} if it is this one. */
    public int linkNetnsId() {
        return linkNetnsId;
    }

    /** RFC 2863 operational state: 6 up, 2 down, 0 unknown. */
    public int operationalState() {
        return operationalState;
    }

    public int txQueueLength() {
        return txQueueLength;
    }

    /** VLAN identifier; {@link #UNKNOWN} unless the kind is vlan. */
    public int vlanId() {
        return vlanId;
    }

    /** Tag protocol identifier; 0 unless the kind is vlan. */
    public int vlanProtocol() {
        return vlanProtocol;
    }

    /** One of {@code IN6_ADDR_GEN_MODE_*}; {@link #UNKNOWN} where IPv6 is off. */
    public int addressGenerationMode() {
        return addressGenerationMode;
    }

    /** MAC address; {@link AttributeCursor#NO_MAC} for an interface without a six-octet one. */
    public long mac() {
        return mac;
    }

    public boolean hasStatistics() {
        return hasStatistics;
    }

    /** The counters, if {@link #hasStatistics()}. */
    public LinkStatistics64Flyweight statistics() {
        return statistics;
    }

    /** A copy that outlives the buffer. */
    public LinkReply toReply() {
        return new LinkReply(index, name(), alternativeNames(), alias(), kind(), vlanId, vlanProtocol, parentIndex, linkNetnsId, group,
            master, flags, operationalState, mtu, txQueueLength, mac, addressGenerationMode);
    }
}
