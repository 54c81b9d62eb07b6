package io.athenabng.netlink;

import static io.athenabng.netlink.message.NetlinkConstants.AF_INET;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.netlink.address.AddressAttributes;
import io.athenabng.netlink.address.AddressFlyweight;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.link.LinkStatisticsFlyweight;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.netlink.route.NeighbourFlyweight;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteFlyweight;
import io.athenabng.netlink.tc.CakeAttributes;
import io.athenabng.netlink.tc.CakeOptions;
import io.athenabng.netlink.tc.CakeStatistics;
import io.athenabng.netlink.tc.FilterFlyweight;
import io.athenabng.netlink.tc.HtbClassOptions;
import io.athenabng.netlink.tc.QdiscFlyweight;
import io.athenabng.netlink.tc.TcHandle;
import io.athenabng.netlink.testkit.GoldenMessages;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What the kernel answered is read as what had been asked for (the golden files say which kernel, and the command before). */
final class ReplyGoldenTest {
    private static final int PAYLOAD = NetlinkHeaderFlyweight.LENGTH;

    private final LinkFlyweight link = new LinkFlyweight();
    private final AddressFlyweight address = new AddressFlyweight();
    private final RouteFlyweight route = new RouteFlyweight();
    private final QdiscFlyweight qdisc = new QdiscFlyweight();
    private final FilterFlyweight filter = new FilterFlyweight();

    private static UnsafeBuffer load(final String name) {
        return new UnsafeBuffer(GoldenMessages.load("reply/" + name));
    }

