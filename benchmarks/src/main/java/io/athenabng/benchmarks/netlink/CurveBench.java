package io.athenabng.benchmarks.netlink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkSocketTransport;
import io.athenabng.netlink.address.AddressRequest;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.netlink.tc.IngressQdiscRequest;
import io.athenabng.netlink.tc.MirredRedirectAction;
import io.athenabng.netlink.tc.TbfQdiscRequest;
import io.athenabng.netlink.tc.TcHandle;
import io.athenabng.netlink.tc.U32FilterRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a session costs the running kernel as sessions grow, with stand-ins for what it may lack: a macvlan for the line's VLAN interface,
 * TBF for CAKE, u32 for matchall. Each session: the line, its shaper, ingress, an IFB with a shaper, redirection, host route and
 * permanent neighbour, in the gateway's order: links, then qdiscs while they are down, then up, then filters and routes, {@value #BATCH}
 * sessions at a time. Lines stand on an interface for each {@value #LINES_PER_PARENT} of them, as C-VLANs on their S-VLAN.
 *
 * <p>{@code CurveBench ROUNDS SESSIONS...}, in an empty network namespace; figures are taken at each number of sessions over the last
 * stretch before it. Once with an IFB made for each session, once with IFBs made ahead. Then every rate is changed, and all are deleted in
 * groups. One JSON object on standard output.
 */
public final class CurveBench {
    private static final int BATCH = 100;
    private static final int LINES_PER_PARENT = 250;
    private static final int GROUP_SIZE = 200;
    private static final int FIRST_GROUP = 5_000;
    private static final int IFB_GROUP = 4_999;
    private static final int FIRST_PARENT = 1_000;
    private static final int FIRST_LINE = 100_000;
    private static final int FIRST_IFB = 200_000;
    private static final int FIRST_ADDRESS = 0x0a40_0100;
    private static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final int LOOPBACK = 1;
    private static final int HOST = 32;
    private static final int BURST = 16 * 1024;
    private static final int LIMIT = 64 * 1024;
    private static final int ETH_P_ALL = 3;
    private static final long RATE = 50_000_000;
    private static final double NS_PER_S = 1e9;
    private static final double GOAL_SLOPE = 2;
    private static final double GOAL_SET_UP = 1_000;
    private static final double GOAL_POOL = 3_000;
    private static final double GOAL_TEAR_DOWN = 2_000;

    private final int[] sizes;
    private final int most;
    private final NetlinkDriver driver = new NetlinkDriver(NetlinkSocketTransport.open(), NetlinkClient.Settings.DEFAULT);
    private final IfbLinkRequest ifb = new IfbLinkRequest();
    private final MacvlanRequest line = new MacvlanRequest();
    private final LinkSetRequest set = new LinkSetRequest();
    private final LinkDeleteRequest delete = new LinkDeleteRequest();
    private final TbfQdiscRequest shaper = new TbfQdiscRequest();
    private final IngressQdiscRequest ingress = new IngressQdiscRequest();
    private final U32FilterRequest filter = new U32FilterRequest();
    private final MirredRedirectAction redirect = new MirredRedirectAction();
    private final RouteRequest route = new RouteRequest();
    private final NeighbourRequest neighbour = new NeighbourRequest();

    private CurveBench(int[] sizes) {
        this.sizes = sizes;
        most = sizes[sizes.length - 1];
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int[] sizes = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        System.out.println(new CurveBench(sizes).measure(Integer.parseInt(arguments[0])));
    }

    private ObjectNode measure(int rounds) throws IOException, InterruptedException {
        driver.run(1, i -> set.reset().index(LOOPBACK).up());
        driver.run(1, i -> new AddressRequest().reset().add().index(LOOPBACK).ipv4(0x0a40_0001, HOST));
        driver.run((most + LINES_PER_PARENT - 1) / LINES_PER_PARENT, i -> ifb.reset().name("o" + i).index(FIRST_PARENT + i).up(true));
        double[][] own = new double[sizes.length][rounds];
        double[][] pool = new double[sizes.length][rounds];
        double[] changed = new double[rounds];
        double[] gone = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            grow(false, own, round);
            double changes = change();
            double deletions = tearDown(true);
            makePool();
            grow(true, pool, round);
            tearDown(false);
            if (round >= 0) {
                changed[round] = changes;
                gone[round] = deletions;
            }
        }
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("rounds", rounds);
        ArrayNode curve = report.putArray("curve");
        for (int i = 0; i < sizes.length; i++) {
            curve.addObject().put("sessions", sizes[i]).put("setUpPerSecond", median(own[i]))
                .put("setUpFromPoolPerSecond", median(pool[i]));
        }
        report.put("rateChangesPerSecond", median(changed)).put("deletedPerSecond", median(gone));
        int last = sizes.length - 1;
        String many = String.format(Locale.ROOT, "%,d", most);
        report.putArray("comparisons")
            .add(PeerComparison.absolute("set-ups with an IFB each, up to " + many, "1/s", own[last], Bound.AT_LEAST, GOAL_SET_UP).toJson())
            .add(PeerComparison.absolute("set-ups from the pool, up to " + many, "1/s", pool[last], Bound.AT_LEAST, GOAL_POOL).toJson())
            .add(PeerComparison.of("slope with an IFB each", "1/s", own[0], "at " + many, own[last], Bound.AT_MOST, GOAL_SLOPE).toJson())
            .add(PeerComparison.of("slope from the pool", "1/s", pool[0], "at " + many, pool[last], Bound.AT_MOST, GOAL_SLOPE).toJson())
            .add(PeerComparison.absolute("torn down in groups", "1/s", gone, Bound.AT_LEAST, GOAL_TEAR_DOWN).toJson());
        return report;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void makePool() {
        driver.run(most, i -> ifb.reset().name("i" + i).index(FIRST_IFB + i).group(IFB_GROUP));
        driver.run(most, i -> tbf(FIRST_IFB + i, RATE).add());
        driver.run(most, i -> set.reset().index(FIRST_IFB + i).up());
    }

    private TbfQdiscRequest tbf(int index, long rate) {
        return shaper.reset().index(index).parent(TcHandle.ROOT).handle(TcHandle.of(1, 0)).rateBitsPerSecond(rate).burstBytes(BURST)
            .limitBytes(LIMIT);
    }

    /** Sets up all, and notes the rate of the stretch up to each size. */
    private void grow(boolean fromPool, double[][] rates, int round) throws IOException, InterruptedException {
        int there = 0;
        for (int i = 0; i < sizes.length; i++) {
            int from = there;
            long before = System.nanoTime();
            for (; there < sizes[i]; there += BATCH) {
                setUp(there, Math.min(BATCH, sizes[i] - there), fromPool);
            }
            double rate = (sizes[i] - from) * NS_PER_S / (System.nanoTime() - before);
            System.err.printf(Locale.ROOT, "up to %,d sessions %s: %,.0f set-ups/s%n", sizes[i],
                fromPool ? "from the pool" : "with an IFB each", rate);
            if (round >= 0) {
                rates[i][round] = rate;
            }
        }
        check(most);
    }

    private void setUp(int first, int count, boolean fromPool) {
        driver.run(count, i -> line.of("n" + (first + i), FIRST_LINE + first + i, FIRST_PARENT + (first + i) / LINES_PER_PARENT,
            FIRST_GROUP + (first + i) / GROUP_SIZE));
        if (!fromPool) {
            driver.run(count, i -> ifb.reset().name("i" + (first + i)).index(FIRST_IFB + first + i)
                .group(FIRST_GROUP + (first + i) / GROUP_SIZE));
            driver.run(count, i -> tbf(FIRST_IFB + first + i, RATE).add());
        } else {
            driver.run(count, i -> tbf(FIRST_IFB + first + i, RATE / 2).change());
        }
        driver.run(count, i -> tbf(FIRST_LINE + first + i, RATE).add());
        driver.run(count, i -> ingress.reset().index(FIRST_LINE + first + i).add());
        if (!fromPool) {
            driver.run(count, i -> set.reset().index(FIRST_IFB + first + i).up());
        }
        driver.run(count, i -> set.reset().index(FIRST_LINE + first + i).up());
        driver.run(count, i -> filter.reset().index(FIRST_LINE + first + i).parent(TcHandle.INGRESS_QDISC).priority(1).protocol(ETH_P_ALL)
            .matchU32(0, 0, 0).action(redirect.targetIndex(FIRST_IFB + first + i)).add());
        driver.run(count, i -> route.reset().add().ipv4Destination(FIRST_ADDRESS + first + i, HOST).outputIndex(FIRST_LINE + first + i)
            .scope(RouteAttributes.RT_SCOPE_LINK));
        driver.run(count, i -> neighbour.replace(FIRST_LINE + first + i, FIRST_MAC + first + i).ipv4(FIRST_ADDRESS + first + i));
    }

    private double change() {
        long before = System.nanoTime();
        driver.run(most, i -> tbf(FIRST_LINE + i, RATE / 2).change());
        driver.run(most, i -> tbf(FIRST_IFB + i, RATE / 2).change());
        return most * NS_PER_S / (System.nanoTime() - before);
    }

    private double tearDown(boolean ifbsToo) throws IOException, InterruptedException {
        long before = System.nanoTime();
        driver.run((most + GROUP_SIZE - 1) / GROUP_SIZE, i -> delete.byGroup(FIRST_GROUP + i));
        double rate = most * NS_PER_S / (System.nanoTime() - before);
        System.err.printf(Locale.ROOT, "%,.0f deleted/s%n", rate);
        if (!ifbsToo) {
            driver.run(1, i -> delete.byGroup(IFB_GROUP));
        }
        check(0);
        return rate;
    }

    private static void check(int expected) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", "ip -o link show type macvlan | wc -l; tc qdisc show | grep -c ingress;"
            + " ip route show | grep -c ' dev n'; ip neigh show nud permanent | grep -c ' dev n'").start();
        String[] counts = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip().split("\\s+");
        process.waitFor();
        for (String count : counts) {
            if (Integer.parseInt(count) != expected) {
                throw new IllegalStateException("there are " + String.join(", ", counts)
                    + " lines, ingresses, routes and neighbours instead of " + expected);
            }
        }
    }
}
