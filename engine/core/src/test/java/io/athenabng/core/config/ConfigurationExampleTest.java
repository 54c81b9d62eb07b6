package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** docs/abng-example.yaml: it loads, has every declared key with a comment above it, and shows its declared example. */
final class ConfigurationExampleTest {
    private final Map<String, List<Node>> valuesByPath = new LinkedHashMap<>();
    private final Map<String, Integer> lineByPath = new LinkedHashMap<>();

    ConfigurationExampleTest() {
        final ConfigurationProblems problems = new ConfigurationProblems();
        collect("", YamlDocument.compose(TestConfigurations.example(), problems));
        assertTrue(problems.isEmpty());
    }

    @Test
    void everyKeyIsThereWithACommentAboveIt() {
        final String[] lines = TestConfigurations.example().split("\n");
        SchemaPaths.forEach((path, key) -> {
            assertNotNull(lineByPath.get(path), path + " is not in the example");
            final String above = lines[lineByPath.get(path) - 1];
            assertTrue(above.strip().startsWith("# "), path + " has no comment above it, but: " + above);
        });
    }

    @Test
    void everyValueIsTheDeclaredExample() {
        SchemaPaths.forEach((path, key) -> {
            switch (key) {
                case ConfigKey.Value<?> value -> assertExample(path, value);
                case ConfigKey.ValueList<?> list -> assertExample(path, list);
                case ConfigKey.Section section -> { }
                case ConfigKey.SectionList list -> { }
            }
        });
    }

    private <T> void assertExample(final String path, final ConfigKey.Value<T> key) {
        final Node first = valuesByPath.get(path).getFirst();
        assertEquals(key.type().parse(key.example()), key.type().parse(((ScalarNode) first).getValue()), path);
    }

    private <T> void assertExample(final String path, final ConfigKey.ValueList<T> key) {
        final List<T> values = ((SequenceNode) valuesByPath.get(path).getFirst()).getValue().stream()
                .map(node -> key.type().parse(((ScalarNode) node).getValue())).toList();
        assertEquals(key.example().stream().map(key.type()::parse).toList(), values, path);
    }

    private void collect(final String prefix, final Node node) {
        switch (node) {
            case MappingNode mapping -> {
                for (final NodeTuple tuple : mapping.getValue()) {
                    final String name = ((ScalarNode) tuple.getKeyNode()).getValue();
                    final String path = prefix.isEmpty() ? name : prefix + "." + name;
                    lineByPath.putIfAbsent(path, tuple.getKeyNode().getStartMark().orElseThrow().getLine());
                    valuesByPath.computeIfAbsent(path, p -> new ArrayList<>()).add(tuple.getValueNode());
                    collect(path, tuple.getValueNode());
                }
            }
            case SequenceNode sequence -> sequence.getValue().forEach(item -> collect(prefix + "[]", item));
            default -> { }
        }
    }
}
