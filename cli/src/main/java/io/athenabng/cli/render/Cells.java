package io.athenabng.cli.render;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Values as text. What a number is follows from the ending of its field's name, which the catalogue guarantees:
 * {@code _bits_per_second}, {@code _bytes}, {@code _octets}, {@code _epoch_ms}, {@code _seconds}, {@code _us}.
 */
final class Cells {
    private static final long PLAIN_BYTES = 10_000;

    private final long nowEpochMs;

    Cells(final long nowEpochMs) {
        this.nowEpochMs = nowEpochMs;
    }

    /** Text for a table: short; times as distance from now. */
    String brief(final String field, final Object value) {
        if (value instanceof Number number && field.endsWith("_epoch_ms")) {
            return Units.duration(Math.abs(nowEpochMs - number.longValue()) / 1000);
        }
        return full(field, value);
    }

    /** Text for a list of properties. */
    String full(final String field, final Object value) {
        // No pattern switch: its bootstrap is not in the class cache, and costs a one-shot command 30 ms.
        if (value == null) {
            return "-";
        }
        if (value instanceof Long number) {
            return number(field, number);
        }
        if (value instanceof Boolean truth) {
            return truth ? "yes" : "no";
        }
        if (value instanceof List<?> list) {
            return list(list);
        }
        return value instanceof Map<?, ?> map ? map(map) : clean(value.toString());
    }

    /** What a peer chose, such as a user name, must not steer the terminal: control characters become question marks. */
    static String clean(final String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnsafe(text.charAt(i))) {
                final StringBuilder cleaned = new StringBuilder(text.length());
                for (int j = 0; j < text.length(); j++) {
                    cleaned.append(isUnsafe(text.charAt(j)) ? '?' : text.charAt(j));
                }
                return cleaned.toString();
            }
        }
        return text;
    }

    private static boolean isUnsafe(final char c) {
        final int type = Character.getType(c);
        return Character.isISOControl(c) || type == Character.FORMAT || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR;
    }

    private String number(final String field, final long number) {
        if (field.endsWith("_bits_per_second")) {
            return Units.rate(number);
        }
        if (field.endsWith("_octets") || field.endsWith("_bytes")) {
            return number < PLAIN_BYTES && field.endsWith("_bytes") ? Long.toString(number) : Units.bytes(number);
        }
        if (field.endsWith("_epoch_ms")) {
            final long seconds = (nowEpochMs - number) / 1000;
            final String distance = seconds >= 0 ? Units.duration(seconds) + " ago" : "in " + Units.duration(-seconds);
            return Instant.ofEpochMilli(number).truncatedTo(ChronoUnit.SECONDS) + " (" + distance + ")";
        }
        if (field.endsWith("_seconds")) {
            return Units.duration(number);
        }
        return field.endsWith("_us") ? Units.microseconds(number) : Long.toString(number);
    }

    private String list(final List<?> list) {
        if (list.isEmpty()) {
            return "-";
        }
        final StringJoiner text = new StringJoiner(" ");
        for (final Object element : list) {
            text.add(full("", element));
        }
        return text.toString();
    }

    private String map(final Map<?, ?> map) {
        final StringJoiner text = new StringJoiner(":");
        map.values().forEach(value -> text.add(full("", value)));
        return text.toString();
    }
}
