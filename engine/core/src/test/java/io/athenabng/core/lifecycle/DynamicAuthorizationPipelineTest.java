package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way to name a session, every change, every Error-Cause, as the upstream agent sees them. */
class DynamicAuthorizationPipelineTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final String ACCT_SESSION_ID = "abng-1700000000-1";

    private final RadiusHarness radius = new RadiusHarness();
    private final GatewayHarness harness = radius.harness;
    private int address;

    @BeforeEach
    void bringUp() {
        address = harness.bringUp(GatewayHarness.line(101), MAC);
        radius.exchange();
    }

    private static void byId(final RadiusAttributeAppender attributes) {
        attributes.put(RadiusAttributes.ACCT_SESSION_ID, ACCT_SESSION_ID);
    }

    private static Consumer<RadiusAttributeAppender> rates(final Consumer<RadiusAttributeAppender> identification) {
        return attributes -> {
            identification.accept(attributes);
            attributes.put(RadiusAttributes.ATHENA_RATE_DOWN, "50mbit");
            attributes.put(RadiusAttributes.ATHENA_RATE_UP, "25mbit");
        };
    }

    private static void assertRefused(final int cause, final FakeRadiusUpstream.Message answer) {
        assertNotNull(answer, "an answer");
        assertTrue(answer.code() == RadiusCode.COA_NAK || answer.code() == RadiusCode.DISCONNECT_NAK, RadiusCode.name(answer.code()));
        assertEquals(cause, answer.number(RadiusAttributes.ERROR_CAUSE));
    }

    @Test
    void ratesAreAcknowledgedOnlyAfterTheKernelHasThem() {
        assertNull(radius.ask(RadiusCode.COA_REQUEST, rates(DynamicAuthorizationPipelineTest::byId)));
        harness.gateway.onDutyCycle();
        assertNull(radius.answer());
        harness.dataPlane.answer();
        assertEquals(RadiusCode.COA_ACK, radius.answer().code());
        assertEquals("50000000/25000000", harness.dataPlane.sessions.get(1L));
        assertEquals(50_000_000, radius.stored(1).downBitsPerSecond());
        assertTrue(harness.events.events.contains("session.changed 1"));
        assertEquals(1, harness.counters.value("radius.dynamic.sessions.changed"));
    }

    @Test
    void aKernelThatRefusesIsANakAndTheOldRatesStay() {
        harness.dataPlane.refuseChange = 12;
        assertNull(radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            rates(DynamicAuthorizationPipelineTest::byId).accept(attributes);
            attributes.put(RadiusAttributes.IDLE_TIMEOUT, 60);
        }));
        harness.settle();
        assertRefused(506, radius.answer());
        assertEquals(20_000_000, radius.stored(1).downBitsPerSecond());
        assertEquals(10_000_000, radius.stored(1).upBitsPerSecond());
        assertEquals(0, radius.stored(1).idleTimeoutSeconds(), "nothing of it was done");
    }

    @Test
    void aRefusedChangeOfOneDirectionIsTakenBackToo() {
        harness.dataPlane.refuseChange = 12;
        assertRefused(506, radius.obtain(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.ATHENA_RATE_DOWN, "50mbit");
            attributes.put(RadiusAttributes.ACCT_INTERIM_INTERVAL, 120);
        }));
        assertEquals(20_000_000, radius.stored(1).downBitsPerSecond());
        assertEquals(600, radius.stored(1).interimSeconds());
        harness.dataPlane.refuseChange = 0;
        assertEquals(RadiusCode.COA_ACK, radius.obtain(RadiusCode.COA_REQUEST, rates(DynamicAuthorizationPipelineTest::byId)).code());
    }

    @Test
    void anOperatorsChangeUnderWayIsNotTakenForTheClients() {
        assertTrue(harness.gateway.changeRates(1, 30_000_000, 15_000_000));
        harness.dataPlane.refuseChange = 12;
        assertNull(radius.ask(RadiusCode.COA_REQUEST, rates(DynamicAuthorizationPipelineTest::byId)));
        harness.settle();
        assertRefused(506, radius.answer());
        assertEquals(30_000_000, radius.stored(1).downBitsPerSecond(), "what the operator said");
    }

    @Test
    void aSecondChangeWaitsItsTurnAtTheClient() {
        assertNull(radius.ask(RadiusCode.COA_REQUEST, rates(DynamicAuthorizationPipelineTest::byId)));
        assertRefused(506, radius.ask(RadiusCode.COA_REQUEST, rates(DynamicAuthorizationPipelineTest::byId)));
        harness.settle();
        assertEquals(RadiusCode.COA_ACK, radius.answer().code());
    }

    @Test
    void aDisconnectIsAcknowledgedWhenTheKernelHasLetGo() {
        harness.dataPlane.octets = 1_000;
        assertNull(radius.ask(RadiusCode.DISCONNECT_REQUEST, DynamicAuthorizationPipelineTest::byId));
        assertRefused(503, radius.ask(RadiusCode.DISCONNECT_REQUEST, DynamicAuthorizationPipelineTest::byId));
        harness.settle();
        assertEquals(RadiusCode.DISCONNECT_ACK, radius.answer().code());
        assertTrue(harness.dataPlane.sessions.isEmpty());
        final FakeRadiusUpstream.Message stop = radius.exchange().get(0);
        assertEquals(6, stop.number(RadiusAttributes.ACCT_TERMINATE_CAUSE), "Admin-Reset");
        assertEquals(1, harness.counters.value("radius.dynamic.sessions.ended"));
    }

    @Test
    void aChangeOfASessionThatEndsMeanwhileIsRefused() {
        assertNull(radius.ask(RadiusCode.COA_REQUEST, rates(DynamicAuthorizationPipelineTest::byId)));
        radius.release(101, MAC, address);
        assertRefused(503, radius.answer());
        harness.settle();
        assertNull(radius.answer(), "each request has one answer");
    }

    @Test
    void everyIdentificationFindsTheSession() {
        assertFinds(DynamicAuthorizationPipelineTest::byId);
        assertFinds(attributes -> attributes.put(RadiusAttributes.USER_NAME, "02:00:00:00:00:01"));
        assertFinds(attributes -> attributes.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, address));
        assertFinds(attributes -> attributes.put(RadiusAttributes.NAS_PORT_ID, "eth1.500.101"));
        assertFinds(attributes -> attributes.put(RadiusAttributes.CALLING_STATION_ID, "02-00-00-00-00-01"));
        assertFinds(attributes -> attributes.put(RadiusAttributes.CALLING_STATION_ID, "0200.0000.0001"));
        assertFinds(attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.USER_NAME, "02:00:00:00:00:01");
            attributes.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, address);
            attributes.put(RadiusAttributes.NAS_PORT_ID, "eth1.500.101");
            attributes.put(RadiusAttributes.CALLING_STATION_ID, "020000000001");
            attributes.put(RadiusAttributes.NAS_IDENTIFIER, "bng1");
            attributes.putIpv4(RadiusAttributes.NAS_IP_ADDRESS, 0xc000_0201);
            attributes.put(RadiusAttributes.EVENT_TIMESTAMP, 1_700_000_000);
        });
    }

    private void assertFinds(final Consumer<RadiusAttributeAppender> identification) {
        final FakeRadiusUpstream.Message answer = radius.obtain(RadiusCode.COA_REQUEST, attributes -> {
            identification.accept(attributes);
            attributes.put(RadiusAttributes.IDLE_TIMEOUT, 900);
        });
        assertEquals(RadiusCode.COA_ACK, answer.code());
    }

    @Test
    void attributesThatDisagreeFindNothing() {
        assertRefused(503, radius.ask(RadiusCode.DISCONNECT_REQUEST, attributes -> {
            byId(attributes);
            attributes.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, address + 1);
        }));
        assertRefused(503, radius.ask(RadiusCode.DISCONNECT_REQUEST, attributes -> {
            attributes.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, address);
            attributes.put(RadiusAttributes.NAS_PORT_ID, "eth1.500.102");
        }));
        assertRefused(503, radius.ask(RadiusCode.DISCONNECT_REQUEST,
                attributes -> attributes.put(RadiusAttributes.ACCT_SESSION_ID, "abng-1700000001-1")));
        assertRefused(503, radius.ask(RadiusCode.DISCONNECT_REQUEST,
                attributes -> attributes.put(RadiusAttributes.ACCT_SESSION_ID, "somebody else's")));
        assertEquals(1, harness.store.size());
    }

    @Test
    void aRequestForAnotherNasIsRefused() {
        assertRefused(403, radius.ask(RadiusCode.DISCONNECT_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.NAS_IDENTIFIER, "bng2");
        }));
        assertRefused(403, radius.ask(RadiusCode.DISCONNECT_REQUEST, attributes -> {
            byId(attributes);
            attributes.putIpv4(RadiusAttributes.NAS_IP_ADDRESS, 0xc000_0202);
        }));
    }

    @Test
    void whatSaysNothingIsMissingAnAttribute() {
        assertRefused(402, radius.ask(RadiusCode.DISCONNECT_REQUEST,
                attributes -> attributes.put(RadiusAttributes.NAS_IDENTIFIER, "bng1")));
        assertRefused(402, radius.ask(RadiusCode.COA_REQUEST, DynamicAuthorizationPipelineTest::byId));
        assertRefused(402, radius.ask(RadiusCode.COA_REQUEST, attributes -> attributes.put(RadiusAttributes.IDLE_TIMEOUT, 60)));
    }

    @Test
    void ambiguousSessionsAreLeftAlone() {
        final GatewayHarness two = radius.harness;
        two.bringUp(GatewayHarness.line(102), 0x0200_0000_0002L);
        radius.exchange();
        final SessionRecordFlyweight second = radius.stored(2);
        // One user, two sessions.
        two.gateway.sessionTable().update(second.userName("02:00:00:00:00:01"));
        assertRefused(508, radius.ask(RadiusCode.DISCONNECT_REQUEST,
                attributes -> attributes.put(RadiusAttributes.USER_NAME, "02:00:00:00:00:01")));
        assertNull(radius.ask(RadiusCode.DISCONNECT_REQUEST, attributes -> {
            attributes.put(RadiusAttributes.USER_NAME, "02:00:00:00:00:01");
            attributes.put(RadiusAttributes.CALLING_STATION_ID, "02:00:00:00:00:02");
        }));
        two.settle();
        assertEquals(RadiusCode.DISCONNECT_ACK, radius.answer().code());
        assertNotNull(radius.stored(1));
        radius.exchange();
        assertNull(radius.stored(2));
    }

    @Test
    void whatIsNotObeyedIsRefusedAsAWhole() {
        assertRefused(401, radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            rates(DynamicAuthorizationPipelineTest::byId).accept(attributes);
            attributes.put(RadiusAttributes.FRAMED_MTU, 1400);
        }));
        assertRefused(401, radius.ask(RadiusCode.DISCONNECT_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.SESSION_TIMEOUT, 1400);
        }));
        harness.settle();
        assertEquals(20_000_000, radius.stored(1).downBitsPerSecond());
        assertNotNull(radius.stored(1));
    }

    @Test
    void malformedValuesAreToldApart() {
        assertRefused(404, radius.ask(RadiusCode.DISCONNECT_REQUEST, attributes -> {
            byId(attributes);
            attributes.putLong(RadiusAttributes.FRAMED_IP_ADDRESS, 1);
        }));
        assertRefused(404, radius.ask(RadiusCode.DISCONNECT_REQUEST, attributes -> {
            byId(attributes);
            byId(attributes);
        }));
        assertRefused(407, radius.ask(RadiusCode.DISCONNECT_REQUEST,
                attributes -> attributes.put(RadiusAttributes.CALLING_STATION_ID, "+49 30 1234")));
        assertRefused(407, radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.ATHENA_RATE_DOWN, "very fast");
        }));
        assertRefused(407, radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.ATHENA_QOS_PROFILE, "platinum");
        }));
        assertRefused(407, radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.putLong(RadiusAttributes.IDLE_TIMEOUT, 7);
        }));
    }

    @Test
    void timesClassAndProfileAreTakenOver() {
        assertEquals(RadiusCode.COA_ACK, radius.obtain(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.IDLE_TIMEOUT, 900);
            attributes.put(RadiusAttributes.ACCT_INTERIM_INTERVAL, 120);
            attributes.putBytes(RadiusAttributes.CLASS, "first".getBytes(StandardCharsets.UTF_8));
            attributes.putBytes(RadiusAttributes.CLASS, "second".getBytes(StandardCharsets.UTF_8));
        }).code());
        assertEquals(900, radius.stored(1).idleTimeoutSeconds());
        assertEquals(120, radius.stored(1).interimSeconds());
        assertNull(radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.ATHENA_POLICY, "evening");
        }));
        harness.settle();
        assertEquals(RadiusCode.COA_ACK, radius.answer().code());
        assertEquals("200000000/80000000", harness.dataPlane.sessions.get(1L), "the policy's QoS profile");
        assertEquals(1_800, radius.stored(1).idleTimeoutSeconds(), "the policy's");
        radius.release(101, MAC, address);
        harness.settle();
        final FakeRadiusUpstream.Message stop = radius.requests().get(0);
        assertEquals("first", stop.text(RadiusAttributes.CLASS));
        final byte[] list = stop.attributes();
        assertTrue(new String(list, StandardCharsets.ISO_8859_1).contains("second"), "each Class comes back");
    }

    @Test
    void aShorterSessionTimeoutEndsTheSessionInTime() {
        harness.clock.advanceSeconds(100);
        harness.settle();
        assertEquals(RadiusCode.COA_ACK, radius.obtain(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.SESSION_TIMEOUT, 60);
        }).code());
        harness.clock.advanceSeconds(58);
        harness.settle();
        assertNotNull(radius.stored(1));
        harness.clock.advanceSeconds(3);
        harness.settle();
        final List<FakeRadiusUpstream.Message> reports = radius.exchange();
        assertEquals(5, reports.get(reports.size() - 1).number(RadiusAttributes.ACCT_TERMINATE_CAUSE), "Session-Timeout");
    }

    @Test
    void sessionsAreFoundByTheirCircuitAfterARestartAndNotAfterTheirEnd() {
        harness.restart();
        assertFinds(attributes -> attributes.put(RadiusAttributes.NAS_PORT_ID, "eth1.500.101"));
        radius.release(101, MAC, address);
        radius.exchange();
        assertRefused(503, radius.ask(RadiusCode.DISCONNECT_REQUEST,
                attributes -> attributes.put(RadiusAttributes.NAS_PORT_ID, "eth1.500.101")));
    }

    @Test
    void answersWaitForRoom() {
        harness.radius.full = true;
        assertNull(radius.ask(RadiusCode.DISCONNECT_REQUEST, attributes -> attributes.put(RadiusAttributes.USER_NAME, "nobody")));
        harness.settle();
        harness.radius.full = false;
        harness.settle();
        assertRefused(503, radius.answer());
    }

    @Test
    void anewAuthenticationNeedsAServerThatIsAsked() {
        assertRefused(405, radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.ATHENA_RE_AUTHENTICATE, 1);
        }));
        assertRefused(402, radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.SERVICE_TYPE, RadiusValues.SERVICE_TYPE_AUTHORIZE_ONLY);
        }));
        assertRefused(405, radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.SERVICE_TYPE, RadiusValues.SERVICE_TYPE_LOGIN);
        }));
        assertRefused(404, radius.ask(RadiusCode.COA_REQUEST, attributes -> {
            rates(DynamicAuthorizationPipelineTest::byId).accept(attributes);
            attributes.put(RadiusAttributes.ATHENA_RE_AUTHENTICATE, 1);
        }));
    }

    @Test
    void authorizeOnlyAsksTheServerWithItsStateAndTheAnswerIsObeyedInPlace() {
        final RadiusHarness asked = new RadiusHarness(
                "authentication: radius\n    radius: { authentication: aaa, accounting: aaa }", new FakeSessionStore());
        asked.exchange();
        asked.harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.DISCOVER, 0, 0, 0);
        accept(asked, asked.requests().get(0), "30mbit");
        asked.harness.settle();
        final GatewayHarness.Reply offer = asked.harness.takeReply();
        asked.harness.send(GatewayHarness.line(101), MAC, DhcpMessageType.REQUEST, 0, offer.address(), offer.serverId());
        asked.exchange();
        assertEquals("30000000/10000000", asked.harness.dataPlane.sessions.get(1L));

        final byte[] state = {1, 2, 3};
        final FakeRadiusUpstream.Message answer = asked.ask(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.SERVICE_TYPE, RadiusValues.SERVICE_TYPE_AUTHORIZE_ONLY);
            attributes.putBytes(RadiusAttributes.STATE, state);
        });
        assertRefused(507, answer);
        assertEquals(17, answer.number(RadiusAttributes.SERVICE_TYPE));
        assertEquals(3, answer.find(RadiusAttributes.STATE).valueLength());
        final FakeRadiusUpstream.Message request = asked.requests().get(0);
        assertEquals(RadiusCode.ACCESS_REQUEST, request.code());
        assertEquals(17, request.number(RadiusAttributes.SERVICE_TYPE));
        assertEquals(3, request.find(RadiusAttributes.STATE).valueLength());
        assertEquals(ACCT_SESSION_ID, request.text(RadiusAttributes.ACCT_SESSION_ID));
        accept(asked, request, "40mbit");
        asked.harness.settle();
        assertEquals("40000000/10000000", asked.harness.dataPlane.sessions.get(1L));

        assertEquals(RadiusCode.COA_ACK, asked.ask(RadiusCode.COA_REQUEST, attributes -> {
            byId(attributes);
            attributes.put(RadiusAttributes.ATHENA_RE_AUTHENTICATE, 1);
        }).code());
        final FakeRadiusUpstream.Message plain = asked.requests().get(0);
        assertEquals(2, plain.number(RadiusAttributes.SERVICE_TYPE), "not Authorize-Only");
        assertNull(plain.find(RadiusAttributes.STATE), "the State was for one request");
    }

    private static void accept(final RadiusHarness asked, final FakeRadiusUpstream.Message request, final String down) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(buffer, 0, 100);
        appender.put(RadiusAttributes.ATHENA_RATE_DOWN, down);
        asked.harness.gateway.onRadiusAnswer(request.correlationId(), RadiusCode.ACCESS_ACCEPT, buffer, 0, appender.length());
    }
}
