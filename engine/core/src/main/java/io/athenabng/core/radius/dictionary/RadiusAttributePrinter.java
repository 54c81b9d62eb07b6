package io.athenabng.core.radius.dictionary;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Writes attributes for people, by the names of a dictionary, in FreeRADIUS's notation: {@code Framed-IP-Address = 10.0.0.1}. What has no
 * name is written by its number ({@code Attr-26.9.250 = 0x01}), and so is what has not the form of its type. Secrets are never written.
 * For operators' questions, not for each packet: it allocates.
 */
public final class RadiusAttributePrinter {
    private static final int MAX_TAG = 0x1f;
    private static final int IPV6_LENGTH = RadiusAttributes.IPV6_LENGTH;
    private static final int SECONDS_A_DAY = 86_400;

    private final RadiusDictionary dictionary;

    /**
     * Makes a printer.
     *
     * @param dictionary the names
     */
    public RadiusAttributePrinter(final RadiusDictionary dictionary) {
        this.dictionary = dictionary;
    }

    /**
     * All attributes from where a cursor stands, one a line; those that are one value together, as EAP-Message, are one line.
     *
     * @param cursor the cursor; it is at its end then
     * @return the lines
     */
    public List<String> lines(final RadiusAttributeCursor cursor) {
        final List<String> lines = new ArrayList<>();
        long previous = RadiusAttribute.NO_KEY;
        while (cursor.next()) {
            final RadiusAttribute attribute = dictionary.attribute(cursor.key());
            if (attribute != null && attribute.flags().concatenated() && cursor.key() == previous && !attribute.isSecret()) {
                final StringBuilder whole = new StringBuilder(lines.removeLast());
                lines.add(appendDigits(cursor.buffer(), cursor.valueOffset(), cursor.valueLength(), whole).toString());
            } else {
                lines.add(appendTo(cursor, new StringBuilder()).toString());
            }
            previous = cursor.key();
        }
        return lines;
    }

    /**
     * Appends the attribute that a cursor stands on.
     *
     * @param cursor the cursor
     * @param out    takes the text
     * @return {@code out}
     */
    public StringBuilder appendTo(final RadiusAttributeCursor cursor, final StringBuilder out) {
        final RadiusAttribute attribute = dictionary.attribute(cursor.key());
        if (attribute == null) {
            appendNumber(cursor.key(), out.append("Attr-")).append(" = ");
            return appendOctets(cursor.buffer(), cursor.valueOffset(), cursor.valueLength(), out);
        }
        return append(attribute, cursor.buffer(), cursor.valueOffset(), cursor.valueLength(), out);
    }

    private static StringBuilder appendNumber(final long key, final StringBuilder out) {
        final int vendorId = RadiusAttributes.vendorId(key);
        final int type = RadiusAttributes.type(key);
        if (RadiusAttributes.isExtended(key)) {
            if (vendorId == 0) {
                return out.append(type >>> 8).append('.').append(type & 0xff);
            }
            return out.append(type >>> 24).append(".26.").append(Integer.toUnsignedString(vendorId)).append('.').append(type & 0xff);
        }
        if (vendorId != 0) {
            out.append("26.").append(Integer.toUnsignedString(vendorId)).append('.');
        }
        return out.append(Integer.toUnsignedString(type));
    }

    private StringBuilder append(final RadiusAttribute attribute, final DirectBuffer buffer, final int offset, final int length,
                                 final StringBuilder out) {
        if (attribute.isSecret()) {
            return out.append(attribute.name()).append(" = <secret>");
        }
        if (!isSound(attribute, buffer, offset, length)) {
            return appendOctets(buffer, offset, length, out.append("Attr-").append(attribute.number()).append(" = "));
        }
        out.append(attribute.name());
        int first = offset;
        int octets = length;
        if (attribute.flags().hasTag() && length > 0) {
            final int tag = buffer.getByte(offset) & 0xff;
            // A text without a tag begins with a character, which is greater; a number always has the place of one (RFC 2868, section 3).
            if (attribute.type() == RadiusAttributeType.INTEGER) {
                out.append(':').append(tag).append(" = ");
                return appendNumber(attribute, buffer.getInt(offset, BIG_ENDIAN) & 0xff_ffffL, out);
            }
            if (tag <= MAX_TAG) {
                out.append(':').append(tag);
                first++;
                octets--;
            }
        }
        out.append(" = ");
        return attribute.flags().array() ? appendArray(attribute, buffer, first, octets, out)
            : appendValue(attribute, buffer, first, octets, out);
    }

