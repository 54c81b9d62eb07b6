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
                case ConfigKey.SectionList list -> sections(list, fixed, old, now);
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
