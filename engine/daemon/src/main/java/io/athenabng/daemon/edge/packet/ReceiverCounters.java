package io.athenabng.daemon.edge.packet;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.MalformedReason;
import java.util.Locale;
import org.agrona.concurrent.status.AtomicCounter;

/** What one receiver of a trunk counts. Each fanout member has its own, with one writer. */
public final class ReceiverCounters {
    final AtomicCounter frames;
    final AtomicCounter ringFull;
    final AtomicCounter truncated;
    final AtomicCounter kernelPackets;
    final AtomicCounter kernelDrops;
    final AtomicCounter kernelFreezes;
    final AtomicCounter ringMalformed;
    final AtomicCounter[] byClass = new AtomicCounter[FrameClass.COUNT];
    final AtomicCounter[] malformed = new AtomicCounter[MalformedReason.COUNT];

    /**
     * The counters of one receiver.
     *
     * @param registry makes them
     * @param trunk    the trunk's name
     * @param member   the fanout member's number
     */
    public ReceiverCounters(final CounterRegistry registry, final String trunk, final int member) {
        final String prefix = "receive." + trunk + "." + member + ".";
        frames = registry.counter(prefix + "frames", "Control frames read from the ring");
        ringFull = registry.counter(prefix + "session_ring_full", "Frames dropped because the session agent is behind");
        truncated = registry.counter(prefix + "truncated", "Frames longer than the ring's snap length");
        kernelPackets = registry.counter(prefix + "kernel_packets", "Frames that the kernel counted for the ring (tp_packets)");
        kernelDrops = registry.counter(prefix + "kernel_drops", "Frames that the kernel dropped because the ring was full (tp_drops)");
        kernelFreezes = registry.counter(prefix + "kernel_freezes", "How often the ring was full (tp_freeze_q_cnt)");
        ringMalformed = registry.counter(prefix + "ring_malformed", "Frames whose place in the ring was not inside its block");
        for (int i = 0; i < byClass.length; i++) {
            final String name = FrameClass.name(i).toLowerCase(Locale.ROOT);
            byClass[i] = registry.counter(prefix + "class." + name, "Frames of the class " + name);
        }
        for (int i = 1; i < malformed.length; i++) {
            final String name = MalformedReason.name(i).toLowerCase(Locale.ROOT);
            malformed[i] = registry.counter(prefix + "malformed." + name, "Frames dropped as malformed: " + name);
        }
    }
}
