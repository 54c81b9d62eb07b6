package io.athenabng.benchmarks.micro;

import io.athenabng.benchmarks.load.ClientMessages;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.EthernetFlyweight;
import io.athenabng.wire.ip.Ipv4Flyweight;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames side by side in off-heap memory, as a ring holds them, used one after the other. */
final class SampleFrames {
    private static final int SLOT = 512;
    private static final int PAYLOAD = 100;
    private static final int TCP = 6;

    private final UnsafeBuffer memory;
    private final int[] lengths;
    private final int mask;
    private int index;

    /**
     * Writes the frames.
     *
     * @param count a power of two
     * @param mixed whether every second one is subscriber traffic: TCP behind the same tags
     */
    SampleFrames(int count, boolean mixed) {
        memory = new UnsafeBuffer(ByteBuffer.allocateDirect(count * SLOT));
        lengths = new int[count];
        mask = count - 1;
        LinePlan lines = new LinePlan(count, 500, 520, EtherType.SERVICE_VLAN, 1, 4_000, 1, 0x0200_0000_0001L);
        ClientMessages messages = new ClientMessages(false);
        for (int i = 0; i < count; i++) {
            int offset = i * SLOT;
            if (mixed && i % 2 == 1) {
                lengths[i] = tcp(offset, lines, i);
            } else {
                lengths[i] = messages.discover(lines.vlanStack(i), lines.mac(i), 0x1000_0000 + i, 0);
                memory.putBytes(offset, messages.frame(), 0, lengths[i]);
            }
        }
    }

    private int tcp(int offset, LinePlan lines, int number) {
        long stack = lines.vlanStack(number);
        new EthernetFlyweight().wrapMutable(memory, offset, SLOT).destination(0x02ff_0000_0001L).source(lines.mac(number))
            .tagsAndType(stack, EtherType.IPV4);
        int header = EthernetFlyweight.headerLength(stack);
        int total = Ipv4Flyweight.MIN_HEADER_LENGTH + PAYLOAD;
        Ipv4Flyweight.encode(memory, offset + header, total, 0, 64, TCP, 0x0a40_0100 + number, 0x0808_0808);
        return header + total;
    }

    UnsafeBuffer memory() {
        return memory;
    }

    /** Where the next frame begins. */
    int next() {
        index = index + 1 & mask;
        return index * SLOT;
    }

    /** Bytes of the frame that {@link #next} went to. */
    int length() {
        return lengths[index];
    }
}
