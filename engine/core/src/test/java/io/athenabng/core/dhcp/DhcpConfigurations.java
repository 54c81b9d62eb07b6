package io.athenabng.core.dhcp;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.BootstrapSettings;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.core.config.LogLevel;
import io.athenabng.core.config.PoolSettings;
import io.athenabng.core.config.RadiusAccessSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.ReservationSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.config.UserSettings;
import io.athenabng.core.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;

/** Configurations for tests: a group of each mode, changed as a test needs. */
final class DhcpConfigurations {
    static final int GATEWAY = address("10.64.0.1");
    static final int SERVER_1 = address("192.0.2.10");
    static final int SERVER_2 = address("192.0.2.11");
    static final int DOWNSTREAM_RELAY = address("10.9.9.9");

    String poolRange = "10.64.0.10-10.64.0.13";
    long leaseSeconds = 3600;
    boolean authoritative = true;
    int subscribersPerLine = 1;
    List<DhcpSettings.Route> routes = List.of();
    int mtu;
    int offerSeconds = 15;
    String circuitId = "{line}";
    String remoteId = "";
    final List<ReservationSettings> reservations = new ArrayList<>();
    final List<UserSettings> users = new ArrayList<>();
    DhcpSettings.ServerSelection selection = DhcpSettings.ServerSelection.FAILOVER;
    DhcpSettings.Option82Policy policy = DhcpSettings.Option82Policy.REPLACE;
    List<Integer> servers = List.of(SERVER_1, SERVER_2);
    int linkSelection;
    int giaddr;
    boolean serverIdOverride;
    DhcpSettings.Relay relayOfServerGroup;

    static int address(final String text) {
        int address = 0;
        for (final String octet : text.split("\\.")) {
            address = address << 8 | Integer.parseInt(octet);
        }
        return address;
    }

    private static PoolSettings pool(final String name, final String range) {
        final String[] ends = range.split("-");
        return new PoolSettings(name, List.of(new PoolSettings.AddressRange(address(ends[0]), address(ends[1]))));
    }

    /** Group 0 is served, group 1 relayed. */
    RunningConfiguration build() {
        final long second = ManualClock.SECOND_NS;
        final DhcpSettings.Server server = new DhcpSettings.Server(
                List.of("residential"), leaseSeconds * second, 0, 0, offerSeconds * second, 600 * second,
                List.of(address("192.0.2.53"), address("192.0.2.54")), List.of(address("192.0.2.123")), "example.net",
                List.of("a.example.net", "example.net"), mtu, routes, authoritative);
        final DhcpSettings.Relay relay = relay(List.of(DOWNSTREAM_RELAY));
        final BootstrapSettings bootstrap = new BootstrapSettings(
                "state", "socket", "abng", 64, BootstrapSettings.Threading.INVOKER, 100_000, 1 << 18, 64, 2_000_000, 1 << 22,
                new BootstrapSettings.Cores(List.of(), -1, -1, -1, -1));
        return new RunningConfiguration(
                bootstrap, List.of(), List.of(pool("residential", poolRange), pool("business", "10.65.0.10-10.65.0.11")),
                List.of(
                        group("residential", new DhcpSettings(DhcpSettings.Mode.SERVER, server, relayOfServerGroup)),
                        group("wholesale", new DhcpSettings(DhcpSettings.Mode.RELAY, null, relay))),
                reservations, users, RadiusSettings.NONE, 30 * second, LogLevel.INFO);
    }

    DhcpSettings.Relay relay(final List<Integer> trustedRelays) {
        return new DhcpSettings.Relay(
                servers, selection, 2 * ManualClock.SECOND_NS, 30 * ManualClock.SECOND_NS, giaddr, linkSelection, serverIdOverride, policy,
                trustedRelays, 4);
    }

    private AccessGroupSettings group(final String name, final DhcpSettings dhcp) {
        final ShapingSettings shaping = new ShapingSettings(
                0, 0, ShapingSettings.Queue.NONE, 0, 64, ShapingSettings.Diffserv.DIFFSERV4, ShapingSettings.FlowMode.TRIPLE_ISOLATE,
                100_000_000, ShapingSettings.AckFilter.OFF, false, false, true);
        return new AccessGroupSettings(
                name, "eth1", List.of(), subscribersPerLine, GATEWAY, 24, false, 0, 0, 0, circuitId, remoteId, "{mac}",
                AccessGroupSettings.Authentication.NONE, AccessGroupSettings.OnReject.SILENT, RadiusAccessSettings.NONE,
                shaping, dhcp);
    }
}
