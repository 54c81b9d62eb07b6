package io.athenabng.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.netlink.address.AddressAttributes;
import io.athenabng.netlink.address.AddressRequest;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkPropertyRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.LinkStatisticsRequest;
import io.athenabng.netlink.link.PppLinkRequest;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.message.NetlinkConstants;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.netlink.message.NetlinkRequest;
import io.athenabng.netlink.nftables.MssClampRequest;
import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.netlink.testkit.GoldenMessages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Links, addresses, routes and neighbours: each request is, byte for byte, what iproute2 sends for the command in the golden file.
 * The interface that the commands name was index 3 (v0), 4 (ifb7), 5 (ifb9) or 6 (br0) where they were recorded.
 */
final class RequestGoldenTest {
    private static final long PREFIX_DB8 = 0x20010db8_00000000L;

    @TestFactory
    Stream<DynamicTest> sameBytesAsIproute2() {
        final Map<String, NetlinkRequest> cases = new LinkedHashMap<>();
        links(cases);
        addresses(cases);
        routes(cases);
        return cases.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            final byte[] golden = GoldenMessages.load("request/" + entry.getKey());
            assertEquals(GoldenMessages.hex(golden), GoldenMessages.hex(encode(entry.getValue(), golden)));
        }));
    }

    @Test
    void clampsAsNftDoes() {
        final byte[] golden = GoldenMessages.load("request/nft-mss");
        assertEquals(GoldenMessages.hex(golden), GoldenMessages.hex(encode(MssClampRequest.put("abng", 0x4142_4e05), golden)));
    }

    /** Encodes twice into a dirty buffer, as reuse does, with NLM_F_ACK where the golden message has it. */
    static byte[] encode(final NetlinkRequest request, final byte[] golden) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
        buffer.setMemory(0, buffer.capacity(), (byte) 0xa5);
        request.encode(buffer, 64);
        final int length = request.encode(buffer, 32);
        NetlinkHeaderFlyweight.addFlags(buffer, 32, golden[6] & NetlinkConstants.NLM_F_ACK);
        final byte[] bytes = new byte[length];
        buffer.getBytes(32, bytes);
        return bytes;
    }

    private static void links(final Map<String, NetlinkRequest> cases) {
        cases.put("vlan-q", new VlanLinkRequest().parentIndex(3).name("v0.100").index(1000).mtu(1496).vlanId(100));
        cases.put("vlan-ad", new VlanLinkRequest().parentIndex(3).name("v0.200").index(1001).mtu(1496).mac(0x020000000005L).group(7)
            .protocol(LinkAttributes.ETH_P_8021AD).vlanId(200));
        cases.put("ppp", new PppLinkRequest().name("ppp7").index(3000).mtu(1492).group(5).descriptor(33));
        cases.put("ifb", new IfbLinkRequest().name("ifb-1").index(2000).mtu(1600).txQueueLength(64));
        cases.put("set-up", new LinkSetRequest().index(4).up());
        cases.put("set-down", new LinkSetRequest().index(4).down());
        cases.put("set-mtu", new LinkSetRequest().index(4).mtu(1700));
        cases.put("set-group", new LinkSetRequest().index(4).group(9));
        cases.put("set-promisc", new LinkSetRequest().index(4).promiscuous(true));
        cases.put("set-txqlen", new LinkSetRequest().index(4).txQueueLength(77));
        cases.put("set-agm", new LinkSetRequest().index(4).addressGenerationMode(LinkAttributes.IN6_ADDR_GEN_MODE_NONE));
        cases.put("set-name", new LinkSetRequest().index(4).name("ifb7x"));
        cases.put("set-master", new LinkSetRequest().index(2).master(6));
        cases.put("prop-add", new LinkPropertyRequest().add(4, "eth1.111.500.100.200"));
        cases.put("prop-del", new LinkPropertyRequest().delete(4, "eth1.111.500.100.200"));
        cases.put("del-idx", new LinkDeleteRequest().byIndex(2000));
        cases.put("del-group", new LinkDeleteRequest().byGroup(9999));
        cases.put("stats-get", new LinkStatisticsRequest().byIndex(4));
    }

    private static void addresses(final Map<String, NetlinkRequest> cases) {
        cases.put("addr-add", new AddressRequest().index(5).ipv4(0x0a010203, 24).flags(AddressAttributes.IFA_F_NOPREFIXROUTE));
        cases.put("addr-add32", new AddressRequest().index(5).ipv4(0x0a010204, 32).scope(RouteAttributes.RT_SCOPE_LINK));
        cases.put("addr-add6", new AddressRequest().index(5).ipv6(PREFIX_DB8, 1, 64).flags(AddressAttributes.IFA_F_NODAD));
        cases.put("addr-repl", new AddressRequest().replace().index(5).ipv4(0x0a010205, 24).broadcast(0x0a0102ff));
        cases.put("addr-del", new AddressRequest().delete().index(5).ipv4(0x0a010203, 24));
        cases.put("addr6-noprefix", new AddressRequest().replace().index(5).ipv6(PREFIX_DB8, 2, 64)
            .flags(AddressAttributes.IFA_F_NODAD | AddressAttributes.IFA_F_NOPREFIXROUTE));
    }

    private static void routes(final Map<String, NetlinkRequest> cases) {
        cases.put("route-add", new RouteRequest().ipv4Destination(0x0a090001, 32).outputIndex(5));
        cases.put("route-src", new RouteRequest().replace().ipv4Destination(0x0a090001, 32).ipv4PreferredSource(0x0a010205)
            .outputIndex(5).protocol(66));
        cases.put("route-metric", new RouteRequest().ipv4Destination(0x0a090003, 32).outputIndex(5).metric(10));
        cases.put("route-blk", new RouteRequest().type(RouteAttributes.RTN_BLACKHOLE).ipv4Destination(0x0a0c0000, 16));
        cases.put("route-unr", new RouteRequest().type(RouteAttributes.RTN_UNREACHABLE).ipv4Destination(0x0a0b0000, 16).table(100));
        cases.put("route-table", new RouteRequest().ipv4Destination(0x0a0a0000, 16).ipv4Gateway(0x0a01024d).table(1000).outputIndex(5));
        cases.put("route6-add", new RouteRequest().ipv6Destination(PREFIX_DB8 | 0x0001_0000L, 0, 48).outputIndex(5).metric(5));
        cases.put("route-del", new RouteRequest().delete().type(0).ipv4Destination(0x0a090001, 32).outputIndex(5));
        cases.put("neigh-repl", new NeighbourRequest().replace(3, 0x020000000011L).ipv4(0x0a090001));
        cases.put("neigh-del", new NeighbourRequest().delete(3).ipv4(0x0a090001));
        cases.put("neigh6", new NeighbourRequest().replace(3, 0x020000000012L).ipv6(PREFIX_DB8, 5));
    }
}
