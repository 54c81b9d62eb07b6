package io.athenabng.cli.render;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes plain values as YAML: the running configuration looks like the file that it came from. */
final class Yaml {
    private Yaml() {
    }

    static void write(final StringBuilder out, final Map<?, ?> map) {
        map(out, map, 0, false);
    }

    private static void map(final StringBuilder out, final Map<?, ?> map, final int indent, final boolean inline) {
        boolean first = inline;
        for (final Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.append(" ".repeat(indent));
            }
            first = false;
            out.append(scalar(entry.getKey())).append(':');
            value(out, entry.getValue(), indent);
        }
    }

    private static void value(final StringBuilder out, final Object value, final int indent) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> {
                out.append('\n');
                map(out, map, indent + 2, false);
            }
            case List<?> list when !list.isEmpty() -> {
                out.append('\n');
                list(out, list, indent + 2);
            }
            case null, default -> out.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static void list(final StringBuilder out, final List<?> list, final int indent) {
        for (final Object element : list) {
            out.append(" ".repeat(indent)).append('-');
            if (element instanceof Map<?, ?> map && !map.isEmpty()) {
                out.append(' ');
                map(out, map, indent + 2, true);
            } else {
                value(out, element, indent);
            }
        }
    }

    private static String scalar(final Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> "{}";
            case List<?> list -> "[]";
            case String text -> isPlain(text) ? text : quoted(text);
            default -> value.toString();
        };
    }

    /** Whether the text is a string for every YAML reader without quotes. */
    private static boolean isPlain(final String text) {
        if (text.isEmpty() || "null".equals(text) || "true".equals(text) || "false".equals(text)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            final boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '/';
            final boolean inner = c >= '0' && c <= '9' || c == '.' || c == '-';
            if (!letter && (i == 0 || !inner)) {
                return false;
            }
        }
        return !List.of("yes", "no", "on", "off", "y", "n").contains(text.toLowerCase(Locale.ROOT));
    }

    private static String quoted(final String text) {
        final StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
