package io.athenabng.benchmarks.micro;

import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.message.NetlinkRequest;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.netlink.tc.CakeQdiscRequest;
import io.athenabng.netlink.tc.TcHandle;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One netlink message each: what a session costs in encoding, against the kernel's hundreds of microseconds for the same. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class NetlinkEncodingBenchmark {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4_096]);
    private final VlanLinkRequest vlan = new VlanLinkRequest();
    private final CakeQdiscRequest cake = new CakeQdiscRequest();
    private final RouteRequest route = new RouteRequest();
    private int number;

    /** Creates a line's VLAN interface. */
    @Benchmark
    public int vlanCreate() {
        number++;
        return encoded(vlan.reset().parentIndex(100).name("eth1.500.100").index(1_000 + (number & 0xffff)).vlanId(1 + (number & 0x7ff))
            .protocol(LinkAttributes.ETH_P_8021Q).mtu(1_500));
    }

    /** Changes a CAKE shaper's rate in place. */
    @Benchmark
    public int cakeChange() {
        number++;
        return encoded(cake.reset().change().index(1_000 + (number & 0xffff)).handle(TcHandle.of(1, 0))
            .rateBitsPerSecond(10_000_000L + number));
    }

    /** Adds a CAKE shaper with all that the gateway sets. */
    @Benchmark
    public int cakeAdd() {
        number++;
        return encoded(cake.reset().add().index(1_000 + (number & 0xffff)).handle(TcHandle.of(1, 0)).parent(TcHandle.ROOT)
            .rateBitsPerSecond(10_000_000L + number).overhead(26).mpu(64));
    }

    /** Adds a subscriber's host route. */
    @Benchmark
    public int routeAdd() {
        number++;
        return encoded(route.reset().add().ipv4Destination(0x0a40_0000 + (number & 0xffff), 32)
            .outputIndex(1_000 + (number & 0xffff)));
    }

    private int encoded(NetlinkRequest request) {
        int length = request.encode(buffer, 0);
        if (length == NetlinkRequest.OVERFLOW) {
            throw new IllegalStateException("the message does not fit");
        }
        return length;
    }
}
