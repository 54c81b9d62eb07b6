package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.core.config.ConfigurationProblems.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * From YAML nodes to the nodes of a {@link ConfigurationTree}. Keys must exist and values must be of their type; that something is
 * missing, or
 * does not go together, is no error here: a candidate may be incomplete until it is committed.
 */
final class TreeReader {
    private final ConfigurationProblems problems;

    TreeReader(final ConfigurationProblems problems) {
        this.problems = problems;
    }

    Map<String, Object> read(final Node root) {
        return section(ConfigurationSchema.Root.SECTION.keys(), root, at(new Place("", 1, 1), root));
    }

    private Map<String, Object> section(final List<ConfigKey> keys, final Node node, final Place place) {
        final Map<String, Object> out = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problems.add(place, "here is no set of keys", "write keys with values, one a line");
            return out;
        }
        for (final NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(at(place, tuple.getKeyNode()), "a key is no plain text", "write a key as plain text");
                continue;
            }
            final String name = keyNode.getValue();
            final ConfigKey key;
            try {
                key = TreeNodes.key(keys, name, place.path());
            } catch (final ConfigurationPathException e) {
                problems.add(at(place, keyNode), e.getMessage(), e.remedy());
                continue;
            }
            if (out.containsKey(name)) {
                problems.add(at(place.key(name), keyNode), "the key " + name + " stands here twice", "keep one of them");
                continue;
            }
            out.put(name, node(key, tuple.getValueNode(), at(place.key(name), tuple.getValueNode())));
        }
        return out;
    }

    private Object node(final ConfigKey key, final Node node, final Place place) {
        return switch (key) {
            case ConfigKey.Value<?> value -> scalar(value.type(), node, place);
            case ConfigKey.ValueList<?> list -> {
                final List<Object> texts = new ArrayList<>();
                items(node, place).forEach(item -> texts.add(scalar(list.type(), item, at(place.item(texts.size()), item))));
                yield texts;
            }
            case ConfigKey.Section inner -> section(inner.keys(), node, place);
            case ConfigKey.SectionList list -> {
                final List<Object> sections = new ArrayList<>();
                items(node, place).forEach(item -> sections.add(section(list.keys(), item, at(place.item(sections.size()), item))));
                yield sections;
            }
        };
    }

    private List<Node> items(final Node node, final Place place) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problems.add(place, "here is no list", "write [a, b], or an item a line that begins with -");
        return List.of();
    }

    private <T> String scalar(final ValueType<T> type, final Node node, final Place place) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(place, "here is not one value", "write " + type.range());
            return "";
        }
        if (!(TreeNodes.isSecret(type) && scalar.getValue().equals(TreeNodes.MASK))) {
            try {
                type.parse(scalar.getValue());
            } catch (final ConfigurationValueException e) {
                problems.add(place, TreeNodes.isSecret(type) ? quote(TreeNodes.MASK) + " is no secret" : e.problem(), e.remedy());
            }
        }
        return scalar.getValue();
    }

    private static Place at(final Place place, final Node node) {
        return node.getStartMark().map((Mark mark) -> place.at(mark.getLine() + 1, mark.getColumn() + 1)).orElse(place);
    }
}
