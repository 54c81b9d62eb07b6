package io.athenabng.benchmarks.fakekernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.LinkEventHandler;
import io.athenabng.netlink.LinkEventListener;
import io.athenabng.netlink.address.AddressDumpRequest;
import io.athenabng.netlink.address.AddressFlyweight;
import io.athenabng.netlink.address.AddressRequest;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkPropertyRequest;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.LinkStatisticsFlyweight;
import io.athenabng.netlink.link.LinkStatisticsRequest;
import io.athenabng.netlink.link.PppLinkRequest;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.message.NetlinkConstants;
import io.athenabng.netlink.route.NeighbourDumpRequest;
import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteDumpRequest;
import io.athenabng.netlink.route.RouteFlyweight;
import io.athenabng.netlink.route.RouteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interfaces, addresses, routes and neighbours of the fake kernel answer as Linux's do; and it can stop within a batch. */
class FakeKernelTest {
    private static final int TRUNK = 5;
    private static final int OUTER = 100;
    private static final int INNER = 101;
    private static final int IFB = 102;
    private static final int CLIENT = 0x0a40_000b;
    private static final long MAC = 0x0200_0000_000bL;

    private final FakeKernel kernel = new FakeKernel();
    private final KernelCalls calls = new KernelCalls(kernel);

    @BeforeEach
    void trunk() {
        kernel.plug(TRUNK, "eth1", 1504, 0x0200_0000_0001L);
    }

    private static VlanLinkRequest vlan(int index, int parent, int id) {
        return new VlanLinkRequest().name("vlan" + index).index(index).parentIndex(parent).vlanId(id);
    }

    private static LinkSetRequest up(int index) {
        return new LinkSetRequest().index(index).up();
    }

    private void line() {
        assertEquals(0, calls.call(vlan(OUTER, TRUNK, 500).protocol(LinkAttributes.ETH_P_8021AD).group(7)));
        assertEquals(0, calls.call(up(OUTER)));
        assertEquals(0, calls.call(vlan(INNER, OUTER, 100).mtu(1500).group(7)));
        assertEquals(0, calls.call(up(INNER)));
    }

    private static RouteRequest route(int index) {
        return new RouteRequest().ipv4Destination(CLIENT, 32).outputIndex(index).protocol(66);
    }

    private static NeighbourRequest neighbour(int index) {
        return new NeighbourRequest().replace(index, MAC).ipv4(CLIENT);
    }

    @Test
    void interfacesAreListedAsTheyWereMade() {
        line();
        assertEquals(0, calls.call(new LinkSetRequest().index(INNER).alias("a note")));
        assertEquals(0, calls.call(new LinkPropertyRequest().add(INNER, "eth1.500.100")));
        assertEquals(List.of("lo", "eth1", "vlan100", "vlan101"), calls.links().stream().map(LinkReply::name).toList());
        LinkReply outer = calls.link(OUTER);
        assertEquals("vlan", outer.kind());
        assertEquals(LinkAttributes.ETH_P_8021AD, outer.vlanProtocol());
        assertEquals(500, outer.vlanId());
        assertEquals(TRUNK, outer.parentIndex());
        assertEquals(7, outer.group());
        assertEquals(1504, outer.mtu(), "what it stands on has");
        LinkReply inner = calls.link(INNER);
        assertEquals(LinkAttributes.ETH_P_8021Q, inner.vlanProtocol());
        assertEquals(1500, inner.mtu());
        assertEquals("a note", inner.alias());
        assertEquals(List.of("eth1.500.100"), inner.alternativeNames());
        assertTrue(inner.isUp());
        assertTrue((calls.link(1).flags() & LinkAttributes.IFF_LOOPBACK) != 0);
        assertEquals(0, calls.call(new LinkSetRequest().index(INNER).alias("")));
        assertEquals("", calls.link(INNER).alias());
    }

