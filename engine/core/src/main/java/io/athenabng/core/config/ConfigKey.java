package io.athenabng.core.config;

import java.util.List;

/** A key of the configuration file, declared once: what is read, what is written back and what is documented all come from here. */
sealed interface ConfigKey permits ConfigKey.Value, ConfigKey.ValueList, ConfigKey.Section, ConfigKey.SectionList {

    /** What an absent key means. */
    enum Presence {
        /** It is an error. */
        REQUIRED,
        /** The default is taken. */
        DEFAULTED,
        /** There is no such value. */
        OPTIONAL
    }

    /** @return the name in the file */
    String name();

    /** @return one sentence or two for the reference and the example */
    String description();

    /** @return what an absent key means */
    Presence presence();

    /** @return what changing it does to a gateway that runs */
    default ChangeEffect effect() {
        return ConfigurationEffects.of(this);
    }

    /**
     * One value.
     *
     * @param name        its name
     * @param type        its type
     * @param presence    what its absence means
     * @param defaultText the default as text; null unless {@link Presence#DEFAULTED}
     * @param example     a value for the documented example
     * @param description what it is
     * @param <T>         its Java type
     */
    record Value<T>(String name, ValueType<T> type, Presence presence, String defaultText, String example, String description)
            implements ConfigKey {
        /** @return the default, or null if there is none */
        T defaultValue() {
            return defaultText == null ? null : type.parse(defaultText);
        }
    }

    /**
     * A list of values.
     *
     * @param name        its name
     * @param type        the type of each value
     * @param presence    what its absence means; the default is an empty list
     * @param min         fewest values
     * @param max         most values
     * @param example     values for the documented example
     * @param description what it is
     * @param <T>         the Java type of each value
     */
    record ValueList<T>(String name, ValueType<T> type, Presence presence, int min, int max, List<String> example, String description)
            implements ConfigKey {
        public ValueList {
            example = List.copyOf(example);
        }
    }

    /**
     * A section: keys below a key.
     *
     * @param name        its name; the root's is empty
     * @param presence    what its absence means; the default is a section whose keys are all absent
     * @param keys        the keys in it
     * @param description what it is
     */
    record Section(String name, Presence presence, List<ConfigKey> keys, String description) implements ConfigKey {
        public Section {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A list of sections that have the same keys.
     *
     * @param name        its name
     * @param presence    what its absence means; the default is an empty list
     * @param min         fewest sections
     * @param max         most sections
     * @param keys        the keys in each
     * @param description what it is
     */
    record SectionList(String name, Presence presence, int min, int max, List<ConfigKey> keys, String description) implements ConfigKey {
        public SectionList {
            keys = List.copyOf(keys);
        }
    }

    static <T> Value<T> required(final String name, final ValueType<T> type, final String example, final String description) {
        return new Value<>(name, type, Presence.REQUIRED, null, example, description);
    }

    static <T> Value<T> optional(final String name, final ValueType<T> type, final String example, final String description) {
        return new Value<>(name, type, Presence.OPTIONAL, null, example, description);
    }

    static <T> Value<T> value(final String name, final ValueType<T> type, final String defaultText, final String description) {
        return new Value<>(name, type, Presence.DEFAULTED, defaultText, defaultText, description);
    }

    static <T> Value<T> value(
            final String name, final ValueType<T> type, final String defaultText, final String example, final String description) {
        return new Value<>(name, type, Presence.DEFAULTED, defaultText, example, description);
    }

    static <T> ValueList<T> list(
            final String name, final ValueType<T> type, final int max, final List<String> example, final String description) {
        return new ValueList<>(name, type, Presence.DEFAULTED, 0, max, example, description);
    }

    static <T> ValueList<T> requiredList(
            final String name, final ValueType<T> type, final int min, final int max, final List<String> example,
            final String description) {
        return new ValueList<>(name, type, Presence.REQUIRED, min, max, example, description);
    }
}