    private StringBuilder appendArray(final RadiusAttribute attribute, final DirectBuffer buffer, final int offset, final int length,
                                      final StringBuilder out) {
        final int width = width(attribute) > 0 ? width(attribute) : length;
        for (int at = 0; at < length; at += width) {
            appendValue(attribute, buffer, offset + at, width, out.append(at == 0 ? "" : ", "));
        }
        return out;
    }

    /** Octets of every value; -1 if they differ. */
    private static int width(final RadiusAttribute attribute) {
        return attribute.flags().length() > 0 ? attribute.flags().length() : attribute.type().length();
    }

    /** Whether the value has the form of its type. */
    private static boolean isSound(final RadiusAttribute attribute, final DirectBuffer buffer, final int offset, final int length) {
        if (attribute.flags().hasTag() && attribute.type() == RadiusAttributeType.STRING) {
            return true;
        }
        final int width = width(attribute);
        if (width > 0) {
            return attribute.flags().array() ? length > 0 && length % width == 0 : length == width;
        }
        return switch (attribute.type()) {
            case COMBO_IP -> length == Integer.BYTES || length == IPV6_LENGTH;
            case IPV6_PREFIX -> isPrefix(buffer, offset, length);
            case TLV -> isTlvList(buffer, offset, length);
            default -> true;
        };
    }

    private static boolean isPrefix(final DirectBuffer buffer, final int offset, final int length) {
        final int given = length - 2;
        final int prefixLength = given < 0 ? -1 : buffer.getByte(offset + 1) & 0xff;
        return prefixLength >= 0 && prefixLength <= 8 * IPV6_LENGTH && given <= IPV6_LENGTH && given >= (prefixLength + 7) / 8;
    }

    private static boolean isTlvList(final DirectBuffer buffer, final int offset, final int length) {
        final int end = offset + length;
        for (int at = offset; at < end; ) {
            final int partLength = end - at < 2 ? 0 : buffer.getByte(at + 1) & 0xff;
            if (partLength < 2 || partLength > end - at) {
                return false;
            }
            at += partLength;
        }
        return true;
    }

    /** A value that has the form of its type. */
    private StringBuilder appendValue(final RadiusAttribute attribute, final DirectBuffer buffer, final int offset, final int length,
                                      final StringBuilder out) {
        final RadiusAttributeType type = attribute.type();
        return switch (type) {
            case STRING -> appendText(buffer.getStringWithoutLengthUtf8(offset, length), out);
            case IPADDR -> Ipv4Address.appendTo(buffer.getInt(offset, BIG_ENDIAN), out);
            case IPV6ADDR -> appendIpv6(buffer, offset, IPV6_LENGTH, out);
            case COMBO_IP -> length == IPV6_LENGTH ? appendIpv6(buffer, offset, length, out)
                : Ipv4Address.appendTo(buffer.getInt(offset, BIG_ENDIAN), out);
            case IPV4_PREFIX -> Ipv4Address.appendTo(buffer.getInt(offset + 2, BIG_ENDIAN), out)
                .append('/').append(buffer.getByte(offset + 1) & 0xff);
            case IPV6_PREFIX -> appendIpv6(buffer, offset + 2, length - 2, out).append('/').append(buffer.getByte(offset + 1) & 0xff);
            case IFID -> appendGroups(buffer, offset, Long.BYTES, out);
            case ETHER -> MacAddress.appendTo(MacAddress.get(buffer, offset), out);
            case BYTE -> appendNumber(attribute, buffer.getByte(offset) & 0xff, out);
            case SHORT -> appendNumber(attribute, buffer.getShort(offset, BIG_ENDIAN) & 0xffff, out);
            case INTEGER -> appendNumber(attribute, buffer.getInt(offset, BIG_ENDIAN) & 0xffff_ffffL, out);
            case SIGNED -> appendNumber(attribute, buffer.getInt(offset, BIG_ENDIAN), out);
            case INTEGER64 -> appendNumber(attribute, buffer.getLong(offset, BIG_ENDIAN), out);
            case DATE -> appendTime(buffer.getInt(offset, BIG_ENDIAN) & 0xffff_ffffL, out);
            case TLV -> appendInside(attribute, buffer, offset, length, out);
            case OCTETS -> appendNamedOctets(attribute, buffer, offset, length, out);
            default -> appendOctets(buffer, offset, length, out);
        };
    }

