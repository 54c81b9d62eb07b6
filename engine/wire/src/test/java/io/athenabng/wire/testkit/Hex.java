package io.athenabng.wire.testkit;

import java.io.ByteArrayOutputStream;

/** Annotated hexadecimal text to bytes and back. */
public final class Hex {

    private Hex() {
    }

    /** Reads bytes: pairs of digits, white space anywhere between them, {@code 00*64} for a repetition, {@code #} up to the line's end. */
    public static byte[] bytes(final String text) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final String line : text.split("\n")) {
            final int comment = line.indexOf('#');
            for (final String word : (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+")) {
                final int star = word.indexOf('*');
                final String digits = star < 0 ? word : word.substring(0, star);
                final int times = star < 0 ? 1 : Integer.parseInt(word.substring(star + 1));
                for (int i = 0; i < times; i++) {
                    for (int at = 0; at < digits.length(); at += 2) {
                        out.write(Integer.parseInt(digits.substring(at, at + 2), 16));
                    }
                }
            }
        }
        return out.toByteArray();
    }

    /** Digits without space. */
    public static String toString(final byte[] bytes) {
        return toString(bytes, 0, bytes.length);
    }

    /** Digits of a part, without space. */
    public static String toString(final byte[] bytes, final int offset, final int length) {
        final StringBuilder out = new StringBuilder(2 * length);
        for (int i = offset; i < offset + length; i++) {
            out.append(Character.forDigit(bytes[i] >> 4 & 0xf, 16)).append(Character.forDigit(bytes[i] & 0xf, 16));
        }
        return out.toString();
    }
}
