package io.athenabng.benchmarks.micro;

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

/** From a frame behind two tags to its class and fields: Discovers, or every second one TCP; few frames, or 65,536. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FrameParserBenchmark {
    /** Frames that are used in turn: 64 stay in the first-level cache, 65,536 are 32 MiB. */
    @Param({"64", "65536"})
    public int frames;

    /** What they are. */
    @Param({"dhcp", "mixed"})
    public String kind;

    /** Whether the UDP checksum is computed, or somebody vouches for it. */
    @Param({"true", "false"})
    public boolean udpChecksum;

    private final FrameParser parser = new FrameParser();
    private SampleFrames samples;

    /** Writes the frames. */
    @Setup
    public void write() {
        samples = new SampleFrames(frames, kind.equals("mixed"));
    }

    /** One frame. */
    @Benchmark
    public long parse() {
        int offset = samples.next();
        int frameClass = parser.parse(samples.memory(), offset, samples.length(), false, 0, 0, !udpChecksum);
        return frameClass + parser.vlanStack() + parser.srcMac() + parser.payloadLength();
    }
}