    private static StringBuilder appendNumber(final RadiusAttribute attribute, final long value, final StringBuilder out) {
        final String name = attribute.valueName(value);
        if (name != null) {
            return out.append(name);
        }
        return attribute.type() == RadiusAttributeType.SIGNED ? out.append(value) : out.append(Long.toUnsignedString(value));
    }

    private static StringBuilder appendNamedOctets(final RadiusAttribute attribute, final DirectBuffer buffer, final int offset,
                                                   final int length, final StringBuilder out) {
        if (length >= 1 && length <= Long.BYTES) {
            long value = 0;
            for (int i = 0; i < length; i++) {
                value = value << 8 | buffer.getByte(offset + i) & 0xff;
            }
            final String name = attribute.valueName(value);
            if (name != null) {
                return out.append(name);
            }
        }
        return appendOctets(buffer, offset, length, out);
    }

    private static StringBuilder appendOctets(final DirectBuffer buffer, final int offset, final int length, final StringBuilder out) {
        return appendDigits(buffer, offset, length, out.append("0x"));
    }

    private static StringBuilder appendDigits(final DirectBuffer buffer, final int offset, final int length, final StringBuilder out) {
        for (int i = 0; i < length; i++) {
            final int octet = buffer.getByte(offset + i) & 0xff;
            out.append(Character.forDigit(octet >> 4, 16)).append(Character.forDigit(octet & 0xf, 16));
        }
        return out;
    }

    /** Whatever a server sends, it ends up in logs and on terminals: nothing that controls those comes through. */
    private static StringBuilder appendText(final String text, final StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == '\u2028' || c == '\u2029') {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(Character.forDigit(c >> shift & 0xf, 16));
                }
            } else {
                out.append(c);
            }
        }
        return out.append('"');
    }

    /** RFC 5952: the longest run of zeros is left out. What is not given is zero. */
    private static StringBuilder appendIpv6(final DirectBuffer buffer, final int offset, final int given, final StringBuilder out) {
        final int[] groups = new int[IPV6_LENGTH / 2];
        for (int i = 0; i < given; i++) {
            groups[i / 2] |= (buffer.getByte(offset + i) & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
        }
        for (int i = 0; i < groups.length; i++) {
            if (i == runStart) {
                out.append("::");
                i += runLength - 1;
            } else {
                out.append(i == 0 || i == runStart + runLength && runStart >= 0 ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return out;
    }

    private static StringBuilder appendGroups(final DirectBuffer buffer, final int offset, final int length, final StringBuilder out) {
        for (int i = 0; i < length; i += 2) {
            out.append(i == 0 ? "" : ":").append(Integer.toHexString(buffer.getShort(offset + i, BIG_ENDIAN) & 0xffff));
        }
        return out;
    }

    /** ISO 8601 in UTC. The proleptic Gregorian calendar from a count of days: years that begin in March have their leap day last. */
    private static StringBuilder appendTime(final long seconds, final StringBuilder out) {
        final long days = seconds / SECONDS_A_DAY + 719_468;
        final long era = days / 146_097;
        final long dayOfEra = days % 146_097;
        final long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        final long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        final long monthFromMarch = (5 * dayOfYear + 2) / 153;
        final long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        final long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        final long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        final long second = seconds % SECONDS_A_DAY;
        out.append(year).append('-');
        appendTwo(month, out).append('-');
        appendTwo(day, out).append('T');
        appendTwo(second / 3_600, out).append(':');
        appendTwo(second / 60 % 60, out).append(':');
        return appendTwo(second % 60, out).append('Z');
    }

    private static StringBuilder appendTwo(final long number, final StringBuilder out) {
        return out.append(number < 10 ? "0" : "").append(number);
    }

    private StringBuilder appendInside(final RadiusAttribute outer, final DirectBuffer buffer, final int offset, final int length,
                                       final StringBuilder out) {
        final int end = offset + length;
        out.append('{');
        for (int at = offset; at < end; at += buffer.getByte(at + 1) & 0xff) {
            out.append(at == offset ? " " : ", ");
            final int type = buffer.getByte(at) & 0xff;
            final int partLength = (buffer.getByte(at + 1) & 0xff) - 2;
            final RadiusAttribute part = outer.child(type);
            if (part == null) {
                appendOctets(buffer, at + 2, partLength, out.append("Attr-").append(outer.number()).append('.').append(type).append(" = "));
            } else {
                append(part, buffer, at + 2, partLength, out);
            }
        }
        return out.append(" }");
    }
}
