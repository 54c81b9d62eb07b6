package io.athenabng.core.config;

import io.athenabng.core.config.ConfigurationProblems.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read of one section: a value for each of its keys, and where it stands. A value that could not be used, and was reported, is
 * null here; so is an optional one that is absent.
 */
final class ConfigSection {
    private final Place place;
    private final Map<String, Entry> entries = new HashMap<>();

    ConfigSection(final Place place) {
        this.place = place;
    }

    /**
     * A key's value.
     *
     * @param value   the value; a list for lists
     * @param place   where it stands; of an absent one, where its section stands
     * @param items   of a list of values, where each stands
     * @param written whether it is in the file
     */
    private record Entry(Object value, Place place, List<Place> items, boolean written) {
    }

    void put(final ConfigKey key, final Object value, final Place at, final boolean written) {
        entries.put(key.name(), new Entry(value, at, List.of(), written));
    }

    void putList(final ConfigKey key, final List<?> values, final Place at, final List<Place> items) {
        entries.put(key.name(), new Entry(values, at, items, true));
    }

    Place place() {
        return place;
    }

    Place place(final ConfigKey key) {
        return entries.get(key.name()).place();
    }

    Place itemPlace(final ConfigKey key, final int index) {
        return entries.get(key.name()).items().get(index);
    }

    boolean isWritten(final ConfigKey key) {
        return entries.get(key.name()).written();
    }

    @SuppressWarnings("unchecked")
    <T> T get(final ConfigKey.Value<T> key) {
        return (T) entries.get(key.name()).value();
    }

    /** The values; an item that could not be used is null. Null if the list itself could not be used. */
    @SuppressWarnings("unchecked")
    <T> List<T> get(final ConfigKey.ValueList<T> key) {
        return (List<T>) entries.get(key.name()).value();
    }

    /** The section; null if it is optional and absent, or could not be used. */
    ConfigSection get(final ConfigKey.Section key) {
        return (ConfigSection) entries.get(key.name()).value();
    }

    /** The sections; those that could not be used are left out. */
    @SuppressWarnings("unchecked")
    List<ConfigSection> get(final ConfigKey.SectionList key) {
        return (List<ConfigSection>) entries.get(key.name()).value();
    }
}
