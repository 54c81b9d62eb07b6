package io.athenabng.benchmarks.netlink;

import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.tc.CakeQdiscRequest;
import io.athenabng.netlink.tc.IngressQdiscRequest;
import io.athenabng.netlink.tc.MatchallFilterRequest;
import io.athenabng.netlink.tc.MirredRedirectAction;
import io.athenabng.netlink.tc.TcHandle;
import io.athenabng.wire.ethernet.EtherType;
import java.util.List;

/**
 * What a shaped session needs of a kernel with 802.1Q and CAKE, below the interface {@code eth1}, which has the index
 * {@value #PARENT_INDEX} and room for {@value #LARGEST} tags: a VLAN interface with CAKE, an IFB with CAKE, and the redirection of what
 * comes in to the IFB.
 */
final class ShapedLines extends KernelObjects {
    static final int PARENT_INDEX = 7;
    private static final int LARGEST = 4_000;
    private static final int FIRST_INDEX = 100_000;
    private static final int FIRST_IFB_INDEX = 200_000;
    private static final int MATCH_ALL = 3;
    private static final long RATE = 50_000_000;
    private static final long OTHER_RATE = 20_000_000;
    private static final String CAKE = "dev %s%d root handle 1: cake bandwidth %dbit";

    private static final String REDIRECT = "filter add dev n%d parent ffff:"
        + " prio 1 protocol all matchall action mirred egress redirect dev i%d";

    private final VlanLinkRequest line = new VlanLinkRequest();
    private final IfbLinkRequest ifb = new IfbLinkRequest();
    private final LinkSetRequest set = new LinkSetRequest();
    private final LinkDeleteRequest delete = new LinkDeleteRequest();
    private final CakeQdiscRequest cake = new CakeQdiscRequest();
    private final IngressQdiscRequest ingress = new IngressQdiscRequest();
    private final MatchallFilterRequest filter = new MatchallFilterRequest();
    private final MirredRedirectAction redirect = new MirredRedirectAction();

    ShapedLines(int count) {
        super(count);
        if (count > LARGEST) {
            throw new IllegalArgumentException("at most " + LARGEST + " lines");
        }
    }

    @Override
    List<Pass> passes(Phase phase) {
        return switch (phase) {
            case CREATE -> List.of(
                new Pass("ip", count(), i -> line.reset().vlanId(1 + i).protocol(EtherType.VLAN).name("n" + i).index(FIRST_INDEX + i)
                    .parentIndex(PARENT_INDEX).group(group(i)),
                    i -> "link add link eth1 name n%d index %d group %d type vlan id %d".formatted(i, FIRST_INDEX + i, group(i), 1 + i)),
                new Pass("ip", count(), i -> ifb.reset().name("i" + i).index(FIRST_IFB_INDEX + i).group(group(i)),
                    i -> "link add i%d index %d group %d type ifb".formatted(i, FIRST_IFB_INDEX + i, group(i))),
                new Pass("tc", count(), i -> cake(FIRST_INDEX + i, RATE).add(), i -> "qdisc add " + CAKE.formatted("n", i, RATE)),
                new Pass("tc", count(), i -> cake(FIRST_IFB_INDEX + i, RATE).add(), i -> "qdisc add " + CAKE.formatted("i", i, RATE)),
                new Pass("tc", count(), i -> ingress.reset().index(FIRST_INDEX + i).add(), i -> "qdisc add dev n%d ingress".formatted(i)),
                new Pass("ip", count(), i -> set.reset().index(FIRST_IFB_INDEX + i).up(), i -> "link set i%d up".formatted(i)),
                new Pass("ip", count(), i -> set.reset().index(FIRST_INDEX + i).up(), i -> "link set n%d up".formatted(i)),
                new Pass("tc", count(), i -> filter.reset().index(FIRST_INDEX + i).parent(TcHandle.INGRESS_QDISC).priority(1)
                    .protocol(MATCH_ALL).action(redirect.targetIndex(FIRST_IFB_INDEX + i)).add(),
                    i -> REDIRECT.formatted(i, i)));
            case CHANGE -> List.of(
                new Pass("tc", count(), i -> cake(FIRST_INDEX + i, OTHER_RATE).change(),
                    i -> "qdisc change " + CAKE.formatted("n", i, OTHER_RATE)),
                new Pass("tc", count(), i -> cake(FIRST_IFB_INDEX + i, OTHER_RATE).change(),
                    i -> "qdisc change " + CAKE.formatted("i", i, OTHER_RATE)));
            case DELETE -> List.of(
                new Pass("ip", groups(), i -> delete.byGroup(FIRST_GROUP + i), i -> "link del group " + (FIRST_GROUP + i)));
        };
    }

    private static int group(int number) {
        return FIRST_GROUP + number / GROUP_SIZE;
    }

    private CakeQdiscRequest cake(int index, long rate) {
        return cake.reset().index(index).parent(TcHandle.ROOT).handle(TcHandle.of(1, 0)).rateBitsPerSecond(rate);
    }

    @Override
    String census() {
        return "ip -o link show type vlan | wc -l; tc qdisc show | grep -c 'cake.* dev n'; tc qdisc show | grep -c 'cake.* dev i';"
            + " for i in $(ip -o link show type vlan | sed 's/.*: \\(n[0-9]*\\)@.*/\\1/'); do tc filter show dev $i parent ffff:; done"
            + " | grep -c mirred";
    }
}
