package io.athenabng.benchmarks.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.athenabng.benchmarks.load.ClientMessages;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.VlanStack;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/** How memory that no cache holds is read: pages of 4 KiB or 2 MiB, and the next frame's header touched before this one is parsed. */
final class MemoryTrials {
    private static final int SLOT = 512;
    private static final int FRAMES = 1 << 18;
    private static final long HUGE_PAGE = 2L << 20;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final long MAC = 0x0200_0000_0001L;

    private final UnsafeBuffer small = frames(MADV_NOHUGEPAGE);
    private final UnsafeBuffer huge = frames(MADV_HUGEPAGE);
    private final FrameParser parser = new FrameParser();
    private final int[] order = new int[FRAMES];
    private long digest;

    MemoryTrials() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < FRAMES; i++) {
            order[i] = random.nextInt(FRAMES);
        }
    }

    private static UnsafeBuffer frames(int advice) {
        MemorySegment memory = Arena.global().allocate((long) FRAMES * SLOT, HUGE_PAGE);
        advise(memory, advice);
        UnsafeBuffer buffer = new UnsafeBuffer(memory.address(), FRAMES * SLOT);
        ClientMessages messages = new ClientMessages(false);
        for (int i = 0; i < FRAMES; i++) {
            long stack = VlanStack.appendInner(VlanStack.UNTAGGED, EtherType.SERVICE_VLAN, 1 + i % 4_000);
            int length = messages.discover(VlanStack.appendInner(stack, EtherType.VLAN, 1 + i / 4_000), MAC + i, i, 0);
            buffer.putInt(i * SLOT, length);
            buffer.putBytes(i * SLOT + Integer.BYTES, messages.frame(), 0, length);
        }
        return buffer;
    }

    @SuppressWarnings("restricted")
    private static void advise(MemorySegment memory, int advice) {
        Linker linker = Linker.nativeLinker();
        try {
            int result = (int) linker.downcallHandle(linker.defaultLookup().find("madvise").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT))
                .invokeExact(memory, memory.byteSize(), advice);
            if (result != 0) {
                throw new IllegalStateException("the kernel takes no advice on pages");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("madvise", e);
        }
    }

    void run(int rounds, ArrayNode rows) throws Exception {
        new Trial("pages below buffers of our own, frames in random order", "ns")
            .variant("4 KiB", "the kernel allocates the receive ring itself; our rings between agents fit a second-level TLB",
                () -> parse(small, 0))
            .variant("2 MiB (madvise)", "pays only where far more memory is walked at random than agents' rings have", () -> parse(huge, 0))
            .run(rounds, rows);
        new Trial("next frame's header touched before this frame is parsed", "ns")
            .variant("not touched", "the hardware's prefetcher follows a block's frames by itself", () -> inOrder(false))
            .variant("touched", "one more load a frame", () -> inOrder(true)).run(rounds, rows);
        if (digest == 0) {
            throw new IllegalStateException("nothing was parsed");
        }
    }

    private double parse(UnsafeBuffer memory, int from) {
        long address = memory.addressOffset();
        long before = cpuNs();
        for (int i = from; i < FRAMES; i++) {
            int at = order[i] * SLOT;
            one(address + at + Integer.BYTES, memory.getInt(at));
        }
        return (double) (cpuNs() - before) / FRAMES;
    }

    private double inOrder(boolean touched) {
        long address = small.addressOffset();
        long before = cpuNs();
        for (int i = 0; i < FRAMES - 1; i++) {
            int at = i * SLOT;
            if (touched) {
                digest += small.getByte(at + SLOT + Integer.BYTES + 12);
            }
            one(address + at + Integer.BYTES, small.getInt(at));
        }
        return (double) (cpuNs() - before) / FRAMES;
    }

    private void one(long address, int length) {
        if (parser.parse(address, length, false, 0, 0, false) != FrameClass.DHCP4_CLIENT) {
            throw new IllegalStateException("not a client's frame");
        }
        digest += parser.vlanStack() + parser.srcMac();
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
