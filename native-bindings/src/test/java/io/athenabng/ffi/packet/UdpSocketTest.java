package io.athenabng.ffi.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.Errno;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Poller;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Datagrams over the loopback interface. */
final class UdpSocketTest {
    private static final int LOOPBACK = 0x7f000001;
    private static final int NOWHERE = 0xf0000001;

    private static UdpSocket open(int slots, int slotSize) {
        return UdpSocket.open(UdpSocketConfig.ipv4(LOOPBACK, 0).withSlots(slots, slotSize));
    }

    private static void queue(UdpSocket from, int peer, int port, int length, int value) {
        long address = from.claim(peer, port, length);
        assertNotEquals(0, address);
        NativeMemory.putInt(address, value);
        from.commit();
    }

    private static void await(UdpSocket socket) {
        try (Poller poller = new Poller(1)) {
            poller.add(socket.fd(), Poller.IN);
            assertEquals(1, poller.poll(5_000));
        }
    }

    @Test
    void batchesGoOverWithTheSendersAddress() {
        try (UdpSocket left = open(16, 512); UdpSocket right = open(16, 512)) {
            assertEquals(0, right.receive((a, l, h, lo, p, s) -> {
                throw new AssertionError("nothing was sent");
            }));
            List<Integer> values = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 11; i++) {
                    queue(left, LOOPBACK, right.localPort(), 4 + i, round * 100 + i);
                }
                assertEquals(11, left.flush());
                await(right);
                int base = round * 100;
                assertEquals(11, right.receive((address, length, high, low, port, scope) -> {
                    int value = NativeMemory.getInt(address);
                    values.add(value);
                    assertEquals(4 + value - base, length);
                    assertEquals(0, high);
                    assertEquals(0xffff_7f00_0001L, low);
                    assertEquals(LOOPBACK, (int) low);
                    assertEquals(left.localPort(), port);
                    assertEquals(0, scope);
                }));
            }
            assertEquals(110, values.stream().distinct().count());
            assertEquals(110, left.sent());
            assertEquals(110, right.received());
        }
    }

    @Test
    void longDatagramIsCountedAndDropped() {
        try (UdpSocket left = open(4, 512); UdpSocket right = open(4, 64)) {
            queue(left, LOOPBACK, right.localPort(), 65, 1);
            queue(left, LOOPBACK, right.localPort(), 64, 2);
            left.flush();
            await(right);
            assertEquals(1, right.receive((address, length, h, l, p, s) -> assertEquals(64, length)));
            assertEquals(1, right.truncated());
            assertEquals(1, right.received());
        }
    }

    @Test
    void refusedDatagramIsCountedAndTheOthersLeave() {
        try (UdpSocket left = open(4, 512); UdpSocket right = open(4, 512)) {
            queue(left, LOOPBACK, right.localPort(), 4, 1);
            queue(left, NOWHERE, 67, 4, 2);
            queue(left, LOOPBACK, right.localPort(), 4, 3);
            assertEquals(2, left.flush());
            assertEquals(0, left.queued());
            assertEquals(1, left.refused());
            assertTrue(left.lastErrno() > 0, () -> Errno.describe(left.lastErrno()));
        }
    }

    @Test
    void fullQueueIsReportedAndNothingIsOverwritten() {
        try (UdpSocket left = open(2, 64); UdpSocket right = open(4, 64)) {
            queue(left, LOOPBACK, right.localPort(), 4, 1);
            queue(left, LOOPBACK, right.localPort(), 4, 2);
            assertEquals(0, left.claim(LOOPBACK, right.localPort(), 4));
            assertThrows(IllegalStateException.class, left::commit);
            assertEquals(1, left.overflows());
            left.flush();
            await(right);
            List<Integer> values = new ArrayList<>();
            right.receive((address, length, h, l, p, s) -> values.add(NativeMemory.getInt(address)));
            assertEquals(List.of(1, 2), values);
            assertThrows(IllegalArgumentException.class, () -> left.claim(LOOPBACK, 1, 65));
            assertThrows(IllegalArgumentException.class, () -> left.claim(LOOPBACK, 1, 0));
        }
    }

    @Test
    void filterAppliesFromTheStart() {
        try (UdpSocket left = open(4, 64);
             UdpSocket right = UdpSocket.open(UdpSocketConfig.ipv4(LOOPBACK, 0).withFilter(BpfProgram.dropAll()))) {
            queue(left, LOOPBACK, right.localPort(), 4, 1);
            left.flush();
            right.attachFilter(BpfProgram.acceptAll());
            queue(left, LOOPBACK, right.localPort(), 4, 2);
            left.flush();
            await(right);
            assertEquals(1, right.receive((address, length, h, l, p, s) -> assertEquals(2, NativeMemory.getInt(address))));
        }
    }

    @Test
    void portInUseIsNamed() {
        try (UdpSocket first = open(1, 64)) {
            NativeException thrown = assertThrows(NativeException.class,
                () -> UdpSocket.open(UdpSocketConfig.ipv4(LOOPBACK, first.localPort())));
            assertEquals(Errno.EADDRINUSE, thrown.errno());
            assertThrows(IllegalArgumentException.class, () -> UdpSocketConfig.ipv4(0, 65_536));
        }
    }
}
