package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of a {@link ConfigurationTree}: a section is a map from key to node, a value is its text, a list of values a list of texts, a
 * list
 * of sections a list of maps. Everything here goes by the schema.
 */
final class TreeNodes {
    /** Shown instead of a secret; loaded again, it stands for the secret that is there. */
    static final String MASK = "<secret>";
    private static final String SECRET = "secret";

    private TreeNodes() {
    }

    @SuppressWarnings("unchecked") // the tree's own nodes have this shape
    static Map<String, Object> map(final Object node) {
        return (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked") // the tree's own nodes have this shape
    static List<Map<String, Object>> sections(final Object node) {
        return (List<Map<String, Object>>) node;
    }

    @SuppressWarnings("unchecked") // the tree's own nodes have this shape
    static List<String> texts(final Object node) {
        return (List<String>) node;
    }

    static Object copy(final Object node) {
        if (node instanceof Map<?, ?>) {
            final Map<String, Object> copy = new LinkedHashMap<>();
            map(node).forEach((key, value) -> copy.put(key, copy(value)));
            return copy;
        }
        if (node instanceof List<?> list) {
            final List<Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(copy(item)));
            return copy;
        }
        return node;
    }

    /** Whether values of the type are hidden from people. */
    static boolean isSecret(final ValueType<?> type) {
        return SECRET.equals(type.name());
    }

    /** The value's text in the form in which it is written; a text that is no value is left as it is. */
    static <T> String canonical(final ValueType<T> type, final String text) {
        if (isSecret(type)) {
            // Its written form hides it, and two that differ would look alike.
            return text;
        }
        try {
            return type.format(type.parse(text));
        } catch (final ConfigurationValueException e) {
            // Only a hand that wrote past the checks leads here; the whole is validated before it is used.
            return text;
        }
    }

    /** The key that tells the sections of a list apart: their name, or else the first that each must have. */
    static ConfigKey.Value<?> identity(final ConfigKey.SectionList list) {
        ConfigKey.Value<?> first = null;
        for (final ConfigKey key : list.keys()) {
            if (key instanceof ConfigKey.Value<?> value) {
                if (value.name().equals("name")) {
                    return value;
                }
                if (first == null && value.presence() == ConfigKey.Presence.REQUIRED) {
                    first = value;
                }
            }
        }
        return first;
    }

    /** What a section of a list is called: its identity's text, or {@code [N]} if it has none. */
    static String label(final ConfigKey.SectionList list, final Map<String, Object> section, final int index) {
        final ConfigKey.Value<?> identity = identity(list);
        final Object text = identity == null ? null : section.get(identity.name());
        return text == null ? "[" + index + "]" : canonical(identity.type(), (String) text);
    }

    /** The index of the section that the word names, or -1. */
    static int indexOf(final ConfigKey.SectionList list, final List<Map<String, Object>> sections, final String word) {
        if (word.matches("\\[[0-9]{1,7}]")) {
            final int index = Integer.parseInt(word.substring(1, word.length() - 1));
            return index < sections.size() ? index : -1;
        }
        final ConfigKey.Value<?> identity = identity(list);
        if (identity == null) {
            return -1;
        }
        final String wanted = canonical(identity.type(), word);
        for (int i = 0; i < sections.size(); i++) {
            final Object text = sections.get(i).get(identity.name());
            if (text != null && canonical(identity.type(), (String) text).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    static ConfigKey key(final List<ConfigKey> keys, final String word, final String path) {
        for (final ConfigKey key : keys) {
            if (key.name().equals(word)) {
                return key;
            }
        }
        final List<String> names = keys.stream().map(ConfigKey::name).toList();
        final String meant = Suggestions.closest(word, names);
        throw new ConfigurationPathException((path.isEmpty() ? "the configuration" : path) + " has no key " + quote(word),
                meant != null ? "did you mean " + meant + "?" : "it has " + String.join(", ", names));
    }

    /** Keys in the order of the schema, whatever the order in which they were written. */
    static Map<String, Object> ordered(final List<ConfigKey> keys, final Map<String, Object> section) {
        final Map<String, Object> out = new LinkedHashMap<>();
        for (final ConfigKey key : keys) {
            final Object node = section.get(key.name());
            if (node != null) {
                out.put(key.name(), switch (key) {
                    case ConfigKey.Section inner -> ordered(inner.keys(), map(node));
                    case ConfigKey.SectionList list -> sections(node).stream().map(item -> ordered(list.keys(), item)).toList();
                    case ConfigKey.Value<?> value -> node;
                    case ConfigKey.ValueList<?> list -> node;
                });
            }
        }
        return out;
    }

    /** The section as a document shows it: numbers and booleans as such, secrets hidden if wanted. */
    static Map<String, Object> plain(final List<ConfigKey> keys, final Map<String, Object> section, final boolean masked) {
        final Map<String, Object> out = new LinkedHashMap<>();
        for (final ConfigKey key : keys) {
            final Object node = section.get(key.name());
            if (node != null) {
                out.put(key.name(), switch (key) {
                    case ConfigKey.Section inner -> plain(inner.keys(), map(node), masked);
                    case ConfigKey.SectionList list -> sections(node).stream().map(item -> plain(list.keys(), item, masked)).toList();
                    case ConfigKey.Value<?> value -> plainValue(value.type(), (String) node, masked);
                    case ConfigKey.ValueList<?> list -> texts(node).stream().map(text -> plainValue(list.type(), text, masked)).toList();
                });
            }
        }
        return out;
    }

    static <T> Object plainValue(final ValueType<T> type, final String text, final boolean masked) {
        if (masked && isSecret(type)) {
            return MASK;
        }
        try {
            final T value = type.parse(text);
            // Written as the operator wrote it: 1000mbit does not turn into 1gbit.
            return type.kind() == ValueType.Kind.INTEGER || type.kind() == ValueType.Kind.BOOLEAN ? type.plain(value) : text;
        } catch (final ConfigurationValueException e) {
            // Shown as it stands, so that it can be mended.
            return text;
        }
    }
}