    @Test
    void interfacesAreRefusedAsLinuxDoes() {
        line();
        assertEquals(Errno.EEXIST, calls.call(vlan(OUTER, TRUNK, 501)), "index");
        assertEquals(Errno.EEXIST, calls.call(vlan(103, TRUNK, 501).name("vlan100")), "name");
        assertEquals(Errno.EEXIST, calls.call(vlan(103, TRUNK, 500).protocol(LinkAttributes.ETH_P_8021AD)), "tag");
        assertEquals(0, calls.call(vlan(103, TRUNK, 500)), "the same number in another kind of tag");
        assertEquals(Errno.ERANGE, calls.call(vlan(104, TRUNK, 4095)));
        assertEquals(Errno.ENODEV, calls.call(vlan(104, 99, 1)), "nothing to stand on");
        assertEquals(Errno.EINVAL, calls.call(vlan(104, TRUNK, 1).mtu(1505)));
        assertEquals(Errno.EOPNOTSUPP, calls.call(new PppLinkRequest().name("ppp0").index(104)), "a kind that it does not have");
        assertEquals(Errno.ENODEV, calls.call(up(104)));
        assertEquals(Errno.EEXIST, calls.call(new LinkPropertyRequest().add(INNER, "vlan100")));
        assertEquals(Errno.ENOENT, calls.call(new LinkPropertyRequest().delete(INNER, "nobody's")));
        assertEquals(0, calls.call(new LinkPropertyRequest().add(INNER, "mine")));
        assertEquals(Errno.EINVAL, calls.call(new LinkPropertyRequest().delete(OUTER, "mine")));
        assertEquals(Errno.ENODEV, calls.call(new LinkDumpRequest().byName("nobody")));
        assertEquals(Errno.ENODEV, calls.call(new LinkDeleteRequest().byIndex(104)));
        assertEquals(Errno.ENODEV, calls.call(new LinkDeleteRequest().byGroup(8)));
        assertEquals(Errno.EOPNOTSUPP, calls.call(new LinkDeleteRequest().byIndex(TRUNK)), "it is hardware");
    }

    @Test
    void vlanInterfaceIsUpOnlyOnOneThatIs() {
        line();
        assertEquals(0, calls.call(new LinkSetRequest().index(OUTER).down()));
        assertFalse(calls.link(INNER).isUp(), "it went down with what it stands on");
        assertEquals(Errno.ENETDOWN, calls.call(up(INNER)));
        assertEquals(0, calls.call(up(OUTER)));
        assertTrue(calls.link(INNER).isUp());
    }

    @Test
    void interfaceTakesAlongWhatStandsOnIt() {
        line();
        assertEquals(0, calls.call(route(INNER)));
        assertEquals(0, calls.call(neighbour(INNER)));
        assertEquals(Map.of("10.64.0.11", "vlan101"), kernel.hostRoutes());
        assertEquals(Set.of("10.64.0.11 02:00:00:00:00:0b"), kernel.permanentNeighbours());
        assertEquals(0, calls.call(new LinkDeleteRequest().byIndex(OUTER)));
        assertNull(calls.link(INNER));
        assertEquals(Map.of(), kernel.hostRoutes());
        assertEquals(Set.of(), kernel.permanentNeighbours());
    }

    @Test
    void groupIsDeletedTogetherOrNotAtAll() {
        line();
        assertEquals(0, calls.call(new IfbLinkRequest().name("ifb0").index(IFB).group(8)));
        assertEquals(0, calls.call(new LinkSetRequest().index(TRUNK).group(8)));
        assertEquals(Errno.EOPNOTSUPP, calls.call(new LinkDeleteRequest().byGroup(8)));
        assertNotNull(calls.link(IFB));
        assertEquals(0, calls.call(new LinkDeleteRequest().byGroup(7)), "one member stands on the other");
        assertEquals(List.of("lo", "eth1", "ifb0"), calls.links().stream().map(LinkReply::name).toList());
    }

    @Test
    void routesAndNeighboursGoWithAnInterfaceThatGoesDown() {
        line();
        assertEquals(0, calls.call(route(INNER)));
        assertEquals(0, calls.call(neighbour(INNER)));
        assertEquals(0, calls.call(new LinkSetRequest().index(INNER).down()));
        assertEquals(Map.of(), kernel.hostRoutes());
        assertEquals(Set.of(), kernel.permanentNeighbours());
        assertEquals(Errno.ENETDOWN, calls.call(route(INNER)));
    }

