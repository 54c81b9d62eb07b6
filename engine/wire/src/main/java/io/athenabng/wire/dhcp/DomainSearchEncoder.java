package io.athenabng.wire.dhcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Encodes the value of option 119, domain search (RFC 3397), when a configuration is loaded. Allocates.
 *
 * <p>Names are written as in DNS (RFC 1035, 3.1), and a suffix that occurred before is a pointer to it (RFC 1035, 4.1.4), counted from the
 * start of the value.
 */
public final class DomainSearchEncoder {

    private static final int MAX_LABEL_LENGTH = 63;
    private static final int MAX_NAME_LENGTH = 255;
    private static final int POINTER = 0xc000;
    private static final int MAX_POINTER = 0x3fff;

    private DomainSearchEncoder() {
    }

    /**
     * The option's value; empty for no names.
     *
     * @throws IllegalArgumentException if a name is empty, has an empty label or one of more than 63 characters, has a character other than
     *                                  letters, digits, hyphen and underscore, or is too long
     */
    public static byte[] encode(final List<String> names) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final Map<String, Integer> known = new HashMap<>();
        for (final String name : names) {
            encode(check(name), known, out);
        }
        return out.toByteArray();
    }

    private static void encode(final String name, final Map<String, Integer> known, final ByteArrayOutputStream out) {
        String suffix = name;
        while (!suffix.isEmpty()) {
            final Integer at = known.get(suffix);
            if (at != null) {
                out.write((POINTER | at) >>> 8);
                out.write(at);
                return;
            }
            if (out.size() <= MAX_POINTER) {
                known.put(suffix, out.size());
            }
            final int dot = suffix.indexOf('.');
            final String label = dot < 0 ? suffix : suffix.substring(0, dot);
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            suffix = dot < 0 ? "" : suffix.substring(dot + 1);
        }
        out.write(0);
    }

    private static String check(final String text) {
        final String name = (text.endsWith(".") ? text.substring(0, text.length() - 1) : text).toLowerCase(Locale.ROOT);
        // A length byte for each label and the root's: two more than the text.
        if (name.length() + 2 > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("a domain name has at most 253 characters: " + text);
        }
        for (final String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > MAX_LABEL_LENGTH || !label.chars().allMatch(DomainSearchEncoder::isLabelCharacter)) {
                throw new IllegalArgumentException("not a domain name: " + text);
            }
        }
        return name;
    }

    private static boolean isLabelCharacter(final int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
