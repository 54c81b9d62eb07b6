package io.athenabng.daemon.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.port.EventSink;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.core.testkit.TestCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.junit.jupiter.api.Test;

/** Frames, datagrams and events through their rings. */
class PacketRingTest {
    private static final long SEED = 20_240_301;

    private final OneToOneRingBuffer ring = TestRings.ring();
    private final Random random = new Random(SEED);

    private byte[] bytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] copy(final MutableDirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    @Test
    void framesToTheSenderKeepTrunkBytesAndOrder() {
        final TransmitProxy proxy = new TransmitProxy(ring, new long[] {0x02_00_00_00_00_01L, 0x02_00_00_00_00_02L}, TestRings.noTap());
        assertEquals(0x02_00_00_00_00_02L, proxy.sourceMac(1));
        final List<byte[]> received = new ArrayList<>();
        final List<Integer> trunks = new ArrayList<>();
        final TransmitAdapter adapter = new TransmitAdapter(ring, (trunk, buffer, offset, length) -> {
            trunks.add(trunk);
            received.add(copy(buffer, offset, length));
            return true;
        });
        for (int round = 0; round < 300; round++) {
            final byte[] frame = bytes(14 + random.nextInt(400));
            final int aborted = proxy.claim(0, 60);
            assertTrue(aborted >= 0);
            proxy.abort();
            final int at = proxy.claim(round % 2, frame.length);
            proxy.buffer().putBytes(at, frame);
            proxy.commit();
            TestRings.drain(adapter::poll);
            assertEquals(1, received.size(), "an aborted frame is not sent");
            assertArrayEquals(frame, received.removeFirst());
            assertEquals(round % 2, trunks.removeFirst());
        }
    }

    @Test
    void aFrameThatTheSenderCannotTakeStays() {
        final TransmitProxy proxy = new TransmitProxy(ring, new long[] {1}, TestRings.noTap());
        final List<Integer> lengths = new ArrayList<>();
        final boolean[] room = {false};
        final TransmitAdapter adapter = new TransmitAdapter(ring, (trunk, buffer, offset, length) -> {
            if (room[0]) {
                lengths.add(length);
            }
            return room[0];
        });
        int claimed = 0;
        while (proxy.claim(0, 100 + claimed) >= 0) {
            proxy.commit();
            claimed++;
        }
        assertTrue(claimed > 5);
        adapter.poll(10);
        assertEquals(List.of(), lengths);
        room[0] = true;
        TestRings.drain(adapter::poll);
        assertEquals(claimed, lengths.size());
        for (int i = 0; i < claimed; i++) {
            assertEquals(100 + i, lengths.get(i));
        }
    }

    @Test
    void datagramsKeepTheirAddresses() {
        final UpstreamProxy proxy = new UpstreamProxy(ring);
        final List<String> seen = new ArrayList<>();
        final List<byte[]> received = new ArrayList<>();
        final boolean[] room = {true};
        final DatagramAdapter adapter = new DatagramAdapter(ring, (giaddr, server, buffer, offset, length) -> {
            if (room[0]) {
                seen.add(Integer.toHexString(giaddr) + " " + Integer.toHexString(server));
                received.add(copy(buffer, offset, length));
            }
            return room[0];
        });
        for (int round = 0; round < 200; round++) {
            final byte[] message = bytes(240 + random.nextInt(200));
            final int at = proxy.claim(0x0a40_0001, 0xc000_020a, message.length);
            proxy.buffer().putBytes(at, message);
            proxy.commit();
            room[0] = false;
            adapter.poll(10);
            room[0] = true;
            assertEquals(1, TestRings.drain(adapter::poll));
            assertEquals("a400001 c000020a", seen.removeFirst());
            assertArrayEquals(message, received.removeFirst());
        }
        while (proxy.claim(1, 2, 300) >= 0) {
            proxy.commit();
        }
        assertTrue(TestRings.drain(adapter::poll) > 5);
    }

    @Test
    void controlFramesAreDroppedWhenTheRingIsFullAndTheCallerHearsIt() {
        final ControlFrameProxy proxy = new ControlFrameProxy(ring);
        final UnsafeBuffer frame = new UnsafeBuffer(bytes(300));
        int taken = 0;
        while (proxy.onFrame(3, 1, 0x8064L, 0x0200_0000_0001L, -1, frame, 10, 250)) {
            taken++;
        }
        assertTrue(taken > 5 && taken < 20);
        assertFalse(proxy.onFrame(3, 1, 0x8064L, 0x0200_0000_0001L, -1, frame, 10, 250));
        final int[] read = {0};
        TestRings.drain(limit -> ring.read((type, buffer, index, length) -> {
            read[0]++;
            assertEquals(ControlFrameDescriptor.MSG_TYPE_ID, type);
            assertEquals(3, buffer.getInt(index + ControlFrameDescriptor.TRUNK_INDEX));
            assertEquals(1, buffer.getInt(index + ControlFrameDescriptor.FRAME_CLASS));
            assertEquals(0x8064L, buffer.getLong(index + ControlFrameDescriptor.VLAN_STACK));
            assertEquals(0x0200_0000_0001L, buffer.getLong(index + ControlFrameDescriptor.SRC_MAC));
            assertEquals(-1, buffer.getInt(index + ControlFrameDescriptor.DST_ADDRESS));
            assertEquals(250, length - ControlFrameDescriptor.PAYLOAD);
            assertArrayEquals(copy(frame, 10, 250), copy(buffer, index + ControlFrameDescriptor.PAYLOAD, 250));
        }));
        assertEquals(taken, read[0]);
        assertTrue(proxy.onFrame(3, 1, 0x8064L, 0x0200_0000_0001L, -1, frame, 0, 0), "room again, and an empty payload");
    }

    @Test
    void aFrameThatNoRingCouldEverHoldIsDroppedToo() {
        final ControlFrameProxy proxy = new ControlFrameProxy(ring);
        assertFalse(proxy.onFrame(0, 1, 0, 1, 0, new UnsafeBuffer(new byte[9_000]), 0, 9_000));
        assertTrue(proxy.onFrame(0, 1, 0, 1, 0, new UnsafeBuffer(new byte[300]), 0, 300));
    }

    @Test
    void eventsKeepTheirRecordAndAreCountedWhenTheyDoNotFit() {
        final TestCounters counters = new TestCounters();
        final EventProxy proxy = new EventProxy(ring, counters);
        final List<String> seen = new ArrayList<>();
        final SessionRecordFlyweight copy = new SessionRecordFlyweight().allocate();
        final EventAdapter adapter = new EventAdapter(ring, new EventSink() {
            @Override
            public void onSessionEvent(final Kind kind, final SessionRecordFlyweight record) {
                seen.add(kind + " " + record.sessionId());
                copy.copyFrom(record);
            }

            @Override
            public void onLineEvent(final Kind kind, final int lineId, final int trunkIndex, final long vlanStack) {
                seen.add(kind + " " + lineId + " " + trunkIndex + " " + Long.toHexString(vlanStack));
            }
        });
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        record.clear().sessionId(42).mac(0x0200_0000_0001L).ipv4(0x0a40_000a).state(SessionState.ENDING)
                .terminateCause(TerminateCause.LOST_SERVICE).trunk("eth1").group("residential").userName("ann");
        proxy.onSessionEvent(EventSink.Kind.SESSION_DHCP_DOWN, record);
        proxy.onLineEvent(EventSink.Kind.INTERFACE_CREATED, 7, 1, 0xb1f4_8064L);
        assertEquals(2, TestRings.drain(adapter::poll));
        assertEquals(List.of("SESSION_DHCP_DOWN 42", "INTERFACE_CREATED 7 1 b1f48064"), seen);
        final byte[] expected = new byte[SessionRecordFlyweight.LENGTH];
        record.buffer().getBytes(0, expected);
        assertArrayEquals(expected, copy(copy.buffer(), 0, SessionRecordFlyweight.LENGTH));
        seen.clear();
        for (int i = 0; i < 100; i++) {
            proxy.onSessionEvent(EventSink.Kind.SESSION_CHANGED, record);
        }
        for (int i = 0; i < 100; i++) {
            proxy.onLineEvent(EventSink.Kind.INTERFACE_REMOVED, i, 0, 0);
        }
        final int delivered = TestRings.drain(adapter::poll);
        assertTrue(delivered > 5);
        assertEquals(200, delivered + counters.value("events.dropped"));
    }
}