    @Test
    void routesAreComparedAsFarAsADeletionSays() {
        line();
        assertEquals(Errno.ENODEV, calls.call(route(99)));
        assertEquals(0, calls.call(route(INNER)));
        assertEquals(Errno.EEXIST, calls.call(route(OUTER)), "the destination has one");
        assertEquals(0, calls.call(route(OUTER).metric(5)), "but not of this metric");
        assertEquals(0, calls.call(route(OUTER).replace()), "which the one without a metric gives way to");
        assertEquals(Errno.ESRCH, calls.call(route(INNER).delete()));
        assertEquals(0, calls.call(route(OUTER).delete().metric(5)));
        assertEquals(0, calls.call(route(OUTER).delete()));
        assertEquals(Errno.ESRCH, calls.call(route(OUTER).delete()));
        RouteRequest unreachable = new RouteRequest().ipv4Destination(0x0a40_0000, 20).type(RouteAttributes.RTN_UNREACHABLE).protocol(66);
        assertEquals(0, calls.call(unreachable));
        assertEquals(Map.of(), kernel.hostRoutes());
        List<Integer> listed = new ArrayList<>();
        RouteFlyweight view = new RouteFlyweight();
        calls.list(new RouteDumpRequest().family(NetlinkConstants.AF_INET).protocol(66),
            (type, buffer, offset, length) -> listed.add(view.wrap(buffer, offset, length) ? view.prefixLength() : -1));
        calls.list(new RouteDumpRequest().family(NetlinkConstants.AF_INET).protocol(4),
            (type, buffer, offset, length) -> listed.add(-1));
        assertEquals(List.of(20), listed);
    }

    @Test
    void neighboursHaveOneMacForEachAddressOfAnInterface() {
        line();
        assertEquals(0, calls.call(neighbour(INNER)));
        assertEquals(0, calls.call(new NeighbourRequest().replace(INNER, MAC + 1).ipv4(CLIENT)));
        assertEquals(Set.of("10.64.0.11 02:00:00:00:00:0c"), kernel.permanentNeighbours());
        assertEquals(Errno.ENOENT, calls.call(new NeighbourRequest().delete(OUTER).ipv4(CLIENT)));
        assertEquals(Errno.ENODEV, calls.call(new NeighbourRequest().delete(99).ipv4(CLIENT)));
        int[] count = new int[1];
        calls.list(new NeighbourDumpRequest().family(NetlinkConstants.AF_INET).index(OUTER), (type, buffer, offset, length) -> count[0]++);
        assertEquals(0, count[0]);
        assertEquals(0, calls.call(new NeighbourRequest().delete(INNER).ipv4(CLIENT)));
        assertEquals(Errno.ENOENT, calls.call(new NeighbourRequest().delete(INNER).ipv4(CLIENT)));
    }

    @Test
    void addressesHaveALabel() {
        AddressRequest address = new AddressRequest().index(1).ipv4(0x0a40_0001, 32).label("lo:abng");
        assertEquals(0, calls.call(address));
        assertEquals(Errno.EEXIST, calls.call(address));
        List<String> listed = new ArrayList<>();
        AddressFlyweight view = new AddressFlyweight();
        calls.list(new AddressDumpRequest().family(NetlinkConstants.AF_INET),
            (type, buffer, offset, length) -> listed.add(view.wrap(buffer, offset, length) ? view.label() : "malformed"));
        assertEquals(List.of("lo:abng"), listed);
        assertEquals(0, calls.call(address.delete()));
        assertEquals(Errno.EADDRNOTAVAIL, calls.call(address.delete()));
        assertEquals(Errno.ENODEV, calls.call(address.add().index(99)));
    }

    @Test
    void countersAreThereForEveryInterface() {
        List<Integer> indexes = new ArrayList<>();
        LinkStatisticsFlyweight view = new LinkStatisticsFlyweight();
        calls.list(new LinkStatisticsRequest().all(),
            (type, buffer, offset, length) -> indexes.add(view.wrap(buffer, offset, length) ? view.index() : -1));
        assertEquals(List.of(1, TRUNK), indexes);
        assertEquals(0, calls.call(new LinkStatisticsRequest().byIndex(TRUNK)));
        assertEquals(Errno.ENODEV, calls.call(new LinkStatisticsRequest().byIndex(99)));
    }

