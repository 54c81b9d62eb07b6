package io.athenabng.benchmarks.micro;

import io.athenabng.benchmarks.gateway.SteppedGateway;
import io.athenabng.benchmarks.load.ClientMessages;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.wire.ethernet.EtherType;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The decision: from a Discover frame, through frame parser, access line, authentication and DHCP server, to the Offer as a whole frame.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class GatewayBenchmark {
    private static final int CLIENTS = 1_024;
    private static final int ROOM = 512;

    private final UnsafeBuffer[] discovers = new UnsafeBuffer[CLIENTS];
    private SteppedGateway gateway;
    private long sent;
    private long repliesBefore;

    /** Every client's line is there, and it has had one Offer already. */
    @Setup
    public void open() {
        gateway = new SteppedGateway();
        LinePlan lines = new LinePlan(CLIENTS, 500, 500, EtherType.SERVICE_VLAN, 1, CLIENTS, 1, 0x0200_0000_0001L);
        ClientMessages messages = new ClientMessages(false);
        for (int client = 0; client < CLIENTS; client++) {
            int length = messages.discover(lines.vlanStack(client), lines.mac(client), 0x1000_0000 + client, 0);
            byte[] frame = new byte[ROOM];
            messages.frame().getBytes(0, frame, 0, length);
            discovers[client] = new UnsafeBuffer(frame, 0, length);
            gateway.send(discovers[client], length);
            gateway.settle();
        }
        repliesBefore = gateway.replies();
        if (repliesBefore < CLIENTS) {
            throw new IllegalStateException(repliesBefore + " Offers for " + CLIENTS + " Discovers");
        }
    }

    /** One Discover, one Offer. */
    @Benchmark
    public long discoverToOffer() {
        UnsafeBuffer discover = discovers[(int) (sent++ & CLIENTS - 1)];
        gateway.send(discover, discover.capacity());
        return gateway.replies();
    }

    /** Every Discover has been answered. */
    @TearDown
    public void check() {
        if (gateway.replies() - repliesBefore != sent) {
            throw new IllegalStateException(gateway.replies() - repliesBefore + " Offers for " + sent + " Discovers");
        }
    }
}
