package io.athenabng.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes from a newer tree what may change while the gateway runs, and from the older one what is read at start only. */
final class TreeOverlay {
    private TreeOverlay() {
    }

    static Map<String, Object> live(final List<ConfigKey> keys, final Map<String, Object> running, final Map<String, Object> newer) {
        final Map<String, Object> out = new LinkedHashMap<>();
        for (final ConfigKey key : keys) {
            final Object old = running.get(key.name());
            final Object now = newer.get(key.name());
            final boolean fixed = key.effect() == ChangeEffect.RESTART;
            final Object node = switch (key) {
                case ConfigKey.Value<?> value -> fixed ? old : now;
                case ConfigKey.ValueList<?> list -> fixed ? old : now;
                case ConfigKey.Section inner -> {
                    if (inner.presence() == ConfigKey.Presence.OPTIONAL && fixed && (old == null || now == null)) {
                        yield old;
                    }
                    if (old == null && now == null) {
                        yield null;
                    }
                    final Map<String, Object> section = live(inner.keys(), orEmpty(old), orEmpty(now));
                    // A section that may be absent says something by being there, also without a key.
                    yield section.isEmpty() && (fixed ? old : now) == null ? null : section;
                }
                case ConfigKey.SectionList list -> ConfigurationEffects.isAppended(list)
                        ? appended(list, old, now) : sections(list, fixed, old, now);
            };
            if (node != null) {
                out.put(key.name(), node);
            }
        }
        return out;
    }

    private static Map<String, Object> orEmpty(final Object node) {
        return node == null ? Map.of() : TreeNodes.map(node);
    }

    /** The sections of before, in their order, and behind them those that are new. */
    private static List<Map<String, Object>> appended(final ConfigKey.SectionList list, final Object old, final Object now) {
        final List<Map<String, Object>> kept = sections(list, true, old, now);
        final List<Map<String, Object>> out = kept == null ? new ArrayList<>() : kept;
        final List<Map<String, Object>> before = old == null ? List.of() : TreeNodes.sections(old);
        final List<Map<String, Object>> after = now == null ? List.of() : TreeNodes.sections(now);
        if (list == ConfigurationSchema.Group.LIST) {
            for (int i = 0; i < before.size(); i++) {
                if (TreeNodes.indexOf(list, after, TreeNodes.label(list, before.get(i), -1)) < 0) {
                    out.set(i, emptied(before.get(i)));
                }
            }
        }
        for (final Map<String, Object> section : after) {
            if (TreeNodes.indexOf(list, before, TreeNodes.label(list, section, -1)) < 0) {
                out.add(section);
            }
        }
        return out.isEmpty() ? null : out;
    }

    /** An access group that was removed: nothing is served by it any more, and it holds on to no pool. */
    private static Map<String, Object> emptied(final Map<String, Object> group) {
        final Map<String, Object> out = new LinkedHashMap<>(group);
        out.put(ConfigurationSchema.Group.VLANS.name(), List.of());
        out.remove(PppoeSchema.SECTION.name());
        final Map<String, Object> dhcp = new LinkedHashMap<>(orEmpty(group.get(ConfigurationSchema.Dhcp.SECTION.name())));
        final Object server = dhcp.get(ConfigurationSchema.Server.SECTION.name());
        if (server != null) {
            final Map<String, Object> without = new LinkedHashMap<>(TreeNodes.map(server));
            without.put(ConfigurationSchema.Server.POOLS.name(), List.of());
            dhcp.put(ConfigurationSchema.Server.SECTION.name(), without);
            out.put(ConfigurationSchema.Dhcp.SECTION.name(), dhcp);
        }
        return out;
    }

    /** A group of RADIUS servers whose removal waits goes on with the servers that it has. */
    static void keepServersOfGroups(final Map<String, Object> live, final Map<String, Object> running) {
        final Object radius = live.get(RadiusSchema.Root.SECTION.name());
        final Object groups = radius == null ? null : TreeNodes.map(radius).get(RadiusSchema.ServerGroup.LIST.name());
        final Object before = orEmpty(running.get(RadiusSchema.Root.SECTION.name())).get(RadiusSchema.Server.LIST.name());
        if (groups == null || before == null) {
            return;
        }
        final Map<String, Object> section = TreeNodes.map(radius);
        final Object now = section.get(RadiusSchema.Server.LIST.name());
        final List<Map<String, Object>> servers = new ArrayList<>(now == null ? List.of() : TreeNodes.sections(now));
        for (final Map<String, Object> group : TreeNodes.sections(groups)) {
            for (final Map<String, Object> member : TreeNodes.sections(group.get(RadiusSchema.ServerGroup.MEMBERS.name()))) {
                final String name = (String) member.get(RadiusSchema.ServerGroup.SERVER.name());
                final int at = TreeNodes.indexOf(RadiusSchema.Server.LIST, TreeNodes.sections(before), name);
                if (at >= 0 && TreeNodes.indexOf(RadiusSchema.Server.LIST, servers, name) < 0) {
                    servers.add(TreeNodes.sections(before).get(at));
                }
            }
        }
        if (!servers.isEmpty()) {
            section.put(RadiusSchema.Server.LIST.name(), servers);
        }
    }

    /** Sections that are there before and after are overlaid; of the others the older or the newer ones are taken, as the list says. */
    private static List<Map<String, Object>> sections(
            final ConfigKey.SectionList list, final boolean fixed, final Object old, final Object now) {
        if ((fixed ? old : now) == null) {
            return null;
        }
        final List<Map<String, Object>> before = old == null ? List.of() : TreeNodes.sections(old);
        final List<Map<String, Object>> after = now == null ? List.of() : TreeNodes.sections(now);
        final List<Map<String, Object>> out = new ArrayList<>();
        for (final Map<String, Object> section : fixed ? before : after) {
            final int index = TreeNodes.indexOf(list, fixed ? after : before, TreeNodes.label(list, section, -1));
            if (index < 0) {
                out.add(section);
            } else {
                out.add(fixed ? live(list.keys(), section, after.get(index)) : live(list.keys(), before.get(index), section));
            }
        }
        return out;
    }
}
