package io.athenabng.core.config;

import io.athenabng.core.config.CommitSchema.Archive;
import io.athenabng.core.config.CommitSchema.Service;
import io.athenabng.core.config.ConfigurationSchema.Group;
import io.athenabng.core.config.ConfigurationSchema.Pool;
import io.athenabng.core.config.ConfigurationSchema.Relay;
import io.athenabng.core.config.ConfigurationSchema.Reservation;
import io.athenabng.core.config.ConfigurationSchema.Root;
import io.athenabng.core.config.ConfigurationSchema.Server;
import io.athenabng.core.config.ConfigurationSchema.Shaping;
import io.athenabng.core.config.ConfigurationSchema.Trunk;
import io.athenabng.core.config.ConfigurationSchema.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changing each key does to a gateway that runs. A key that is not listed is read at start only. */
final class ConfigurationEffects {
    private static final Map<ConfigKey, ChangeEffect> COMMIT = Map.ofEntries(
            Map.entry(Archive.KEEP, ChangeEffect.LIVE),
            Map.entry(Archive.MAX_AGE, ChangeEffect.LIVE),
            Map.entry(Service.LIST, ChangeEffect.LIVE),
            Map.entry(Service.NAME, ChangeEffect.LIVE),
            Map.entry(Service.KIND, ChangeEffect.LIVE),
            Map.entry(Service.TEMPLATE, ChangeEffect.LIVE),
            Map.entry(Service.FILE, ChangeEffect.LIVE),
            Map.entry(Service.CHECK, ChangeEffect.LIVE),
            Map.entry(Service.RELOAD, ChangeEffect.LIVE),
            Map.entry(Service.HEALTH, ChangeEffect.LIVE),
            Map.entry(Service.CHECK_TIMEOUT, ChangeEffect.LIVE),
            Map.entry(Service.RELOAD_TIMEOUT, ChangeEffect.LIVE),
            Map.entry(Service.HEALTH_TIMEOUT, ChangeEffect.LIVE));
    /** Lists of which one section less does something else than one more. */
    private static final Map<ConfigKey, ChangeEffect> REMOVALS = Map.of(
            RadiusSchema.ServerGroup.LIST, ChangeEffect.RESTART,
            Trunk.LIST, ChangeEffect.RESTART,
            Group.LIST, ChangeEffect.ENDS_SESSIONS,
            Group.VLANS, ChangeEffect.ENDS_SESSIONS,
            Pool.LIST, ChangeEffect.NEW_SESSIONS);
    /** Lists whose sections are named by their place while the gateway runs: new ones come behind, none leaves before the next start. */
    private static final Set<ConfigKey> APPENDED = Set.of(Trunk.LIST, Group.LIST, RadiusSchema.ServerGroup.LIST);
    private static final Map<ConfigKey, ChangeEffect> EFFECTS = effects();

    private static Map<ConfigKey, ChangeEffect> effects() {
        final Map<ConfigKey, ChangeEffect> effects = new HashMap<>(COMMIT);
        for (final ConfigKey key : List.of(Root.COUNTERS_INTERVAL, Root.LOG_LEVEL, Group.LINE_IDLE_TIMEOUT, Group.ON_REJECT, Group.VLANS,
                Group.REMOTE_ID, Pool.LIST, Trunk.LIST, Group.LIST, Trunk.MAX_LINES, Trunk.NEW_LINES_PER_SECOND, Trunk.NEW_LINES_BURST)) {
            effects.put(key, ChangeEffect.LIVE);
        }
        for (final ConfigKey key : List.of(Group.SESSION_IDLE_TIMEOUT, Group.SESSION_TIMEOUT, Group.AUTHENTICATION, Group.USER_NAME,
                Pool.NAME, Pool.RANGES, Reservation.LIST, Reservation.MAC, Reservation.CIRCUIT_ID, Reservation.ADDRESS, User.LIST)) {
            effects.put(key, ChangeEffect.NEW_SESSIONS);
        }
        User.LIST.keys().forEach(key -> effects.put(key, ChangeEffect.NEW_SESSIONS));
        Server.SECTION.keys().forEach(key -> effects.put(key, ChangeEffect.NEW_SESSIONS));
        Relay.SECTION.keys().forEach(key -> effects.put(key, ChangeEffect.LIVE));
        PppoeSchema.SECTION.keys().forEach(key -> effects.put(key, ChangeEffect.NEW_SESSIONS));
        PppoeSchema.LIMITS.keys().forEach(key -> effects.put(key, ChangeEffect.LIVE));
        for (final ConfigKey key : List.of(PppoeSchema.PADO_DELAYS, PppoeSchema.ALLOW_MACS, PppoeSchema.DENY_MACS)) {
            effects.put(key, ChangeEffect.LIVE);
        }
        addRadius(effects);
        // But queue: another kind is another interface's worth of kernel objects, and not changed in place.
        for (final ConfigKey key : List.of(Shaping.DOWN, Shaping.UP, Shaping.OVERHEAD, Shaping.MPU, Shaping.DIFFSERV, Shaping.FLOW_MODE,
                Shaping.RTT, Shaping.ACK_FILTER, Shaping.NAT, Shaping.WASH, Shaping.SPLIT_GSO)) {
            effects.put(key, ChangeEffect.RESHAPE);
        }
        effects.put(Group.STACK, ChangeEffect.ENDS_SESSIONS);
        effects.put(Group.OUTER_TPID, ChangeEffect.ENDS_SESSIONS);
        return effects;
    }

