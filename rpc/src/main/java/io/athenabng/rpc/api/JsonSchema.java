package io.athenabng.rpc.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes a record as a JSON Schema (a tree of maps, lists and strings), from its components and their {@link Describe}. */
public final class JsonSchema {
    private JsonSchema() {
    }

    /** The schema of a record. */
    public static Map<String, Object> of(final Class<? extends Record> type) {
        final Map<String, Object> properties = new LinkedHashMap<>();
        final List<String> required = new ArrayList<>();
        for (final RecordComponent component : type.getRecordComponents()) {
            final Map<String, Object> schema = new LinkedHashMap<>(ofType(component.getGenericType()));
            final Describe describe = component.getAnnotation(Describe.class);
            if (describe != null) {
                schema.put("description", describe.value());
                if (describe.completes() != ValueSource.NONE) {
                    schema.put("x-completes", FieldNames.wireName(describe.completes().name().toLowerCase(java.util.Locale.ROOT)));
                }
            }
            final String name = FieldNames.wireName(component.getName());
            if (isRequired(component)) {
                required.add(name);
            }
            properties.put(name, schema);
        }
        final Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** Whether a field is always there: primitives are, and what is declared so. */
    public static boolean isRequired(final RecordComponent component) {
        final Describe describe = component.getAnnotation(Describe.class);
        return component.getType().isPrimitive() || describe != null && describe.required();
    }

    /** The JSON type's name, {@code array of X} for lists: what the reference page prints. */
    public static String typeName(final Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return "array of " + typeName(generic.getActualTypeArguments()[0]);
        }
        if (type instanceof Class<?> raw && raw.isRecord()) {
            return raw.getSimpleName();
        }
        return String.valueOf(ofType(type).getOrDefault("type", "any"));
    }

    private static Map<String, Object> ofType(final Type type) {
        final Map<String, Object> schema = new LinkedHashMap<>();
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            schema.put("type", "array");
            schema.put("items", ofType(generic.getActualTypeArguments()[0]));
            return schema;
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            schema.put("type", "object");
            return schema;
        }
        if (type instanceof Class<?> raw && raw.isRecord()) {
            return of(raw.asSubclass(Record.class));
        }
        if (type == String.class) {
            schema.put("type", "string");
        } else if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            schema.put("type", "integer");
        } else if (type == boolean.class || type == Boolean.class) {
            schema.put("type", "boolean");
        } else if (type != Object.class) {
            throw new IllegalArgumentException("no JSON type for " + type.getTypeName());
        }
        return schema;
    }
}
