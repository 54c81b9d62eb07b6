package io.athenabng.benchmarks.micro;

import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A Discover: validated, its options indexed; alone, and with the frame around it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DhcpParserBenchmark {
    /** Messages that are used in turn. */
    @Param({"64", "65536"})
    public int frames;

    private final FrameParser frameParser = new FrameParser();
    private final DhcpParser parser = new DhcpParser();
    private SampleFrames samples;
    private int payload;

    /** Writes the frames. */
    @Setup
    public void write() {
        samples = new SampleFrames(frames, false);
        int offset = samples.next();
        if (frameParser.parse(samples.memory(), offset, samples.length(), false, 0, 0) != FrameClass.DHCP4_CLIENT) {
            throw new IllegalStateException("the sample is no Discover");
        }
        payload = frameParser.payloadOffset() - offset;
    }

    /** The message alone. */
    @Benchmark
    public int message() {
        int offset = samples.next();
        return sound(offset + payload, samples.length() - payload);
    }

    /** Frame with its checksums, then message. */
    @Benchmark
    public int frameAndMessage() {
        int offset = samples.next();
        frameParser.parse(samples.memory(), offset, samples.length(), false, 0, 0);
        return sound(frameParser.payloadOffset(), frameParser.payloadLength());
    }

    private int sound(int offset, int length) {
        int reason = parser.parse(samples.memory(), offset, length, DhcpFlyweight.BOOTREQUEST);
        if (reason != DhcpMalformedReason.NONE) {
            throw new IllegalStateException(DhcpMalformedReason.name(reason));
        }
        return parser.messageType() + parser.header().xid();
    }
}