    @Test
    void vlanLink() {
        final UnsafeBuffer message = load("link-vlan");
        assertTrue(link.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        final LinkReply expected = new LinkReply(1001, "v0.111.500", List.of("eth1.111.500.100.200", "second-name-of-it"), "", "vlan", 500,
            LinkAttributes.ETH_P_8021Q, 1000, LinkFlyweight.SAME_NETNS, 7, 0, 0x11043, 6, 1492, 1000, 0x020000000077L,
            LinkAttributes.IN6_ADDR_GEN_MODE_NONE);
        assertEquals(expected, link.toReply());
        assertTrue(link.toReply().isUp());
        assertTrue(link.isNamed("v0.111.500") && !link.isNamed("v0.111.50") && !link.isNamed("v0.111.501"));
        assertTrue(link.hasAlternativeName("second-name-of-it") && !link.hasAlternativeName("third"));
        assertTrue(link.hasStatistics());
        assertEquals(1, link.ipv4Setting(LinkAttributes.IPV4_DEVCONF_ACCEPT_REDIRECTS));
        assertEquals(LinkFlyweight.UNKNOWN, link.ipv4Setting(0));
        assertEquals(LinkFlyweight.UNKNOWN, link.ipv4Setting(1000));
        final StringBuilder name = new StringBuilder();
        link.appendName(name);
        assertEquals("v0.111.500", name.toString());
    }

    @Test
    void cakeQdisc() {
        final UnsafeBuffer message = load("qdisc-cake");
        assertTrue(qdisc.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertEquals(1001, qdisc.index());
        assertEquals(TcHandle.of(1, 0), qdisc.handle());
        assertEquals(TcHandle.ROOT, qdisc.parent());
        assertEquals("cake", qdisc.kind());
        assertEquals(490, qdisc.bytes());
        assertEquals(5, qdisc.packets());
        assertEquals(0, qdisc.drops());
        assertEquals(new CakeOptions(100_000_000, CakeAttributes.CAKE_DIFFSERV_DIFFSERV4, CakeAttributes.CAKE_ATM_ATM,
            CakeAttributes.CAKE_FLOW_DUAL_DST, 44, 100_000, 5000, false, 8 << 20, true, false, true, 64, true,
            CakeAttributes.CAKE_ACK_FILTER, true, 0xff), qdisc.cakeOptions());
        final CakeStatistics statistics = qdisc.cakeStatistics();
        assertEquals(100_000_000, statistics.capacityBitsPerSecond());
        assertEquals(8 << 20, statistics.memoryLimitBytes());
        assertEquals(768, statistics.memoryUsedBytes());
        assertEquals(84, statistics.maxNetworkLength());
        assertEquals(159, statistics.maxAdjustedLength(), "84 + 44 bytes are three ATM cells");
        assertEquals(4, statistics.tins().size());
        assertEquals(List.of(0L, 5L, 0L, 0L), statistics.tins().stream().map(tin -> tin.sentPackets()).toList());
        assertEquals(490, statistics.tins().get(1).sentBytes());
        assertEquals(516, statistics.tins().get(1).peakDelayMicros());
        assertEquals(1, statistics.tins().get(1).wayMisses());
        assertEquals(98, statistics.tins().get(1).maxPacketLength());
        assertEquals(List.of(6_250_000L, 100_000_000L, 50_000_000L, 25_000_000L),
            statistics.tins().stream().map(tin -> tin.thresholdBitsPerSecond()).toList());
        assertEquals(List.of(300L, 1514L, 1514L, 762L), statistics.tins().stream().map(tin -> tin.flowQuantumBytes()).toList());
        assertNull(qdisc.htbClassOptions());
    }

    @Test
    void htbClassAndOtherQdiscs() {
        UnsafeBuffer message = load("class-htb");
        assertTrue(qdisc.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertEquals(TcHandle.of(1, 0x10), qdisc.handle());
        assertEquals(new HtbClassOptions(40_000_000_000L, 80_000_000_000L, 60_000, 3), qdisc.htbClassOptions());
        assertEquals(0, qdisc.htbClassStatistics().lends());
        assertEquals(0xcc1, qdisc.htbClassStatistics().tokens());
        assertEquals(0x659, qdisc.htbClassStatistics().ceilTokens());
        message = load("qdisc-htb");
        assertTrue(qdisc.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertTrue(qdisc.isKind("htb"));
        assertNull(qdisc.htbClassOptions(), "a qdisc is not a class");
        message = load("qdisc-fq-codel");
        assertTrue(qdisc.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertTrue(qdisc.isKind("fq_codel"));
        assertNull(qdisc.cakeOptions());
    }

    @Test
    void filters() {
        UnsafeBuffer message = load("filter-u32");
        assertTrue(filter.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertEquals("u32", filter.kind());
        assertEquals(3, filter.priority());
        assertEquals(0x0800, filter.protocol());
        assertEquals(0x8000_0800, filter.handle());
        assertEquals(TcHandle.INGRESS_QDISC, filter.parent());
        assertEquals(TcHandle.of(1, 5), filter.classId());
        assertEquals(2, filter.keyCount());
        assertEquals(0x0806, filter.keyValue(0));
        assertEquals(0xffff, filter.keyMask(0));
        assertEquals(-4, filter.keyPacketOffset(0));
        assertEquals(0x0a000001, filter.keyValue(1));
        assertEquals("mirred", filter.actionKind());
        assertEquals(4, filter.redirectTarget());
        assertEquals(4, filter.verdict());
        message = load("filter-matchall");
        assertTrue(filter.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertTrue(filter.isKind("matchall") && filter.isAction("mirred"));
        assertEquals(2, filter.priority());
        assertEquals(0x0003, filter.protocol());
        assertEquals(0, filter.keyCount());
        assertTrue(filter.redirectTarget() > 0);
        message = load("filter-police");
        assertTrue(filter.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertTrue(filter.isAction("police"));
        assertEquals(40_000_000_000L, filter.policeRateBitsPerSecond());
        assertEquals(2, filter.verdict());
        assertEquals(0, filter.redirectTarget());
    }

    @Test
    void addressesRoutesAndNeighbours() {
        UnsafeBuffer message = load("address-ipv4");
        assertTrue(address.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertEquals(AF_INET, address.family());
        assertEquals(0x0a010203, address.ipv4());
        assertEquals(24, address.prefixLength());
        assertEquals(AddressAttributes.IFA_F_NOPREFIXROUTE | AddressAttributes.IFA_F_PERMANENT, address.flags());
        message = load("address-ipv6");
        assertTrue(address.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertEquals(AF_INET6, address.family());
        assertEquals(0x20010db8_00000000L, address.ipv6High());
        assertEquals(1, address.ipv6Low());
        message = load("route-ipv4");
        assertTrue(route.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertEquals(0x0a090001, route.ipv4Destination());
        assertEquals(32, route.prefixLength());
        assertEquals(1000, route.table());
        assertEquals(66, route.protocol());
        assertEquals(10, route.metric());
        assertEquals(3, route.outputIndex());
        assertEquals(RouteAttributes.RT_SCOPE_LINK, route.scope());
        assertEquals(RouteAttributes.RTN_UNICAST, route.type());
        assertTrue(route.hasPreferredSource());
        assertEquals(0x0a010203, route.ipv4PreferredSource());
        assertFalse(route.hasGateway());
        message = load("route-ipv6");
        assertTrue(route.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertEquals(0x20010db8_00090000L, route.ipv6DestinationHigh());
        assertTrue(route.hasGateway());
        assertEquals(0x99, route.ipv6GatewayLow());
        final NeighbourFlyweight neighbour = new NeighbourFlyweight();
        message = load("neighbour");
        assertTrue(neighbour.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertEquals(0x0a090001, neighbour.ipv4());
        assertEquals(0x020000000011L, neighbour.mac());
        assertEquals(RouteAttributes.NUD_PERMANENT, neighbour.state());
        assertEquals(3, neighbour.index());
        final LinkStatisticsFlyweight statistics = new LinkStatisticsFlyweight();
        message = load("statistics");
        assertTrue(statistics.wrap(message, PAYLOAD, message.capacity() - PAYLOAD));
        assertEquals(1, statistics.index());
    }
}
