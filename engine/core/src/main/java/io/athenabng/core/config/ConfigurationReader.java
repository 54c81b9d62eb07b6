package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.core.config.ConfigKey.Presence;
import io.athenabng.core.config.ConfigurationProblems.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * From YAML nodes to values, as the schema says; reports what does not fit and goes on. Its depth is the schema's, whatever the file's is.
 */
final class ConfigurationReader {
    private static final Set<Tag> SCALAR_TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.ENV_TAG);
    private static final int SUGGESTED_PATHS = 3;

    private final ConfigurationProblems problems;
    private final Map<String, List<String>> pathsByName = new HashMap<>();

    ConfigurationReader(final ConfigurationProblems problems) {
        this.problems = problems;
        collectPaths("", ConfigurationSchema.Root.SECTION.keys());
    }

    /** Reads the root. */
    ConfigSection read(final Node root) {
        final Place place = placeOf(new Place("", 1, 1), root);
        if (root instanceof MappingNode mapping && isPlainCollection(mapping, Tag.MAP, place)) {
            return section(ConfigurationSchema.Root.SECTION.keys(), mapping, place);
        }
        if (!(root instanceof MappingNode)) {
            problems.add(place, "the file is " + shape(root) + " and not a set of keys", "begin with trunks: and access-groups:");
        }
        return null;
    }

    private ConfigSection section(final List<ConfigKey> keys, final MappingNode node, final Place place) {
        final Map<String, Node> nodes = collect(keys, node, place);
        final ConfigSection section = new ConfigSection(place);
        for (final ConfigKey key : keys) {
            final Node value = nodes.get(key.name());
            if (value == null) {
                absent(section, key, place.key(key.name()));
            } else {
                present(section, key, value, placeOf(place.key(key.name()), value));
            }
        }
        return section;
    }

    /** The mapping's nodes by key; unknown and repeated keys are reported and left out. */
    private Map<String, Node> collect(final List<ConfigKey> keys, final MappingNode node, final Place place) {
        final Map<String, Node> nodes = new HashMap<>();
        final Map<String, Integer> lines = new HashMap<>();
        final List<String> names = keys.stream().map(ConfigKey::name).toList();
        for (final NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(placeOf(place, tuple.getKeyNode()), "a key is " + shape(tuple.getKeyNode()), "write a key as plain text");
                continue;
            }
            final String name = keyNode.getValue();
            if (!names.contains(name)) {
                final String shown = quote(name);
                problems.add(placeOf(place.key(shown.substring(1, shown.length() - 1)), keyNode), "unknown key " + shown,
                        suggestion(name, names, place));
                continue;
            }
            final Place at = placeOf(place.key(name), keyNode);
            final Integer first = lines.putIfAbsent(name, at.line());
            if (first == null) {
                nodes.put(name, tuple.getValueNode());
            } else {
                problems.add(at, "the key " + name + " stands here twice, first in line " + first, "keep one of them");
            }
        }
        return nodes;
    }

    private String suggestion(final String name, final List<String> names, final Place place) {
        final String meant = Suggestions.closest(name, names);
        if (meant != null) {
            return "did you mean " + meant + "?";
        }
        final List<String> elsewhere = pathsByName.getOrDefault(name, List.of());
        if (!elsewhere.isEmpty()) {
            return "it belongs to " + String.join(" or ", elsewhere.subList(0, Math.min(SUGGESTED_PATHS, elsewhere.size())));
        }
        return (place.path().isEmpty() ? "the file" : place.path()) + " has the keys " + String.join(", ", names);
    }

    private void absent(final ConfigSection section, final ConfigKey key, final Place place) {
        if (key.presence() == Presence.REQUIRED) {
            problems.add(place, "the key is missing", "add " + key.name() + ": " + key.description());
        }
        final boolean defaulted = key.presence() == Presence.DEFAULTED;
        section.put(key, switch (key) {
            case ConfigKey.Value<?> value -> value.defaultValue();
            case ConfigKey.ValueList<?> list -> defaulted ? List.of() : null;
            case ConfigKey.Section inner -> defaulted ? defaults(inner.keys(), place) : null;
            case ConfigKey.SectionList list -> List.of();
        }, place, false);
    }

    private ConfigSection defaults(final List<ConfigKey> keys, final Place place) {
        final ConfigSection section = new ConfigSection(place);
        for (final ConfigKey key : keys) {
            absent(section, key, place.key(key.name()));
        }
        return section;
    }

    private void present(final ConfigSection section, final ConfigKey key, final Node node, final Place place) {
        switch (key) {
            case ConfigKey.Value<?> value -> section.put(key, scalar(value.type(), node, place), place, true);
            case ConfigKey.ValueList<?> list -> valueList(section, list, node, place);
            case ConfigKey.Section inner -> section.put(key, innerSection(inner.keys(), node, place), place, true);
            case ConfigKey.SectionList list -> section.put(key, sectionList(list, node, place), place, true);
        }
    }

    private <T> T scalar(final ValueType<T> type, final Node node, final Place place) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(place, "here is " + shape(node) + " and not one value", "write " + type.range());
            return null;
        }
        if (!SCALAR_TAGS.contains(scalar.getTag())) {
            problems.add(place, "the tag " + quote(scalar.getTag().getValue()) + " is not used here", "write the value without a tag");
            return null;
        }
        if (isNull(scalar)) {
            problems.add(place, "the key has no value", "write " + type.range() + ", or leave the key out");
            return null;
        }
        try {
            return type.parse(scalar.getValue());
        } catch (final ConfigurationValueException e) {
            problems.add(place, e.problem(), e.remedy());
            return null;
        }
    }

    private <T> void valueList(final ConfigSection section, final ConfigKey.ValueList<T> key, final Node node, final Place place) {
        final List<Node> nodes = items(node, place, key.min(), key.max());
        if (nodes == null) {
            section.put(key, null, place, true);
            return;
        }
        final List<T> values = new ArrayList<>(nodes.size());
        final List<Place> places = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            places.add(placeOf(place.item(i), nodes.get(i)));
            values.add(scalar(key.type(), nodes.get(i), places.get(i)));
        }
        section.putList(key, values, place, places);
    }

    private List<ConfigSection> sectionList(final ConfigKey.SectionList key, final Node node, final Place place) {
        final List<Node> nodes = items(node, place, key.min(), key.max());
        if (nodes == null) {
            return List.of();
        }
        final List<ConfigSection> sections = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            final ConfigSection section = innerSection(key.keys(), nodes.get(i), placeOf(place.item(i), nodes.get(i)));
            if (section != null) {
                sections.add(section);
            }
        }
        return sections;
    }

    private ConfigSection innerSection(final List<ConfigKey> keys, final Node node, final Place place) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(place, "here is " + shape(node) + " and not a section",
                    "write the keys " + String.join(", ", keys.stream().map(ConfigKey::name).toList()));
            return null;
        }
        return isPlainCollection(mapping, Tag.MAP, place) ? section(keys, mapping, place) : null;
    }

    /** The items of a list; null, and reported, if it is none or too long or too short. */
    private List<Node> items(final Node node, final Place place, final int min, final int max) {
        if (!(node instanceof SequenceNode sequence)) {
            problems.add(place, "here is " + shape(node) + " and not a list", "write items after dashes, or in brackets: [a, b]; none: []");
            return null;
        }
        if (!isPlainCollection(sequence, Tag.SEQ, place)) {
            return null;
        }
        final int size = sequence.getValue().size();
        if (size < min || size > max) {
            problems.add(place, "the list has " + size + (size == 1 ? " item" : " items"),
                    size < min ? "write at least " + min : "write at most " + max);
            return null;
        }
        return sequence.getValue();
    }

    private boolean isPlainCollection(final Node node, final Tag plain, final Place place) {
        if (plain.equals(node.getTag())) {
            return true;
        }
        problems.add(place, "the tag " + quote(node.getTag().getValue()) + " is not used here", "leave the tag out");
        return false;
    }

    private static boolean isNull(final ScalarNode scalar) {
        return Tag.NULL.equals(scalar.getTag());
    }

    private static String shape(final Node node) {
        return switch (node) {
            case MappingNode mapping -> "a section of keys";
            case SequenceNode sequence -> "a list";
            case ScalarNode scalar when isNull(scalar) -> "nothing";
            default -> "one value";
        };
    }

    private static Place placeOf(final Place place, final Node node) {
        final Optional<Mark> mark = node.getStartMark();
        return mark.isEmpty() ? place : place.at(mark.get().getLine() + 1, mark.get().getColumn() + 1);
    }

    private void collectPaths(final String prefix, final List<ConfigKey> keys) {
        for (final ConfigKey key : keys) {
            final String where = prefix.isEmpty() ? "the top of the file" : prefix;
            pathsByName.computeIfAbsent(key.name(), name -> new ArrayList<>()).add(where);
            final String inner = prefix.isEmpty() ? key.name() : prefix + "." + key.name();
            switch (key) {
                case ConfigKey.Section section -> collectPaths(inner, section.keys());
                case ConfigKey.SectionList list -> collectPaths(inner + "[]", list.keys());
                case ConfigKey.Value<?> value -> { }
                case ConfigKey.ValueList<?> list -> { }
            }
        }
    }
}
