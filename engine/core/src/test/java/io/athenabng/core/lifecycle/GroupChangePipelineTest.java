package io.athenabng.core.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.ConfigurationTree;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer.Effect;
import io.athenabng.wire.dhcp.DhcpMessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Access groups and trunks that come and go while sessions of others are up: those are not asked about. */
class GroupChangePipelineTest {
    private static final long MAC = 0x0200_0000_0041L;
    private static final String MORE = """
            access-groups:
              - name: business
                trunk: eth2
                vlans:
                  - { stack: 500.100-199, outer-tpid: 802.1ad }
                gateway: 10.65.0.1/24
                shaping: { down: 30mbit, up: 30mbit }
                dhcp: { mode: server, server: { pools: [business], lease-time: 1h } }
              - name: relayed
                trunk: eth1
                vlans:
                  - { stack: 501.100-199, outer-tpid: 802.1ad }
                gateway: 10.66.0.1/24
                dhcp: { mode: relay, relay: { servers: [192.0.2.9] } }
            pools:
              - { name: business, ranges: [10.65.0.10-10.65.0.20] }
            trunks:
              - { name: eth2 }
            """;

    private final ConfigurationTree before = tree(GatewayHarness.CONFIGURATION.replace("GROUP", ""));
    private final ConfigurationTree after = before.merge(tree(MORE));
    private final GatewayHarness harness = new GatewayHarness("");

    private static ConfigurationTree tree(final String yaml) {
        final ConfigurationTree.Parsed parsed = ConfigurationTree.parse(yaml);
        assertTrue(parsed.problems().isEmpty(), parsed.problems()::toString);
        return parsed.tree();
    }

    private static RunningConfiguration load(final ConfigurationTree tree) {
        final LoadResult loaded = ConfigurationLoader.loadActive("other.yaml", tree.toYaml());
        return assertInstanceOf(LoadResult.Loaded.class, loaded, loaded::toString).configuration();
    }

    private void reconfigure(final ConfigurationTree to) {
        harness.gateway.reconfigure(load(to));
        harness.settle();
    }

    private int bringUp(final int trunkIndex, final long mac) {
        harness.trunkIndex = trunkIndex;
        return harness.bringUp(GatewayHarness.line(100), mac);
    }

    private void discover(final int trunkIndex, final long stack) {
        harness.trunkIndex = trunkIndex;
        harness.send(stack, MAC + 5, DhcpMessageType.DISCOVER, 0, 0, 0);
        harness.settle();
    }

    @Test
    void aGroupOnANewTrunkIsServedAndNobodyElseIsAskedAbout() {
        bringUp(0, MAC);
        harness.dataPlane.requests.clear();
        discover(1, GatewayHarness.line(100));
        assertNull(harness.takeReply(), "the trunk is not there yet");
        assertEquals(1, harness.counters.value("access.refused.no_group"));
        assertEquals(List.of("the access group business", "the access group relayed"), harness.gateway.planReconfiguration(load(
                before.live(after))).stream().map(Effect::what).filter(what -> what.startsWith("the access group")).toList());
        reconfigure(before.live(after));
        assertEquals(0x0a41_000a, bringUp(1, MAC + 1));
        assertEquals(List.of("30000000/30000000"), harness.dataPlane.sessions.values().stream().skip(1).toList());
        assertEquals(List.of("lineUp 1", "sessionUp 2"), harness.dataPlane.requests);
        assertEquals("eth2", harness.gateway.line(1).group().trunk());
        assertEquals(2, harness.store.size());
    }

    @Test
    void aRelayOfANewGroupAsksItsServers() {
        reconfigure(before.live(after));
        final long stack = GatewayHarness.line(100) + 1;
        assertEquals(1, stack & 1, "the outer tag is 501");
        discover(0, stack);
        assertEquals(1, harness.upstream.sent.size(), "to 192.0.2.9");
        assertEquals(1, harness.gateway.dhcpRelay().serverCount(2));
        harness.gateway.reconfigure(load(before.live(after.set(List.of("access-groups", "relayed", "dhcp", "relay", "servers",
                "192.0.2.10")))));
        assertEquals(2, harness.gateway.dhcpRelay().serverCount(2));
        assertEquals(1, harness.gateway.dhcpRelay().server(2, 0).sent(), "what is known of a server that stays");
    }

    @Test
    void theSessionsOfAGroupThatIsRemovedEndAndNoOthers() {
        final ConfigurationTree active = before.live(after);
        reconfigure(active);
        bringUp(0, MAC);
        bringUp(1, MAC + 1);
        harness.dataPlane.requests.clear();
        final ConfigurationTree emptied = active.live(before);
        final List<Effect> effects = harness.gateway.planReconfiguration(load(emptied));
        assertTrue(effects.stream().anyMatch(effect -> effect.effect() == ChangeEffect.ENDS_SESSIONS && effect.sessions() == 1),
                effects::toString);
        reconfigure(emptied);
        assertEquals(1, harness.store.size());
        assertTrue(harness.dataPlane.requests.contains("sessionDown 2"), harness.dataPlane.requests::toString);
        assertTrue(harness.dataPlane.requests.stream().noneMatch(request -> request.endsWith(" 1") && request.startsWith("session")),
                harness.dataPlane.requests::toString);
        discover(1, GatewayHarness.line(101));
        assertNull(harness.takeReply());
        // It comes again, in its place, and with what it has now.
        reconfigure(emptied.live(after));
        assertEquals(0x0a41_000a, bringUp(1, MAC + 1));
    }

    @Test
    void aCommitThatIsTakenBackLeavesNothing() {
        bringUp(0, MAC);
        reconfigure(before.live(after));
        bringUp(1, MAC + 1);
        reconfigure(before);
        for (int i = 0; i < 5; i++) {
            harness.clock.advanceSeconds(1);
            harness.settle();
        }
        assertEquals(1, harness.store.size());
        assertEquals(1, harness.gateway.lineCount());
        discover(1, GatewayHarness.line(100));
        assertNull(harness.takeReply());
        assertTrue(harness.gateway.isQuiet());
        reconfigure(before.live(after));
        assertEquals(0x0a41_000a, bringUp(1, MAC + 1));
    }
}
