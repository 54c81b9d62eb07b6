package io.athenabng.daemon.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.port.DataPlane;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.port.PppChannels;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.testkit.TestCounters;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.junit.jupiter.api.Test;

/** What the session agent asks of the data plane arrives unchanged and in order, and so do the answers. */
class DataPlaneRingTest {
    private static final UnsafeBuffer FRAME = new UnsafeBuffer(HexFormat.of().parseHex("0109000c0b1a2c3d00112233445566778899"));
    private final OneToOneRingBuffer ring = TestRings.ring();
    private final TestCounters counters = new TestCounters();

    /** Writes what it is asked for as text; refuses on demand. */
    private static final class Recorder implements DataPlane, DataPlaneListener, PppChannels, PppChannels.Listener {
        final List<String> seen = new ArrayList<>();
        int refuseAfter = Integer.MAX_VALUE;

        private boolean note(final String text) {
            if (seen.size() >= refuseAfter) {
                return false;
            }
            seen.add(text);
            return true;
        }

        @Override
        public boolean lineUp(final int lineId, final int trunkIndex, final long vlanStack, final int groupIndex) {
            return note("lineUp " + lineId + " " + trunkIndex + " " + Long.toHexString(vlanStack) + " " + groupIndex);
        }

        @Override
        public boolean lineDown(final int lineId) {
            return note("lineDown " + lineId);
        }

        @Override
        public boolean sessionUp(final SessionPlan session) {
            return note("sessionUp " + text(session));
        }

        @Override
        public boolean sessionChange(final SessionPlan session) {
            return note("sessionChange " + text(session));
        }

        @Override
        public boolean sessionDown(final long sessionId) {
            return note("sessionDown " + sessionId);
        }

        @Override
        public boolean restoreComplete() {
            return note("restoreComplete");
        }

        @Override
        public boolean readCounters() {
            return note("readCounters");
        }

        @Override
        public void onLineUp(final int lineId, final int error) {
            note("onLineUp " + lineId + " " + error);
        }

        @Override
        public void onLineGone(final int lineId, final boolean byOther) {
            note("onLineGone " + lineId + " " + byOther);
        }

        @Override
        public void onSessionUp(final long sessionId, final int error) {
            note("onSessionUp " + sessionId + " " + error);
        }

        @Override
        public void onSessionChanged(final long sessionId, final int error) {
            note("onSessionChanged " + sessionId + " " + error);
        }

        @Override
        public void onSessionDown(final long sessionId, final long upOctets, final long upPackets, final long downOctets,
                final long downPackets) {
            note("onSessionDown " + sessionId + " " + upOctets + " " + upPackets + " " + downOctets + " " + downPackets);
        }

        @Override
        public void onCounters(final long sessionId, final long upOctets, final long upPackets, final long downOctets,
                final long downPackets) {
            note("onCounters " + sessionId + " " + upOctets + " " + upPackets + " " + downOctets + " " + downPackets);
        }

        @Override
        public boolean open(final long channelId, final int lineId, final int pppoeSessionId, final long mac, final boolean restored) {
            return note("open " + channelId + " " + lineId + " " + pppoeSessionId + " " + Long.toHexString(mac) + " " + restored);
        }

        @Override
        public boolean send(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
            return note("send " + channelId + " " + protocol + " " + hex(buffer, offset, length));
        }

        @Override
        public boolean networkUp(final long channelId, final int protocol, final boolean up) {
            return note("networkUp " + channelId + " " + protocol + " " + up);
        }

        @Override
        public boolean close(final long channelId) {
            return note("close " + channelId);
        }

        @Override
        public void onChannelOpen(final long channelId, final int error) {
            note("onChannelOpen " + channelId + " " + error);
        }

        @Override
        public void onPppFrame(final long channelId, final int protocol, final DirectBuffer buffer, final int offset, final int length) {
            note("onPppFrame " + channelId + " " + protocol + " " + hex(buffer, offset, length));
        }

