package io.athenabng.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.athenabng.core.port.SessionStore;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.daemon.edge.store.ChronicleSessionStore;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.ethernet.VlanStack;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames in, frames out, through the receiver's code, all rings and the session agent. */
class GatewayPipelineTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final long OTHER_MAC = 0x0200_0000_0002L;
    private static final int WARM_UP = 50_000;
    private static final int MEASURED = 20_000;

    private final FakeSessionStore store = new FakeSessionStore();
    private GatewayPipeline pipeline = new GatewayPipeline(GatewayPipeline.server(), store);

    @AfterEach
    void nothingWentWrong() {
        assertEquals(List.of(), pipeline.errorLog.entries());
    }

    @Test
    void aSessionFromDiscoverToRelease() {
        final int address = pipeline.bringUp(101, MAC);
        assertEquals(0x0a40_000a, address);
        assertEquals(List.of("restoreComplete", "lineUp 0", "sessionUp 1"), pipeline.dataPlane.requests);
        assertEquals("20000000/10000000", pipeline.dataPlane.sessions.get(1L));
        assertEquals(GatewayPipeline.line(101), pipeline.dataPlane.lines.get(0));
        pipeline.dataPlane.octets = 1_000;
        pipeline.send(101, MAC, DhcpMessageType.RELEASE, address, 0, GatewayPipeline.GATEWAY);
        pipeline.settle();
        assertTrue(pipeline.dataPlane.sessions.isEmpty());
        assertEquals(0, store.size());
        pipeline.nowNs += 100 * GatewayPipeline.SECOND_NS;
        pipeline.settle();
        assertTrue(pipeline.dataPlane.lines.isEmpty());
        assertEquals(3, pipeline.counters.value("receive.eth1.0.class.dhcp4_client"));
    }

    @Test
    void theReplyLeavesOnTheSubscribersTags() {
        pipeline.send(101, MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        pipeline.settle();
        final GatewayPipeline.Reply offer = pipeline.takeReply();
        assertEquals(DhcpMessageType.OFFER, offer.type());
        assertEquals(GatewayPipeline.line(101), offer.vlanStack());
        assertEquals("500.101", VlanStack.toString(offer.vlanStack()));
        assertEquals(MAC, offer.dstMac());
    }

    @Test
    void everyRingMayBeFullAndTheSessionStillComesUp() {
        pipeline.senderFull = true;
        pipeline.send(101, MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        pipeline.settle();
        assertNull(pipeline.takeReply());
        pipeline.senderFull = false;
        pipeline.settle();
        final GatewayPipeline.Reply offer = pipeline.takeReply();
        assertEquals(DhcpMessageType.OFFER, offer.type());
        pipeline.dataPlane.full = true;
        pipeline.send(101, MAC, DhcpMessageType.REQUEST, 0, offer.address(), offer.serverId());
        pipeline.settle();
        assertNull(pipeline.takeReply());
        pipeline.dataPlane.full = false;
        pipeline.settle();
        assertEquals(DhcpMessageType.ACK, pipeline.takeReply().type());
    }

    @Test
    void framesBeyondTheRingAreDroppedAndCounted() {
        final int length = pipeline.build(101, MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        for (int i = 0; i < 1_000; i++) {
            pipeline.receive(length);
        }
        final long dropped = pipeline.counters.value("receive.eth1.0.session_ring_full");
        assertTrue(dropped > 500, dropped + " dropped");
        pipeline.settle();
        assertEquals(1_000, pipeline.counters.value("dhcp.received") + dropped);
        pipeline.sent.clear();
        assertNotEquals(0, pipeline.bringUp(101, MAC), "after the flood");
    }

    @Test
    void aRestartFindsTheSessionAndTheRenewalGoesOn() {
        final int address = pipeline.bringUp(101, MAC);
        pipeline = new GatewayPipeline(GatewayPipeline.server(), store);
        assertEquals(List.of("lineUp 0", "sessionUp 1 restored", "restoreComplete"), pipeline.dataPlane.requests);
        pipeline.send(101, MAC, DhcpMessageType.REQUEST, address, 0, 0);
        pipeline.settle();
        assertEquals(address, pipeline.takeReply().address());
        assertEquals(1, pipeline.counters.value("session.renewed"));
        assertEquals(1, store.size());
    }

    @Test
    void theRelaySendsToItsServerThroughTheRing() {
        pipeline = new GatewayPipeline(GatewayPipeline.load("", "{ mode: relay, relay: { servers: [192.0.2.10] } }"), store);
        pipeline.send(101, MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        pipeline.settle();
        assertEquals(1, pipeline.toServers.size());
        final UnsafeBuffer message = new UnsafeBuffer(pipeline.toServers.poll());
        assertEquals(0x0a40_0001, message.getInt(24, ByteOrder.BIG_ENDIAN), "giaddr");
        assertEquals(1, message.getByte(3), "hops");
    }

    @Test
    void brokenFramesAreCountedAndLeaveNoTrace() {
        final int address = pipeline.bringUp(101, MAC);
        final int whole = pipeline.build(102, OTHER_MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        for (int length = 0; length < whole; length++) {
            pipeline.receive(length);
        }
        final Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            final int length = pipeline.build(103, OTHER_MAC + i, DhcpMessageType.REQUEST, 0, random.nextInt(), 0);
            for (int wrong = random.nextInt(5); wrong >= 0; wrong--) {
                pipeline.frame.putByte(random.nextInt(length), (byte) random.nextInt());
            }
            // Without a UDP checksum it gets as far as the DHCP parser.
            pipeline.frame.putShort(14 + 4 + 20 + 6, (short) 0);
            pipeline.receive(length);
            pipeline.step();
        }
        pipeline.settle();
        pipeline.sent.clear();
        pipeline.send(101, MAC, DhcpMessageType.REQUEST, address, 0, 0);
        pipeline.settle();
        assertEquals(address, pipeline.takeReply().address(), "the subscriber before");
        assertEquals(1, store.size());
    }

    @Test
    void aRenewalAllocatesNothing() {
        assertEquals(0, allocatedByARenewal(new ReusedStore()));
    }

    @Test
    void aRenewalInThePersistedStoreAllocatesNothing(@TempDir final Path directory) throws Exception {
        try (SessionStore chronicle = ChronicleSessionStore.open(directory, 1_000)) {
            assertEquals(0, allocatedByARenewal(chronicle));
        }
    }

    /** Octets that a renewal allocates from the receiver to the sender's ring, after warm-up. */
    private long allocatedByARenewal(final SessionStore with) {
        pipeline = new GatewayPipeline(GatewayPipeline.server(), with);
        final int address = pipeline.bringUp(101, MAC);
        pipeline.keepSent = false;
        final int length = pipeline.build(101, MAC, DhcpMessageType.REQUEST, address, 0, 0);
        final long thread = Thread.currentThread().threadId();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5 && least > 0; round++) {
            final int count = round == 0 ? WARM_UP : MEASURED;
            final long sentBefore = pipeline.sentCount;
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < count; i++) {
                pipeline.nowNs += 1_000;
                pipeline.receive(length);
                pipeline.step();
            }
            final long allocated = threads.getThreadAllocatedBytes(thread) - before;
            assertEquals(count, pipeline.sentCount - sentBefore, "every renewal is answered");
            if (round > 0) {
                least = Math.min(least, allocated / count);
            }
        }
        return least;
    }

    /** A store that keeps its records in place, so that only the pipeline's own allocations are measured. */
    private static final class ReusedStore implements SessionStore {
        private final Long2ObjectHashMap<UnsafeBuffer> records = new Long2ObjectHashMap<>();
        private long lastId;

        @Override
        public long allocateSessionId() {
            return ++lastId;
        }

        @Override
        public boolean put(final SessionRecordFlyweight record) {
            UnsafeBuffer kept = records.get(record.sessionId());
            if (kept == null) {
                kept = new UnsafeBuffer(new byte[SessionRecordFlyweight.LENGTH]);
                records.put(record.sessionId(), kept);
            }
            kept.putBytes(0, record.buffer(), 0, SessionRecordFlyweight.LENGTH);
            return true;
        }

        @Override
        public boolean get(final long sessionId, final SessionRecordFlyweight into) {
            final UnsafeBuffer kept = records.get(sessionId);
            if (kept == null) {
                return false;
            }
            into.buffer().putBytes(0, kept, 0, SessionRecordFlyweight.LENGTH);
            return true;
        }

        @Override
        public boolean remove(final long sessionId) {
            return records.remove(sessionId) != null;
        }

        @Override
        public boolean putAttributes(final long sessionId, final DirectBuffer source, final int offset, final int length) {
            throw new AssertionError("nobody here has attributes");
        }

        @Override
        public int getAttributes(final long sessionId, final MutableDirectBuffer into, final int offset) {
            return -1;
        }

        @Override
        public void forEach(final Visitor visitor) {
            records.values().forEach(kept -> visitor.onSession(new SessionRecordFlyweight().wrap(kept, 0)));
        }

        @Override
        public long size() {
            return records.size();
        }

        @Override
        public void close() {
            records.clear();
        }
    }
}
