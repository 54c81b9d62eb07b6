package io.athenabng.core.radius.dynamic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.DynamicAuthorizationSettings;
import io.athenabng.core.config.IpAddress;
import io.athenabng.core.config.Secret;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusMalformedReason;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DynamicAuthorizationServerTest {
    static final String SECRET = "testing123";
    static final long CLIENT = 0xffff_c000_021eL;
    private static final int PORT = 40_000;
    private static final int T0 = 1_700_000_000;

    private final ManualClock clock = new ManualClock(1_000 * ManualClock.SECOND_NS);
    private final ManualClock time = new ManualClock(T0 * ManualClock.SECOND_NS);
    private final TestCounters counters = new TestCounters();
    private final List<Long> tokens = new ArrayList<>();
    private final List<byte[]> answers = new ArrayList<>();
    private boolean full;
    private final DynamicAuthorizationServer server = server(counters, 100, false);

    private DynamicAuthorizationServer server(final TestCounters registry, final int perSecond, final boolean requireTimestamp) {
        final DynamicAuthorizationServer.Sink sink = (token, code, attributes, offset, length) -> {
            if (!full) {
                tokens.add(token);
            }
            return !full;
        };
        return new DynamicAuthorizationServer(settings(perSecond, requireTimestamp), clock, time, sink,
                (high, low, port, scope, buffer, offset, length) -> {
            final byte[] answer = new byte[length];
            buffer.getBytes(offset, answer);
            answers.add(answer);
            return true;
        }, registry);
    }

    static DynamicAuthorizationSettings settings(final int perSecond, final boolean requireTimestamp) {
        return new DynamicAuthorizationSettings(null, 3799, List.of(
                new DynamicAuthorizationSettings.Client("portal", IpAddress.ofIpv4(0xc000_021e), new Secret(SECRET), true),
                new DynamicAuthorizationSettings.Client("old", IpAddress.ofIpv4(0xc000_021f), new Secret("another"), false),
                new DynamicAuthorizationSettings.Client("six", new IpAddress(true, 0x2001_0db8L << 32, 30), new Secret("six"), true)),
                300 * ManualClock.SECOND_NS, requireTimestamp, 30 * ManualClock.SECOND_NS, perSecond);
    }

    private static DynamicClientPacket coa(final int identifier, final Consumer<RadiusAttributeAppender> more) {
        return new DynamicClientPacket(SECRET, RadiusCode.COA_REQUEST, identifier, true, attributes -> {
            attributes.put(RadiusAttributes.USER_NAME, "anna");
            more.accept(attributes);
        });
    }

    private void send(final DynamicClientPacket packet) {
        send(packet, CLIENT);
    }

    private void send(final DynamicClientPacket packet, final long from) {
        server.onDatagram(0, from, PORT, 0, packet.buffer, 0, packet.length);
    }

    private void answer(final long token, final int code) {
        final UnsafeBuffer attributes = new UnsafeBuffer(new byte[20]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(attributes, 0, 20);
        if (code == RadiusCode.COA_NAK) {
            appender.put(RadiusAttributes.ERROR_CAUSE, 503);
        }
        server.answer(token, code, attributes, 0, appender.length());
    }

    private static RadiusAttributeCursor attributesOf(final byte[] packet) {
        return new RadiusAttributeCursor().wrap(new UnsafeBuffer(packet), 20, packet.length - 20);
    }

    @Test
    void clientsComeAndGoAndARequestThatWasTakenIsAnswered() {
        final DynamicClientPacket kept = coa(1, attributes -> { });
        final DynamicClientPacket taken = new DynamicClientPacket("another", RadiusCode.DISCONNECT_REQUEST, 2, true,
                attributes -> attributes.put(RadiusAttributes.USER_NAME, "anna"));
        send(kept);
        send(taken, CLIENT + 1);
        answer(tokens.get(0), RadiusCode.COA_ACK);
        final DynamicAuthorizationSettings all = settings(100, false);
        final DynamicAuthorizationSettings.Client added = new DynamicAuthorizationSettings.Client(
                "new", IpAddress.ofIpv4(0xc000_0220), new Secret("new"), true);
        server.reconfigure(new DynamicAuthorizationSettings(null, 3799, List.of(added, all.clients().getFirst()), 0, false,
                30 * ManualClock.SECOND_NS, 100));
        answer(tokens.get(1), RadiusCode.DISCONNECT_ACK);
        assertEquals(2, answers.size(), "the client that is gone had asked before");
        send(kept);
        assertEquals(2, tokens.size());
        assertEquals(3, answers.size(), "a repetition is one also after a commit");
        send(taken, CLIENT + 1);
        assertEquals(1, counters.value("radius.dynamic.unknown_client"));
        send(new DynamicClientPacket("new", RadiusCode.DISCONNECT_REQUEST, 2, true, attributes -> { }), CLIENT + 2);
        assertEquals(3, tokens.size());
        server.reconfigure(null);
        send(coa(3, attributes -> { }));
        assertEquals(2, counters.value("radius.dynamic.unknown_client"));
    }

    @Test
    void anAnswerIsSignedAndBringsProxyStateBackInOrder() {
        final DynamicClientPacket request = coa(7, attributes -> {
            attributes.putBytes(RadiusAttributes.PROXY_STATE, new byte[] {1});
            attributes.put(RadiusAttributes.IDLE_TIMEOUT, 5);
            attributes.putBytes(RadiusAttributes.PROXY_STATE, new byte[] {2, 2});
        });
        send(request);
        assertEquals(1, tokens.size());
        answer(tokens.get(0), RadiusCode.COA_NAK);
        final byte[] answer = answers.get(0);
        final UnsafeBuffer buffer = new UnsafeBuffer(answer);
        final RadiusPacketFlyweight packet = new RadiusPacketFlyweight();
        assertEquals(RadiusMalformedReason.NONE, packet.wrap(buffer, 0, answer.length));
        assertEquals(RadiusCode.COA_NAK, packet.code());
        assertEquals(7, packet.identifier());
        final RadiusSecret secret = new RadiusSecret(SECRET.getBytes(StandardCharsets.UTF_8));
        assertTrue(secret.responseAuthenticatorMatches(buffer, 0, answer.length, request.buffer, 4));
        assertEquals(22, packet.messageAuthenticatorOffset(), "Message-Authenticator comes first");
        assertTrue(secret.messageAuthenticatorMatches(
                buffer, 0, answer.length, packet.messageAuthenticatorOffset(), request.buffer, 4));
        final RadiusAttributeCursor cursor = attributesOf(answer);
        assertTrue(cursor.find(RadiusAttributes.ERROR_CAUSE));
        assertEquals(503, cursor.intValue(0));
        assertTrue(cursor.find(RadiusAttributes.PROXY_STATE));
        assertEquals(1, cursor.valueLength());
        assertTrue(cursor.findNext(RadiusAttributes.PROXY_STATE));
        assertEquals(2, cursor.valueLength());
        assertEquals(1, counters.value("radius.dynamic.coa_naks"));
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerAndIsDoneOnce() {
        final DynamicClientPacket request = coa(7, attributes -> { });
        send(request);
        send(request);
        assertEquals(1, tokens.size());
        assertEquals(List.of(), answers, "silence while it is worked on");
        assertEquals(1, counters.value("radius.dynamic.duplicates.pending"));
        answer(tokens.get(0), RadiusCode.COA_ACK);
        send(request);
        assertEquals(1, tokens.size());
        assertArrayEquals(answers.get(0), answers.get(1));
        assertEquals(1, counters.value("radius.dynamic.duplicates.answered"));
        clock.advanceSeconds(31);
        server.onDutyCycle();
        assertEquals(0, server.transactions());
        send(request);
        assertEquals(2, tokens.size(), "after the window it is a new one");
    }

    @Test
    void anIdentifierThatIsUsedAgainIsAnotherRequest() {
        send(coa(7, attributes -> { }));
        final DynamicClientPacket second = coa(7, attributes -> attributes.put(RadiusAttributes.IDLE_TIMEOUT, 5));
        send(second);
        assertEquals(2, tokens.size());
        answer(tokens.get(0), RadiusCode.COA_ACK);
        assertEquals(0, answers.size(), "nobody waits for the first one's answer, and it would confuse");
        answer(tokens.get(1), RadiusCode.COA_ACK);
        assertEquals(1, answers.size());
        final UnsafeBuffer buffer = new UnsafeBuffer(answers.get(0));
        assertTrue(new RadiusSecret(SECRET.getBytes(StandardCharsets.UTF_8))
                .responseAuthenticatorMatches(buffer, 0, answers.get(0).length, second.buffer, 4));
    }

    @Test
    void whoIsNotKnownGetsNothing() {
        send(coa(1, attributes -> { }), CLIENT + 5);
        server.onDatagram(0x2001_0db8L << 32, 31, PORT, 0, coa(1, attributes -> { }).buffer, 0, 20);
        assertEquals(2, counters.value("radius.dynamic.unknown_client"));
        assertEquals(0, tokens.size() + answers.size());
    }

    @Test
    void clientsOfIpv6AreKnownByTheirAddress() {
        final DynamicClientPacket request = new DynamicClientPacket("six", RadiusCode.DISCONNECT_REQUEST, 1, true,
                attributes -> attributes.put(RadiusAttributes.USER_NAME, "anna"));
        server.onDatagram(0x2001_0db8L << 32, 30, PORT, 2, request.buffer, 0, request.length);
        assertEquals(1, tokens.size());
    }

    @Test
    void wrongSecretsAndForgeriesAreDroppedInSilence() {
        send(new DynamicClientPacket("wrong", RadiusCode.COA_REQUEST, 1, true, attributes -> { }));
        assertEquals(1, counters.value("radius.dynamic.bad_authenticator"));
        send(new DynamicClientPacket(SECRET, RadiusCode.COA_REQUEST, 2, false, attributes -> { }));
        assertEquals(1, counters.value("radius.dynamic.no_message_authenticator"));
        final DynamicClientPacket forged = coa(3, attributes -> { });
        forged.buffer.putByte(22, (byte) ~forged.buffer.getByte(22));
        new RadiusSecret(SECRET.getBytes(StandardCharsets.UTF_8)).signRequest(forged.buffer, 0, forged.length);
        send(forged);
        assertEquals(1, counters.value("radius.dynamic.bad_message_authenticator"));
        send(new DynamicClientPacket(SECRET, RadiusCode.ACCESS_REQUEST, 4, true, attributes -> { }));
        assertEquals(1, counters.value("radius.dynamic.wrong_code"));
        assertEquals(0, tokens.size() + answers.size());
        // A client that is allowed to leave the Message-Authenticator out may do so.
        send(new DynamicClientPacket("another", RadiusCode.COA_REQUEST, 1, false, attributes -> { }), CLIENT + 1);
        assertEquals(1, tokens.size());
    }

    @Test
    void eventsOutsideTheWindowAreDroppedWhateverHappensToTheClock() {
        send(coa(1, attributes -> attributes.put(RadiusAttributes.EVENT_TIMESTAMP, T0 - 299)));
        send(coa(2, attributes -> attributes.put(RadiusAttributes.EVENT_TIMESTAMP, T0 + 299)));
        assertEquals(2, tokens.size());
        send(coa(3, attributes -> attributes.put(RadiusAttributes.EVENT_TIMESTAMP, T0 - 302)));
        send(coa(4, attributes -> attributes.put(RadiusAttributes.EVENT_TIMESTAMP, T0 + 302)));
        send(coa(5, attributes -> attributes.putLong(RadiusAttributes.EVENT_TIMESTAMP, T0)));
        assertEquals(3, counters.value("radius.dynamic.bad_event_timestamp"));
        time.advanceSeconds(-3_600);
        send(coa(6, attributes -> attributes.put(RadiusAttributes.EVENT_TIMESTAMP, T0)));
        assertEquals(4, counters.value("radius.dynamic.bad_event_timestamp"), "the machine's clock was set back");
        time.advanceSeconds(3_600);
        send(coa(7, attributes -> attributes.put(RadiusAttributes.EVENT_TIMESTAMP, T0)));
        assertEquals(3, tokens.size());
        final TestCounters strict = new TestCounters();
        final DynamicClientPacket without = coa(8, attributes -> { });
        server(strict, 100, true).onDatagram(0, CLIENT, PORT, 0, without.buffer, 0, without.length);
        assertEquals(1, strict.value("radius.dynamic.no_event_timestamp"));
    }

    @Test
    void aFloodOfOneClientIsCutBeforeItCostsDigests() {
        for (int i = 0; i < 1_000; i++) {
            send(new DynamicClientPacket("wrong", RadiusCode.COA_REQUEST, i & 0xff, true, attributes -> { }));
        }
        assertEquals(100, counters.value("radius.dynamic.bad_authenticator"));
        assertEquals(900, counters.value("radius.dynamic.rate_limited"));
        clock.advanceSeconds(1);
        send(coa(1, attributes -> { }));
        assertEquals(1, tokens.size());
    }

    @Test
    void whatTheSessionAgentCannotTakeIsAskedAgain() {
        full = true;
        final DynamicClientPacket request = coa(1, attributes -> { });
        send(request);
        assertEquals(1, counters.value("radius.dynamic.overloaded"));
        assertEquals(0, server.transactions());
        full = false;
        send(request);
        assertEquals(1, tokens.size());
    }

    @Test
    void whatIsNeverAnsweredIsForgotten() {
        send(coa(1, attributes -> { }));
        clock.advanceSeconds(121);
        server.onDutyCycle();
        assertEquals(0, server.transactions());
        assertEquals(1, counters.value("radius.dynamic.unanswered"));
        answer(tokens.get(0), RadiusCode.COA_ACK);
        assertEquals(0, answers.size());
    }

    @Test
    void aRequestFullOfProxyStateIsAnsweredWithinAPacket() {
        final byte[] state = new byte[253];
        send(coa(1, attributes -> {
            for (int i = 0; i < 15; i++) {
                assertTrue(attributes.putBytes(RadiusAttributes.PROXY_STATE, state));
            }
        }));
        answer(tokens.get(0), RadiusCode.COA_NAK);
        final byte[] answer = answers.get(0);
        assertTrue(answer.length <= RadiusPacketFlyweight.MAX_LENGTH);
        final RadiusAttributeCursor cursor = attributesOf(answer);
        int count = 0;
        while (cursor.next()) {
            count += cursor.key() == RadiusAttributes.PROXY_STATE ? 1 : 0;
        }
        assertEquals(15, count);
    }

    @Test
    void malformedPacketsAreCountedByReason() {
        final DynamicClientPacket request = coa(1, attributes -> { });
        request.buffer.putByte(20 + 18 + 1, (byte) 1);
        send(request);
        assertEquals(1, counters.value("radius.dynamic.malformed.bad_attribute_length"));
        server.onDatagram(0, CLIENT, PORT, 0, request.buffer, 0, 19);
        assertEquals(1, counters.value("radius.dynamic.malformed.truncated"));
        assertEquals(0, tokens.size());
    }

    @Test
    void thousandsOfRequestsInTheAirDoNotGrowItsMemoryWithoutBound() {
        for (int second = 0; second < 200; second++) {
            clock.advanceSeconds(1);
            for (int i = 0; i < 100; i++) {
                final int number = second * 100 + i;
                final DynamicClientPacket request = coa(number & 0xff, attributes -> attributes.put(RadiusAttributes.IDLE_TIMEOUT, number));
                server.onDatagram(0, CLIENT, PORT + (number >> 8), 0, request.buffer, 0, request.length);
            }
            server.onDutyCycle();
        }
        assertTrue(server.transactions() <= DynamicAuthorizationServer.MAX_TRANSACTIONS, server.transactions() + " kept");
        assertTrue(counters.value("radius.dynamic.overloaded") > 0);
        clock.advanceSeconds(200);
        server.onDutyCycle();
        assertEquals(0, server.transactions());
    }
}
