package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The session agent is handed other RADIUS settings while subscribers are up: the next question and the next answer go by them. */
class RadiusChangePipelineTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final long OTHER_MAC = 0x0200_0000_0002L;
    private static final long START = 1;
    private static final long STOP = 2;
    private static final String GROUP = "authentication: radius\n    radius: { authentication: aaa, accounting: aaa }";
    private static final String ADMIT = "authentication: radius\n    radius: { authentication: aaa, on-unavailable: admit,"
            + " sessions-per-user: 1, password: \"pw-{mac}\" }\n    user-name: \"line-{cvlan}\"";

    private static String yaml(final String group) {
        return GatewayHarness.CONFIGURATION.replace("GROUP", group) + RadiusHarness.ROOT;
    }

    private static RunningConfiguration load(final String yaml) {
        final LoadResult loaded = ConfigurationLoader.load("test.yaml", yaml);
        assertTrue(loaded.isLoaded(), () -> ((LoadResult.Refused) loaded).problems().toString());
        return ((LoadResult.Loaded) loaded).configuration();
    }

    private static void discover(final GatewayHarness harness, final int cvlan, final long mac) {
        harness.send(GatewayHarness.line(cvlan), mac, DhcpMessageType.DISCOVER, 0, 0, 0);
        harness.settle();
    }

    private static FakeRadiusUpstream.Message question(final GatewayHarness harness, final int cvlan, final long mac) {
        harness.radius.requests.clear();
        discover(harness, cvlan, mac);
        final List<FakeRadiusUpstream.Message> asked = harness.radius.requests.stream()
                .filter(each -> each.code() == RadiusCode.ACCESS_REQUEST).toList();
        assertEquals(1, asked.size());
        return asked.getFirst();
    }

    private static void accept(
            final GatewayHarness harness, final FakeRadiusUpstream.Message request, final Consumer<RadiusAttributeAppender> attributes) {
        final UnsafeBuffer list = new UnsafeBuffer(new byte[4_076]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(list, 0, list.capacity());
        attributes.accept(appender);
        harness.gateway.onRadiusAnswer(request.correlationId(), RadiusCode.ACCESS_ACCEPT, list, 0, appender.length());
        harness.settle();
    }

    private static int finish(final GatewayHarness harness, final int cvlan, final long mac) {
        final GatewayHarness.Reply offer = harness.takeReply();
        assertNotNull(offer, "an offer");
        harness.send(GatewayHarness.line(cvlan), mac, DhcpMessageType.REQUEST, 0, offer.address(), offer.serverId());
        harness.settle();
        return harness.takeReply().address();
    }

    private static SessionRecordFlyweight session(final GatewayHarness harness, final long sessionId) {
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        assertTrue(harness.store.get(sessionId, record));
        return record;
    }

    @Test
    void profilesIdentityAndRateAttributesHoldForTheNextQuestionAndAnswerAndNobodyFlaps() {
        final String yaml = yaml(GROUP);
        final GatewayHarness harness = new GatewayHarness(new FakeSessionStore(), yaml);
        accept(harness, question(harness, 101, MAC), attributes -> attributes.put(RadiusAttributes.ATHENA_QOS_PROFILE, "gold"));
        finish(harness, 101, MAC);
        final FakeRadiusUpstream.Message under = question(harness, 102, OTHER_MAC);
        assertEquals("bng1", under.text(RadiusAttributes.NAS_IDENTIFIER));
        final RunningConfiguration to = load(yaml.replace("nas-identifier: bng1", "nas-identifier: bng2\n  rate-attributes: [filter-id]")
                .replace("down: 200mbit, up: 80mbit", "down: 300mbit, up: 90mbit")
                .replace("accounting: { interim-interval: 600s }", "accounting: { interim-interval: 1200s }"));
        assertTrue(harness.gateway.planReconfiguration(to).stream().allMatch(effect -> effect.sessions() == 0));
        harness.dataPlane.requests.clear();
        harness.gateway.reconfigure(to);
        harness.settle();
        assertEquals(List.of(), harness.dataPlane.requests, "no session is touched");
        assertEquals(200_000_000L, session(harness, 1).downBitsPerSecond());
        accept(harness, under, attributes -> attributes.put(RadiusAttributes.FILTER_ID, "gold"));
        finish(harness, 102, OTHER_MAC);
        assertEquals(300_000_000L, session(harness, 2).downBitsPerSecond(), "the answer is read by the new settings");
        assertEquals(600, session(harness, 1).interimSeconds());
        assertEquals(1200, session(harness, 2).interimSeconds());
        final FakeRadiusUpstream.Message next = question(harness, 103, OTHER_MAC + 1);
        assertEquals("bng2", next.text(RadiusAttributes.NAS_IDENTIFIER));
    }

    @Test
    void theVendorNumberAndRateAttributesHoldForChangesToo() {
        final RadiusHarness radius = new RadiusHarness();
        radius.harness.bringUp(GatewayHarness.line(101), MAC);
        radius.exchange();
        final Consumer<RadiusAttributeAppender> change = attributes -> {
            attributes.athenaVendor(4_711).put(RadiusAttributes.CALLING_STATION_ID, "02:00:00:00:00:01");
            attributes.put(RadiusAttributes.ATHENA_RATE_DOWN, "7mbit");
        };
        assertEquals(RadiusCode.COA_NAK, radius.ask(RadiusCode.COA_REQUEST, change).code(), "somebody else's attribute");
        radius.harness.gateway.reconfigure(load(yaml("radius: { accounting: aaa }")
                .replace("nas-identifier: bng1", "nas-identifier: bng1\n  athena-vendor: 4711")));
        assertEquals(RadiusCode.COA_ACK, radius.obtain(RadiusCode.COA_REQUEST, change).code());
        assertEquals(7_000_000L, radius.stored(1).downBitsPerSecond());
    }

    @Test
    void whatAGroupWantsOfRadiusHoldsAtOnce() {
        final String yaml = yaml("authentication: radius\n    radius: { authentication: aaa }");
        final GatewayHarness harness = new GatewayHarness(new FakeSessionStore(), yaml);
        final FakeRadiusUpstream.Message first = question(harness, 101, MAC);
        assertNull(first.find(RadiusAttributes.USER_PASSWORD));
        harness.gateway.onRadiusUnanswered(first.correlationId(), RadiusCode.ACCESS_REQUEST);
        harness.settle();
        assertNull(harness.takeReply(), "on-unavailable: deny");
        harness.gateway.reconfigure(load(yaml(ADMIT)));
        final FakeRadiusUpstream.Message second = question(harness, 101, MAC);
        assertEquals("pw-02:00:00:00:00:01", second.text(RadiusAttributes.USER_PASSWORD));
        assertEquals("line-101", second.text(RadiusAttributes.USER_NAME));
        harness.gateway.onRadiusUnanswered(second.correlationId(), RadiusCode.ACCESS_REQUEST);
        harness.settle();
        assertTrue(finish(harness, 101, MAC) != 0, "on-unavailable: admit");
        accept(harness, question(harness, 102, OTHER_MAC),
                attributes -> attributes.put(RadiusAttributes.USER_NAME, "line-101"));
        assertNull(harness.takeReply(), "one session of a user");
    }

    @Test
    void aGroupThatIsAccountedFromNowOnReportsTheSessionsThatFollowAndTheEndOfThoseBefore() {
        final RadiusHarness radius = new RadiusHarness("radius: { sessions-per-mac: 0 }", new FakeSessionStore());
        final int address = radius.harness.bringUp(GatewayHarness.line(101), MAC);
        assertEquals(List.of(), radius.exchange());
        radius.harness.gateway.reconfigure(load(yaml("radius: { accounting: aaa }")));
        radius.harness.bringUp(GatewayHarness.line(102), OTHER_MAC);
        final List<FakeRadiusUpstream.Message> reports = radius.exchange();
        assertEquals(List.of(START), RadiusHarness.types(reports), "no Accounting-On: it would end sessions that go on");
        radius.release(101, MAC, address);
        assertEquals(List.of(START, STOP), RadiusHarness.types(radius.exchange()));
        radius.harness.gateway.reconfigure(load(yaml("radius: { sessions-per-mac: 0 }")));
        assertFalse(radius.harness.gateway.configuration().accessGroups().getFirst().radius().accountingGroup() >= 0);
        radius.harness.gateway.endSession(2, TerminateCause.ADMIN_RESET);
        assertEquals(List.of(STOP), RadiusHarness.types(radius.exchange()), "a session that has a Start has a Stop");
    }
}
