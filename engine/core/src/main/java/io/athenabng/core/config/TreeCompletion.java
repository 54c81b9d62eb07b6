package io.athenabng.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What may come next while words are typed. */
final class TreeCompletion {
    private static final int SECTIONS_MAX = 500;

    private TreeCompletion() {
    }

    static Map<String, String> after(final List<ConfigKey> root, final Map<String, Object> tree, final List<String> words) {
        List<ConfigKey> keys = root;
        Map<String, Object> section = tree;
        for (int i = 0; i < words.size(); i++) {
            final String word = words.get(i);
            final ConfigKey key = keys.stream().filter(each -> each.name().equals(word)).findFirst().orElse(null);
            final Object node = key == null ? null : section.get(key.name());
            final boolean last = i == words.size() - 1;
            switch (key) {
                case null -> {
                    return Map.of();
                }
                case ConfigKey.Section inner -> {
                    keys = inner.keys();
                    section = node == null ? Map.of() : TreeNodes.map(node);
                }
                case ConfigKey.SectionList list -> {
                    if (last) {
                        return names(list, node);
                    }
                    final List<Map<String, Object>> sections = node == null ? List.of() : TreeNodes.sections(node);
                    final int index = TreeNodes.indexOf(list, sections, words.get(++i));
                    keys = list.keys();
                    section = index < 0 ? Map.of() : sections.get(index);
                }
                case ConfigKey.Value<?> value -> {
                    if (last) {
                        return values(value.type());
                    }
                    i++;
                }
                case ConfigKey.ValueList<?> list -> {
                    return values(list.type());
                }
            }
        }
        final Map<String, String> out = new LinkedHashMap<>();
        keys.forEach(key -> out.put(key.name(), key.description()));
        return out;
    }

    private static Map<String, String> names(final ConfigKey.SectionList list, final Object node) {
        final Map<String, String> out = new LinkedHashMap<>();
        final List<Map<String, Object>> sections = node == null ? List.of() : TreeNodes.sections(node);
        for (int i = 0; i < Math.min(SECTIONS_MAX, sections.size()); i++) {
            out.put(TreeNodes.label(list, sections.get(i), i), "");
        }
        final ConfigKey.Value<?> identity = TreeNodes.identity(list);
        if (identity != null) {
            out.put("<" + identity.name() + ">", identity.type().range());
        }
        return out;
    }

    private static Map<String, String> values(final ValueType<?> type) {
        final Map<String, String> out = new LinkedHashMap<>();
        if (type.name().equals("choice") || type.name().equals("boolean")) {
            for (final String word : type.range().split(", ")) {
                out.put(word, "");
            }
        } else {
            out.put("<" + type.name() + ">", type.range());
        }
        return out;
    }
}
