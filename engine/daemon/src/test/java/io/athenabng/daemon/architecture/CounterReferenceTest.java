package io.athenabng.daemon.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import io.athenabng.core.architecture.CoreCounters;
import io.athenabng.core.architecture.CounterReference;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.daemon.edge.kernel.KernelCounters;
import io.athenabng.daemon.edge.packet.ReceiverCounters;
import io.athenabng.daemon.edge.packet.TrunkSender;
import io.athenabng.daemon.edge.upstream.RadiusCounters;
import io.athenabng.daemon.edge.upstream.RelaySocket;
import io.athenabng.daemon.ring.ControlFrameTap;
import io.athenabng.daemon.ring.DataPlaneEventProxy;
import io.athenabng.daemon.ring.EventProxy;
import io.athenabng.daemon.ring.RadiusServerEventProxy;
import io.athenabng.ffi.packet.UdpSocket;
import io.athenabng.ffi.packet.UdpSocketConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;

/** {@code docs/counters.md} lists every counter of the daemon, with placeholders for what an installation chooses. */
final class CounterReferenceTest {
    private static final int RING_BYTES = 4_096;
    private static final int LOOPBACK = 0x7f00_0001;

    private static CounterReference reference() {
        final CounterReference reference = new CounterReference()
                .placeholder("eth1.0", "TRUNK.N").placeholder("eth1", "TRUNK").placeholder("127.0.0.1", "GIADDR")
                .placeholder("radius1", "SERVER");
        CoreCounters.make(reference);
        RadiusCounters.make(reference);
        KernelCounters.make(reference);
        final OneToOneRingBuffer ring = new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
        new ReceiverCounters(reference, "eth1", 0);
        new TrunkSender(null, reference, "eth1");
        new RelaySocket(LOOPBACK, UdpSocket.open(UdpSocketConfig.ipv4(LOOPBACK, 0)), ring, reference).close();
        new ControlFrameTap(ring, () -> 0, new long[0], reference);
        new EventProxy(ring, reference);
        new RadiusServerEventProxy(ring, reference);
        new DataPlaneEventProxy(ring, reference);
        return reference;
    }

    @Test
    void listsEveryCounter() throws IOException {
        assertEquals("", reference().drift(Program.root().resolve("docs").resolve("counters.md"), "engine/daemon"));
    }

    @Test
    void everyClassThatMakesCountersIsAsked() {
        final TreeSet<String> makers = Program.classes().stream()
                .filter(javaClass -> !javaClass.isAssignableTo(CounterRegistry.class))
                .flatMap(javaClass -> javaClass.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isAssignableTo(CounterRegistry.class) && call.getName().equals("counter"))
                .map(JavaMethodCall::getOriginOwner).map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(makers, new TreeSet<>(reference().makers()));
    }
}
