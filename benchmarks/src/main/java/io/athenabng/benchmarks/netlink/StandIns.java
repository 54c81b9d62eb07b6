package io.athenabng.benchmarks.netlink;

import io.athenabng.netlink.address.AddressRequest;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.tc.QdiscDeleteRequest;
import io.athenabng.netlink.tc.TbfQdiscRequest;
import io.athenabng.netlink.tc.TcHandle;
import java.util.List;
import java.util.Locale;

/** What any kernel has: IFBs {@code n0, n1, …}, each with a TBF and an address. */
final class StandIns extends KernelObjects {
    private static final int FIRST_INDEX = 100_000;
    private static final int FIRST_ADDRESS = 0x0a00_0001;
    private static final int HOST = 32;
    private static final int BURST = 16 * 1024;
    private static final int LIMIT = 64 * 1024;
    private static final long RATE = 50_000_000;
    private static final long OTHER_RATE = 20_000_000;
    private static final String TBF = "dev n%d root handle 1: tbf rate %dbit burst " + BURST + " limit " + LIMIT;

    private final IfbLinkRequest link = new IfbLinkRequest();
    private final TbfQdiscRequest qdisc = new TbfQdiscRequest();
    private final AddressRequest address = new AddressRequest();
    private final QdiscDeleteRequest qdiscDelete = new QdiscDeleteRequest();
    private final LinkDeleteRequest linkDelete = new LinkDeleteRequest();

    StandIns(int count) {
        super(count);
    }

    @Override
    List<Pass> passes(Phase phase) {
        return switch (phase) {
            case CREATE -> List.of(
                new Pass("ip", count(), i -> link.reset().name("n" + i).index(FIRST_INDEX + i).group(FIRST_GROUP + i / GROUP_SIZE),
                    i -> "link add n%d index %d group %d type ifb".formatted(i, FIRST_INDEX + i, FIRST_GROUP + i / GROUP_SIZE)),
                new Pass("tc", count(), i -> tbf(i, RATE).add(), i -> "qdisc add " + TBF.formatted(i, RATE)),
                new Pass("ip", count(), i -> address.reset().add().index(FIRST_INDEX + i).ipv4(FIRST_ADDRESS + i, HOST),
                    i -> "addr add %s/32 dev n%d".formatted(dotted(FIRST_ADDRESS + i), i)));
            case CHANGE -> List.of(
                new Pass("tc", count(), i -> tbf(i, OTHER_RATE).change(), i -> "qdisc change " + TBF.formatted(i, OTHER_RATE)));
            case DELETE -> List.of(
                new Pass("ip", count(), i -> address.reset().delete().index(FIRST_INDEX + i).ipv4(FIRST_ADDRESS + i, HOST),
                    i -> "addr del %s/32 dev n%d".formatted(dotted(FIRST_ADDRESS + i), i)),
                new Pass("tc", count(), i -> qdiscDelete.root(FIRST_INDEX + i), i -> "qdisc del dev n%d root".formatted(i)),
                new Pass("ip", groups(), i -> linkDelete.byGroup(FIRST_GROUP + i), i -> "link del group " + (FIRST_GROUP + i)));
        };
    }

    private TbfQdiscRequest tbf(int number, long rate) {
        return qdisc.reset().index(FIRST_INDEX + number).parent(TcHandle.ROOT).handle(TcHandle.of(1, 0)).rateBitsPerSecond(rate)
            .burstBytes(BURST).limitBytes(LIMIT);
    }

    @Override
    String census() {
        return "ip -o -4 addr show | grep -c ': n'; tc qdisc show | grep -c tbf; ip -o link show type ifb | wc -l";
    }

    private static String dotted(int address) {
        return String.format(Locale.ROOT, "%d.%d.%d.%d", address >>> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
    }
}
