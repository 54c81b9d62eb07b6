package io.athenabng.core.config;

import java.util.List;

/**
 * The whole configuration that the gateway runs with: one immutable value, handed over whole.
 *
 * <p>Indices into its lists ({@code trunkIndex}, {@code groupIndex}, {@code poolIndex}) name trunks, groups and pools on the hot path; they
 * are valid for this value only and never stored.
 *
 * @param bootstrap    settings that need a restart
 * @param trunks       the Ethernet trunks that are read
 * @param pools        address pools of the built-in DHCP server
 * @param accessGroups what is served behind which tags
 * @param reservations fixed addresses by MAC or Circuit-ID
 * @param users        the local users, for groups that authenticate locally
 * @param radius       RADIUS servers, accounting, dynamic authorisation
 * @param countersIntervalNs how often the data plane's counters are read, in ns
 * @param logLevel     the least severe level that is logged
 * @param commit       how a new configuration is put in force
 */
public record RunningConfiguration(
        BootstrapSettings bootstrap,
        List<TrunkSettings> trunks,
        List<PoolSettings> pools,
        List<AccessGroupSettings> accessGroups,
        List<ReservationSettings> reservations,
        List<UserSettings> users,
        RadiusSettings radius,
        long countersIntervalNs,
        LogLevel logLevel,
        CommitSettings commit) {
    public RunningConfiguration {
        trunks = List.copyOf(trunks);
        pools = List.copyOf(pools);
        accessGroups = List.copyOf(accessGroups);
        reservations = List.copyOf(reservations);
        users = List.copyOf(users);
    }

    /** A configuration with the default way to put another in force. */
    public RunningConfiguration(
            final BootstrapSettings bootstrap, final List<TrunkSettings> trunks, final List<PoolSettings> pools,
            final List<AccessGroupSettings> accessGroups, final List<ReservationSettings> reservations, final List<UserSettings> users,
            final RadiusSettings radius, final long countersIntervalNs, final LogLevel logLevel) {
        this(bootstrap, trunks, pools, accessGroups, reservations, users, radius, countersIntervalNs, logLevel, CommitSettings.DEFAULT);
    }

    /**
     * The index of a group by its name.
     *
     * @param name the group's name
     * @return its index, or -1 if there is none
     */
    public int groupIndex(final String name) {
        for (int i = 0; i < accessGroups.size(); i++) {
            if (accessGroups.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The index of a trunk by its interface name.
     *
     * @param name the trunk's interface name
     * @return its index, or -1 if there is none
     */
    public int trunkIndex(final String name) {
        for (int i = 0; i < trunks.size(); i++) {
            if (trunks.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