        @Override
        public void onChannelLost(final long channelId, final int error) {
            note("onChannelLost " + channelId + " " + error);
        }

        @Override
        public void onTrunk(final int trunkIndex, final boolean up) {
            note("onTrunk " + trunkIndex + " " + up);
        }
    }

    private static String hex(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Every field of the plan by its name: one that a ring forgets is seen. */
    private static String text(final SessionPlan plan) {
        final StringBuilder text = new StringBuilder();
        try {
            for (final Field field : SessionPlan.class.getFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                text.append(field.getName()).append('=').append(field.get(plan)).append(' ');
            }
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    /** A plan whose fields are all different, and not what a fresh plan has. */
    private static SessionPlan plan(final long seed, final boolean shared, final boolean restored) {
        final SessionPlan plan = new SessionPlan();
        try {
            long next = seed;
            for (final Field field : SessionPlan.class.getFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                next = next * 6_364_136_223_846_793_005L + 1;
                if (field.getType() == long.class) {
                    field.setLong(plan, next);
                } else if (field.getType() == int.class) {
                    field.setInt(plan, (int) (next >>> 32));
                }
            }
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
        plan.sharedLine = shared;
        plan.restored = restored;
        plan.routes = List.of(new SubscriberProfile.FramedRoute((int) seed, 24, 0, 7), new SubscriberProfile.FramedRoute(-1, 32, -2, 0));
        return plan;
    }

    private static void every(final PppChannels to) {
        assertTrue(to.open(Long.MAX_VALUE >>> 2, 7, 65_534, 0x0200_1122_3344L, true));
        assertTrue(to.open(2, Integer.MAX_VALUE, 1, 0xffff_ffff_ffffL, false));
        assertTrue(to.send(3, 0xc021, FRAME, 1, FRAME.capacity() - 1));
        assertTrue(to.send(4, 0x8021, FRAME, 0, 0));
        assertTrue(to.networkUp(5, 0x0021, true));
        assertTrue(to.networkUp(6, 0x0057, false));
        assertTrue(to.close(1L << 60));
    }

    private static void every(final PppChannels.Listener to) {
        to.onChannelOpen(1L << 60, 0);
        to.onChannelOpen(2, 19);
        to.onPppFrame(3, 0xc223, FRAME, 2, 5);
        to.onPppFrame(4, 0x8057, FRAME, 0, FRAME.capacity());
        to.onChannelLost(5, 100);
    }

    @Test
    void requestsOfChannelsArriveAsTheyWereMadeAmongTheDataPlanes() {
        final Recorder direct = new Recorder();
        every((DataPlane) direct);
        every((PppChannels) direct);
        final Recorder throughRing = new Recorder();
        every(new DataPlaneProxy(ring));
        every(new PppChannelsProxy(ring, TestRings.noTap()));
        assertEquals(15, TestRings.drain(new DataPlaneAdapter(ring, throughRing, throughRing)::poll));
        assertEquals(direct.seen, throughRing.seen);
    }

    @Test
    void whatChannelsSayArrivesAmongTheAnswers() {
        final Recorder direct = new Recorder();
        every((DataPlaneListener) direct);
        every((PppChannels.Listener) direct);
        final Recorder throughRing = new Recorder();
        final DataPlaneEventProxy proxy = new DataPlaneEventProxy(ring, counters);
        every((DataPlaneListener) proxy);
        every((PppChannels.Listener) proxy);
        assertEquals(15, TestRings.drain(new DataPlaneEventAdapter(ring, throughRing, throughRing, TestRings.noTap())::poll));
        assertEquals(direct.seen, throughRing.seen);
        assertEquals(0, counters.value("ppp.dropped.ring_full"));
    }

    @Test
    void aFrameThatFindsNoRoomIsDroppedAndCountedAndAnAnswerIsKept() {
        final Recorder throughRing = new Recorder();
        final DataPlaneEventProxy proxy = new DataPlaneEventProxy(ring, counters);
        int frames = 0;
        while (counters.value("ppp.dropped.ring_full") == 0) {
            proxy.onPppFrame(1, 0xc021, FRAME, 0, FRAME.capacity());
            frames++;
        }
        assertTrue(proxy.isClear());
        while (proxy.isClear()) {
            proxy.onChannelOpen(7, 0);
        }
        proxy.onPppFrame(1, 0xc021, FRAME, 0, 1);
        assertEquals(2, counters.value("ppp.dropped.ring_full"), "a frame does not overtake what is kept");
        TestRings.drain(new DataPlaneEventAdapter(ring, throughRing, throughRing, TestRings.noTap())::poll);
        proxy.flush();
        TestRings.drain(new DataPlaneEventAdapter(ring, throughRing, throughRing, TestRings.noTap())::poll);
        assertEquals(frames - 1, throughRing.seen.stream().filter(each -> each.startsWith("onPppFrame")).count());
        assertEquals("onChannelOpen 7 0", throughRing.seen.getLast());
        assertFalse(new PppChannelsProxy(full(), TestRings.noTap()).send(1, 0xc021, FRAME, 0, FRAME.capacity()));
    }

    private static OneToOneRingBuffer full() {
        final OneToOneRingBuffer full = TestRings.ring();
        while (new PppChannelsProxy(full, TestRings.noTap()).send(1, 0xc021, FRAME, 0, FRAME.capacity())) {
            assertTrue(full.size() <= full.capacity());
        }
        return full;
    }

    private static void every(final DataPlane to) {
        assertTrue(to.lineUp(Integer.MAX_VALUE, 63, 0xb1f4_9064_8123_8fffL, 4_095));
        assertTrue(to.lineDown(77));
        assertTrue(to.sessionUp(plan(1, true, false)));
        assertTrue(to.sessionUp(plan(2, false, true)));
        assertTrue(to.sessionChange(plan(3, true, true)));
        assertTrue(to.sessionDown(Long.MAX_VALUE));
        assertTrue(to.restoreComplete());
        assertTrue(to.readCounters());
    }

    private static void every(final DataPlaneListener to) {
        to.onLineUp(5, 0);
        to.onLineUp(6, 95);
        to.onLineGone(7, true);
        to.onLineGone(8, false);
        to.onSessionUp(1L << 40, 12);
        to.onSessionChanged(1L << 41, 16);
        to.onSessionDown(9, Long.MAX_VALUE, 1L << 33, 1L << 34, 1L << 35);
        to.onCounters(10, 1L << 50, 1L << 51, 1L << 52, 1L << 53);
        to.onTrunk(1, true);
        to.onTrunk(2, false);
    }

    @Test
    void requestsArriveAsTheyWereMade() {
        final Recorder direct = new Recorder();
        every((DataPlane) direct);
        final Recorder throughRing = new Recorder();
        final DataPlaneProxy proxy = new DataPlaneProxy(ring);
        final DataPlaneAdapter adapter = new DataPlaneAdapter(ring, throughRing, throughRing);
        for (int round = 0; round < 100; round++) {
            every((DataPlane) proxy);
            throughRing.seen.clear();
            assertEquals(8, TestRings.drain(adapter::poll));
            assertEquals(direct.seen, throughRing.seen);
        }
        assertEquals(0, TestRings.drain(adapter::poll));
    }

    @Test
    void aRequestThatIsNotTakenStaysFirstInTheRing() {
        final Recorder recorder = new Recorder();
        final DataPlaneProxy proxy = new DataPlaneProxy(ring);
        final DataPlaneAdapter adapter = new DataPlaneAdapter(ring, recorder, recorder);
        for (int i = 0; i < 5; i++) {
            assertTrue(proxy.sessionDown(i));
        }
        recorder.refuseAfter = 2;
        adapter.poll(100);
        assertEquals(List.of("sessionDown 0", "sessionDown 1"), recorder.seen);
        adapter.poll(100);
        assertEquals(2, recorder.seen.size());
        recorder.refuseAfter = Integer.MAX_VALUE;
        adapter.poll(100);
        assertEquals(List.of("sessionDown 0", "sessionDown 1", "sessionDown 2", "sessionDown 3", "sessionDown 4"), recorder.seen);
    }

    @Test
    void aFullRingSaysSoAndLosesNothingThatItTook() {
        final DataPlaneProxy proxy = new DataPlaneProxy(ring);
        int taken = 0;
        while (proxy.sessionUp(plan(taken, false, false))) {
            taken++;
        }
        assertTrue(taken > 10);
        while (proxy.lineDown(taken)) {
            taken++;
        }
        assertFalse(proxy.lineUp(1, 1, 1, 1));
        assertFalse(proxy.sessionChange(plan(1, false, false)));
        assertFalse(proxy.restoreComplete());
        assertFalse(proxy.readCounters());
        final Recorder recorder = new Recorder();
        assertEquals(taken, TestRings.drain(new DataPlaneAdapter(ring, recorder, recorder)::poll));
        assertEquals(taken, recorder.seen.size());
        assertTrue(proxy.lineUp(1, 1, 1, 1));
    }

    @Test
    void answersArriveAsTheyWereGiven() {
        final Recorder direct = new Recorder();
        every((DataPlaneListener) direct);
        final Recorder throughRing = new Recorder();
        final DataPlaneEventProxy proxy = new DataPlaneEventProxy(ring, counters);
        final DataPlaneEventAdapter adapter = new DataPlaneEventAdapter(ring, throughRing, throughRing, TestRings.noTap());
        for (int round = 0; round < 100; round++) {
            every((DataPlaneListener) proxy);
            throughRing.seen.clear();
            assertEquals(10, TestRings.drain(adapter::poll));
            assertEquals(direct.seen, throughRing.seen);
        }
        assertTrue(proxy.isClear());
    }

    @Test
    void answersThatDoNotFitAreKeptAndGoInOrder() {
        final Recorder direct = new Recorder();
        final Recorder throughRing = new Recorder();
        final DataPlaneEventProxy proxy = new DataPlaneEventProxy(ring, counters);
        final DataPlaneEventAdapter adapter = new DataPlaneEventAdapter(ring, throughRing, throughRing, TestRings.noTap());
        for (int i = 0; i < 100; i++) {
            every((DataPlaneListener) direct);
            every((DataPlaneListener) proxy);
        }
        assertFalse(proxy.isClear());
        assertEquals(0, proxy.flush(), "the ring is full");
        int rounds = 0;
        while (throughRing.seen.size() < direct.seen.size()) {
            adapter.poll(7);
            proxy.flush();
            assertTrue(++rounds < 10_000, "no progress");
        }
        assertEquals(direct.seen, throughRing.seen);
        assertTrue(proxy.isClear());
        // A new answer does not overtake one that is kept.
        while (proxy.isClear()) {
            proxy.onLineUp(1, 0);
        }
        TestRings.discard(ring, 3);
        proxy.onLineUp(2, 0);
        throughRing.seen.clear();
        TestRings.drain(adapter::poll);
        proxy.flush();
        TestRings.drain(adapter::poll);
        assertEquals("onLineUp 2 0", throughRing.seen.getLast());
        assertEquals(1, throughRing.seen.stream().filter("onLineUp 2 0"::equals).count());
    }

    @Test
    void aMessageOfAnUnknownTypeIsABug() {
        assertTrue(ring.write(99, ring.buffer(), 0, 64));
        assertThrows(IllegalStateException.class, () -> new DataPlaneAdapter(ring, new Recorder(), new Recorder()).poll(1));
        assertTrue(ring.write(99, ring.buffer(), 0, 64));
        assertThrows(IllegalStateException.class,
                () -> new DataPlaneEventAdapter(ring, new Recorder(), new Recorder(), TestRings.noTap()).poll(1));
        assertEquals(0, ring.read((type, buffer, index, length) -> { }), "it does not come again");
    }
}
