package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** DHCP clients of a group that RADIUS decides about: frames in, requests out, answers in, frames and sessions out. */
class RadiusGatewayPipelineTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final long OTHER_MAC = 0x0200_0000_0002L;
    private static final int GATEWAY = 0x0a40_0001;
    private static final int GARDEN_GATEWAY = 0x0a42_0001;
    private static final int FRAMED = 0x0a40_00fd;
    private static final long LINE = GatewayHarness.line(101);
    private static final long OTHER_LINE = GatewayHarness.line(102);
    private static final String CONFIGURATION = """
            trunks: [{ name: eth1, new-lines-per-second: 100, new-lines-burst: 100 }]
            pools:
              - { name: main, ranges: [10.64.0.10-10.64.0.250] }
              - { name: gold, ranges: [10.64.0.251-10.64.0.252] }
              - { name: garden, ranges: [10.66.0.10-10.66.0.250] }
            access-groups:
              - name: residential
                trunk: eth1
                vlans: [{ stack: 500.100-199, outer-tpid: 802.1ad }]
                gateway: 10.64.0.1/24
                remote-id: "r-{cvlan}"
                authentication: radius
                radius: { authentication: aaa RADIUS }
                GROUP
                shaping: { down: 20mbit, up: 10mbit }
                dhcp: { server: { pools: [main], lease-time: 1h, dns: [192.0.2.53] } }
              - name: garden
                trunk: eth1
                vlans: VLANS
                gateway: 10.66.0.1/24
                session-timeout: 30m
                shaping: { down: 1mbit, up: 512kbit }
                dhcp: { server: { pools: [garden], lease-time: 2m } }
            radius:
              nas-identifier: bng7
              nas-ip-address: 192.0.2.1
              rate-attributes: [wispr, mikrotik, cisco, filter-id]
              servers: [{ name: one, address: 192.0.2.20, secret: testing123 }]
              server-groups: [{ name: aaa, members: [{ server: one }] }]
              qos-profiles: [{ name: gold, down: 100mbit, up: 40mbit }]
              policies: [{ name: evening, qos-profile: gold, session-timeout: 4h, idle-timeout: 30m, pool: gold }]
            """;

    private GatewayHarness harness = harness("", "");
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();

    private static GatewayHarness harness(final String radius, final String group) {
        return new GatewayHarness(new FakeSessionStore(), CONFIGURATION.replace("RADIUS", radius.isEmpty() ? "" : ", " + radius)
                .replace("GROUP", group.isEmpty() ? "on-reject: silent" : group)
                .replace("VLANS", radius.contains("walled-garden") ? "[]" : "[{ stack: 999 }]"));
    }

    private FakeRadiusUpstream.Message asked() {
        assertEquals(1, harness.radius.requests.size(), "one question");
        return harness.radius.requests.removeFirst();
    }

    private void answer(final FakeRadiusUpstream.Message request, final int code, final Consumer<RadiusAttributeAppender> attributes) {
        final UnsafeBuffer list = new UnsafeBuffer(new byte[4_076]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(list, 0, list.capacity());
        attributes.accept(appender);
        assertFalse(appender.overflow());
        harness.gateway.onRadiusAnswer(request.correlationId(), code, list, 0, appender.length());
        harness.settle();
    }

    private void discover(final long line, final long mac) {
        harness.send(line, mac, DhcpMessageType.DISCOVER, 0, 0, 0);
        harness.settle();
    }

    private int request(final long line, final long mac, final GatewayHarness.Reply offer) {
        assertNotNull(offer, "an offer");
        assertEquals(DhcpMessageType.OFFER, offer.type());
        harness.send(line, mac, DhcpMessageType.REQUEST, 0, offer.address(), offer.serverId());
        harness.settle();
        final GatewayHarness.Reply ack = harness.takeReply();
        assertNotNull(ack, "an answer to the request");
        return ack.type() == DhcpMessageType.ACK ? ack.address() : 0;
    }

    /** From Discover to ACK with an Accept of some attributes. */
    private int bringUp(final long line, final long mac, final Consumer<RadiusAttributeAppender> attributes) {
        discover(line, mac);
        answer(asked(), RadiusCode.ACCESS_ACCEPT, attributes);
        return request(line, mac, harness.takeReply());
    }

    private SessionRecordFlyweight session(final long id) {
        assertTrue(harness.store.get(id, record), "session " + id);
        return record;
    }

    private int renew(final long line, final long mac, final int address) {
        harness.send(line, mac, DhcpMessageType.REQUEST, address, 0, 0);
        harness.settle();
        final GatewayHarness.Reply reply = harness.takeReply();
        return reply == null ? 0 : reply.type();
    }

    @Test
    void nothingIsPromisedBeforeTheAnswerAndTheQuestionSaysWho() {
        discover(LINE, MAC);
        assertNull(harness.takeReply());
        final FakeRadiusUpstream.Message request = asked();
        assertEquals(RadiusCode.ACCESS_REQUEST, request.code());
        assertEquals(0, request.serverGroup());
        assertEquals("02:00:00:00:00:01", request.text(RadiusAttributes.USER_NAME));
        assertEquals("02:00:00:00:00:01", request.text(RadiusAttributes.CALLING_STATION_ID));
        assertEquals("eth1.500.101", request.text(RadiusAttributes.NAS_PORT_ID));
        assertEquals("bng7", request.text(RadiusAttributes.NAS_IDENTIFIER));
        assertEquals(0xc000_0201L, request.number(RadiusAttributes.NAS_IP_ADDRESS));
        assertEquals(15, request.number(RadiusAttributes.NAS_PORT_TYPE));
        assertEquals(500 << 12 | 101, request.number(RadiusAttributes.NAS_PORT));
        assertEquals(2, request.number(RadiusAttributes.SERVICE_TYPE));
        assertEquals("eth1.500.101", request.text(RadiusAttributes.ADSL_AGENT_CIRCUIT_ID));
        assertEquals("r-101", request.text(RadiusAttributes.ADSL_AGENT_REMOTE_ID));
        assertNull(request.find(RadiusAttributes.USER_PASSWORD));
        assertNull(request.find(RadiusAttributes.FRAMED_PROTOCOL));
        assertNull(request.find(RadiusAttributes.ACCT_SESSION_ID));
        discover(LINE, MAC);
        assertTrue(harness.radius.requests.isEmpty(), "the client's repetition asks nothing more");
        answer(request, RadiusCode.ACCESS_ACCEPT, list -> { });
        assertEquals(0x0a40_000a, request(LINE, MAC, harness.takeReply()));
        assertEquals("20000000/10000000", harness.dataPlane.sessions.get(1L));
        assertEquals(1, harness.counters.value("radius.access.accepts"));
    }

    @Test
    void theUserNameAndPasswordAreMadeOfTheLineAndTheClientsWords() {
        harness = harness("password: \"{mac-plain}\"", "user-name: \"{circuit-id}/{remote-id}/{hostname}/{mac-dots}\"");
        harness.hostName = "fritz\u0007box";
        discover(LINE, MAC);
        final FakeRadiusUpstream.Message request = asked();
        assertEquals("eth1.500.101/r-101/fritz_box/0200.0000.0001", request.text(RadiusAttributes.USER_NAME));
        assertEquals("020000000001", request.text(RadiusAttributes.USER_PASSWORD));
    }

    @Test
    void everythingThatAnAcceptSaysIsObeyedAndComesBackAfterARestart() {
        final byte[] class1 = {0, 1, 2, (byte) 0xff};
        discover(LINE, MAC);
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> {
            list.put(RadiusAttributes.USER_NAME, "customer-4711");
            list.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, FRAMED);
            list.putIpv4(RadiusAttributes.FRAMED_IP_NETMASK, 0xffff_ff00);
            list.put(RadiusAttributes.FRAMED_ROUTE, "198.51.100.0/24 0.0.0.0 7");
            list.put(RadiusAttributes.FRAMED_ROUTE, "203.0.113.0/25");
            list.put(RadiusAttributes.SESSION_TIMEOUT, 7_200);
            list.put(RadiusAttributes.IDLE_TIMEOUT, 900);
            list.put(RadiusAttributes.ACCT_INTERIM_INTERVAL, 300);
            list.putBytes(RadiusAttributes.CLASS, class1);
            list.put(RadiusAttributes.CLASS, "second");
            list.put(RadiusAttributes.REPLY_MESSAGE, "welcome");
            list.putIpv4(RadiusAttributes.MS_PRIMARY_DNS_SERVER, 0xc000_0201);
            list.put(RadiusAttributes.ATHENA_RATE_DOWN, "50mbit");
            list.put(RadiusAttributes.ATHENA_RATE_UP, "5mbit");
            list.putIpv6Prefix(RadiusAttributes.FRAMED_IPV6_PREFIX, prefix(1), 64);
            list.putIpv6Prefix(RadiusAttributes.DELEGATED_IPV6_PREFIX, prefix(2), 56);
            list.put(RadiusAttributes.FRAMED_IPV6_POOL, "v6");
            list.put(RadiusAttributes.DELEGATED_IPV6_PREFIX_POOL, "pd");
        });
        final GatewayHarness.Reply offer = harness.takeReply();
        assertEquals(FRAMED, offer.address());
        assertEquals(0xffff_ff00, offer.netmask());
        assertEquals(0xc000_0201, offer.dns());
        assertEquals(FRAMED, request(LINE, MAC, offer));
        assertObeyed(class1);
        final List<SubscriberProfile.FramedRoute> routes = List.of(new SubscriberProfile.FramedRoute(0xc633_6400, 24, 0, 7),
                new SubscriberProfile.FramedRoute(0xcb00_7100, 25, 0, 0));
        assertEquals(routes, harness.dataPlane.routes.get(1L));

        harness.dataPlane.routes.clear();
        harness.restart();
        assertObeyed(class1);
        assertEquals(routes, harness.dataPlane.routes.get(1L));
        assertEquals("50000000/5000000", harness.dataPlane.sessions.get(1L));
        assertEquals(DhcpMessageType.ACK, renew(LINE, MAC, FRAMED), "a renewal needs no answer");
        assertTrue(harness.radius.requests.isEmpty());
        harness.clock.advanceSeconds(7_200);
        harness.settle();
        assertTrue(harness.events.events.contains("session.dhcp_down 1 Lost-Service 0/0")
                || harness.events.events.contains("session.dhcp_down 1 Session-Timeout 0/0"), harness.events.events.toString());
        assertEquals(-1, harness.store.getAttributes(1, new UnsafeBuffer(new byte[4_096]), 0), "attributes go with the session");
    }

    private static byte[] prefix(final int last) {
        final byte[] octets = new byte[16];
        octets[0] = 0x20;
        octets[1] = 1;
        octets[6] = (byte) last;
        return octets;
    }

    private void assertObeyed(final byte[] class1) {
        session(1);
        assertEquals("customer-4711", record.userName());
        assertEquals(7_200, record.sessionTimeoutSeconds());
        assertEquals(900, record.idleTimeoutSeconds());
        assertEquals(300, record.interimSeconds());
        assertEquals(50_000_000, record.downBitsPerSecond());
        assertEquals(5_000_000, record.upBitsPerSecond());
        final byte[] octets = new byte[16];
        record.framedIpv6Prefix(octets, 0);
        assertArrayEquals(prefix(1), octets);
        assertEquals(64, record.framedIpv6PrefixLength());
        record.delegatedIpv6Prefix(octets, 0);
        assertArrayEquals(prefix(2), octets);
        assertEquals(56, record.delegatedIpv6PrefixLength());
        assertEquals(SessionRecordFlyweight.FLAG_ATTRIBUTES, record.flags() & SessionRecordFlyweight.FLAG_ATTRIBUTES);
        final UnsafeBuffer list = new UnsafeBuffer(new byte[4_096]);
        final SessionAttributesFlyweight attributes =
                new SessionAttributesFlyweight().wrap(list, 0, harness.store.getAttributes(1, list, 0));
        final Set<String> texts = new TreeSet<>();
        int classes = 0;
        while (attributes.next()) {
            if (attributes.type() == SessionAttributesFlyweight.CLASS) {
                final byte[] value = new byte[attributes.valueLength()];
                attributes.buffer().getBytes(attributes.valueOffset(), value);
                assertArrayEquals(classes++ == 0 ? class1 : "second".getBytes(StandardCharsets.US_ASCII), value);
            } else if (attributes.type() == SessionAttributesFlyweight.FRAMED_IPV6_POOL
                    || attributes.type() == SessionAttributesFlyweight.DELEGATED_IPV6_POOL) {
                texts.add(attributes.text());
            }
        }
        assertEquals(2, classes);
        assertEquals(Set.of("pd", "v6"), texts);
    }

    @Test
    void aPoolAPolicyAndTheIntervalsBoundsAreObeyed() {
        final int address = bringUp(LINE, MAC, list -> {
            list.put(RadiusAttributes.ATHENA_POLICY, "evening");
            list.put(RadiusAttributes.ACCT_INTERIM_INTERVAL, 5);
        });
        assertEquals(0x0a40_00fb, address, "the policy's pool");
        session(1);
        assertEquals(100_000_000, record.downBitsPerSecond());
        assertEquals(40_000_000, record.upBitsPerSecond());
        assertEquals(14_400, record.sessionTimeoutSeconds());
        assertEquals(1_800, record.idleTimeoutSeconds());
        assertEquals(60, record.interimSeconds(), "raised to the least");
        assertEquals(0x0a40_00fc, bringUp(OTHER_LINE, OTHER_MAC, list -> list.put(RadiusAttributes.FRAMED_POOL, "gold")));
    }

    @Test
    void aNameLongerThanTheRecordKeepsIsKeptWhole() {
        final String name = "x".repeat(100);
        bringUp(LINE, MAC, list -> list.put(RadiusAttributes.USER_NAME, name));
        harness.restart();
        final UnsafeBuffer list = new UnsafeBuffer(new byte[4_096]);
        final SessionAttributesFlyweight attributes =
                new SessionAttributesFlyweight().wrap(list, 0, harness.store.getAttributes(1, list, 0));
        assertTrue(attributes.next());
        assertEquals(SessionAttributesFlyweight.LONG_USER_NAME, attributes.type());
        assertEquals(name, attributes.text());
        assertTrue(harness.gateway.reauthenticate(1));
        assertEquals("02:00:00:00:00:01", asked().text(RadiusAttributes.USER_NAME), "asked again with the template's name");
    }

    @Test
    void anAcceptThatCannotBeUnderstoodLetsNobodyIn() {
        discover(LINE, MAC);
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> list.put(RadiusAttributes.ATHENA_RATE_DOWN, "50 megabit"));
        assertNull(harness.takeReply());
        assertEquals(1, harness.counters.value("radius.access.misunderstood"));
        assertEquals(1, harness.counters.value("auth.rejected"));
        assertEquals(0, harness.store.size());
    }

    @Test
    void aRejectedClientIsNotServedAndDoesNotAskAtEachMessage() {
        harness = harness("", "on-reject: nak");
        harness.send(LINE, MAC, DhcpMessageType.REQUEST, 0, 0x0a40_0020, 0);
        harness.settle();
        answer(asked(), RadiusCode.ACCESS_REJECT, list -> list.put(RadiusAttributes.REPLY_MESSAGE, "not paid"));
        assertEquals(DhcpMessageType.NAK, harness.takeReply().type());
        discover(LINE, MAC);
        assertNull(harness.takeReply());
        assertTrue(harness.radius.requests.isEmpty(), "so soon nobody is asked");
        harness.clock.advanceSeconds(4);
        discover(LINE, MAC);
        answer(asked(), RadiusCode.ACCESS_CHALLENGE, list -> { });
        assertNull(harness.takeReply(), "a challenge has nobody to answer it");
        assertEquals(1, harness.counters.value("radius.access.challenges"));
        harness.clock.advanceSeconds(4);
        discover(LINE, MAC);
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> { });
        assertNotEquals(0, request(LINE, MAC, harness.takeReply()));
    }

    @Test
    void aRejectedClientLivesInTheWalledGardenUntilItIsAccepted() {
        harness = harness("walled-garden: garden, reauthenticate-after: 10m", "");
        discover(LINE, MAC);
        answer(asked(), RadiusCode.ACCESS_REJECT, list -> { });
        final GatewayHarness.Reply offer = harness.takeReply();
        assertEquals(0x0a42_000a, offer.address());
        assertEquals(GARDEN_GATEWAY, offer.serverId());
        assertEquals(0x0a42_000a, request(LINE, MAC, offer));
        session(1);
        assertEquals("1000000/512000", harness.dataPlane.sessions.get(1L));
        assertEquals(1_800, record.sessionTimeoutSeconds());
        assertEquals("residential", record.group());
        assertEquals(SessionRecordFlyweight.FLAG_GARDEN, record.flags() & SessionRecordFlyweight.FLAG_GARDEN);
        harness.restart();
        assertEquals("1000000/512000", harness.dataPlane.sessions.get(1L));
        for (int second = 0; second < 601; second += 60) {
            harness.clock.advanceSeconds(60);
            assertEquals(DhcpMessageType.ACK, renew(LINE, MAC, 0x0a42_000a), "in the garden after " + second + " s");
        }
        final FakeRadiusUpstream.Message first = asked();
        assertEquals("abng-1700000000-1", first.text(RadiusAttributes.ACCT_SESSION_ID));
        answer(first, RadiusCode.ACCESS_REJECT, list -> { });
        assertEquals(DhcpMessageType.ACK, renew(LINE, MAC, 0x0a42_000a), "rejected again, it stays");
        for (int second = 0; second < 601; second += 60) {
            harness.clock.advanceSeconds(60);
            assertEquals(DhcpMessageType.ACK, renew(LINE, MAC, 0x0a42_000a));
        }
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> { });
        assertTrue(harness.dataPlane.sessions.isEmpty(), "it leaves the garden");
        harness.send(LINE, MAC, DhcpMessageType.REQUEST, 0x0a42_000a, 0, 0);
        harness.settle();
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> { });
        assertEquals(DhcpMessageType.NAK, harness.takeReply().type(), "the garden's address is refused");
        discover(LINE, MAC);
        assertEquals(0x0a40_000a, request(LINE, MAC, harness.takeReply()));
        assertEquals("20000000/10000000", harness.dataPlane.sessions.get(2L));
    }

    @Test
    void whenNobodyAnswersTheClientIsLeftAlone() {
        discover(LINE, MAC);
        harness.gateway.onRadiusUnanswered(asked().correlationId(), RadiusCode.ACCESS_REQUEST);
        harness.settle();
        assertNull(harness.takeReply());
        assertEquals(1, harness.counters.value("auth.unavailable"));
        discover(LINE, MAC);
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> { });
        assertNotEquals(0, request(LINE, MAC, harness.takeReply()));
    }

    @Test
    void aFullRingIsAskedAgainWithTheNextMessage() {
        harness.radius.full = true;
        discover(LINE, MAC);
        assertNull(harness.takeReply());
        harness.radius.full = false;
        assertNotEquals(0, bringUp(LINE, MAC, list -> { }));
    }

    @Test
    void whoIsAdmittedWithoutAnAnswerIsAskedForLaterAndKeepsTheSession() {
        harness = harness("on-unavailable: admit, reauthenticate-after: 1m", "");
        discover(LINE, MAC);
        harness.gateway.onRadiusUnanswered(asked().correlationId(), RadiusCode.ACCESS_REQUEST);
        harness.settle();
        final int address = request(LINE, MAC, harness.takeReply());
        assertNotEquals(0, address);
        assertEquals(SessionRecordFlyweight.FLAG_PROVISIONAL, session(1).flags() & SessionRecordFlyweight.FLAG_PROVISIONAL);
        harness.clock.advanceSeconds(61);
        harness.settle();
        harness.gateway.onRadiusUnanswered(asked().correlationId(), RadiusCode.ACCESS_REQUEST);
        harness.settle();
        assertEquals(1, harness.gateway.sessionCount(), "still nobody says");
        harness.restart();
        harness.clock.advanceSeconds(61);
        harness.settle();
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> {
            list.put(RadiusAttributes.ATHENA_QOS_PROFILE, "gold");
            list.put(RadiusAttributes.FRAMED_ROUTE, "198.51.100.0/24");
        });
        session(1);
        assertEquals(0, record.flags() & SessionRecordFlyweight.FLAG_PROVISIONAL);
        assertEquals("100000000/40000000", harness.dataPlane.sessions.get(1L));
        assertEquals(1, harness.dataPlane.routes.get(1L).size());
        assertFalse(harness.events.events.stream().anyMatch(event -> event.startsWith("session.dhcp_down")));
        harness.clock.advanceSeconds(600);
        harness.settle();
        assertTrue(harness.radius.requests.isEmpty(), "once accepted it is not asked for again");
        assertEquals(DhcpMessageType.ACK, renew(LINE, MAC, address));
    }

    @Test
    void whoWasAdmittedWithoutAnAnswerAndIsRejectedLaterEnds() {
        harness = harness("on-unavailable: admit, reauthenticate-after: 1m", "");
        discover(LINE, MAC);
        harness.gateway.onRadiusUnanswered(asked().correlationId(), RadiusCode.ACCESS_REQUEST);
        harness.settle();
        request(LINE, MAC, harness.takeReply());
        harness.clock.advanceSeconds(61);
        harness.settle();
        answer(asked(), RadiusCode.ACCESS_REJECT, list -> { });
        assertTrue(harness.events.events.contains("session.dhcp_down 1 Admin-Reset 0/0"), harness.events.events.toString());
        assertEquals(0, harness.store.size());
    }

    private static void oneHour(final RadiusAttributeAppender list) {
        list.put(RadiusAttributes.SESSION_TIMEOUT, 600);
        list.put(RadiusAttributes.TERMINATION_ACTION, 1);
    }

    @Test
    void atItsTimeoutASessionIsAuthenticatedAnewIfTheServerSaysSo() {
        final int address = bringUp(LINE, MAC, RadiusGatewayPipelineTest::oneHour);
        harness.clock.advanceSeconds(599);
        harness.settle();
        assertTrue(harness.radius.requests.isEmpty());
        harness.clock.advanceSeconds(2);
        harness.settle();
        final FakeRadiusUpstream.Message request = asked();
        assertEquals(address, (int) request.number(RadiusAttributes.FRAMED_IP_ADDRESS));
        harness.clock.advanceSeconds(30);
        harness.settle();
        assertTrue(harness.radius.requests.isEmpty(), "one question at a time");
        answer(request, RadiusCode.ACCESS_ACCEPT, list -> {
            oneHour(list);
            list.put(RadiusAttributes.ATHENA_RATE_DOWN, "7mbit");
        });
        assertEquals("7000000/10000000", harness.dataPlane.sessions.get(1L), "the session goes on, with what is new");
        assertFalse(harness.events.events.stream().anyMatch(event -> event.startsWith("session.dhcp_down")));
        harness.clock.advanceSeconds(602);
        harness.settle();
        answer(asked(), RadiusCode.ACCESS_REJECT, list -> { });
        assertTrue(harness.events.events.contains("session.dhcp_down 1 Session-Timeout 0/0"), harness.events.events.toString());
    }

    @Test
    void atItsTimeoutASessionEndsWhenNobodyCanSay() {
        bringUp(LINE, MAC, RadiusGatewayPipelineTest::oneHour);
        harness.clock.advanceSeconds(601);
        harness.settle();
        harness.gateway.onRadiusUnanswered(asked().correlationId(), RadiusCode.ACCESS_REQUEST);
        harness.settle();
        assertTrue(harness.events.events.contains("session.dhcp_down 1 Session-Timeout 0/0"), harness.events.events.toString());
    }

    @Test
    void anotherAddressEndsTheSessionSoThatTheClientGetsIt() {
        final int address = bringUp(LINE, MAC, list -> { });
        assertTrue(harness.gateway.reauthenticate(1));
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> list.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, FRAMED));
        assertEquals(0, harness.store.size());
        harness.send(LINE, MAC, DhcpMessageType.REQUEST, address, 0, 0);
        harness.settle();
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> list.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, FRAMED));
        assertEquals(DhcpMessageType.NAK, harness.takeReply().type());
        discover(LINE, MAC);
        assertEquals(FRAMED, request(LINE, MAC, harness.takeReply()));
    }

    @Test
    void aUserNameHasNoMoreSessionsThanItMay() {
        harness = harness("sessions-per-user: 1", "");
        final Consumer<RadiusAttributeAppender> same = list -> list.put(RadiusAttributes.USER_NAME, "shared");
        final int address = bringUp(LINE, MAC, same);
        discover(OTHER_LINE, OTHER_MAC);
        answer(asked(), RadiusCode.ACCESS_ACCEPT, same);
        assertNull(harness.takeReply());
        assertEquals(1, harness.counters.value("session.refused.user_limit"));
        assertEquals(DhcpMessageType.ACK, renew(LINE, MAC, address), "its own session does not count");
        harness.send(LINE, MAC, DhcpMessageType.RELEASE, address, 0, GATEWAY);
        harness.settle();
        harness.clock.advanceSeconds(4);
        assertNotEquals(0, bringUp(OTHER_LINE, OTHER_MAC, same));
    }

    @Test
    void twoOfferedToTheSameUserDoNotBothBegin() {
        harness = harness("sessions-per-user: 1", "");
        final Consumer<RadiusAttributeAppender> same = list -> list.put(RadiusAttributes.USER_NAME, "shared");
        discover(LINE, MAC);
        answer(asked(), RadiusCode.ACCESS_ACCEPT, same);
        final GatewayHarness.Reply first = harness.takeReply();
        discover(OTHER_LINE, OTHER_MAC);
        answer(asked(), RadiusCode.ACCESS_ACCEPT, same);
        final GatewayHarness.Reply second = harness.takeReply();
        assertNotEquals(0, request(LINE, MAC, first));
        harness.send(OTHER_LINE, OTHER_MAC, DhcpMessageType.REQUEST, 0, second.address(), second.serverId());
        harness.settle();
        assertNull(harness.takeReply());
        assertEquals(1, harness.gateway.sessionCount());
    }

    @Test
    void aMacMovesOrIsRefusedAsConfigured() {
        bringUp(LINE, MAC, list -> { });
        bringUp(OTHER_LINE, MAC, list -> { });
        assertEquals(1, harness.gateway.sessionCount());
        assertEquals(1, harness.counters.value("session.moved"));
        harness = harness("sessions-per-mac: 1", "");
        bringUp(LINE, MAC, list -> { });
        discover(OTHER_LINE, MAC);
        answer(asked(), RadiusCode.ACCESS_ACCEPT, list -> { });
        assertNull(harness.takeReply());
        assertEquals(1, harness.counters.value("session.refused.mac_limit"));
    }

    @Test
    void aChangeKeepsWhatItDoesNotSay() {
        bringUp(LINE, MAC, list -> {
            list.put(RadiusAttributes.CLASS, "old");
            list.put(RadiusAttributes.SESSION_TIMEOUT, 3_000);
            list.put(RadiusAttributes.ATHENA_RATE_UP, "5mbit");
        });
        harness.clock.advanceSeconds(100);
        harness.dataPlane.requests.clear();
        assertTrue(harness.gateway.changeProfile(1, new SubscriberProfile("", 30_000_000, UserSettings.UNSET, 0, "", 600_000_000_000L,
                SubscriberProfile.Extras.NONE)));
        harness.settle();
        assertTrue(harness.dataPlane.requests.contains("sessionChange 1"), harness.dataPlane.requests.toString());
        assertFalse(harness.dataPlane.requests.stream().anyMatch(request -> request.startsWith("sessionUp")), "in place");
        session(1);
        assertEquals("30000000/5000000", harness.dataPlane.sessions.get(1L));
        assertEquals(700, record.sessionTimeoutSeconds(), "600 s from now");
        assertEquals("02:00:00:00:00:01", record.userName());
        final UnsafeBuffer list = new UnsafeBuffer(new byte[4_096]);
        final SessionAttributesFlyweight attributes =
                new SessionAttributesFlyweight().wrap(list, 0, harness.store.getAttributes(1, list, 0));
        assertTrue(attributes.next());
        assertEquals("old", attributes.text());
        assertFalse(harness.gateway.changeProfile(99, SubscriberProfile.groupDefaults("x")));
        harness.clock.advanceSeconds(601);
        harness.settle();
        assertTrue(harness.events.events.contains("session.dhcp_down 1 Session-Timeout 0/0"), harness.events.events.toString());
    }

    @Test
    void lateAndForeignAnswersChangeNothing() {
        discover(LINE, MAC);
        final FakeRadiusUpstream.Message request = asked();
        answer(new FakeRadiusUpstream.Message(1, 0, request.correlationId() + 77, new byte[0]), RadiusCode.ACCESS_ACCEPT, list -> { });
        harness.gateway.onRadiusUnanswered(request.correlationId() + 78, RadiusCode.ACCESS_REQUEST);
        assertNull(harness.takeReply());
        answer(request, RadiusCode.ACCESS_REJECT, list -> { });
        answer(request, RadiusCode.ACCESS_ACCEPT, list -> { });
        assertNull(harness.takeReply(), "the second answer to one question");
        assertEquals(3, harness.counters.value("radius.access.stray_answers"));
        assertEquals(0, harness.store.size());
    }
}
