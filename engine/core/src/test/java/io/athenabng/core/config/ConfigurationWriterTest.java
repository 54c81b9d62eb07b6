package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ConfigurationWriterTest {
    @Test
    void whatIsWrittenLoadsAsTheSame() {
        for (final String text : List.of(TestConfigurations.MINIMAL, TestConfigurations.example(), ConfigurationLoaderTest.EVERYTHING,
                TestConfigurations.MINIMAL + "    shaping: { queue: fq_codel, overhead: -5 }\n",
                TestConfigurations.MINIMAL + "    shaping: { queue: none }\n    remote-id: \" #x: y' \"\n    circuit-id: \"- null\"\n")) {
            final RunningConfiguration configuration = ConfigurationLoader.load("a", text).configuration();
            final String written = ConfigurationWriter.toYaml(configuration);
            // The file's own secret is the one thing that is left out.
            final String whole = written.replace(Secret.HIDDEN, "testing123");
            assertEquals(configuration, ConfigurationLoader.load("written", whole).configuration());
            assertEquals(written, ConfigurationWriter.toYaml(ConfigurationLoader.load("written", whole).configuration()));
            assertFalse(written.contains("testing123"));
        }
    }

    @Test
    void everyDeclaredKeyIsWritten() {
        final TreeSet<String> written = new TreeSet<>();
        collect("", ConfigurationWriter.toMap(ConfigurationLoader.load("a", ConfigurationLoaderTest.EVERYTHING).configuration()), written);
        final TreeSet<String> declared = new TreeSet<>();
        SchemaPaths.forEach((path, key) -> declared.add(path));
        assertEquals(declared, written);
    }

    @Test
    void documentHasNumbersBooleansAndTextWithUnits() {
        final Map<String, Object> map = ConfigurationWriter.toMap(
                ConfigurationLoader.load("a", TestConfigurations.example()).configuration());
        assertEquals(List.of("bootstrap", "trunks", "pools", "access-groups", "reservations", "users", "radius", "counters", "logging",
                "archive", "services"), List.copyOf(map.keySet()));
        final Map<?, ?> group = (Map<?, ?>) ((List<?>) map.get("access-groups")).getFirst();
        assertEquals(1, group.get("subscribers-per-line"));
        assertEquals(false, group.get("isolated"));
        assertEquals("5m", group.get("line-idle-timeout"));
        assertEquals("10.64.0.1/24", group.get("gateway"));
        assertEquals(List.of(Map.of("stack", "500.100-199", "outer-tpid", "802.1ad")), group.get("vlans"));
        assertEquals("20mbit", ((Map<?, ?>) group.get("shaping")).get("down"));
        assertTrue(((Map<?, ?>) group.get("dhcp")).get("relay") == null);
    }

    private static void collect(final String prefix, final Object value, final TreeSet<String> paths) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                final String path = prefix.isEmpty() ? key.toString() : prefix + "." + key;
                paths.add(path);
                collect(path, inner, paths);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(item -> collect(prefix + "[]", item, paths));
        }
    }
}
