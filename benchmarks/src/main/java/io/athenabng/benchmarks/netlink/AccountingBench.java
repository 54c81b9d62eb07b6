package io.athenabng.benchmarks.netlink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import io.athenabng.netlink.MessageHandler;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkSocketTransport;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkStatisticsFlyweight;
import io.athenabng.netlink.link.LinkStatisticsRequest;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Reads the counters of all sessions' interfaces: one {@code RTM_GETSTATS} dump as the kernel agent reads them, against a query for each.
 * {@code AccountingBench SESSIONS ROUNDS}, in an empty network namespace, where it makes an IFB for each session. A session with an
 * interface and an IFB has two links, so a dump answers two messages for each: the links made are twice the sessions.
 *
 * <p>One JSON object on standard output.
 */
public final class AccountingBench {
    private static final double GOAL_US = 2;
    private static final double GOAL_RATIO = 0.5;
    private static final int WARM_UP = 30;
    private static final int FIRST_INDEX = 1_000;
    private static final int LINKS_A_SESSION = 2;
    private static final double NS_PER_US = 1e3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int links;
    private final NetlinkDriver driver = new NetlinkDriver(NetlinkSocketTransport.open(), NetlinkClient.Settings.DEFAULT);
    private final Int2ObjectHashMap<long[]> counters = new Int2ObjectHashMap<>();
    private final LinkStatisticsRequest request = new LinkStatisticsRequest();
    private final Take take = new Take();
    private final Count count = new Count();

    /** Finds whose counters a message holds, and takes them. */
    private final class Take implements MessageHandler {
        private final LinkStatisticsFlyweight statistics = new LinkStatisticsFlyweight();
        private int taken;

        @Override
        public void onMessage(int type, DirectBuffer buffer, int offset, int length) {
            if (!statistics.wrap(buffer, offset, length)) {
                return;
            }
            long[] session = counters.get(statistics.index());
            if (session != null) {
                session[0] = statistics.counters().txBytes();
                session[1] = statistics.counters().txPackets();
                taken++;
            }
        }
    }

    /** Only counts messages: what is left of a dump without their decoding. */
    private static final class Count implements MessageHandler {
        private int messages;

        @Override
        public void onMessage(int type, DirectBuffer buffer, int offset, int length) {
            messages++;
        }
    }

    private AccountingBench(int sessions) {
        links = sessions * LINKS_A_SESSION;
        IfbLinkRequest create = new IfbLinkRequest();
        driver.run(links, i -> create.reset().name("s" + i).index(FIRST_INDEX + i));
        for (int i = 0; i < links; i++) {
            counters.put(FIRST_INDEX + i, new long[2]);
        }
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        int sessions = Integer.parseInt(arguments[0]);
        System.out.println(new AccountingBench(sessions).measure(sessions, Integer.parseInt(arguments[1])));
    }

    private ObjectNode measure(int sessions, int rounds) {
        for (int i = 0; i < WARM_UP; i++) {
            dump(take);
            dump(count);
            each(links / WARM_UP);
        }
        double[] dump = new double[rounds];
        double[] raw = new double[rounds];
        double[] each = new double[rounds];
        long allocated = 0;
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("sessions", sessions).put("links", links);
        ArrayNode list = report.putArray("rounds");
        for (int round = 0; round < rounds; round++) {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            dump[round] = dump(take) / NS_PER_US / sessions;
            allocated += THREADS.getCurrentThreadAllocatedBytes() - bytes;
            raw[round] = dump(count) / NS_PER_US / sessions;
            each[round] = each(links) / NS_PER_US / sessions;
            list.addObject().put("dumpMicroseconds", dump[round]).put("dumpWithoutDecodingMicroseconds", raw[round])
                .put("queryEachMicroseconds", each[round]);
            System.err.printf(Locale.ROOT, "a session: dump %.2f us (%.2f us without decoding), a query each %.2f us%n", dump[round],
                raw[round], each[round]);
        }
        report.put("bytesAllocatedADump", (double) allocated / rounds);
        report.putArray("comparisons").add(PeerComparison.absolute("a session's counters", "µs", dump, Bound.AT_MOST, GOAL_US).toJson())
            .add(PeerComparison.of("dump against queries", "µs", dump, "a query a link", each, Bound.AT_MOST, GOAL_RATIO).toJson());
        return report;
    }

    private long dump(MessageHandler handler) {
        take.taken = 0;
        count.messages = 0;
        long before = System.nanoTime();
        driver.client().dump(request.all(), handler);
        long took = System.nanoTime() - before;
        int seen = handler == take ? take.taken : count.messages;
        if (seen < links) {
            throw new IllegalStateException("counters of " + seen + " links instead of " + links);
        }
        return took;
    }

    private long each(int queries) {
        take.taken = 0;
        long before = System.nanoTime();
        for (int i = 0; i < queries; i++) {
            driver.client().execute(request.byIndex(FIRST_INDEX + i), take);
        }
        long took = System.nanoTime() - before;
        if (take.taken != queries) {
            throw new IllegalStateException("counters of " + take.taken + " links instead of " + queries);
        }
        return took;
    }
}