    /** Groups of servers keep their places until the next start, and sessions their groups: a group may come while it runs, not go. */
    private static void addRadius(final Map<ConfigKey, ChangeEffect> effects) {
        for (final ConfigKey.SectionList list : List.of(RadiusSchema.Server.LIST, RadiusSchema.ServerGroup.LIST,
                RadiusSchema.ServerGroup.MEMBERS, RadiusSchema.Dynamic.CLIENTS)) {
            effects.put(list, ChangeEffect.LIVE);
            list.keys().forEach(key -> effects.put(key, ChangeEffect.LIVE));
        }
        for (final ConfigKey.Section section : List.of(RadiusSchema.Tls.SECTION, RadiusSchema.Dynamic.SECTION,
                RadiusSchema.Accounting.SECTION)) {
            effects.put(section, ChangeEffect.LIVE);
            section.keys().forEach(key -> effects.put(key, ChangeEffect.LIVE));
        }
        for (final ConfigKey key : List.of(RadiusSchema.Root.SECTION, RadiusSchema.Access.SECTION,
                RadiusSchema.Root.NAS_IDENTIFIER, RadiusSchema.Root.NAS_ADDRESS,
                RadiusSchema.Root.ATHENA_VENDOR, RadiusSchema.Root.RATE_ATTRIBUTES, RadiusSchema.Access.AUTHENTICATION,
                RadiusSchema.Access.ON_UNAVAILABLE, RadiusSchema.Access.SESSIONS_PER_USER, RadiusSchema.Access.SESSIONS_PER_MAC,
                RadiusSchema.Access.PASSWORD, RadiusSchema.Access.MISMATCH)) {
            effects.put(key, ChangeEffect.LIVE);
        }
        for (final ConfigKey.SectionList list : List.of(RadiusSchema.QosProfile.LIST, RadiusSchema.Policy.LIST)) {
            effects.put(list, ChangeEffect.NEW_SESSIONS);
            list.keys().forEach(key -> effects.put(key, ChangeEffect.NEW_SESSIONS));
        }
        for (final ConfigKey key : List.of(RadiusSchema.Accounting.INTERIM_INTERVAL, RadiusSchema.Accounting.MIN_INTERIM_INTERVAL,
                RadiusSchema.Access.ACCOUNTING, RadiusSchema.Access.WALLED_GARDEN, RadiusSchema.Access.REAUTHENTICATE_AFTER)) {
            effects.put(key, ChangeEffect.NEW_SESSIONS);
        }
    }

    private ConfigurationEffects() {
    }

    /** Whether sections of a list keep their places until the next start. */
    static boolean isAppended(final ConfigKey.SectionList key) {
        return APPENDED.contains(key);
    }

    /** What one section less does in a list of sections. */
    static ChangeEffect ofRemoval(final ConfigKey.SectionList key) {
        return REMOVALS.getOrDefault(key, of(key));
    }

    /** What another value of the key does; of a list of sections, what one section more does. */
    static ChangeEffect of(final ConfigKey key) {
        return EFFECTS.getOrDefault(key, ChangeEffect.RESTART);
    }
}
