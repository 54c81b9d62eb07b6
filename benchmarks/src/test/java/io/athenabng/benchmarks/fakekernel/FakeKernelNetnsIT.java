package io.athenabng.benchmarks.fakekernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.ffi.testkit.NetnsExtension;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkException;
import io.athenabng.netlink.NetlinkSocketTransport;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.address.AddressRequest;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkPropertyRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.LinkStatisticsRequest;
import io.athenabng.netlink.message.NetlinkRequest;
import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.netlink.tc.FilterDeleteRequest;
import io.athenabng.netlink.tc.HtbClassRequest;
import io.athenabng.netlink.tc.HtbQdiscRequest;
import io.athenabng.netlink.tc.IngressQdiscRequest;
import io.athenabng.netlink.tc.MirredRedirectAction;
import io.athenabng.netlink.tc.QdiscDeleteRequest;
import io.athenabng.netlink.tc.TbfQdiscRequest;
import io.athenabng.netlink.tc.TcAttributes;
import io.athenabng.netlink.tc.TcGetRequest;
import io.athenabng.netlink.tc.TcHandle;
import io.athenabng.netlink.tc.U32FilterRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The fake kernel and the running one answer the same requests alike, one after the other, as far as the running one has what it takes. */
final class FakeKernelNetnsIT {
    private static final int A = 2000;
    private static final int B = 2001;
    private static final int NOBODY = 2999;
    private static final int GROUP = 77;
    private static final int HTB = TcHandle.of(1, 0);
    private static final int LEAF = TcHandle.of(0x11, 0);
    private static final int CLIENT = 0x0a40_000b;
    private static final long MAC = 0x0200_0000_000bL;

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();

    private final List<NetlinkRequest> requests = new ArrayList<>();

    private static int ask(NetlinkClient client, NetlinkRequest request) {
        try {
            client.execute(request);
            return 0;
        } catch (NetlinkException e) {
            return e.errno();
        }
    }

