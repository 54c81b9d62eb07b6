package io.athenabng.core.lifecycle;

import static io.athenabng.core.lifecycle.GatewayHarness.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer.Effect;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.testkit.FakeDhcpUpstream.Sent;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.wire.dhcp.DhcpMessageType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway whose groups' settings are changed while sessions are up. */
class ReconfigurationPipelineTest {
    private static final long MAC = 0x0200_0000_0011L;
    private static final String WHOLESALE = """
              - name: wholesale
                trunk: eth1
                vlans:
                  - { stack: 500.200-299, outer-tpid: 802.1ad }
                gateway: 10.65.0.1/24
                shaping: { down: 30mbit, up: 5mbit }
                dhcp: { mode: relay, relay: { servers: [192.0.2.10] } }
            users:
            """;
    private static final String YAML = GatewayHarness.CONFIGURATION.replace("GROUP", "").replace("users:\n", WHOLESALE);
    private static final int FIRST = 0xc000_020a;
    private static final int SECOND = 0xc000_020b;

    private final GatewayHarness harness = new GatewayHarness(new FakeSessionStore(), YAML);

    private static RunningConfiguration other(final String from, final String to) {
        assertTrue(YAML.contains(from), YAML);
        final LoadResult loaded = ConfigurationLoader.load("other.yaml", YAML.replace(from, to));
        return assertInstanceOf(LoadResult.Loaded.class, loaded, loaded::toString).configuration();
    }

    private List<Integer> discoverThroughTheRelay() {
        harness.upstream.sent.clear();
        harness.send(line(200), MAC + 1, DhcpMessageType.DISCOVER, 0, 0, 0);
        harness.settle();
        return harness.upstream.sent.stream().map(Sent::server).toList();
    }

    @Test
    void otherServersAreAskedFromTheNextMessageOnAndNoSessionNotices() {
        assertNotEquals(0, harness.bringUp(line(100), MAC));
        assertEquals(List.of(FIRST), discoverThroughTheRelay());
        final List<String> before = List.copyOf(harness.dataPlane.requests);
        final RunningConfiguration to = other("servers: [192.0.2.10]", "servers: [192.0.2.11, 192.0.2.10], server-selection: all");
        assertEquals(List.of(new Effect(ChangeEffect.LIVE, "DHCP relay of wholesale", 0)), harness.gateway.planReconfiguration(to));
        harness.gateway.reconfigure(to);
        assertEquals(List.of(SECOND, FIRST), discoverThroughTheRelay());
        assertEquals(before, harness.dataPlane.requests);
        assertEquals(1, harness.gateway.upCount());
    }

    @Test
    void settingsOfTheQueueReachEverySessionOfTheGroupAndNoOther() {
        assertNotEquals(0, harness.bringUp(line(100), MAC));
        assertNotEquals(0, harness.bringUp(line(101), MAC + 2));
        final long own = 2;
        assertTrue(harness.gateway.changeRates(own, 1_000_000, 2_000_000));
        harness.settle();
        harness.dataPlane.requests.clear();
        final RunningConfiguration to = other("down: 20mbit, up: 10mbit", "down: 20mbit, up: 10mbit, overhead: 40, diffserv: besteffort");
        assertEquals(List.of(new Effect(ChangeEffect.RESHAPE, "shaping of residential", 2)), harness.gateway.planReconfiguration(to));
        harness.gateway.reconfigure(to);
        harness.settle();
        assertEquals(List.of("sessionChange 1", "sessionChange 2"), harness.dataPlane.requests.stream().sorted().toList());
        assertEquals("1000000/2000000", harness.dataPlane.sessions.get(own), "a rate of its own is left");
    }

    @Test
    void anotherGroupsShapingIsNobodysBusiness() {
        assertNotEquals(0, harness.bringUp(line(100), MAC));
        harness.dataPlane.requests.clear();
        harness.gateway.reconfigure(other("down: 30mbit, up: 5mbit", "down: 40mbit, up: 5mbit, rtt: 20ms, wash: true"));
        harness.settle();
        assertEquals(List.of(), harness.dataPlane.requests);
    }

    @Test
    void limitsOfATrunkHoldFromTheNextLineOn() {
        assertNotEquals(0, harness.bringUp(line(100), MAC));
        final RunningConfiguration full = other("new-lines-per-second: 100", "max-lines: 1\n    new-lines-per-second: 100");
        assertEquals(List.of(new Effect(ChangeEffect.LIVE, "limits of trunk eth1", 0)), harness.gateway.planReconfiguration(full));
        harness.gateway.reconfigure(full);
        assertEquals(0, harness.bringUp(line(101), MAC + 2));
        assertEquals(1, harness.counters.value("access.refused.line_limit"));
        harness.gateway.reconfigure(other("new-lines-per-second: 100", "new-lines-per-second: 1"));
        assertNotEquals(0, harness.bringUp(line(101), MAC + 2));
        harness.gateway.reconfigure(other("new-lines-per-second: 100\n    new-lines-burst: 100",
                "new-lines-per-second: 1\n    new-lines-burst: 1"));
        assertNotEquals(0, harness.bringUp(line(102), MAC + 3));
        assertEquals(0, harness.bringUp(line(103), MAC + 4));
        assertEquals(1, harness.counters.value("access.refused.line_rate"));
        assertEquals(3, harness.gateway.upCount());
    }

    @Test
    void anotherTemplateNamesLaterSessions() {
        assertNotEquals(0, harness.bringUp(line(100), MAC));
        final RunningConfiguration to = other("line-idle-timeout: 60s", "user-name: \"late-{mac}\"\n    line-idle-timeout: 60s");
        assertEquals(List.of(new Effect(ChangeEffect.NEW_SESSIONS, "User-Names of residential", 0)),
                harness.gateway.planReconfiguration(to));
        harness.gateway.reconfigure(to);
        assertNotEquals(0, harness.bringUp(line(101), MAC + 2));
        assertNotEquals(SessionTable.NO_SESSION, harness.gateway.sessionTable().firstByUserName("02:00:00:00:00:11"));
        assertNotEquals(SessionTable.NO_SESSION, harness.gateway.sessionTable().firstByUserName("late-02:00:00:00:00:13"));
        assertEquals(SessionTable.NO_SESSION, harness.gateway.sessionTable().firstByUserName("02:00:00:00:00:13"));
    }

    @Test
    void anotherRemoteIdGoesToServersWithTheNextMessage() {
        discoverThroughTheRelay();
        assertFalse(lastSentContains("shelf-7"));
        final RunningConfiguration to = other("gateway: 10.65.0.1/24", "gateway: 10.65.0.1/24\n    remote-id: shelf-7");
        assertEquals(List.of(new Effect(ChangeEffect.LIVE, "Remote-ID of wholesale", 0)), harness.gateway.planReconfiguration(to));
        harness.gateway.reconfigure(to);
        discoverThroughTheRelay();
        assertTrue(lastSentContains("shelf-7"));
    }

    private boolean lastSentContains(final String text) {
        return new String(harness.upstream.sent.getLast().message(), StandardCharsets.ISO_8859_1).contains(text);
    }
}
