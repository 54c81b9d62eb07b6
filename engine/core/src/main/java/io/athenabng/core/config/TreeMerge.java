package io.athenabng.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lays one tree's nodes over another's. */
final class TreeMerge {
    private TreeMerge() {
    }

    static void merge(final List<ConfigKey> keys, final Map<String, Object> into, final Map<String, Object> from) {
        for (final ConfigKey key : keys) {
            final Object node = from.get(key.name());
            final Object known = into.get(key.name());
            if (node != null && known == null) {
                into.put(key.name(), TreeNodes.copy(node));
            } else if (node != null) {
                switch (key) {
                    case ConfigKey.Value<?> value -> into.put(key.name(), node);
                    case ConfigKey.ValueList<?> list -> unite(list, TreeNodes.texts(known), TreeNodes.texts(node));
                    case ConfigKey.Section inner -> merge(inner.keys(), TreeNodes.map(known), TreeNodes.map(node));
                    case ConfigKey.SectionList list -> mergeSections(list, TreeNodes.sections(known), TreeNodes.sections(node));
                }
            }
        }
    }

    private static void unite(final ConfigKey.ValueList<?> list, final List<String> into, final List<String> from) {
        final List<String> known = new ArrayList<>(into.stream().map(text -> TreeNodes.canonical(list.type(), text)).toList());
        for (final String text : from) {
            if (!known.contains(TreeNodes.canonical(list.type(), text))) {
                known.add(TreeNodes.canonical(list.type(), text));
                into.add(text);
            }
        }
    }

    private static void mergeSections(
            final ConfigKey.SectionList list, final List<Map<String, Object>> into, final List<Map<String, Object>> from) {
        for (final Map<String, Object> section : from) {
            final int index = find(list, into, section);
            if (index < 0) {
                into.add(TreeNodes.map(TreeNodes.copy(section)));
            } else {
                merge(list.keys(), into.get(index), section);
            }
        }
    }

    private static int find(final ConfigKey.SectionList list, final List<Map<String, Object>> sections, final Map<String, Object> wanted) {
        final ConfigKey.Value<?> identity = TreeNodes.identity(list);
        final Object text = identity == null ? null : wanted.get(identity.name());
        return text == null ? -1 : TreeNodes.indexOf(list, sections, (String) text);
    }

    /** Puts the secrets of another tree where this one has them hidden. */
    static void fillSecrets(final List<ConfigKey> keys, final Map<String, Object> into, final Map<String, Object> from, final String path) {
        for (final ConfigKey key : keys) {
            final Object node = into.get(key.name());
            if (node == null) {
                continue;
            }
            final Object known = from.get(key.name());
            final String at = (path.isEmpty() ? "" : path + " ") + key.name();
            switch (key) {
                case ConfigKey.Value<?> value -> {
                    if (TreeNodes.isSecret(value.type()) && node.equals(TreeNodes.MASK)) {
                        if (known == null) {
                            throw new ConfigurationPathException(at + " is hidden, and there is no secret to keep", "write the secret");
                        }
                        into.put(key.name(), known);
                    }
                }
                case ConfigKey.ValueList<?> list -> { }
                case ConfigKey.Section inner ->
                    fillSecrets(inner.keys(), TreeNodes.map(node), known == null ? Map.of() : TreeNodes.map(known), at);
                case ConfigKey.SectionList list -> {
                    final List<Map<String, Object>> sections = TreeNodes.sections(node);
                    for (int i = 0; i < sections.size(); i++) {
                        final int index = known == null ? -1 : find(list, TreeNodes.sections(known), sections.get(i));
                        fillSecrets(list.keys(), sections.get(i), index < 0 ? Map.of() : TreeNodes.sections(known).get(index),
                                at + " " + TreeNodes.label(list, sections.get(i), i));
                    }
                }
            }
        }
    }
}