    /** Has both kernels asked everything that {@code script} adds; whoever differs is named by the number of the request. */
    private void compare(Consumer<List<NetlinkRequest>> script) {
        String namespace = netns.namespace("fake");
        FakeKernel kernel = new FakeKernel();
        try (NetlinkClient real = client(netns.inside(namespace, () -> NetlinkSocketTransport.open()));
            NetlinkClient fake = client(new KernelCalls(kernel))) {
            script.accept(requests);
            ask(real, new LinkSetRequest().index(1).up());
            List<String> expected = new ArrayList<>();
            List<String> answered = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                String name = i + " " + requests.get(i).getClass().getSimpleName() + ' ';
                expected.add(name + Errno.name(ask(real, requests.get(i))));
                answered.add(name + Errno.name(ask(fake, requests.get(i))));
            }
            assertEquals(String.join("\n", expected), String.join("\n", answered));
        }
    }

    private static NetlinkClient client(NetlinkTransport transport) {
        return new NetlinkClient(transport, FakeKernelServerTest.NOBODY, new NetlinkClient.Settings(64 * 1024, 256));
    }

    private static IfbLinkRequest ifb(int index, String name) {
        return new IfbLinkRequest().index(index).name(name).group(GROUP);
    }

    private static void twoInterfaces(List<NetlinkRequest> requests) {
        requests.add(ifb(A, "ifb-a"));
        requests.add(new LinkSetRequest().index(A).up());
        requests.add(ifb(B, "ifb-b"));
    }

    @Test
    void interfaces() {
        compare(all -> {
            twoInterfaces(all);
            all.add(ifb(A, "ifb-c"));
            all.add(ifb(NOBODY, "ifb-a"));
            all.add(new LinkSetRequest().index(NOBODY).up());
            all.add(new LinkDumpRequest().byName("ifb-c"));
            all.add(new LinkDumpRequest().byIndex(A));
            all.add(new LinkPropertyRequest().add(A, "alternative"));
            all.add(new LinkPropertyRequest().add(A, "alternative"));
            all.add(new LinkPropertyRequest().add(B, "alternative"));
            all.add(new LinkPropertyRequest().add(B, "ifb-a"));
            all.add(new LinkPropertyRequest().add(NOBODY, "other"));
            all.add(new LinkPropertyRequest().delete(A, "other"));
            all.add(new LinkPropertyRequest().delete(B, "alternative"));
            all.add(new LinkPropertyRequest().delete(A, "ifb-a"));
            all.add(new LinkPropertyRequest().delete(A, "alternative"));
            all.add(new LinkStatisticsRequest().byIndex(A));
            all.add(new LinkStatisticsRequest().byIndex(NOBODY));
            all.add(new LinkDeleteRequest().byIndex(NOBODY));
            all.add(new LinkDeleteRequest().byIndex(1));
            all.add(new LinkDeleteRequest().byGroup(GROUP));
            all.add(new LinkDeleteRequest().byGroup(GROUP));
            all.add(new LinkDeleteRequest().byIndex(A));
        });
    }

    private static RouteRequest route(int index) {
        return new RouteRequest().ipv4Destination(CLIENT, 32).outputIndex(index).protocol(66);
    }

    @Test
    void routesNeighboursAndAddresses() {
        compare(all -> {
            twoInterfaces(all);
            all.add(route(B));
            all.add(route(NOBODY));
            all.add(route(A));
            all.add(route(A));
            all.add(route(A).metric(5));
            all.add(new LinkSetRequest().index(B).up());
            all.add(route(B).replace());
            all.add(route(A).delete());
            all.add(route(A).delete());
            all.add(route(B).delete());
            all.add(route(B).delete());
            all.add(route(B));
            all.add(new LinkSetRequest().index(B).down());
            all.add(route(B).delete());
            RouteRequest unreachable = new RouteRequest().ipv4Destination(0x0a40_0000, 20).type(RouteAttributes.RTN_UNREACHABLE);
            all.add(unreachable);
            all.add(new RouteRequest().ipv4Destination(0x0a40_0000, 20).type(RouteAttributes.RTN_UNREACHABLE).replace());
            all.add(new RouteRequest().ipv4Destination(0x0a40_0000, 20).type(RouteAttributes.RTN_UNREACHABLE).delete());
            all.add(new RouteRequest().ipv4Destination(0x0a40_0000, 20).type(RouteAttributes.RTN_UNREACHABLE).delete());
            all.add(new NeighbourRequest().replace(A, MAC).ipv4(CLIENT));
            all.add(new NeighbourRequest().replace(A, MAC + 1).ipv4(CLIENT));
            all.add(new NeighbourRequest().delete(B).ipv4(CLIENT));
            all.add(new NeighbourRequest().delete(NOBODY).ipv4(CLIENT));
            all.add(new NeighbourRequest().delete(A).ipv4(CLIENT));
            all.add(new NeighbourRequest().delete(A).ipv4(CLIENT));
            all.add(new NeighbourRequest().replace(A, MAC).ipv4(CLIENT));
            all.add(new LinkSetRequest().index(A).down());
            all.add(new NeighbourRequest().delete(A).ipv4(CLIENT));
            all.add(new NeighbourRequest().replace(NOBODY, MAC).ipv4(CLIENT));
            all.add(new AddressRequest().index(1).ipv4(0x0a40_0001, 32).label("lo:abng"));
            all.add(new AddressRequest().index(1).ipv4(0x0a40_0001, 32).label("lo:abng"));
            all.add(new AddressRequest().index(NOBODY).ipv4(0x0a40_0001, 32));
            all.add(new AddressRequest().delete().index(1).ipv4(0x0a40_0001, 32));
            all.add(new AddressRequest().delete().index(1).ipv4(0x0a40_0001, 32));
        });
    }

    private static TbfQdiscRequest tbf() {
        return new TbfQdiscRequest().index(A).rateBitsPerSecond(1_000_000).burstBytes(10_000).limitBytes(100_000);
    }

    private static HtbQdiscRequest htb() {
        return new HtbQdiscRequest().index(A).handle(HTB);
    }

    private static HtbClassRequest htbClass(int minor) {
        return new HtbClassRequest().index(A).parent(HTB).classId(HTB | minor).rateBitsPerSecond(1_000_000);
    }

    @Test
    void queueingDisciplinesAndClasses() {
        compare(all -> {
            twoInterfaces(all);
            all.add(tbf().change());
            all.add(tbf().add());
            all.add(tbf().add());
            all.add(tbf().change());
            all.add(tbf().add().index(NOBODY));
            all.add(new TcGetRequest().qdisc(A, TcHandle.ROOT));
            // What a change to another kind does depends on the kernel's version.
            all.add(htbClass(1).replace());
            all.add(new HtbQdiscRequest().index(A).replace());
            all.add(new HtbQdiscRequest().index(A).replace());
            all.add(new QdiscDeleteRequest().root(A));
            all.add(new QdiscDeleteRequest().root(A));
            all.add(htb());
            all.add(htb());
            all.add(htbClass(1).replace());
            all.add(htbClass(1).replace());
            all.add(new TcGetRequest().tclass(A, HTB | 1));
            all.add(new TcGetRequest().tclass(A, HTB | 2));
            all.add(tbf().handle(LEAF).parent(HTB | 1));
            all.add(tbf().handle(LEAF).parent(HTB | 1));
            all.add(tbf().handle(TcHandle.of(0x12, 0)).parent(HTB | 2));
            all.add(new U32FilterRequest().index(A).parent(HTB).priority(11).protocol(TcAttributes.ETH_P_IP).matchU32(CLIENT, -1, 16)
                .classId(HTB | 1));
            all.add(htbClass(1).delete());
            all.add(new FilterDeleteRequest().byPriority(A, HTB, 11, TcAttributes.ETH_P_IP));
            all.add(new FilterDeleteRequest().byPriority(A, HTB, 11, TcAttributes.ETH_P_IP));
            all.add(htbClass(1).delete());
            all.add(htbClass(1).delete());
            all.add(new QdiscDeleteRequest().root(NOBODY));
        });
    }

    private static U32FilterRequest toB(int priority) {
        return new U32FilterRequest().index(A).priority(priority).protocol(TcAttributes.ETH_P_IP).matchU32(CLIENT, -1, 12)
            .action(new MirredRedirectAction().targetIndex(B));
    }

    @Test
    void filters() {
        compare(all -> {
            twoInterfaces(all);
            all.add(toB(10));
            all.add(new IngressQdiscRequest().index(A));
            all.add(new IngressQdiscRequest().index(A));
            all.add(toB(10));
            all.add(toB(10));
            all.add(toB(10).protocol(TcAttributes.ETH_P_ALL));
            all.add(toB(11).action(new MirredRedirectAction().targetIndex(NOBODY)));
            all.add(toB(11).index(NOBODY));
            all.add(new FilterDeleteRequest().byPriority(A, TcHandle.INGRESS_QDISC, 10, TcAttributes.ETH_P_ALL));
            all.add(new FilterDeleteRequest().byPriority(A, TcHandle.INGRESS_QDISC, 10, TcAttributes.ETH_P_IP));
            all.add(new FilterDeleteRequest().byPriority(A, TcHandle.INGRESS_QDISC, 10, TcAttributes.ETH_P_IP));
            all.add(new FilterDeleteRequest().byPriority(NOBODY, TcHandle.INGRESS_QDISC, 10, TcAttributes.ETH_P_IP));
            all.add(toB(12));
            all.add(new LinkDeleteRequest().byIndex(B));
            all.add(new FilterDeleteRequest().byPriority(A, TcHandle.INGRESS_QDISC, 12, TcAttributes.ETH_P_IP));
            all.add(new FilterDeleteRequest().all(A, TcHandle.INGRESS_QDISC));
            all.add(new QdiscDeleteRequest().ingress(A));
            all.add(new QdiscDeleteRequest().ingress(A));
            all.add(new FilterDeleteRequest().byPriority(A, TcHandle.INGRESS_QDISC, 10, TcAttributes.ETH_P_IP));
        });
    }
}
