package io.athenabng.benchmarks.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.athenabng.benchmarks.netlink.NetlinkDriver;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkSocketTransport;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.message.NetlinkRequest;
import io.athenabng.netlink.tc.QdiscDeleteRequest;
import io.athenabng.netlink.tc.TbfQdiscRequest;
import io.athenabng.netlink.tc.TcHandle;

/**
 * What the kernel's answers cost, by the options of the netlink socket: with changes of a TBF's rate, the cheapest request that the
 * gateway makes, and with requests that are refused. In the network namespace that this process is in.
 */
final class AnswerTrials {
    /** {@code NETLINK_NO_ENOBUFS} of linux/netlink.h: the gateway has no use for it, so its bindings leave it out. */
    private static final int NO_ENOBUFS = 5;
    private static final int INDEX = 400_000;
    private static final int ABSENT_INDEX = 400_001;
    private static final int BURST = 16 * 1024;
    private static final int LIMIT = 64 * 1024;
    private static final long RATE = 50_000_000;
    private static final double NS_PER_US = 1e3;

    private final int count;
    private final TbfQdiscRequest qdisc = new TbfQdiscRequest();
    private final QdiscDeleteRequest refused = new QdiscDeleteRequest();

    AnswerTrials(int count) {
        this.count = count;
    }

    void run(int rounds, ArrayNode rows) throws Exception {
        int extAck = Linux.NETLINK_EXT_ACK();
        int capAck = Linux.NETLINK_CAP_ACK();
        try (NetlinkDriver driver = driver(NO_ENOBUFS, false)) {
            driver.run(1, i -> new IfbLinkRequest().name("answers").index(INDEX));
            driver.run(1, i -> tbf(i).add());
            new Trial("a rate changed, by answers", "µs")
                .variant("only a batch's last acknowledged", "no answer to take for each, and a refusal still comes by itself",
                    this::changedSilently)
                .variant("each acknowledged", "an answer more for each", () -> changed(NO_ENOBUFS, false))
                .variant("NETLINK_EXT_ACK off", "as each acknowledged: it matters only to refusals", () -> changed(extAck, false))
                .variant("NETLINK_CAP_ACK off", "as each acknowledged: it matters only to refusals", () -> changed(capAck, false))
                .variant("NETLINK_NO_ENOBUFS on", "no faster, and answers would be lost without a word", () -> changed(NO_ENOBUFS, true))
                .run(rounds, rows);
            Trial sizes = new Trial("rates changed in one send", "µs");
            for (int kib : new int[] {64, 4, 16, 256}) {
                sizes.variant(kib + " KiB", kib == 64 ? "as many as the window of 1,024 lets go at once" : kib < 64 ? "more system calls"
                    : "the window is full before the batch is", () -> changedInBatchesOf(kib << 10));
            }
            sizes.run(rounds, rows);
            new Trial("a request refused, by answers", "µs")
                .variant("NETLINK_EXT_ACK and NETLINK_CAP_ACK on", "the kernel's reason, without the request repeated",
                    () -> refused(NO_ENOBUFS, false))
                .variant("NETLINK_EXT_ACK off", "the reason is worth it", () -> refused(extAck, false))
                .variant("NETLINK_CAP_ACK off", "each request comes back with its refusal", () -> refused(capAck, false))
                .run(rounds, rows);
            driver.run(1, i -> new LinkDeleteRequest().byIndex(INDEX));
        }
    }

    private static NetlinkDriver driver(int option, boolean on) {
        NetlinkSocketTransport transport = NetlinkSocketTransport.open();
        NativeException.check("setsockopt(SOL_NETLINK, " + option + ")",
            Syscalls.setsockopt(transport.fileDescriptor(), Linux.SOL_NETLINK(), option, on ? 1 : 0));
        return new NetlinkDriver(transport, NetlinkClient.Settings.DEFAULT);
    }

    private TbfQdiscRequest tbf(int number) {
        return qdisc.reset().index(INDEX).parent(TcHandle.ROOT).handle(TcHandle.of(1, 0)).rateBitsPerSecond(RATE + number % 2)
            .burstBytes(BURST).limitBytes(LIMIT);
    }

    private NetlinkRequest change(int number) {
        return tbf(number).change();
    }

    private double changed(int option, boolean on) {
        try (NetlinkDriver driver = driver(option, on)) {
            long before = System.nanoTime();
            driver.runAcknowledged(count, this::change);
            return (System.nanoTime() - before) / NS_PER_US / count;
        }
    }

    private double changedSilently() {
        return changedInBatchesOf(NetlinkClient.Settings.DEFAULT.batchBytes());
    }

    private double changedInBatchesOf(int bytes) {
        try (NetlinkDriver driver = new NetlinkDriver(NetlinkSocketTransport.open(),
                new NetlinkClient.Settings(bytes, NetlinkClient.Settings.DEFAULT.window()))) {
            long before = System.nanoTime();
            driver.run(count, this::change);
            return (System.nanoTime() - before) / NS_PER_US / count;
        }
    }

    private double refused(int option, boolean on) {
        try (NetlinkDriver driver = driver(option, on)) {
            long before = System.nanoTime();
            driver.runRefused(count, i -> refused.root(ABSENT_INDEX));
            return (System.nanoTime() - before) / NS_PER_US / count;
        }
    }
}
