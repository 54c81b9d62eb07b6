package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.BootstrapSettings;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.core.config.LogLevel;
import io.athenabng.core.config.RadiusAccessSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.config.TrunkSettings;
import io.athenabng.core.config.VlanRange;
import io.athenabng.wire.ip.Ipv4Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Configurations and shell commands for tests of the kernel data plane. */
final class LabNetwork {
    static final long SECOND_NS = 1_000_000_000L;

    private LabNetwork() {
    }

    /** What a command says; its standard error too. */
    static String sh(final String command) {
        try {
            final Process process = new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return out;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static ShapingSettings shaping(final ShapingSettings.Queue queue, final long down, final long up) {
        return new ShapingSettings(down, up, queue, ShapingSettings.OVERHEAD_AUTO, 64, ShapingSettings.Diffserv.DIFFSERV4,
            ShapingSettings.FlowMode.TRIPLE_ISOLATE, 100_000_000L, ShapingSettings.AckFilter.OFF, false, false, true);
    }

    static AccessGroupSettings group(final String name, final String trunk, final String gateway, final int prefix,
            final int subscribersPerLine, final boolean isolated, final ShapingSettings shaping) {
        final DhcpSettings dhcp = new DhcpSettings(DhcpSettings.Mode.SERVER, new DhcpSettings.Server(List.of(), 3600 * SECOND_NS, 0, 0,
            15 * SECOND_NS, 600 * SECOND_NS, List.of(), List.of(), "", List.of(), 0, List.of(), true), null);
        return new AccessGroupSettings(name, trunk,
            List.of(new VlanRange(0x88a8, List.of(new VlanRange.Level(1, 4094), new VlanRange.Level(1, 4094)))),
            subscribersPerLine, Ipv4Address.parse(gateway), prefix, isolated, 300 * SECOND_NS, 0, 0, "{line}", "", "{mac}",
            AccessGroupSettings.Authentication.NONE, AccessGroupSettings.OnReject.SILENT, RadiusAccessSettings.NONE,
            shaping, dhcp);
    }

    static RunningConfiguration configuration(final List<String> trunks, final AccessGroupSettings... groups) {
        final List<TrunkSettings> settings = new ArrayList<>();
        trunks.forEach(name -> settings.add(new TrunkSettings(name, 1, 10_000, 500, 1000)));
        final BootstrapSettings bootstrap = new BootstrapSettings("/tmp", "/tmp/s", "abng", 4, BootstrapSettings.Threading.INVOKER, 1000,
            1 << 18, 4, 2_000_000L, 1 << 20, new BootstrapSettings.Cores(List.of(), -1, -1, -1, -1));
        return new RunningConfiguration(
            bootstrap, settings, List.of(), List.of(groups), List.of(), List.of(), RadiusSettings.NONE, 30 * SECOND_NS, LogLevel.INFO);
    }
}
