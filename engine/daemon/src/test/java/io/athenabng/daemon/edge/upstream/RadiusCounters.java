package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.radius.client.RadiusClient;

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
                public void onServerDead(final int serverIndex, final boolean accounting, final String reason) {
                    throw new AssertionError();
                }

                @Override
                public void onServerAlive(final int serverIndex, final boolean accounting) {
                    throw new AssertionError();
                }
            }, registry);
        }
    }
}
