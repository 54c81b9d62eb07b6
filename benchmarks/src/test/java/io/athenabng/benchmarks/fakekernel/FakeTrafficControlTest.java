package io.athenabng.benchmarks.fakekernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.tc.CakeQdiscRequest;
import io.athenabng.netlink.tc.FilterDeleteRequest;
import io.athenabng.netlink.tc.FilterFlyweight;
import io.athenabng.netlink.tc.FqCodelQdiscRequest;
import io.athenabng.netlink.tc.GactAction;
import io.athenabng.netlink.tc.HtbClassRequest;
import io.athenabng.netlink.tc.HtbQdiscRequest;
import io.athenabng.netlink.tc.IngressQdiscRequest;
import io.athenabng.netlink.tc.MatchallFilterRequest;
import io.athenabng.netlink.tc.MirredRedirectAction;
import io.athenabng.netlink.tc.QdiscDeleteRequest;
import io.athenabng.netlink.tc.QdiscFlyweight;
import io.athenabng.netlink.tc.TcAttributes;
import io.athenabng.netlink.tc.TcDumpRequest;
import io.athenabng.netlink.tc.TcGetRequest;
import io.athenabng.netlink.tc.TcHandle;
import io.athenabng.netlink.tc.U32FilterRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queueing disciplines, classes and filters of the fake kernel answer as Linux's do. */
class FakeTrafficControlTest {
    private static final int TRUNK = 5;
    private static final int LINE = 100;
    private static final int IFB = 101;
    private static final int HTB = TcHandle.of(1, 0);
    private static final int CLIENT = 0x0a40_000b;

    private final FakeKernel kernel = new FakeKernel();
    private final KernelCalls calls = new KernelCalls(kernel);

    @BeforeEach
    void lineAndIfb() {
        kernel.plug(TRUNK, "eth1", 1504, 0x0200_0000_0001L);
        assertEquals(0, calls.call(new VlanLinkRequest().name("line").index(LINE).parentIndex(TRUNK).vlanId(100)));
        assertEquals(0, calls.call(new IfbLinkRequest().name("ifb").index(IFB)));
    }

    private static CakeQdiscRequest cake() {
        return new CakeQdiscRequest().index(LINE).rateBitsPerSecond(10_000_000);
    }

    private static HtbClassRequest htbClass() {
        return new HtbClassRequest().index(LINE).parent(HTB).classId(HTB | 1).rateBitsPerSecond(1_000_000);
    }

    private static U32FilterRequest toIfb(int priority) {
        return new U32FilterRequest().index(LINE).priority(priority).protocol(TcAttributes.ETH_P_IP).matchU32(CLIENT, -1, 12)
            .action(new MirredRedirectAction().targetIndex(IFB));
    }

    private static MatchallFilterRequest dropAll() {
        return new MatchallFilterRequest().index(LINE).priority(100).protocol(TcAttributes.ETH_P_IP).handle(1)
            .action(new GactAction().drop());
    }

    private List<String> qdiscs() {
        List<String> found = new ArrayList<>();
        QdiscFlyweight view = new QdiscFlyweight();
        calls.list(new TcDumpRequest().qdiscs(false), (type, buffer, offset, length) -> found.add(view.wrap(buffer, offset, length)
            ? view.kind() + " at " + view.index() + ' ' + Integer.toHexString(view.handle()) : "malformed"));
        return found;
    }

    private List<String> filters() {
        List<String> found = new ArrayList<>();
        FilterFlyweight view = new FilterFlyweight();
        calls.list(new TcDumpRequest().filters(LINE, TcHandle.INGRESS_QDISC),
            (type, buffer, offset, length) -> found.add(view.wrap(buffer, offset, length)
                ? view.priority() + " " + view.kind() + ' ' + view.actionKind() + ' ' + view.redirectTarget() : "malformed"));
        return found;
    }

    @Test
    void cakeIsAddedChangedAndReplaced() {
        assertEquals(Errno.ENOENT, calls.call(cake().change()), "there is none");
        assertEquals(0, calls.call(cake().add()));
        assertEquals(Errno.EEXIST, calls.call(cake().add()));
        assertEquals(0, calls.call(cake().change().rateBitsPerSecond(20_000_000)));
        assertEquals(List.of("cake at 100 80010000"), qdiscs());
        assertEquals(Errno.EINVAL, calls.call(new FqCodelQdiscRequest().index(LINE).change()), "another kind");
        assertEquals(0, calls.call(new FqCodelQdiscRequest().index(LINE).replace()));
        assertEquals(List.of("fq_codel at 100 80010000"), qdiscs());
        assertEquals(0, calls.call(new QdiscDeleteRequest().root(LINE)));
        assertEquals(Errno.ENOENT, calls.call(new QdiscDeleteRequest().root(LINE)));
        assertEquals(Errno.ENODEV, calls.call(cake().add().index(99)));
    }

    @Test
    void rateIsWhatWasAskedLast() {
        assertEquals(0, calls.call(cake().add()));
        assertEquals(0, calls.call(cake().change().rateBitsPerSecond(20_000_000)));
        QdiscFlyweight view = new QdiscFlyweight();
        calls.list(new TcDumpRequest().qdiscs(false), (type, buffer, offset, length) -> view.wrap(buffer, offset, length));
        assertEquals(20_000_000, view.cakeOptions().rateBitsPerSecond());
        assertEquals(0, calls.call(new TcGetRequest().qdisc(LINE, TcHandle.ROOT)));
        assertEquals(Errno.ENOENT, calls.call(new TcGetRequest().qdisc(IFB, TcHandle.ROOT)));
    }

