package io.athenabng.core.radius.client;

import static io.athenabng.core.radius.client.ScriptedRadius.IRT;
import static io.athenabng.core.radius.client.ScriptedRadius.MS;
import static io.athenabng.core.radius.client.ScriptedRadius.SECOND;
import static io.athenabng.core.radius.client.ScriptedRadius.server;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RadiusServerGroupSettings.Member;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Requests and their answers: what is sent, when, and which answers are believed. */
final class RadiusClientTest {
    private final ScriptedRadius radius = ScriptedRadius.single();

    @Test
    void anAccessRequestBearsItsMessageAuthenticatorFirstAndHidesThePassword() {
        final UnsafeBuffer attributes = new UnsafeBuffer(new byte[256]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(attributes, 0, 256);
        appender.put(RadiusAttributes.USER_NAME, "alice");
        appender.put(RadiusAttributes.USER_PASSWORD, "correct horse battery staple");
        appender.put(RadiusAttributes.NAS_PORT_ID, "eth1.500.100");
        assertTrue(radius.client.request(RadiusCode.ACCESS_REQUEST, 0, 1, attributes, 0, appender.length()));
        final ScriptedRadius.Sent sent = radius.only();
        final RadiusPacketFlyweight packet = new RadiusPacketFlyweight();
        final UnsafeBuffer octets = new UnsafeBuffer(sent.octets());
        assertEquals(0, packet.wrap(octets, 0, sent.octets().length));
        assertEquals(22, packet.messageAuthenticatorOffset());
        final RadiusSecret secret = new RadiusSecret(ScriptedRadius.SECRET.getBytes(StandardCharsets.UTF_8));
        assertTrue(secret.messageAuthenticatorMatches(octets, 0, sent.octets().length, 22));
        assertFalse(new String(sent.octets(), StandardCharsets.ISO_8859_1).contains("horse"));
        // After Message-Authenticator and User-Name comes the password in 32 octets.
        final int password = 20 + 18 + 7;
        assertEquals("2 34", sent.octets()[password] + " " + sent.octets()[password + 1]);
        final UnsafeBuffer clear = new UnsafeBuffer(new byte[64]);
        final int length = secret.revealPassword(clear, 0, octets, password + 2, 32, octets, 4);
        assertEquals("correct horse battery staple", clear.getStringWithoutLengthUtf8(0, length));
        assertEquals("eth1.500.100", octets.getStringWithoutLengthUtf8(password + 36, 12));
    }

    @Test
    void anAccountingRequestBearsTheAuthenticatorOfItsOctets() {
        assertTrue(radius.account(1));
        final ScriptedRadius.Sent sent = radius.only();
        assertTrue(sent.accounting());
        assertTrue(new RadiusSecret(ScriptedRadius.SECRET.getBytes(StandardCharsets.UTF_8))
                .requestAuthenticatorMatches(new UnsafeBuffer(sent.octets()), 0, sent.octets().length));
        radius.accept(sent);
        assertEquals("1 Accounting-Response", radius.settled());
    }

    @Test
    void anAnswerSettlesItsRequestWithItsAttributes() {
        radius.access(1);
        radius.access(2);
        final List<ScriptedRadius.Sent> sent = new ArrayList<>(radius.sent);
        assertNotEquals(sent.get(0).identifier(), sent.get(1).identifier());
        assertFalse(Arrays.equals(sent.get(0).authenticator(), sent.get(1).authenticator()));
        final byte[] attributes = {8, 6, 10, 64, 0, 7};
        radius.deliver(sent.get(1), radius.answer(sent.get(1), RadiusCode.ACCESS_ACCEPT, attributes));
        final byte[] handed = radius.outcomes.getFirst().attributes();
        assertArrayEquals(attributes, Arrays.copyOfRange(handed, handed.length - 6, handed.length));
        assertEquals("2 Access-Accept", radius.settled());
        radius.deliver(sent.get(0), radius.answer(sent.get(0), RadiusCode.ACCESS_REJECT, new byte[0]));
        assertEquals("1 Access-Reject", radius.settled());
        radius.access(3);
        radius.deliver(radius.sent.peekLast(), radius.answer(radius.sent.peekLast(), RadiusCode.ACCESS_CHALLENGE, new byte[0]));
        assertEquals("3 Access-Challenge", radius.settled());
        assertEquals("1 1 1 0", String.join(" ", radius.counter("accepts"), radius.counter("rejects"), radius.counter("challenges"),
                radius.counter("outstanding")));
        assertEquals(0, radius.client.underWay());
    }

    @Test
    void aRetransmissionIsTheSamePacketAtTimesOfRfc5080() {
        radius.access(1);
        radius.pass(30 * SECOND);
        final List<ScriptedRadius.Sent> sent = new ArrayList<>(radius.sent);
        assertEquals(3, sent.stream().filter(each -> each.code() == RadiusCode.ACCESS_REQUEST).count());
        assertArrayEquals(sent.get(0).octets(), sent.get(1).octets());
        assertArrayEquals(sent.get(0).octets(), sent.get(2).octets());
        final long first = sent.get(1).timeNs() - sent.get(0).timeNs();
        final long second = sent.get(2).timeNs() - sent.get(1).timeNs();
        assertTrue(Math.abs(first - IRT) <= IRT / 10 + 20 * MS, "first " + first);
        assertTrue(Math.abs(second - 2 * first) <= first / 10 + 20 * MS, "second " + second);
        assertEquals("1 unanswered", radius.settled());
        assertEquals("1 2 1", radius.counter("sent") + " " + radius.counter("retransmits") + " " + radius.counter("timeouts"));
        assertEquals(0, radius.client.underWay());
    }

    @Test
    void retransmissionTimesAreBoundedAndDifferFromRequestToRequest() {
        final ScriptedRadius many = new ScriptedRadius(List.of(server("one", 6, 1_000, 100, false, true, null)), new Member(0, 0, 1));
        for (int i = 0; i < 50; i++) {
            many.access(i);
        }
        many.pass(60 * SECOND);
        final Set<Long> firstTimes = new HashSet<>();
        for (int identifier = 0; identifier < 50; identifier++) {
            final int wanted = identifier;
            final List<Long> times = many.sent.stream().filter(each -> each.identifier() == wanted).map(each -> each.timeNs()).toList();
            assertEquals(6, times.size());
            firstTimes.add(times.get(1));
            for (int i = 1; i < 6; i++) {
                assertTrue(times.get(i) - times.get(i - 1) <= 8_800 * MS + 20 * MS, "MRT is the bound");
            }
        }
        assertTrue(firstTimes.size() > 10, "jitter spreads retransmissions: " + firstTimes.size());
    }

    @Test
    void answersThatAreWrongSettleNothing() {
        radius.access(1);
        final ScriptedRadius.Sent sent = radius.only();
        final byte[] right = radius.answer(sent, RadiusCode.ACCESS_ACCEPT, new byte[] {25, 4, 1, 2});
        radius.deliver(sent, ScriptedRadius.answer(sent, RadiusCode.ACCESS_ACCEPT, new byte[0], "another secret", true));
        assertEquals("1", radius.counter("dropped.bad_authenticator"));
        final byte[] forged = right.clone();
        forged[forged.length - 1] ^= 1;
        radius.deliver(sent, forged);
        assertEquals("2", radius.counter("dropped.bad_authenticator"));
        radius.deliver(sent, ScriptedRadius.answer(sent, RadiusCode.ACCESS_ACCEPT, new byte[0], ScriptedRadius.SECRET, false));
        assertEquals("1", radius.counter("dropped.no_message_authenticator"));
        radius.deliver(sent, withWrongMessageAuthenticator(sent));
        assertEquals("1", radius.counter("dropped.bad_message_authenticator"));
        radius.deliver(sent, radius.answer(sent, RadiusCode.ACCOUNTING_RESPONSE, new byte[0]));
        radius.deliver(sent, sent.octets());
        assertEquals("2", radius.counter("dropped.wrong_code"));
        for (final int length : new int[] {0, 1, 19, 20, right.length - 1}) {
            radius.deliver(sent, Arrays.copyOf(right, length));
        }
        assertEquals("5", radius.counter("malformed.truncated"));
        final byte[] zero = radius.answer(sent, RadiusCode.ACCESS_ACCEPT, new byte[] {25, 0});
        radius.deliver(sent, zero);
        final byte[] one = radius.answer(sent, RadiusCode.ACCESS_ACCEPT, new byte[] {25, 1});
        radius.deliver(sent, one);
        assertEquals("2", radius.counter("malformed.bad_attribute_length"));
        final byte[] over = radius.answer(sent, RadiusCode.ACCESS_ACCEPT, new byte[] {25, 9, 1});
        radius.deliver(sent, over);
        assertEquals("1", radius.counter("malformed.attribute_overrun"));
        final byte[] other = right.clone();
        other[1]++;
        radius.deliver(sent, other);
        assertEquals("1", radius.counter("dropped.unknown_identifier"));
        assertEquals("", radius.settled());
        radius.deliver(sent, right);
        assertEquals("1 Access-Accept", radius.settled());
        radius.deliver(sent, right);
        assertEquals("1", radius.counter("dropped.duplicate"));
        assertEquals("", radius.settled());
    }

    private static byte[] withWrongMessageAuthenticator(final ScriptedRadius.Sent sent) {
        final UnsafeBuffer packet = new UnsafeBuffer(ScriptedRadius.answer(
                sent, RadiusCode.ACCESS_ACCEPT, new byte[0], ScriptedRadius.SECRET, true));
        packet.putByte(22, (byte) (packet.getByte(22) ^ 1));
        new RadiusSecret(ScriptedRadius.SECRET.getBytes(StandardCharsets.UTF_8))
                .signResponse(packet, 0, packet.capacity(), new UnsafeBuffer(sent.octets()), 4);
        return packet.byteArray();
    }

    @Test
    void anAnswerToAnotherSourceIsNobodys() {
        radius.access(1);
        final ScriptedRadius.Sent first = radius.only();
        for (int i = 2; i <= 300; i++) {
            radius.access(i);
        }
        final ScriptedRadius.Sent elsewhere = radius.sent.stream()
                .filter(each -> each.sourceId() != first.sourceId() && each.identifier() == first.identifier()).findFirst().orElseThrow();
        final byte[] answer = radius.answer(first, RadiusCode.ACCESS_ACCEPT, new byte[0]);
        radius.deliver(elsewhere, answer);
        assertEquals("1", radius.counter("dropped.bad_authenticator"));
        radius.client.onPacket(99_999, new UnsafeBuffer(answer), 0, answer.length);
        assertEquals("", radius.settled());
        radius.deliver(first, answer);
        assertEquals("1 Access-Accept", radius.settled());
    }

    @Test
    void theMessageAuthenticatorMayBeMissingWhereTheSettingsSaySo() {
        final ScriptedRadius lenient = new ScriptedRadius(List.of(server("one", 3, 1_000, 3, true, false, null)), new Member(0, 0, 1));
        lenient.access(1);
        final ScriptedRadius.Sent sent = lenient.only();
        lenient.deliver(sent, withWrongMessageAuthenticator(sent));
        assertEquals("", lenient.settled());
        lenient.deliver(sent, ScriptedRadius.answer(sent, RadiusCode.ACCESS_ACCEPT, new byte[0], ScriptedRadius.SECRET, false));
        assertEquals("1 Access-Accept", lenient.settled());
    }

    @Test
    void packetsOf4096OctetsGoBothWays() {
        final UnsafeBuffer attributes = new UnsafeBuffer(new byte[4_096]);
        int length = 0;
        while (length + 255 <= 4_096 - 20 - 18) {
            attributes.putByte(length, (byte) RadiusAttributes.CLASS);
            attributes.putByte(length + 1, (byte) 255);
            length += 255;
        }
        final int rest = 4_096 - 20 - 18 - length;
        attributes.putByte(length, (byte) RadiusAttributes.CLASS);
        attributes.putByte(length + 1, (byte) rest);
        length += rest;
        assertTrue(radius.client.request(RadiusCode.ACCESS_REQUEST, 0, 1, attributes, 0, length));
        final ScriptedRadius.Sent sent = radius.only();
        assertEquals(4_096, sent.octets().length);
        final byte[] answerAttributes = new byte[length];
        attributes.getBytes(0, answerAttributes);
        radius.deliver(sent, radius.answer(sent, RadiusCode.ACCESS_ACCEPT, answerAttributes));
        assertEquals(length + 18, radius.outcomes.getFirst().attributes().length);
        assertEquals("1 Access-Accept", radius.settled());
        // One octet more does not fit: the request is settled all the same, and nothing is sent.
        attributes.putByte(length - rest + 1, (byte) (rest + 1));
        assertTrue(radius.client.request(RadiusCode.ACCESS_REQUEST, 0, 2, attributes, 0, length + 1));
        radius.pass(100 * MS);
        assertEquals("2 unanswered", radius.settled());
        assertEquals(0, radius.sent.size());
        assertEquals(1, radius.counters.value("radius.client.malformed"));
        assertEquals("0", radius.counter("outstanding"));
    }

    @Test
    void attributesThatAreNoListAreSettledAndNotSent() {
        final UnsafeBuffer attributes = new UnsafeBuffer(new byte[] {1, 0, 1, 1, 1, 9, 80, 18,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        final int[][] bad = {{0, 2}, {2, 2}, {4, 2}, {0, 1}, {6, 18}};
        for (int i = 0; i < bad.length; i++) {
            assertTrue(radius.client.request(RadiusCode.ACCESS_REQUEST, 0, i, attributes, bad[i][0], bad[i][1]));
        }
        radius.pass(100 * MS);
        assertEquals(0, radius.sent.size());
        assertEquals(5, radius.outcomes.size());
        assertEquals(5, radius.counters.value("radius.client.malformed"));
        assertThrows(IllegalArgumentException.class, () -> radius.client.request(RadiusCode.COA_ACK, 0, 1, attributes, 0, 0));
    }

    @Test
    void whatTheTransportDoesNotTakeIsSentAMomentLaterAndCountsOnce() {
        radius.full = true;
        radius.access(1);
        radius.pass(50 * MS);
        assertEquals(0, radius.sent.size());
        radius.full = false;
        radius.pass(20 * MS);
        radius.accept(radius.only());
        assertEquals("1 Access-Accept", radius.settled());
        assertEquals("1 0", radius.counter("sent") + " " + radius.counter("retransmits"));
    }
}