    @Test
    void manyInterfacesAreListedInSeveralDatagrams() {
        for (int i = 0; i < 300; i++) {
            assertEquals(0, calls.call(vlan(1_000 + i, TRUNK, 1 + i)));
        }
        assertEquals(302, calls.links().size());
    }

    @Test
    void listenersHearWhatHappensToInterfaces() {
        List<String> heard = new ArrayList<>();
        KernelCalls socket = new KernelCalls(kernel);
        LinkFlyweight view = new LinkFlyweight();
        try (LinkEventListener listener = new LinkEventListener(socket, new LinkEventHandler() {
            @Override
            public void onLinkChanged(DirectBuffer buffer, int offset, int length) {
                heard.add(view.wrap(buffer, offset, length) ? view.name() + (view.toReply().isUp() ? " up" : "") : "malformed");
            }

            @Override
            public void onLinkDeleted(DirectBuffer buffer, int offset, int length) {
                heard.add(view.wrap(buffer, offset, length) ? view.name() + " gone" : "malformed");
            }

            @Override
            public void onOther(int type, DirectBuffer buffer, int offset, int length) {
                heard.add("other");
            }

            @Override
            public void onEventsLost() {
                heard.add("lost");
            }
        })) {
            assertEquals(0, calls.call(vlan(OUTER, TRUNK, 500)));
            assertEquals(0, calls.call(vlan(INNER, OUTER, 100)));
            assertEquals(0, calls.call(new LinkDeleteRequest().byIndex(OUTER)));
            listener.poll(100);
            assertEquals(List.of("vlan100", "vlan101", "vlan101 gone", "vlan100 gone"), heard);
        }
        assertEquals(0, calls.call(vlan(OUTER, TRUNK, 500)));
        assertEquals(0, socket.datagrams().size(), "a closed socket hears nothing");
    }

    @Test
    void refusalWithinABatchConcernsOneMessage() {
        assertEquals(List.of("0 ok", "1 errno " + Errno.ENODEV, "2 ok"), calls.batch(vlan(OUTER, TRUNK, 500), up(99), up(OUTER)));
        assertTrue(calls.link(OUTER).isUp());
    }

    @Test
    void stopsWithinABatch() {
        kernel.stopAfter(2);
        assertEquals(List.of("0 ok"), calls.batch(vlan(OUTER, TRUNK, 500)));
        assertFalse(kernel.hasStopped());
        assertEquals(List.of(), calls.batch(up(OUTER), vlan(INNER, OUTER, 100), up(INNER)), "nobody hears of what was done");
        assertTrue(calls.isStopped());
        assertTrue(kernel.hasStopped());
        kernel.goOn();
        KernelCalls next = new KernelCalls(kernel);
        assertTrue(next.link(OUTER).isUp(), "what came before is done");
        assertNull(next.link(INNER), "the rest is not");
        assertEquals(0, next.call(vlan(INNER, OUTER, 100)));
    }

    @Test
    void doesNotStopBeforeTheFirstMessageOfABatch() {
        kernel.stopAfter(0);
        assertEquals(List.of("0 ok"), calls.batch(vlan(OUTER, TRUNK, 500)));
        assertFalse(kernel.hasStopped());
        calls.batch(up(OUTER), vlan(INNER, OUTER, 100));
        assertTrue(kernel.hasStopped());
        kernel.goOn();
        assertNull(new KernelCalls(kernel).link(INNER));
    }

    @Test
    void journalSaysWhatWasAskedAndRefused() {
        calls.call(vlan(OUTER, 99, 500));
        assertTrue(kernel.journal().getLast().contains("NEWLINK 100 name 'vlan100'"), () -> kernel.journal().toString());
        assertTrue(kernel.journal().getLast().endsWith(": ENODEV"), () -> kernel.journal().toString());
    }
}
