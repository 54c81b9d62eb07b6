package io.athenabng.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration file as a JSON Schema (draft 2020-12), for editors and front ends. What a schema cannot say, such as that ranges do not
 * overlap, the loader checks. {@code x-values} says in words what is allowed, {@code x-change} what a change does to a gateway that runs.
 */
public final class ConfigurationJsonSchema {
    private static final Pattern BOUNDS = Pattern.compile("(-?[0-9]+) to (-?[0-9]+)");

    private ConfigurationJsonSchema() {
    }

    /** @return the schema as maps, lists, strings, numbers and booleans */
    public static Map<String, Object> toMap() {
        final Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Athena BNG");
        schema.putAll(section(ConfigurationSchema.Root.SECTION.description(), ConfigurationSchema.Root.SECTION.keys()));
        return schema;
    }

    private static Map<String, Object> section(final String description, final List<ConfigKey> keys) {
        final Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        final List<String> required = keys.stream().filter(key -> key.presence() == ConfigKey.Presence.REQUIRED).map(ConfigKey::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        final Map<String, Object> properties = new LinkedHashMap<>();
        keys.forEach(key -> properties.put(key.name(), property(key)));
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> property(final ConfigKey key) {
        return switch (key) {
            case ConfigKey.Section inner -> section(inner.description(), inner.keys());
            case ConfigKey.SectionList list -> {
                final Map<String, Object> schema = array(list.description(), list.min(), list.max());
                schema.put("x-change", list.effect().text());
                schema.put("items", section(list.description(), list.keys()));
                yield schema;
            }
            case ConfigKey.ValueList<?> list -> {
                final Map<String, Object> schema = array(list.description(), list.min(), list.max());
                schema.put("x-change", list.effect().text());
                schema.put("items", type(list.type()));
                yield schema;
            }
            case ConfigKey.Value<?> value -> value(value);
        };
    }

    private static Map<String, Object> array(final String description, final int min, final int max) {
        final Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.put("type", "array");
        if (min > 0) {
            schema.put("minItems", min);
        }
        schema.put("maxItems", max);
        return schema;
    }

    private static <T> Map<String, Object> value(final ConfigKey.Value<T> key) {
        final Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", key.description());
        schema.putAll(type(key.type()));
        if (key.defaultText() != null) {
            schema.put("default", key.type().plain(key.defaultValue()));
        }
        schema.put("examples", List.of(TreeNodes.plainValue(key.type(), key.example(), false)));
        schema.put("x-change", key.effect().text());
        return schema;
    }

    private static Map<String, Object> type(final ValueType<?> type) {
        final Map<String, Object> schema = new LinkedHashMap<>();
        switch (type.kind()) {
            case INTEGER -> {
                schema.put("type", "integer");
                final Matcher bounds = BOUNDS.matcher(type.range());
                if (bounds.matches()) {
                    schema.put("minimum", Long.parseLong(bounds.group(1)));
                    schema.put("maximum", Long.parseLong(bounds.group(2)));
                }
            }
            case BOOLEAN -> schema.put("type", "boolean");
            default -> {
                if (type.name().equals("choice")) {
                    schema.put("enum", new ArrayList<>(List.of(type.range().split(", "))));
                } else {
                    // 500.100 and 100 are numbers to YAML where they are not quoted.
                    schema.put("type", List.of("string", "number"));
                }
            }
        }
        schema.put("x-values", type.range());
        return schema;
    }
}
