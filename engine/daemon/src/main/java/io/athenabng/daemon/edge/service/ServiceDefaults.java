package io.athenabng.daemon.edge.service;

import io.athenabng.core.config.CommitSettings;
import java.util.List;

/** The commands of the services that are known, where the operator has given none. An empty command is not run. */
final class ServiceDefaults {
    private ServiceDefaults() {
    }

    static List<String> check(final CommitSettings.Service service) {
        return !service.check().isEmpty() ? service.check() : switch (service.kind()) {
            case FRR -> List.of("vtysh", "-C", "-f", "{file}");
            case NFTABLES -> List.of("nft", "-c", "-f", "{file}");
            // accel-ppp has no checker; its reload tells.
            case ACCEL_PPP, OTHER -> List.of();
        };
    }

    static List<String> reload(final CommitSettings.Service service) {
        return !service.reload().isEmpty() ? service.reload() : switch (service.kind()) {
            case FRR -> List.of("systemctl", "reload", "frr");
            case NFTABLES -> List.of("nft", "-f", "{file}");
            case ACCEL_PPP -> List.of("accel-cmd", "reload");
            case OTHER -> throw new IllegalStateException("the loader lets no service of kind other be without a command to reload");
        };
    }

    static List<String> health(final CommitSettings.Service service) {
        return !service.health().isEmpty() ? service.health() : switch (service.kind()) {
            case FRR -> List.of("systemctl", "is-active", "--quiet", "frr");
            case NFTABLES -> List.of("nft", "list", "table", "ip", "athena_bng");
            case ACCEL_PPP -> List.of("accel-cmd", "show", "stat");
            case OTHER -> List.of();
        };
    }
}
