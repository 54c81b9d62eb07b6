package io.athenabng.daemon.management;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.NameTemplate;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.qos.ShapingPlanner;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ip.Ipv4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A session's record as operators see it. */
final class SessionViews {
    private static final long NS_PER_MS = 1_000_000L;
    private static final int IPV6_LENGTH = 16;

    private SessionViews() {
    }

    static String line(final SessionRecordFlyweight record) {
        return VlanStack.appendLineName(record.trunk(), record.vlanStack(), new StringBuilder()).toString();
    }

    static String state(final SessionRecordFlyweight record) {
        return record.state().name().toLowerCase(Locale.ROOT);
    }

    static Long rate(final long bitsPerSecond) {
        return bitsPerSecond == 0 ? null : bitsPerSecond;
    }

    private static Long expiryMs(final SessionRecordFlyweight record) {
        return record.leaseExpiryNs() == Long.MAX_VALUE ? null : record.leaseExpiryNs() / NS_PER_MS;
    }

    private static String encapsulation(final SessionRecordFlyweight record) {
        return pppoe(record) ? "pppoe" : outside(record) ? "outside-ppp" : "ipoe";
    }

    private static boolean pppoe(final SessionRecordFlyweight record) {
        return record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_PPPOE;
    }

    private static boolean outside(final SessionRecordFlyweight record) {
        return record.encapsulation() == SessionRecordFlyweight.ENCAPSULATION_OUTSIDE_PPP;
    }

    private static String orNull(final String text) {
        return text.isEmpty() ? null : text;
    }

    static String address(final int ipv4) {
        return ipv4 == 0 ? null : Ipv4Address.toString(ipv4);
    }

    static ShowSubscribers.Subscriber subscriber(final SessionRecordFlyweight record) {
        return new ShowSubscribers.Subscriber(record.sessionId(), state(record), encapsulation(record), orNull(record.userName()),
                MacAddress.toString(record.mac()), line(record), address(record.ipv4()), record.group(),
                rate(record.downBitsPerSecond()), rate(record.upBitsPerSecond()), record.startNs() / NS_PER_MS, expiryMs(record));
    }

    static Event.Session event(final SessionRecordFlyweight record) {
        return new Event.Session(record.sessionId(), record.acctSessionId(), state(record), null, orNull(record.userName()),
                MacAddress.toString(record.mac()), line(record), record.group(), address(record.ipv4()),
                leaseSeconds(record), cause(record));
    }

    private static Long leaseSeconds(final SessionRecordFlyweight record) {
        return pppoe(record) || outside(record) ? null : (Long) (record.leaseSeconds() & 0xffff_ffffL);
    }

    private static String cause(final SessionRecordFlyweight record) {
        return record.terminateCause() == TerminateCause.NONE ? null : record.terminateCause().label();
    }

    /** The whole session; what only the kernel agent knows is null and filled in by {@link SubscriberHandlers}. */
    static ShowSession.Session session(
            final SessionRecordFlyweight record, final RunningConfiguration configuration, final KernelNames names) {
        final int groupIndex = configuration.groupIndex(record.group());
        final AccessGroupSettings group = groupIndex < 0 ? null : configuration.accessGroups().get(groupIndex);
        final boolean relayed = (record.flags() & SessionRecordFlyweight.FLAG_RELAYED) != 0;
        final boolean shaped = record.downBitsPerSecond() != 0 || record.upBitsPerSecond() != 0;
        return new ShowSession.Session(record.sessionId(), record.acctSessionId(), state(record), encapsulation(record),
                pppoe(record) ? record.pppoeSessionId() : null, pppoe(record) ? record.mtu() : null,
                orNull(record.userName()), MacAddress.toString(record.mac()), record.group(), record.trunk(), line(record), tags(record),
                group == null ? line(record) : render(group.circuitId(), record), group == null ? null : orNull(render(
                group.remoteId(), record)), names.line(), names.lineIndex(), names.upload(), address(record.ipv4()),
                group == null ? null : address(group.gateway()), ipv6(record), prefix(record),
                pppoe(record) ? "pppoe" : !relayed ? "server" : record.dhcpServerId() == 0 ? "external" : "relay",
                pppoe(record) || outside(record) ? null : address(record.dhcpServerId()), null,
                leaseSeconds(record), expiryMs(record), record.startNs() / NS_PER_MS,
                record.lastActivityNs() / NS_PER_MS, seconds(record.sessionTimeoutSeconds()), seconds(record.idleTimeoutSeconds()),
                rate(record.downBitsPerSecond()), rate(record.upBitsPerSecond()), !shaped || group == null ? null
                : ShapingPlanner.overheadBytes(group.shaping(), record.vlanStack(), record.encapsulation()),
                record.upOctets(), record.downOctets(), record.upPackets(), record.downPackets(), cause(record));
    }

    /** What the kernel calls a session's interfaces; null where there is none. */
    record KernelNames(String line, Integer lineIndex, String upload) {
    }

    static String render(final String template, final SessionRecordFlyweight record) {
        return NameTemplate.compile(template).render(
                new StringBuilder(), record.trunk(), record.vlanStack(), record.group(), record.mac()).toString();
    }

    private static Long seconds(final int value) {
        return value == 0 ? null : (long) value;
    }

    private static List<ShowSession.VlanTag> tags(final SessionRecordFlyweight record) {
        final List<ShowSession.VlanTag> tags = new ArrayList<>();
        for (int level = 0; level < VlanStack.depth(record.vlanStack()); level++) {
            tags.add(new ShowSession.VlanTag("0x" + Integer.toHexString(VlanStack.tpid(record.vlanStack(), level)),
                    VlanStack.vid(record.vlanStack(), level)));
        }
        return tags;
    }

    private static String ipv6(final SessionRecordFlyweight record) {
        final byte[] octets = new byte[IPV6_LENGTH];
        record.ipv6Address(octets, 0);
        return text(octets);
    }

    private static String prefix(final SessionRecordFlyweight record) {
        if (record.delegatedIpv6PrefixLength() == 0) {
            return null;
        }
        final byte[] octets = new byte[IPV6_LENGTH];
        record.delegatedIpv6Prefix(octets, 0);
        return text(octets) + '/' + record.delegatedIpv6PrefixLength();
    }

    private static String text(final byte[] octets) {
        boolean any = false;
        for (final byte octet : octets) {
            any |= octet != 0;
        }
        try {
            return any ? InetAddress.getByAddress(octets).getHostAddress() : null;
        } catch (final UnknownHostException exception) {
            throw new IllegalStateException("16 octets are an address", exception);
        }
    }
}
