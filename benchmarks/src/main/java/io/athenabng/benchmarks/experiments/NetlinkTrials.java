package io.athenabng.benchmarks.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.athenabng.benchmarks.netlink.NetlinkDriver;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkSocketTransport;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkPropertyRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How interfaces are made and taken away, in the network namespace that this process is in. */
final class NetlinkTrials {
    private static final int FIRST_INDEX = 300_000;
    private static final int FIRST_GROUP = 9_000;
    private static final int MTU = 1_400;
    private static final int ETHERNET_MTU = 1_500;
    private static final int LESS_THAN_IPV6_MTU = 1_279;
    private static final double NS_PER_US = 1e3;

    private final int count;
    private final NetlinkDriver driver = new NetlinkDriver(NetlinkSocketTransport.open(), NetlinkClient.Settings.DEFAULT);
    private final IfbLinkRequest link = new IfbLinkRequest();
    private final LinkSetRequest set = new LinkSetRequest();
    private final LinkDeleteRequest delete = new LinkDeleteRequest();
    private final LinkPropertyRequest property = new LinkPropertyRequest();

    NetlinkTrials(int count) {
        this.count = count;
    }

    void run(int rounds, ArrayNode rows) throws Exception {
        Trial sizes = new Trial("netlink requests in one send", "µs");
        for (int kib : new int[] {64, 4, 16, 256}) {
            sizes.variant(kib + " KiB", kib == 64 ? "more gains nothing, and answers have to fit the socket's queue"
                : kib < 64 ? "more system calls" : "no faster", () -> inBatchesOf(kib << 10));
        }
        sizes.run(rounds, rows);
        new Trial("an interface with its MTU, up", "µs")
            .variant("made with its MTU, set up in a second message", "queues are made before it is up: 50 to 90 µs each otherwise",
                () -> finalState(false, true))
            .variant("made with its MTU and up in one message", "a qdisc added to an interface that is up waits for RCU",
                () -> finalState(true, true))
            .variant("made, then MTU, then up", "a message more", () -> finalState(false, false))
            .run(rounds, rows);
        Trial groups = new Trial("an interface deleted", "µs");
        for (int size : new int[] {200, 50, 100, 1_000}) {
            groups.variant(size + " in one group", size == 200 ? "more in a group hold RTNL for longer" : size < 200
                ? "grace periods are shared by fewer" : "RTNL is held for as long as all of them take", () -> deleted(size));
        }
        groups.variant("each by itself", "a grace period each", () -> deleted(1)).run(rounds, rows);
        new Trial("an interface with an alternative name", "µs")
            .variant("named in the same batch", "the index is chosen here, so nothing has to be waited for", () -> named(false))
            .variant("named when the answer to its creation is there", "a round trip more", () -> named(true))
            .run(rounds, rows);
        if (Files.exists(Path.of("/proc/sys/net/ipv6/conf/default"))) {
            new Trial("an IFB made", "µs")
                .variant("with the MTU of Ethernet", "it takes frames as long as its line's", () -> withMtu(ETHERNET_MTU))
                .variant("with an MTU too small for IPv6", "the kernel gives it no IPv6 at all, but CAKE takes its target at low rates from"
                    + " the MTU, and the pool makes IFBs before they are needed", () -> withMtu(LESS_THAN_IPV6_MTU))
                .run(rounds, rows);
            new Trial("an interface made and set up, with IPv6", "µs")
                .variant("switched off", "helpers such as IFBs need none", () -> withIpv6("1", false))
                .variant("address generation none", "for lines that are to have IPv6", () -> withIpv6("0", true))
                .variant("as it comes", "a link-local address, its routes and its multicast groups", () -> withIpv6("0", false))
                .run(rounds, rows);
        }
    }

    private double inBatchesOf(int bytes) {
        try (NetlinkDriver own = new NetlinkDriver(NetlinkSocketTransport.open(),
                new NetlinkClient.Settings(bytes, 1_024))) {
            long before = System.nanoTime();
            own.run(count, i -> link.reset().name("x" + i).index(FIRST_INDEX + i).group(FIRST_GROUP + i / 200));
            double took = (System.nanoTime() - before) / NS_PER_US / count;
            deleteGroups(200);
            return took;
        }
    }

    private double finalState(boolean upAtOnce, boolean mtuAtOnce) {
        long before = System.nanoTime();
        driver.run(count, i -> {
            link.reset().name("x" + i).index(FIRST_INDEX + i).group(FIRST_GROUP + i / 200);
            if (mtuAtOnce) {
                link.mtu(MTU);
            }
            return upAtOnce ? link.up(true) : link;
        });
        if (!mtuAtOnce) {
            driver.run(count, i -> set.reset().index(FIRST_INDEX + i).mtu(MTU));
        }
        if (!upAtOnce) {
            driver.run(count, i -> set.reset().index(FIRST_INDEX + i).up());
        }
        double took = (System.nanoTime() - before) / NS_PER_US / count;
        deleteGroups(200);
        return took;
    }

    /** Of single ones only a twentieth: each takes its time. */
    private double deleted(int groupSize) {
        int some = groupSize == 1 ? count / 20 : count;
        driver.run(some, i -> link.reset().name("x" + i).index(FIRST_INDEX + i).group(FIRST_GROUP + i / groupSize));
        long before = System.nanoTime();
        if (groupSize == 1) {
            driver.run(some, i -> delete.byIndex(FIRST_INDEX + i));
        } else {
            deleteGroups(groupSize);
        }
        return (System.nanoTime() - before) / NS_PER_US / some;
    }

    /** Waiting for each only a tenth. */
    private double named(boolean afterAnswer) {
        int some = afterAnswer ? count / 10 : count;
        long before = System.nanoTime();
        if (afterAnswer) {
            for (int i = 0; i < some; i++) {
                int number = i;
                driver.run(1, any -> made(number));
                driver.run(1, any -> property.add(FIRST_INDEX + number, "alternative-" + number));
            }
        } else {
            driver.run(2 * some, i -> i % 2 == 0 ? made(i / 2) : property.add(FIRST_INDEX + i / 2, "alternative-" + i / 2));
        }
        double took = (System.nanoTime() - before) / NS_PER_US / some;
        driver.run((some + 199) / 200, i -> delete.byGroup(FIRST_GROUP + i));
        return took;
    }

    private IfbLinkRequest made(int number) {
        return link.reset().name("x" + number).index(FIRST_INDEX + number).group(FIRST_GROUP + number / 200);
    }

    private double withMtu(int mtu) throws IOException {
        // Switched off, IPv6 still has its settings, counters and files in /proc for each interface.
        Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
        long before = System.nanoTime();
        driver.run(count, i -> made(i).mtu(mtu));
        double took = (System.nanoTime() - before) / NS_PER_US / count;
        deleteGroups(200);
        return took;
    }

    private void deleteGroups(int size) {
        driver.run((count + size - 1) / size, i -> delete.byGroup(FIRST_GROUP + i));
    }

    private double withIpv6(String disabled, boolean generationNone) throws IOException {
        Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), disabled);
        long before = System.nanoTime();
        driver.run(count, i -> link.reset().name("x" + i).index(FIRST_INDEX + i).group(FIRST_GROUP + i / 200));
        if (generationNone) {
            driver.run(count, i -> set.reset().index(FIRST_INDEX + i).addressGenerationMode(LinkAttributes.IN6_ADDR_GEN_MODE_NONE));
        }
        driver.run(count, i -> set.reset().index(FIRST_INDEX + i).up());
        double took = (System.nanoTime() - before) / NS_PER_US / count;
        deleteGroups(200);
        return took;
    }
}
