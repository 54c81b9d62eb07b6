package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.testkit.FuzzBytes;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Any list of attributes of a client that has the secret: one answer each, nothing is thrown, and the gateway's books stay right. */
class DynamicRequestFuzzTest {
    private static final long MAC = 0x0200_0000_0001L;

    @Test
    void everyRequestHasOneAnswer() {
        final FuzzBytes fuzz = FuzzBytes.create("dynamic-request");
        final RadiusHarness radius = new RadiusHarness();
        radius.harness.bringUp(GatewayHarness.line(101), MAC);
        radius.exchange();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[400]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(buffer, 0, 400);
        appender.put(RadiusAttributes.USER_NAME, "02:00:00:00:00:01");
        appender.put(RadiusAttributes.CALLING_STATION_ID, "02:00:00:00:00:01");
        appender.put(RadiusAttributes.NAS_PORT_ID, "eth1.500.101");
        appender.put(RadiusAttributes.ATHENA_RATE_DOWN, "10mbit");
        appender.put(RadiusAttributes.IDLE_TIMEOUT, 90_000);
        appender.put(RadiusAttributes.ATHENA_QOS_PROFILE, "gold");
        appender.putBytes(RadiusAttributes.CLASS, new byte[] {1, 2});
        final byte[] golden = new byte[appender.length()];
        buffer.getBytes(0, golden);
        int naks = 0;
        final int rounds = fuzz.iterations() / 40;
        for (int i = 0; i < rounds; i++) {
            final UnsafeBuffer bytes = new UnsafeBuffer(fuzz.oneIn(5) ? fuzz.random(200) : fuzz.mutate(golden));
            final boolean coa = !fuzz.oneIn(50);
            radius.harness.gateway.onDynamicRequest(i + 1, coa ? RadiusCode.COA_REQUEST : RadiusCode.DISCONNECT_REQUEST, bytes, 0,
                    bytes.capacity());
            radius.harness.gateway.onDutyCycle();
            radius.harness.dataPlane.answer();
            assertEquals(i + 1, radius.harness.radius.answers.size(), "answers");
            final FakeRadiusUpstream.Message answer = radius.harness.radius.answers.get(i);
            assertEquals(i + 1, answer.correlationId());
            naks += answer.number(RadiusAttributes.ERROR_CAUSE) > 0 ? 1 : 0;
            if (answer.code() == RadiusCode.DISCONNECT_ACK) {
                radius.exchange();
                radius.harness.bringUp(GatewayHarness.line(101), MAC);
                radius.exchange();
            }
        }
        assertTrue(naks > 0 && naks < rounds, naks + " refused of " + rounds);
        assertEquals(1, radius.harness.store.size());
    }
}
