package io.athenabng.core.config;

import java.util.List;

/**
 * How a new configuration is put in force: where the earlier ones are kept, and which services outside are told.
 *
 * @param archiveDirectory folder of the earlier configurations; empty is {@code archive} beside the configuration file
 * @param archiveKeep      how many are kept
 * @param archiveMaxAgeNs  older ones are deleted, ns
 * @param services         services outside whose files are rendered, in the order in which they are told
 */
public record CommitSettings(String archiveDirectory, int archiveKeep, long archiveMaxAgeNs, List<Service> services) {
    /** The defaults: an archive beside the file, no service outside. */
    public static final CommitSettings DEFAULT = new CommitSettings("", 100, 365L * 86_400 * 1_000_000_000L, List.of());

    public CommitSettings {
        services = List.copyOf(services);
    }

    /** Services that there is a built-in template for, and commands to check and to reload. */
    public enum Kind {
        /** FRRouting: {@code frr.conf}, checked by {@code vtysh}. */
        FRR,
        /** nftables: a ruleset, checked by {@code nft -c}. */
        NFTABLES,
        /** The PPPoE server accel-ppp. */
        ACCEL_PPP,
        /** Any other: the operator brings template and commands. */
        OTHER
    }

    /**
     * A service outside.
     *
     * @param name            its name in messages
     * @param kind            what it is, which gives defaults for what is empty below
     * @param template        file with the Jinja2 template; empty is the built-in one of the kind
     * @param file            the file that is written
     * @param check           command that checks a rendered file, {@code {file}} in it; empty is the kind's
     * @param reload          command that makes the service read its file; empty is the kind's
     * @param health          command that tells whether the service is well afterwards; empty is the kind's
     * @param checkTimeoutNs  how long checking may take
     * @param reloadTimeoutNs how long reloading may take
     * @param healthTimeoutNs how long looking at its health may take
     */
    public record Service(
            String name, Kind kind, String template, String file, List<String> check, List<String> reload, List<String> health,
            long checkTimeoutNs, long reloadTimeoutNs, long healthTimeoutNs) {
        public Service {
            check = List.copyOf(check);
            reload = List.copyOf(reload);
            health = List.copyOf(health);
        }
    }
}
