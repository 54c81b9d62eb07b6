package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/abng.schema.json is what the declared keys say. {@code -Dabng.regenerate=true} writes it anew. */
final class ConfigurationJsonSchemaTest {
    @Test
    void schemaIsWhatIsDeclared() throws IOException {
        final Path file = TestConfigurations.root().resolve("docs/abng.schema.json");
        final String wanted = json(ConfigurationJsonSchema.toMap(), "") + "\n";
        if (Boolean.getBoolean("abng.regenerate")) {
            Files.writeString(file, wanted);
        }
        assertEquals(wanted, Files.readString(file),
                "docs/abng.schema.json is not what ConfigurationSchema declares: run this test with -Dabng.regenerate=true");
    }

    @Test
    void everyKeyIsThere() {
        SchemaPaths.forEach((path, key) -> {
            Map<?, ?> at = ConfigurationJsonSchema.toMap();
            for (final String step : path.split("\\.")) {
                final String name = step.replace("[]", "");
                at = (Map<?, ?>) ((Map<?, ?>) at.get("properties")).get(name);
                assertTrue(at != null, path);
                at = step.endsWith("[]") ? (Map<?, ?>) at.get("items") : at;
            }
            assertEquals(key.description(), key instanceof ConfigKey.SectionList || key instanceof ConfigKey.Section
                    || at.containsKey("description") ? at.get("description") : key.description(), path);
        });
    }

    private static String json(final Object value, final String indent) {
        final String deeper = indent + "  ";
        return switch (value) {
            case Map<?, ?> map -> map.entrySet().stream().map(entry -> deeper + quote(entry.getKey().toString()) + ": "
                    + json(entry.getValue(), deeper)).collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case List<?> list -> list.stream().map(item -> json(item, deeper)).collect(Collectors.joining(", ", "[", "]"));
            case String text -> quote(text);
            default -> value.toString();
        };
    }

    private static String quote(final String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
