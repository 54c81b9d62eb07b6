package io.athenabng.daemon.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.port.RadiusListener;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.port.RadiusUpstream;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.radius.RadiusCode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.junit.jupiter.api.Test;

/** RADIUS requests and what comes back cross the rings unchanged, in order, and none is lost when a ring is full. */
final class RadiusRingTest {
    private final OneToOneRingBuffer ring = TestRings.ring();
    private final Recorder recorder = new Recorder();
    private final UnsafeBuffer attributes = new UnsafeBuffer(new byte[1_024]);

    /** Writes what it is told as text; refuses on demand. */
    private static final class Recorder implements RadiusUpstream, RadiusListener, RadiusServerListener {
        final List<String> seen = new ArrayList<>();
        int refuseAfter = Integer.MAX_VALUE;

        private boolean note(final String text) {
            if (seen.size() >= refuseAfter) {
                return false;
            }
            seen.add(text);
            return true;
        }

        private static String text(final DirectBuffer buffer, final int offset, final int length) {
            return length + " " + (length == 0 ? "" : buffer.getByte(offset) + " " + buffer.getByte(offset + length - 1));
        }

        @Override
        public boolean request(final int code, final int serverGroupIndex, final long correlationId, final DirectBuffer buffer,
                final int offset, final int length) {
            return note("request " + code + " " + serverGroupIndex + " " + correlationId + " " + text(buffer, offset, length));
        }

        @Override
        public boolean answerDynamic(final long token, final int code, final DirectBuffer buffer, final int offset, final int length) {
            return note("dynamic " + token + " " + code + " " + text(buffer, offset, length));
        }

        @Override
        public void onRadiusAnswer(
                final long correlationId, final int code, final DirectBuffer buffer, final int offset, final int length) {
            note("answer " + correlationId + " " + code + " " + text(buffer, offset, length));
        }

        @Override
        public void onRadiusUnanswered(final long correlationId, final int code) {
            note("unanswered " + correlationId + " " + code);
        }

        @Override
        public void onDynamicRequest(final long token, final int code, final DirectBuffer buffer, final int offset, final int length) {
            note("asks " + token + " " + code + " " + text(buffer, offset, length));
        }

        @Override
        public void onServerDead(final String serverName, final boolean accounting, final String reason) {
            note("dead " + serverName + " " + accounting + " " + reason);
        }

        @Override
        public void onServerAlive(final String serverName, final boolean accounting) {
            note("alive " + serverName + " " + accounting);
        }
    }

    @Test
    void requestsArriveUnchangedAndStayWhileTheyAreNotTaken() {
        final RadiusUpstreamProxy proxy = new RadiusUpstreamProxy(ring);
        final RadiusUpstreamAdapter adapter = new RadiusUpstreamAdapter(ring, recorder);
        attributes.putByte(3, (byte) 7);
        attributes.putByte(302, (byte) 9);
        assertTrue(proxy.request(RadiusCode.ACCESS_REQUEST, 5, Long.MIN_VALUE + 1, attributes, 3, 300));
        assertTrue(proxy.answerDynamic(-1, RadiusCode.COA_NAK, attributes, 0, 0));
        recorder.refuseAfter = 1;
        assertEquals(1, adapter.poll(10));
        assertEquals(0, adapter.poll(10));
        recorder.refuseAfter = 2;
        assertEquals(1, adapter.poll(10));
        assertEquals(List.of("request 1 5 " + (Long.MIN_VALUE + 1) + " 300 7 9", "dynamic -1 45 0 "), recorder.seen);
        int taken = 0;
        // A message must not be longer than an eighth of the ring.
        while (proxy.request(RadiusCode.ACCOUNTING_REQUEST, 0, taken, attributes, 0, 200)) {
            taken++;
        }
        recorder.refuseAfter = Integer.MAX_VALUE;
        assertEquals(taken, TestRings.drain(adapter::poll));
        assertTrue(taken > 10);
    }

    @Test
    void whatDoesNotFitIsKeptInOrder() {
        final RadiusListenerProxy proxy = new RadiusListenerProxy(ring);
        final RadiusListenerAdapter adapter = new RadiusListenerAdapter(ring, recorder);
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            attributes.putByte(0, (byte) i);
            switch (i % 3) {
                case 0 -> {
                    proxy.onRadiusAnswer(i, RadiusCode.ACCESS_ACCEPT, attributes, 0, 100 + i);
                    expected.add("answer " + i + " 2 " + (100 + i) + " " + i + " 0");
                }
                case 1 -> {
                    proxy.onRadiusUnanswered(i, RadiusCode.ACCESS_REQUEST);
                    expected.add("unanswered " + i + " 1");
                }
                default -> {
                    proxy.onDynamicRequest(i, RadiusCode.COA_REQUEST, attributes, 0, 50);
                    expected.add("asks " + i + " 43 50 " + i + " 0");
                }
            }
        }
        assertFalse(proxy.isClear());
        for (int i = 0; i < 100 && !proxy.isClear(); i++) {
            TestRings.drain(adapter::poll);
            proxy.flush();
        }
        TestRings.drain(adapter::poll);
        assertTrue(proxy.isClear());
        assertEquals(expected, recorder.seen);
        assertEquals(0, proxy.flush());
    }

    @Test
    void changesOfServersReachManagementAndAreCountedWhenTheyDoNotFit() {
        final TestCounters counters = new TestCounters();
        final RadiusServerEventProxy proxy = new RadiusServerEventProxy(ring, counters);
        final RadiusServerEventAdapter adapter = new RadiusServerEventAdapter(ring, recorder);
        final OneToOneRingBuffer wide = TestRings.ring(64 * 1_024);
        final RadiusServerEventProxy other = new RadiusServerEventProxy(wide, new TestCounters());
        other.onServerDead("three", true, "gone: " + "ü".repeat(600));
        other.onServerAlive("three", false);
        TestRings.drain(new RadiusServerEventAdapter(wide, recorder)::poll);
        assertTrue(recorder.seen.getFirst().startsWith("dead three true gone: üü"));
        assertEquals("alive three false", recorder.seen.getLast());
        for (int i = 0; i < 1_000; i++) {
            proxy.onServerAlive("server" + i, true);
        }
        final int arrived = TestRings.drain(adapter::poll);
        assertEquals(1_000 - arrived, counters.value("events.radius_dropped"));
        assertTrue(arrived > 50);
    }

    @Test
    void unknownMessagesAreDefects() {
        ring.write(99, attributes, 0, 16);
        assertThrows(IllegalStateException.class, () -> new RadiusListenerAdapter(ring, recorder).poll(1));
        ring.write(99, attributes, 0, 16);
        assertThrows(IllegalStateException.class, () -> new RadiusUpstreamAdapter(ring, recorder).poll(1));
    }
}
