package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.DynamicAuthorizationSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.radius.accounting.AccountingDelivery;
import io.athenabng.core.radius.client.RadiusClient;
import io.athenabng.core.testkit.FakeAccountingSpool;
import java.util.List;

/** Makes every counter of RADIUS servers. */
public final class RadiusCounters {
    private RadiusCounters() {
    }

    /**
     * Makes the counters.
     *
     * @param registry makes them
     */
    public static void make(final CounterRegistry registry) {
        final RadiusSettings settings = TestServers.settings(TestServers.server("radius1", TestServers.LOOPBACK, 1812, "secret"));
        try (RadiusSockets sockets = new RadiusSockets(settings, () -> 1, registry)) {
            new RadiusClient(settings, sockets, () -> 1, octets -> { }, new RadiusServerListener() {
                @Override
                public void onServerDead(final String serverName, final boolean accounting, final String reason) {
                    throw new AssertionError();
                }

                @Override
                public void onServerAlive(final String serverName, final boolean accounting) {
                    throw new AssertionError();
                }
            }, registry);
        }
        new AccountingDelivery(settings, List.of(new FakeAccountingSpool()), () -> 1, () -> 1,
                (code, group, id, attributes, offset, length) -> false, null, registry);
        new DynamicAuthorizationSocket(
                new DynamicAuthorizationSettings(TestServers.LOOPBACK, 0, List.of(), 0, false, 1, 1), () -> 1, () -> 1,
                (token, code, attributes, offset, length) -> false, registry).close();
    }
}
