package io.athenabng.rpc.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as plain Java values: {@code Map<String, Object>}, {@code List<Object>}, String, Long, BigInteger, BigDecimal,
 * Boolean and null. Uses nothing but Jackson's streaming core: no databind is loaded.
 */
public final class JsonTree {
    private static final int MAX_DEPTH = 200;
    private static final JsonFactory FACTORY = factory();

    private JsonTree() {
    }

    private static JsonFactory factory() {
        final JsonFactoryBuilder builder = new JsonFactoryBuilder();
        builder.streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH).maxStringLength(Integer.MAX_VALUE).maxNumberLength(1000).build());
        return builder.build();
    }

    /**
     * Reads one document.
     *
     * @throws IOException if it is not exactly one JSON document
     */
    public static Object read(final byte[] bytes, final int offset, final int length) throws IOException {
        try (JsonParser parser = FACTORY.createParser(bytes, offset, length)) {
            return document(parser);
        }
    }

    /**
     * Reads one document.
     *
     * @throws IOException if it is not exactly one JSON document
     */
    public static Object read(final String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return document(parser);
        }
    }

    /** Writes a value in one line. */
    public static byte[] write(final Object value) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            put(generator, value);
        }
        return out.toByteArray();
    }

    /** Writes a value for people: indented. */
    public static String pretty(final Object value) throws IOException {
        final StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            generator.setPrettyPrinter(new DefaultPrettyPrinter());
            put(generator, value);
        }
        return out.toString();
    }

    private static Object document(final JsonParser parser) throws IOException {
        final JsonToken token = parser.nextToken();
        if (token == null) {
            throw new IOException("no JSON document");
        }
        final Object value;
        try {
            value = value(parser, token);
        } catch (final NumberFormatException | ArithmeticException e) {
            throw new IOException("a number beyond all limits", e);
        }
        if (parser.nextToken() != null) {
            throw new IOException("more than one JSON document");
        }
        return value;
    }

    private static Object value(final JsonParser parser, final JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                final Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    final String name = parser.currentName();
                    map.put(name, value(parser, parser.nextToken()));
                }
                yield map;
            }
            case START_ARRAY -> {
                final List<Object> list = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    list.add(value(parser, next));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue() : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + token);
        };
    }

    private static void put(final JsonGenerator generator, final Object value) throws IOException {
        // No pattern switch: its bootstrap is not in the class cache that a command line starts from.
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (final Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                put(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (final Object element : list) {
                put(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof Integer number) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof BigInteger number) {
            generator.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            generator.writeNumber(number);
        } else {
            throw new IOException("no JSON for " + value.getClass().getName());
        }
    }
}
