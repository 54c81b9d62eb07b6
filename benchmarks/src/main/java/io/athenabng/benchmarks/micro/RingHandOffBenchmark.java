package io.athenabng.benchmarks.micro;

import io.athenabng.daemon.ring.ControlFrameProxy;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.VlanStack;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A DHCP message of 300 bytes from the receiver to the session agent by {@link ControlFrameProxy}: written and read by one thread, and
 * handed from one thread to another.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RingHandOffBenchmark {
    private static final int RING_BYTES = 4 << 20;
    private static final int MESSAGE_BYTES = 300;
    private static final int READ_LIMIT = 64;
    private static final long LINE = VlanStack.of(500, 100);
    private static final long MAC = 0x0200_0000_0001L;

    /** The ring, its writer and its reader. */
    @State(Scope.Group)
    public static class Ring implements MessageHandler {
        private final OneToOneRingBuffer ring =
            new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
        private final ControlFrameProxy proxy = new ControlFrameProxy(ring);
        private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
        private long seen;

        boolean write() {
            return proxy.onFrame(0, FrameClass.DHCP4_CLIENT, LINE, MAC, 0xffff_ffff, message, 0, MESSAGE_BYTES);
        }

        int read() {
            return ring.read(this, READ_LIMIT);
        }

        long seen() {
            return seen;
        }

        @Override
        public void onMessage(int msgTypeId, MutableDirectBuffer buffer, int index, int length) {
            seen += length + buffer.getLong(index);
        }
    }

    /** The same for one thread. */
    @State(Scope.Thread)
    public static class OwnRing extends Ring {
    }

    /** Messages that arrived. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Arrived {
        /** How many. */
        public long messages;

        /** Begins to count anew. */
        @Setup(Level.Iteration)
        public void reset() {
            messages = 0;
        }
    }

    /** Writes one, reads one. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public long writeAndRead(OwnRing ring) {
        // At the ring's end the first read finds nothing but the gap that was left there.
        if (!ring.write() || ring.read() + ring.read() != 1) {
            throw new IllegalStateException("the ring did not give back the one message");
        }
        return ring.seen();
    }

    /** The receiver's side; a full ring costs it a call. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @Group("handOff")
    @GroupThreads(1)
    public boolean producer(Ring ring) {
        return ring.write();
    }

    /** The session agent's side. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @Group("handOff")
    @GroupThreads(1)
    public long consumer(Ring ring, Arrived arrived) {
        arrived.messages += ring.read();
        return ring.seen();
    }
}
