package io.athenabng.core.architecture;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.lifecycle.GatewayPorts;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.testkit.FakeDataPlane;
import io.athenabng.core.testkit.FakeDhcpUpstream;
import io.athenabng.core.testkit.FakeFrameSink;
import io.athenabng.core.testkit.FakePppChannels;
import io.athenabng.core.testkit.FakeRadiusUpstream;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.core.testkit.RecordedEvents;

/** Makes every counter of the core by making the gateway, with a group of each DHCP mode. */
public final class CoreCounters {
    private static final String CONFIGURATION = """
            trunks:
              - name: eth1
            pools:
              - name: main
                ranges: [10.64.0.10-10.64.0.250]
            access-groups:
              - name: served
                trunk: eth1
                vlans: [{ stack: 500.100-199 }]
                gateway: 10.64.0.1/24
                dhcp:
                  mode: server
                  server: { pools: [main] }
              - name: relayed
                trunk: eth1
                vlans: [{ stack: 501.100-199 }]
                gateway: 10.65.0.1/24
                dhcp:
                  mode: relay
                  relay: { servers: [192.0.2.1, 192.0.2.2] }
            """;

    private CoreCounters() {
    }

    /** @return a configuration with a group of each DHCP mode on one trunk */
    public static RunningConfiguration configuration() {
        if (ConfigurationLoader.load("counters.yaml", CONFIGURATION) instanceof LoadResult.Loaded loaded) {
            return loaded.configuration();
        }
        throw new IllegalStateException("refused: " + ConfigurationLoader.load("counters.yaml", CONFIGURATION));
    }

    /**
     * Makes the counters.
     *
     * @param registry makes them
     */
    public static void make(final CounterRegistry registry) {
        final FakeDataPlane dataPlane = new FakeDataPlane();
        dataPlane.listener(new SubscriberGateway(configuration(), new GatewayPorts(
                new ManualClock(ManualClock.SECOND_NS), new FakeFrameSink(), new FakeDhcpUpstream(), new FakeRadiusUpstream(),
                new FakePppChannels(), dataPlane,
                new FakeSessionStore(),
                new RecordedEvents(), registry)));
    }
}