    @Test
    void lineIsShapedWithBoth() {
        assertEquals(0, calls.call(cake().add()));
        assertEquals(Set.of(), kernel.shaped("cake"));
        assertEquals(0, calls.call(new IngressQdiscRequest().index(LINE)));
        assertEquals(Errno.EEXIST, calls.call(new IngressQdiscRequest().index(LINE)));
        assertEquals(Set.of("line"), kernel.shaped("cake"));
        assertEquals(0, calls.call(new LinkDeleteRequest().byIndex(LINE)));
        assertEquals(Set.of(), kernel.shaped("cake"));
        assertEquals(List.of(), qdiscs());
    }

    @Test
    void classesStandOnHtbAndLeavesOnClasses() {
        assertEquals(Errno.ENOENT, calls.call(htbClass().replace()), "no qdisc");
        assertEquals(0, calls.call(new HtbQdiscRequest().index(LINE).handle(HTB)));
        FqCodelQdiscRequest leaf = new FqCodelQdiscRequest().index(LINE).handle(TcHandle.of(0x11, 0)).parent(HTB | 1);
        assertEquals(Errno.ENOENT, calls.call(leaf), "no class");
        assertEquals(0, calls.call(htbClass().replace()));
        assertEquals(0, calls.call(htbClass().replace()));
        assertEquals(0, calls.call(leaf));
        assertEquals(Errno.EEXIST, calls.call(leaf));
        assertEquals(0, calls.call(new TcGetRequest().tclass(LINE, HTB | 1)));
        U32FilterRequest toClass = new U32FilterRequest().index(LINE).parent(HTB).priority(11).protocol(TcAttributes.ETH_P_IP)
            .matchU32(CLIENT, -1, 16).classId(HTB | 1);
        assertEquals(0, calls.call(toClass));
        assertEquals(Errno.EBUSY, calls.call(htbClass().delete()), "a filter leads there");
        assertEquals(0, calls.call(new FilterDeleteRequest().byPriority(LINE, HTB, 11, TcAttributes.ETH_P_IP)));
        assertEquals(0, calls.call(htbClass().delete()));
        assertEquals(Errno.ENOENT, calls.call(htbClass().delete()));
        assertEquals(Errno.ENOENT, calls.call(new TcGetRequest().tclass(LINE, HTB | 1)));
        assertEquals(List.of("htb at 100 10000"), qdiscs());
    }

    @Test
    void filtersNeedAQdiscAndATarget() {
        assertEquals(Errno.EINVAL, calls.call(toIfb(10)), "no ingress");
        assertEquals(0, calls.call(new IngressQdiscRequest().index(LINE)));
        assertEquals(0, calls.call(dropAll()));
        assertEquals(Errno.EEXIST, calls.call(dropAll()));
        assertEquals(0, calls.call(toIfb(10)));
        assertEquals(0, calls.call(toIfb(10)), "u32 takes any number of them");
        assertEquals(Errno.EINVAL, calls.call(dropAll().priority(10)), "the priority is another kind's");
        assertEquals(Errno.EINVAL, calls.call(toIfb(10).protocol(TcAttributes.ETH_P_ALL)), "or another protocol's");
        assertEquals(Errno.ENODEV, calls.call(toIfb(11).action(new MirredRedirectAction().targetIndex(99))));
        assertEquals(Errno.ENODEV, calls.call(toIfb(10).index(99)));
        assertEquals(List.of("10 u32 mirred 101", "10 u32 mirred 101", "100 matchall gact 0"), filters());
    }

    @Test
    void filtersGoByPriorityAndWithTheirQdisc() {
        assertEquals(0, calls.call(new IngressQdiscRequest().index(LINE)));
        assertEquals(0, calls.call(toIfb(10)));
        assertEquals(0, calls.call(toIfb(11)));
        FilterDeleteRequest delete = new FilterDeleteRequest();
        assertEquals(0, calls.call(delete.byPriority(LINE, TcHandle.INGRESS_QDISC, 10, TcAttributes.ETH_P_IP)));
        assertEquals(Errno.ENOENT, calls.call(delete.byPriority(LINE, TcHandle.INGRESS_QDISC, 10, TcAttributes.ETH_P_IP)));
        assertEquals(List.of("11 u32 mirred 101"), filters());
        assertEquals(0, calls.call(delete.all(LINE, TcHandle.INGRESS_QDISC)));
        assertEquals(List.of(), filters());
        assertEquals(0, calls.call(toIfb(10)));
        assertEquals(0, calls.call(new QdiscDeleteRequest().ingress(LINE)));
        assertEquals(Errno.EINVAL, calls.call(delete.byPriority(LINE, TcHandle.INGRESS_QDISC, 10, TcAttributes.ETH_P_IP)));
        assertEquals(List.of(), filters());
    }

    @Test
    void whatIsRedirectedToAnInterfaceThatIsGoneGoesNowhere() {
        assertEquals(0, calls.call(new IngressQdiscRequest().index(LINE)));
        assertEquals(0, calls.call(toIfb(10)));
        assertEquals(0, calls.call(new LinkDeleteRequest().byIndex(IFB)));
        assertEquals(List.of("10 u32 mirred 0"), filters());
    }
}
