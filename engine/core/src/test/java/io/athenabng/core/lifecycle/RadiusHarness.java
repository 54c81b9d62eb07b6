package io.athenabng.core.lifecycle;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** A gateway that is accounted and takes dynamic authorisation requests; the test plays the servers and clients. */
final class RadiusHarness {
    static final String ROOT = """
            radius:
              nas-identifier: bng1
              nas-ip-address: 192.0.2.1
              servers:
                - { name: one, address: 192.0.2.20, secret: testing123 }
              server-groups:
                - { name: aaa, members: [{ server: one }] }
              accounting: { interim-interval: 600s }
              qos-profiles:
                - { name: gold, down: 200mbit, up: 80mbit }
              policies:
                - { name: evening, qos-profile: gold, idle-timeout: 30m }
            """;
    static final int GATEWAY_ADDRESS = 0x0a40_0001;

    final GatewayHarness harness;
    private int taken;
    private int answersTaken;
    private long token = 1;

    RadiusHarness() {
        this(new FakeSessionStore());
    }

    RadiusHarness(final FakeSessionStore store) {
        this("radius: { accounting: aaa }", store);
    }

    RadiusHarness(final String groupKeys, final FakeSessionStore store) {
        harness = new GatewayHarness(store, GatewayHarness.CONFIGURATION.replace("GROUP", groupKeys) + ROOT);
    }

    /** Requests since the last look. */
    List<FakeRadiusUpstream.Message> requests() {
        final List<FakeRadiusUpstream.Message> all = harness.radius.requests;
        final List<FakeRadiusUpstream.Message> fresh = List.copyOf(all.subList(taken, all.size()));
        taken = all.size();
        return fresh;
    }

    /** Requests since the last look, each answered by the server; steps until there are no more. */
    List<FakeRadiusUpstream.Message> exchange() {
        final List<FakeRadiusUpstream.Message> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            harness.settle();
            for (final FakeRadiusUpstream.Message each : requests()) {
                all.add(each);
                settle(each);
            }
        }
        return all;
    }

    void settle(final FakeRadiusUpstream.Message request) {
        harness.gateway.onRadiusAnswer(
                request.correlationId(), RadiusCode.ACCOUNTING_RESPONSE, new UnsafeBuffer(new byte[0]), 0, 0);
    }

    /** Status types of reports, in order. */
    static List<Long> types(final List<FakeRadiusUpstream.Message> reports) {
        return reports.stream().map(each -> each.number(RadiusAttributes.ACCT_STATUS_TYPE)).toList();
    }

    void release(final int cvlan, final long mac, final int address) {
        harness.send(GatewayHarness.line(cvlan), mac, DhcpMessageType.RELEASE, address, 0, GATEWAY_ADDRESS);
    }

    SessionRecordFlyweight stored(final long sessionId) {
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        return harness.store.get(sessionId, record) ? record : null;
    }

    /** Sends a dynamic authorisation request; the answer, null if there is none yet. */
    FakeRadiusUpstream.Message ask(final int code, final Consumer<RadiusAttributeAppender> attributes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4_076]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(buffer, 0, buffer.capacity());
        attributes.accept(appender);
        harness.gateway.onDynamicRequest(token++, code, buffer, 0, appender.length());
        return answer();
    }

    /** Sends a dynamic authorisation request, lets the kernel do it; the answer. */
    FakeRadiusUpstream.Message obtain(final int code, final Consumer<RadiusAttributeAppender> attributes) {
        final FakeRadiusUpstream.Message atOnce = ask(code, attributes);
        if (atOnce != null) {
            throw new IllegalStateException("answered before the kernel did it: " + RadiusCode.name(atOnce.code()));
        }
        harness.settle();
        return answer();
    }

    /** The one answer since the last look, null if there is none. */
    FakeRadiusUpstream.Message answer() {
        final List<FakeRadiusUpstream.Message> all = harness.radius.answers;
        if (all.size() > answersTaken + 1) {
            throw new IllegalStateException(all.size() - answersTaken + " answers");
        }
        return all.size() == answersTaken ? null : all.get(answersTaken++);
    }
}
