package io.athenabng.core.config;

import java.util.List;
import java.util.function.BiConsumer;

/** Walks over every declared key with its path, like {@code access-groups[].shaping.down}. */
final class SchemaPaths {
    private SchemaPaths() {
    }

    static void forEach(final BiConsumer<String, ConfigKey> visitor) {
        walk("", ConfigurationSchema.Root.SECTION.keys(), visitor);
    }

    private static void walk(final String prefix, final List<ConfigKey> keys, final BiConsumer<String, ConfigKey> visitor) {
        for (final ConfigKey key : keys) {
            final String path = prefix + key.name();
            visitor.accept(path, key);
            switch (key) {
                case ConfigKey.Section section -> walk(path + ".", section.keys(), visitor);
                case ConfigKey.SectionList list -> walk(path + "[].", list.keys(), visitor);
                case ConfigKey.Value<?> value -> { }
                case ConfigKey.ValueList<?> list -> { }
            }
        }
    }
}
