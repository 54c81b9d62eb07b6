package io.athenabng.netlink;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.testkit.Allocations;
import io.athenabng.netlink.address.AddressFlyweight;
import io.athenabng.netlink.address.AddressRequest;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkPropertyRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.LinkStatisticsFlyweight;
import io.athenabng.netlink.link.LinkStatisticsRequest;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.netlink.message.NetlinkRequest;
import io.athenabng.netlink.route.NeighbourFlyweight;
import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteFlyweight;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.netlink.tc.CakeQdiscRequest;
import io.athenabng.netlink.tc.FilterFlyweight;
import io.athenabng.netlink.tc.HtbClassRequest;
import io.athenabng.netlink.tc.IngressQdiscRequest;
import io.athenabng.netlink.tc.MirredRedirectAction;
import io.athenabng.netlink.tc.PoliceAction;
import io.athenabng.netlink.tc.QdiscFlyweight;
import io.athenabng.netlink.tc.U32FilterRequest;
import io.athenabng.netlink.testkit.GoldenMessages;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Setting, encoding and parsing allocate nothing. */
final class AllocationTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private long checksum;

    /** No compiler has to take an object away again here: what these classes do makes none, interpreted or compiled. */
    private static void assertAllocatesNothing(final String what, final Runnable step) {
        Allocations.assertNone(what, step);
    }

    private void encode(final NetlinkRequest request) {
        checksum += request.encode(buffer, 0);
    }

    @Test
    void requests() {
        final VlanLinkRequest vlan = new VlanLinkRequest();
        final IfbLinkRequest ifb = new IfbLinkRequest();
        final LinkSetRequest set = new LinkSetRequest();
        final LinkPropertyRequest property = new LinkPropertyRequest();
        final LinkDeleteRequest delete = new LinkDeleteRequest();
        final LinkStatisticsRequest statistics = new LinkStatisticsRequest();
        assertAllocatesNothing("links", () -> {
            encode(vlan.reset().parentIndex(3).name("eth1.111").index(7).mtu(1500).vlanId(111).mac(0x02L).group(3));
            encode(ifb.reset().name("ifb-7").index(8));
            encode(set.reset().index(7).addressGenerationMode(1).ipv4Setting(LinkAttributes.IPV4_DEVCONF_RP_FILTER, 1).up());
            encode(property.add(7, "eth1.111.500.100.200"));
            encode(delete.byGroup(9));
            encode(statistics.all());
        });
        final CakeQdiscRequest cake = new CakeQdiscRequest();
        final IngressQdiscRequest ingress = new IngressQdiscRequest();
        final HtbClassRequest htb = new HtbClassRequest();
        final U32FilterRequest u32 = new U32FilterRequest();
        final MirredRedirectAction redirect = new MirredRedirectAction();
        final PoliceAction police = new PoliceAction().rateBitsPerSecond(50_000_000).burstBytes(100_000);
        assertAllocatesNothing("traffic control", () -> {
            encode(cake.reset().index(7).rateBitsPerSecond(100_000_000).overhead(22).mpu(64).ingress(true).nat(false));
            encode(ingress.reset().index(7));
            encode(htb.reset().index(8).classId(0x10010).rateBitsPerSecond(50_000_000));
            encode(u32.reset().index(7).priority(1).matchU16(0x0806, 0xffff, -2).action(redirect.targetIndex(8)));
            encode(u32.action(police));
        });
        final AddressRequest address = new AddressRequest();
        final RouteRequest route = new RouteRequest();
        final NeighbourRequest neighbour = new NeighbourRequest();
        assertAllocatesNothing("addresses and routes", () -> {
            encode(address.reset().index(7).ipv4(0x0a000001, 24));
            encode(route.reset().replace().ipv4Destination(0x0a000002, 32).outputIndex(7).ipv4PreferredSource(0x0a000001));
            encode(neighbour.replace(7, 0x02L).ipv4(0x0a000002));
        });
        assertTrue(checksum > 0);
    }

    private static UnsafeBuffer load(final String name) {
        return new UnsafeBuffer(GoldenMessages.load("reply/" + name));
    }

    @Test
    void parsers() {
        final int offset = NetlinkHeaderFlyweight.LENGTH;
        final UnsafeBuffer vlan = load("link-vlan");
        final UnsafeBuffer counters = load("statistics");
        final UnsafeBuffer ipv4 = load("address-ipv4");
        final UnsafeBuffer ipv4Route = load("route-ipv4");
        final UnsafeBuffer permanent = load("neighbour");
        final UnsafeBuffer cake = load("qdisc-cake");
        final UnsafeBuffer u32 = load("filter-u32");
        final LinkFlyweight link = new LinkFlyweight();
        final LinkStatisticsFlyweight statistics = new LinkStatisticsFlyweight();
        final AddressFlyweight address = new AddressFlyweight();
        final RouteFlyweight route = new RouteFlyweight();
        final NeighbourFlyweight neighbour = new NeighbourFlyweight();
        final QdiscFlyweight qdisc = new QdiscFlyweight();
        final FilterFlyweight filter = new FilterFlyweight();
        assertAllocatesNothing("parsers", () -> {
            boolean sound = link.wrap(vlan, offset, vlan.capacity() - offset) && link.isKind("vlan")
                && link.hasAlternativeName("second-name-of-it");
            sound &= statistics.wrap(counters, offset, counters.capacity() - offset);
            sound &= address.wrap(ipv4, offset, ipv4.capacity() - offset);
            sound &= route.wrap(ipv4Route, offset, ipv4Route.capacity() - offset);
            sound &= neighbour.wrap(permanent, offset, permanent.capacity() - offset);
            sound &= qdisc.wrap(cake, offset, cake.capacity() - offset) && qdisc.packets() == 5;
            sound &= filter.wrap(u32, offset, u32.capacity() - offset) && filter.redirectTarget() == 4;
            if (!sound) {
                throw new AssertionError("not parsed");
            }
        });
    }
}
