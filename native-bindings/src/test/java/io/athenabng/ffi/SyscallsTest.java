package io.athenabng.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.testkit.Allocations;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** System calls, their errors in words, and the resources that own what they return. */
final class SyscallsTest {
    @Test
    void errorsAreNegatedNumbersWithNameAndText() {
        assertEquals(-Linux.EBADF(), Syscalls.close(-1));
        assertEquals(-Errno.ENOENT, Syscalls.open("/nowhere/at/all", Linux.O_RDONLY()));
        assertEquals(-Errno.ENODEV, Syscalls.ifNameToIndex("no-such-link"));
        assertEquals("ENODEV (No such device)", Errno.describe(Errno.ENODEV));
        assertEquals("EPERM", Errno.name(1));
        assertEquals("EAGAIN", Errno.name(11), "not its alias EWOULDBLOCK");
        assertEquals("EDEADLK", Errno.name(35));
        assertEquals("EOPNOTSUPP", Errno.name(95));
        assertEquals("errno 4095", Errno.name(4095));
        NativeException thrown = assertThrows(NativeException.class, () -> NativeException.check("bind(eth1)", -Errno.ENODEV));
        assertEquals("bind(eth1): ENODEV (No such device)", thrown.getMessage());
        assertEquals(Errno.ENODEV, thrown.errno());
        assertEquals(7, NativeException.check("fine", 7));
    }

    @Test
    void errorNumberBelongsToTheThreadThatCalled() throws InterruptedException {
        int[] others = new int[1];
        assertEquals(-Errno.ENOENT, Syscalls.open("/nowhere/at/all", Linux.O_RDONLY()));
        Thread other = new Thread(() -> others[0] = Syscalls.close(-1));
        other.start();
        other.join();
        assertEquals(-Linux.EBADF(), others[0]);
    }

    @Test
    void callsAllocateNothingOnceCompiled() {
        try (EventFd event = EventFd.open(); Poller poller = new Poller(1)) {
            poller.add(event.fd(), Poller.IN);
            // The linker's adapters are free of garbage once the optimising compiler has been over them.
            Allocations.assertNone("system calls", () -> callOnce(event, poller));
        }
    }

    private static void callOnce(EventFd event, Poller poller) {
        event.signal();
        if (poller.poll(0) != 1 || event.drain() != 1) {
            throw new AssertionError("no event");
        }
    }

    @Test
    void descriptorIsClosedOnceAndNotUsedAfterwards() {
        FileDescriptor descriptor = FileDescriptor.own("open", Syscalls.open("/dev/null", Linux.O_RDONLY()));
        int number = descriptor.value();
        descriptor.close();
        assertTrue(descriptor.isClosed());
        assertThrows(IllegalStateException.class, descriptor::value);
        // The number is given to the next file; closing again must not close that one.
        try (FileDescriptor next = FileDescriptor.own("open", Syscalls.open("/dev/null", Linux.O_RDONLY()))) {
            assertEquals(number, next.value());
            descriptor.close();
            assertEquals(0, Syscalls.read(next.value(), 0, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> new FileDescriptor(-1, "nothing"));
        assertThrows(NativeException.class, () -> FileDescriptor.own("open", -Errno.ENOENT));
    }

    @Test
    void mappingIsReadableUntilClosed() {
        MappedRegion region = MappedRegion.map(-1, 8192, Linux.PROT_READ() | Linux.PROT_WRITE(),
            Linux.MAP_PRIVATE() | Linux.MAP_ANONYMOUS());
        NativeMemory.putLong(region.address() + 8184, 0x0102030405060708L);
        assertEquals(0x01020304, NativeMemory.getInt(region.address() + 8188));
        assertEquals(0x08070605, NativeMemory.getIntBigEndian(region.address() + 8184));
        region.close();
        region.close();
        assertThrows(IllegalStateException.class, region::address);
        NativeException refused = assertThrows(NativeException.class, () -> MappedRegion.map(-1, 0, 0, Linux.MAP_PRIVATE()));
        assertTrue(refused.getMessage().contains("EINVAL") || refused.getMessage().contains("EBADF"), refused.getMessage());
    }

    @Test
    void eventWakesAThreadThatPolls() throws InterruptedException {
        try (EventFd event = EventFd.open(); Poller poller = new Poller(2)) {
            int slot = poller.add(event.fd(), Poller.IN);
            assertEquals(0, poller.poll(0));
            assertEquals(0, poller.ready(slot));
            Thread signaller = new Thread(() -> {
                event.signal();
                event.signal();
            });
            long start = System.nanoTime();
            signaller.start();
            assertEquals(1, poller.poll(10_000));
            signaller.join();
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(9), "woken, not timed out");
            assertEquals(Poller.IN, poller.ready(slot));
            assertEquals(2, event.drain());
            assertEquals(0, event.drain());
            poller.disable(slot);
            event.signal();
            assertEquals(0, poller.poll(0));
            assertThrows(IllegalArgumentException.class, () -> poller.poll(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> poller.ready(1));
            poller.add(event.fd(), Poller.IN);
            assertThrows(IllegalStateException.class, () -> poller.add(event.fd(), Poller.IN));
        }
    }

    @Test
    void affinityHoldsForTheThreadOnly() throws InterruptedException {
        BitSet all = ThreadAffinity.get();
        assertNotEquals(0, all.cardinality());
        BitSet one = new BitSet();
        one.set(all.nextSetBit(0));
        BitSet[] seen = new BitSet[1];
        Thread pinned = new Thread(() -> {
            ThreadAffinity.set(one);
            seen[0] = ThreadAffinity.get();
        });
        pinned.start();
        pinned.join();
        assertEquals(one, seen[0]);
        assertEquals(all, ThreadAffinity.get());
        assertThrows(NativeException.class, () -> ThreadAffinity.set(new BitSet()));
    }

    @Test
    void privilegesAreReadFromTheStatusFile() {
        List<String> status = List.of("Name:\tjava", "CapPrm:\t0000000000000000", "CapEff:\t0000000000002000");
        Privileges raw = Privileges.parse(1000, status);
        assertTrue(raw.has(Privileges.CAP_NET_RAW));
        assertFalse(raw.has(Privileges.CAP_NET_ADMIN));
        assertEquals(List.of("CAP_NET_ADMIN"), raw.missingForGateway());
        assertThrows(IllegalStateException.class, () -> Privileges.parse(0, List.of()));
        assertEquals(Linux.geteuid(), Privileges.current().effectiveUserId());
    }

    @Test
    void loopbackIsDescribed() {
        NetworkInterfaces.Info loopback = NetworkInterfaces.find("lo").orElseThrow();
        assertEquals(NetworkInterfaces.index("lo"), loopback.index());
        assertEquals(0, loopback.mac());
        assertTrue((loopback.flags() & Linux.IFF_LOOPBACK()) != 0);
        assertTrue(NetworkInterfaces.find("a-name-that-is-longer-than-fifteen").isEmpty());
    }
}
