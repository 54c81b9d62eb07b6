package io.athenabng.core.radius.client;

import static io.athenabng.core.radius.client.ScriptedRadius.MS;
import static io.athenabng.core.radius.client.ScriptedRadius.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.athenabng.core.config.RadiusServerGroupSettings.Member;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.RadiusTransport;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Many requests at once: none confused, none lost, nothing allocated, no source left behind. */
final class RadiusLoadTest {
    private static final int REQUESTS = 20_000;

    private static ScriptedRadius wide(final int maxOutstanding) {
        return new ScriptedRadius(List.of(ScriptedRadius.server("one", 3, maxOutstanding, 100_000, true, true, null)), new Member(0, 0, 1));
    }

    @Test
    void twentyThousandInFlightAreNeitherConfusedNorLost() {
        final ScriptedRadius radius = wide(30_000);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < REQUESTS; i++) {
                assertTrue(radius.access(round * REQUESTS + i, "user" + i));
            }
            assertEquals(REQUESTS, radius.sent.size());
            assertEquals(REQUESTS, radius.client.underWay());
            assertEquals((REQUESTS + 255) / 256, radius.serverOfSource.size());
            radius.pass(SECOND);
            final Random order = new Random(round);
            final List<ScriptedRadius.Sent> all = new java.util.ArrayList<>(radius.sent);
            java.util.Collections.shuffle(all, order);
            radius.sent.clear();
            for (final ScriptedRadius.Sent sent : all) {
                // The User-Name comes back as Class.
                final int nameLength = sent.octets()[39] - 2;
                final byte[] echoed = new byte[2 + nameLength];
                echoed[0] = (byte) RadiusAttributes.CLASS;
                echoed[1] = (byte) echoed.length;
                System.arraycopy(sent.octets(), 40, echoed, 2, nameLength);
                radius.deliver(sent, radius.answer(sent, RadiusCode.ACCESS_ACCEPT, echoed));
            }
            final BitSet seen = new BitSet();
            for (final ScriptedRadius.Outcome outcome : radius.outcomes) {
                assertTrue(outcome.answered());
                final int number = (int) outcome.correlationId() - round * REQUESTS;
                assertFalse(seen.get(number));
                seen.set(number);
                final byte[] attributes = outcome.attributes();
                final String user = new String(attributes, 20, attributes.length - 20, StandardCharsets.US_ASCII);
                assertEquals("user" + number, user);
            }
            assertEquals(REQUESTS, seen.cardinality());
            radius.outcomes.clear();
            assertEquals(0, radius.client.underWay());
        }
        // Beyond need: all but the first are closed again, and counted.
        radius.pass(ServerCare.SOURCE_IDLE_NS + SECOND);
        assertEquals(1, radius.serverOfSource.size());
        assertEquals("1", radius.counter("sources"));
        assertEquals("79", radius.counter("sources_opened"));
    }

    @Test
    void noIdentifierIsUsedTwiceWhileItsRequestIsUnderWayWhateverTheServerDoes() {
        final ScriptedRadius radius = new ScriptedRadius(
                List.of(ScriptedRadius.server("one", 2, 2_000, 50, true, true, null),
                        ScriptedRadius.server("two", 2, 2_000, 50, false, true, null)), new Member(0, 0, 1), new Member(1, 0, 2));
        final Random random = new Random(3);
        long next = 0;
        long settled = 0;
        for (int step = 0; step < 4_000; step++) {
            for (int i = random.nextInt(20); i > 0; i--) {
                if (radius.access(next)) {
                    next++;
                }
            }
            for (int i = random.nextInt(40); i > 0 && !radius.sent.isEmpty(); i--) {
                final ScriptedRadius.Sent sent = radius.sent.poll();
                switch (random.nextInt(6)) {
                    case 0 -> { }
                    case 1 -> {
                        radius.accept(sent);
                        radius.accept(sent);
                    }
                    case 2 -> radius.deliver(sent, ScriptedRadius.answer(sent, RadiusCode.ACCESS_ACCEPT, new byte[0], "wrong", true));
                    case 3 -> radius.sent.addLast(sent);
                    default -> radius.accept(sent);
                }
            }
            if (random.nextInt(500) == 0 && !radius.serverOfSource.isEmpty()) {
                radius.lose(radius.serverOfSource.keySet().iterator().next(), "lost");
            }
            radius.pass(20 * MS);
            settled += radius.outcomes.size();
            radius.outcomes.clear();
        }
        radius.pass(120 * SECOND);
        settled += radius.outcomes.size();
        assertEquals(next, settled, "each request is settled once");
        assertTrue(next > 20_000, "asked " + next);
        assertEquals(0, radius.client.underWay());
        assertEquals("0", radius.counter("outstanding"));
    }

    /** A server that answers within the client's own call to {@code answer}, without garbage. */
    private static final class Reflector implements RadiusTransport, RadiusClient.Handler {
        private final RadiusSecret secret = new RadiusSecret(ScriptedRadius.SECRET.getBytes(StandardCharsets.UTF_8));
        private final UnsafeBuffer request = new UnsafeBuffer(new byte[4_096]);
        private final UnsafeBuffer answer = new UnsafeBuffer(new byte[64]);
        private final RadiusPacketFlyweight packet = new RadiusPacketFlyweight();
        private int source;
        private long answered;

        @Override
        public int openSource(final RadiusServerSettings server, final boolean accounting) {
            return ++source;
        }

        @Override
        public boolean send(final int sourceId, final DirectBuffer buffer, final int offset, final int length) {
            request.putBytes(0, buffer, offset, length);
            return true;
        }

        @Override
        public void closeSource(final int sourceId) {
            throw new AssertionError("the only source is closed");
        }

        void answer(final RadiusClient client) {
            packet.wrapMutable(answer, 0).code(RadiusCode.ACCESS_ACCEPT).identifier(request.getByte(1) & 0xff).packetLength(38);
            answer.putByte(20, (byte) RadiusAttributes.MESSAGE_AUTHENTICATOR);
            answer.putByte(21, (byte) 18);
            secret.signMessageAuthenticator(answer, 0, 38, 22, request, 4);
            secret.signResponse(answer, 0, 38, request, 4);
            client.onPacket(1, answer, 0, 38);
        }

        @Override
        public void onAnswer(final long correlationId, final int code, final DirectBuffer buffer, final int offset, final int length) {
            answered++;
        }

        @Override
        public void onUnanswered(final long correlationId, final int code) {
            throw new AssertionError("unanswered");
        }
    }

    @Test
    void aRequestAndItsAnswerAllocateNothing() {
        final Reflector reflector = new Reflector();
        final ManualClock clock = new ManualClock(SECOND);
        final ScriptedRadius settings = ScriptedRadius.single();
        final RadiusClient client = new RadiusClient(new RadiusSettings("nas", 0, RadiusSettings.ATHENA_VENDOR, settings.servers,
                List.of(new io.athenabng.core.config.RadiusServerGroupSettings("aaa", List.of(new Member(0, 0, 1)))),
                io.athenabng.core.config.RadiusAccountingSettings.DEFAULT, null, List.of(), List.of(), List.of()), reflector, clock,
                octets -> { }, settings, new TestCounters());
        client.handlers(reflector, reflector);
        final UnsafeBuffer attributes = new UnsafeBuffer(new byte[256]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(attributes, 0, 256);
        appender.put(RadiusAttributes.USER_NAME, "02:00:00:00:00:01");
        appender.put(RadiusAttributes.USER_PASSWORD, "a password");
        final int length = appender.length();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().threadId();
        final int warmUp = 20_000;
        final int measured = 50_000;
        long before = 0;
        for (int i = 0; i < warmUp + measured; i++) {
            if (i == warmUp) {
                before = threads.getThreadAllocatedBytes(thread);
            }
            client.request(RadiusCode.ACCESS_REQUEST, 0, i, attributes, 0, length);
            clock.advanceNs(MS);
            client.onDutyCycle();
            reflector.answer(client);
        }
        final long perRequest = (threads.getThreadAllocatedBytes(thread) - before) / measured;
        assertEquals(warmUp + measured, reflector.answered);
        assertEquals(0, perRequest, "bytes per request");
    }
}
