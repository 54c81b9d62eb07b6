package io.athenabng.core.radius.dictionary;

import io.athenabng.wire.radius.RadiusAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the classes of constants in {@code wire.radius} from the distribution's dictionary, so that the code and the files that operators
 * read cannot disagree.
 */
public final class RadiusConstants {
    /** Regenerates; the drift test names it. */
    public static final String COMMAND = "mvn -pl engine/core -am test -Dtest=RadiusConstantsTest -Dabng.regenerate=true";

    private static final Path DIRECTORY = Path.of("engine/wire/src/main/java/io/athenabng/wire/radius");
    private static final String GENERATED = """
         *
         * <p>Generated from the dictionaries of the distribution; a test fails when it is out of date. Write it again with
         * {@code mvn -pl engine/core -am test -Dtest=RadiusConstantsTest -Dabng.regenerate=true}.
         */
        """;

    private static final String ATTRIBUTES_HEAD = """
        package io.athenabng.wire.radius;

        /**
         * Keys of attributes: the vendor's number in the upper half, the type in the lower.
         *
         * <pre>
         *   63                            32 31                             0
         *  +--------------------------------+--------------------------------+
         *  |               0                |              type              |   ordinary, 1–255
         *  |               0                |  outer type << 8 | type        |   extended, 241.1–246.255 (RFC 6929)
         *  |            vendor              |              type              |   of a vendor
         *  |            vendor              |  outer << 24 | 26 << 16 | type |   of a vendor, in 241.26–246.26
         *  +--------------------------------+--------------------------------+
         * </pre>
        """;

    private static final String ATTRIBUTES_TAIL = """

            private RadiusAttributes() {
            }

            /** The key of a vendor's attribute; vendor 0 is that of the standards. */
            public static long key(final int vendorId, final int type) {
                return (long) vendorId << 32 | type & 0xffff_ffffL;
            }

            /** The key of a vendor's attribute in an extended one, whose outer type is 241–246 (RFC 6929, section 4). */
            public static long extendedVendorKey(final int outerType, final int vendorId, final int type) {
                return key(vendorId, outerType << 24 | (int) VENDOR_SPECIFIC << 16 | type);
            }

            /** The vendor's number; 0 is that of the standards. */
            public static int vendorId(final long key) {
                return (int) (key >>> 32);
            }

            /** What is left of the key without the vendor. */
            public static int type(final long key) {
                return (int) key;
            }

            /** Whether the key is that of an attribute in one of types 241–246. */
            public static boolean isExtended(final long key) {
                return outerType(key) != 0;
            }

            /** Whether the key is that of an attribute in type 245 or 246. */
            public static boolean isLongExtended(final long key) {
                return outerType(key) >= LONG_EXTENDED_TYPE_1;
            }

            private static int outerType(final long key) {
                final int type = (int) key;
                final int outer;
                if (vendorId(key) == 0) {
                    outer = type >>> 8;
                } else {
                    outer = (type >>> 8 & 0xffff) == VENDOR_SPECIFIC << 8 ? type >>> 24 : 0;
                }
                return outer >= EXTENDED_TYPE_1 && outer <= LONG_EXTENDED_TYPE_2 ? outer : 0;
            }
        }
        """;

    private static final String VALUES_HEAD = """
        package io.athenabng.wire.radius;

        /**
         * Values of attributes that have names.
        """;

    private static final String VALUES_TAIL = """

            private RadiusValues() {
            }
        }
        """;

    private final RadiusDictionary dictionary;
    private final Set<String> constants = new LinkedHashSet<>();

    RadiusConstants(final RadiusDictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** @return the sources by their files */
    Map<Path, String> sources() {
        return Map.of(DIRECTORY.resolve("RadiusAttributes.java"), attributes(), DIRECTORY.resolve("RadiusValues.java"), values());
    }

    private String attributes() {
        constants.clear();
        final StringBuilder out = new StringBuilder(ATTRIBUTES_HEAD).append(GENERATED).append("public final class RadiusAttributes {\n");
        constant(out, "Octets of an IPv6 address", "int", "IPV6_LENGTH", "16");
        for (final RadiusVendor vendor : dictionary.vendors()) {
            constant(out, "Vendor " + vendor.name(), "int", "VENDOR_" + constantName(vendor.name()), Integer.toString(vendor.number()));
        }
        for (final RadiusAttribute attribute : dictionary.attributes()) {
            // The containers of vendors in extended attributes are stepped into: a cursor never stands on one.
            if (attribute.type() != RadiusAttributeType.EVS) {
                constant(out, attribute.name() + ", " + attribute.number() + ", " + typeName(attribute), "long",
                    constantName(attribute.name()), keyText(attribute.key()));
            }
        }
        return out.append(ATTRIBUTES_TAIL).toString();
    }

    private static String typeName(final RadiusAttribute attribute) {
        final int length = attribute.flags().length();
        return attribute.type().dictionaryName() + (length < 0 ? "" : "[" + length + "]");
    }

    private static String keyText(final long key) {
        final int vendorId = RadiusAttributes.vendorId(key);
        final int type = RadiusAttributes.type(key);
        return vendorId == 0 ? Integer.toString(type) : vendorId + "L << 32 | " + Integer.toUnsignedString(type);
    }

    private String values() {
        constants.clear();
        final StringBuilder out = new StringBuilder(VALUES_HEAD).append(GENERATED).append("public final class RadiusValues {\n");
        for (final RadiusAttribute attribute : dictionary.attributes()) {
            attribute.namedValues().entrySet().stream().sorted(Comparator.comparingLong(Map.Entry::getValue)).forEach(value ->
                constant(out, value.getKey() + " of " + attribute.name(), "int",
                    constantName(attribute.name()) + "_" + constantName(value.getKey()), Integer.toString(value.getValue().intValue())));
        }
        return out.append(VALUES_TAIL).toString();
    }

    private void constant(final StringBuilder out, final String description, final String type, final String name, final String value) {
        if (!constants.add(name)) {
            throw new IllegalStateException("two names of the dictionary become " + name);
        }
        out.append("\n    /** ").append(description).append(". */\n    public static final ").append(type).append(' ').append(name)
            .append(" = ").append(value).append(";\n");
    }

    private static String constantName(final String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * Compares the sources with the files, or writes the files if the system property {@code abng.regenerate} is true.
     *
     * @return the files that are out of date, for people; empty if none is
     * @throws IOException if a file cannot be read or written
     */
    String drift() throws IOException {
        final Set<String> stale = new LinkedHashSet<>();
        for (final Map.Entry<Path, String> source : sources().entrySet()) {
            final Path file = DictionaryFiles.root().resolve(source.getKey());
            if (Boolean.getBoolean("abng.regenerate")) {
                Files.writeString(file, source.getValue());
            } else if (!Files.readString(file).equals(source.getValue())) {
                stale.add(source.getKey().toString());
            }
        }
        return stale.stream().sorted().collect(Collectors.joining(", "));
    }
}
