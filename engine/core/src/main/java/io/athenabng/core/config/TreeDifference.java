package io.athenabng.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds what differs between two trees, key by key. */
final class TreeDifference {
    private static final String PRESENT = "present";

    private TreeDifference() {
    }

    static void collect(
            final List<ConfigKey> keys, final Map<String, Object> before, final Map<String, Object> after, final String path,
            final List<ConfigurationChange> changes) {
        for (final ConfigKey key : keys) {
            final Object old = before.get(key.name());
            final Object now = after.get(key.name());
            final String at = (path.isEmpty() ? "" : path + " ") + key.name();
            switch (key) {
                case ConfigKey.Value<?> value -> compare(value, value.type(), text(value, old), text(value, now), at, changes);
                case ConfigKey.ValueList<?> list -> compare(list, list.type(), texts(list, old), texts(list, now), at, changes);
                case ConfigKey.Section inner -> {
                    if (inner.presence() == ConfigKey.Presence.OPTIONAL && (old == null) != (now == null)) {
                        changes.add(new ConfigurationChange(at, old == null ? null : PRESENT, now == null ? null : PRESENT, key.effect()));
                    } else {
                        collect(inner.keys(), old == null ? Map.of() : TreeNodes.map(old), now == null ? Map.of() : TreeNodes.map(now), at,
                                changes);
                    }
                }
                case ConfigKey.SectionList list -> sections(list, old, now, at, changes);
            }
        }
    }

    private static String text(final ConfigKey.Value<?> key, final Object node) {
        return node == null ? key.defaultText() : TreeNodes.canonical(key.type(), (String) node);
    }

    private static String texts(final ConfigKey.ValueList<?> key, final Object node) {
        return node == null ? "[]" : TreeNodes.texts(node).stream().map(text -> TreeNodes.canonical(key.type(), text)).toList().toString();
    }

    private static void compare(
            final ConfigKey key, final ValueType<?> type, final String old, final String now, final String path,
            final List<ConfigurationChange> changes) {
        if (old == null ? now != null : !old.equals(now)) {
            final boolean hidden = TreeNodes.isSecret(type);
            changes.add(new ConfigurationChange(path, hidden && old != null ? TreeNodes.MASK : old,
                    hidden && now != null ? TreeNodes.MASK : now, key.effect()));
        }
    }

    private static void sections(
            final ConfigKey.SectionList list, final Object old, final Object now, final String path,
            final List<ConfigurationChange> changes) {
        final Map<String, Map<String, Object>> before = byLabel(list, old);
        final Map<String, Map<String, Object>> after = byLabel(list, now);
        before.forEach((label, section) -> {
            final Map<String, Object> newer = after.get(label);
            if (newer == null) {
                changes.add(new ConfigurationChange(path + " " + label, PRESENT, null, ConfigurationEffects.ofRemoval(list)));
            } else {
                collect(list.keys(), section, newer, path + " " + label, changes);
            }
        });
        after.forEach((label, section) -> {
            if (!before.containsKey(label)) {
                changes.add(new ConfigurationChange(path + " " + label, null, PRESENT, list.effect()));
            }
        });
    }

    private static Map<String, Map<String, Object>> byLabel(final ConfigKey.SectionList list, final Object node) {
        final Map<String, Map<String, Object>> out = new LinkedHashMap<>();
        if (node != null) {
            final List<Map<String, Object>> sections = TreeNodes.sections(node);
            for (int i = 0; i < sections.size(); i++) {
                final String label = TreeNodes.label(list, sections.get(i), i);
                // Two of a name are refused when the whole is validated; until then each counts.
                out.put(out.containsKey(label) ? label + " [" + i + "]" : label, sections.get(i));
            }
        }
        return out;
    }
}
