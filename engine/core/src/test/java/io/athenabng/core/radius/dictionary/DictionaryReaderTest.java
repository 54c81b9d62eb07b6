package io.athenabng.core.radius.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusVendorFormats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a dictionary file may say, and what is said of it when it is wrong. */
class DictionaryReaderTest {
    private static final String ACME = "VENDOR Acme 99\nBEGIN-VENDOR Acme\n";

    @Test
    void attributesFlagsAndComments() {
        final RadiusDictionary dictionary = load("""
            # A comment, then an empty line

            attribute   User-Name     1    string   # and one behind
            \tATTRIBUTE\tSecret-Thing\t0x10\toctets[16]\tencrypt=2
            """);
        final RadiusAttribute attribute = dictionary.attribute("SECRET-thing");
        assertEquals("Secret-Thing", attribute.name());
        assertEquals(16, attribute.key());
        assertEquals(new RadiusAttribute.Flags(16, false, 2, false, false, false), attribute.flags());
        assertTrue(attribute.isSecret());
        assertFalse(dictionary.attribute("User-Name").isSecret());
        assertNull(dictionary.attribute("User"));
        assertNull(dictionary.attribute(17));
        assertEquals("Secret-Thing (16)", attribute.toString());
    }

    @Test
    void flags() {
        assertEquals(new RadiusAttribute.Flags(-1, true, 2, false, false, false), flags("string has_tag,encrypt=2"));
        assertEquals(new RadiusAttribute.Flags(-1, true, 0, false, false, false), flags("integer HAS_TAG"));
        assertEquals(new RadiusAttribute.Flags(-1, false, 0, false, true, false), flags("octets concat"));
        assertEquals(new RadiusAttribute.Flags(-1, false, 0, false, false, true), flags("ipaddr array"));
        assertEquals(new RadiusAttribute.Flags(-1, false, 0, true, false, false), flags("string secret"));
        assertEquals(new RadiusAttribute.Flags(-1, false, 3, false, false, false), flags("string encrypt=3"));
        assertEquals(RadiusAttribute.Flags.NONE, flags("integer virtual"));
    }

    private static RadiusAttribute.Flags flags(final String typeAndFlags) {
        return load("ATTRIBUTE A 1 " + typeAndFlags).attribute("A").flags();
    }

    @Test
    void everyType() {
        for (final RadiusAttributeType type : RadiusAttributeType.values()) {
            assertEquals(type, load("ATTRIBUTE A 1 " + type.dictionaryName()).attribute("A").type());
        }
        assertEquals(RadiusAttributeType.OCTETS, load("ATTRIBUTE A 1 abinary").attribute("A").type());
        assertEquals(RadiusAttributeType.INTEGER, load("ATTRIBUTE A 1 UINT32").attribute("A").type());
    }

    @Test
    void vendorsInEveryWay() {
        final RadiusDictionary dictionary = load("""
            VENDOR Acme 99
            VENDOR Wide 98 format=2,2
            VENDOR Odd  97 format=1,1,c
            BEGIN-VENDOR acme
            ATTRIBUTE Acme-One 1 string
            END-VENDOR Acme
            ATTRIBUTE Acme-Two 26.99.2 string
            ATTRIBUTE Acme-Three 3 string Acme
            ATTRIBUTE Nobody-One 26.77.1 string
            BEGIN-VENDOR Wide
            ATTRIBUTE Wide-One 0x0101 integer
            END-VENDOR Wide
            ATTRIBUTE Wide-Two 26.98.258 integer
            BEGIN-VENDOR Acme parent=Extended-Vendor-Specific-1
            ATTRIBUTE Acme-Extended 4 string
            END-VENDOR Acme
            BEGIN-VENDOR Acme format=Extended-Vendor-Specific-6
            ATTRIBUTE Acme-Long 5 string
            END-VENDOR Acme
            ATTRIBUTE Acme-Dotted 245.26.99.6 string
            """);
        assertKey(dictionary, "Acme-One", RadiusAttributes.key(99, 1), "26.99.1");
        assertKey(dictionary, "Acme-Two", RadiusAttributes.key(99, 2), "26.99.2");
        assertKey(dictionary, "Acme-Three", RadiusAttributes.key(99, 3), "26.99.3");
        assertKey(dictionary, "Nobody-One", RadiusAttributes.key(77, 1), "26.77.1");
        assertKey(dictionary, "Wide-One", RadiusAttributes.key(98, 0x101), "26.98.257");
        assertKey(dictionary, "Wide-Two", RadiusAttributes.key(98, 258), "26.98.258");
        assertKey(dictionary, "Acme-Extended", RadiusAttributes.extendedVendorKey(241, 99, 4), "241.26.99.4");
        assertKey(dictionary, "Acme-Long", RadiusAttributes.extendedVendorKey(246, 99, 5), "246.26.99.5");
        assertKey(dictionary, "Acme-Dotted", RadiusAttributes.extendedVendorKey(245, 99, 6), "245.26.99.6");
        assertEquals(new RadiusVendor("Wide", 98, 2, 2, false), dictionary.vendor("wide"));
        assertEquals(RadiusVendorFormats.STANDARD, dictionary.format(99));
        assertEquals(0x22, dictionary.format(98));
        assertEquals(RadiusVendorFormats.OPAQUE, dictionary.format(97));
        assertEquals(RadiusVendorFormats.STANDARD, dictionary.format(96));
    }

    @Test
    void extendedAndInner() {
        final RadiusDictionary dictionary = load(ACME + """
            ATTRIBUTE Acme-Box 1 tlv
            ATTRIBUTE Acme-Inner 1.2 tlv
            ATTRIBUTE Acme-Innermost 1.2.3 string
            BEGIN-TLV Acme-Inner
            ATTRIBUTE Acme-Other 4 integer
            END-TLV Acme-Inner
            END-VENDOR Acme
            ATTRIBUTE Extended 241.7 tlv
            ATTRIBUTE Part 241.7.1 string
            ATTRIBUTE Internal 2000 tlv
            ATTRIBUTE Internal-Part 2000.9 string
            """);
        assertKey(dictionary, "Extended", RadiusAttributes.key(0, 241 << 8 | 7), "241.7");
        assertKey(dictionary, "Acme-Innermost", RadiusAttribute.NO_KEY, "26.99.1.2.3");
        assertKey(dictionary, "Acme-Other", RadiusAttribute.NO_KEY, "26.99.1.2.4");
        assertKey(dictionary, "Part", RadiusAttribute.NO_KEY, "241.7.1");
        assertKey(dictionary, "Internal-Part", RadiusAttribute.NO_KEY, "2000.9");
        assertEquals("Acme-Other", dictionary.attribute("Acme-Box").child(2).child(4).name());
        assertNull(dictionary.attribute("Acme-Box").child(3));
        assertNull(dictionary.attribute(2000), "numbers above 255 are not on the wire");
    }

    private static void assertKey(final RadiusDictionary dictionary, final String name, final long key, final String number) {
        final RadiusAttribute attribute = dictionary.attribute(name);
        assertNotNull(attribute, name);
        assertEquals(key, attribute.key(), name);
        assertEquals(number, attribute.number(), name);
        if (key != RadiusAttribute.NO_KEY) {
            assertEquals(attribute, dictionary.attribute(key), name);
        }
    }

    @Test
    void values() {
        final RadiusDictionary dictionary = load("""
            VALUE Later One 1
            ATTRIBUTE Later 1 integer
            VALUE later 0x,odd:Name 0x20
            ATTRIBUTE Small 2 byte
            VALUE Small Most 255
            ATTRIBUTE Signed 3 signed
            VALUE Signed Minus -1
            ATTRIBUTE Huge 4 integer64
            VALUE Huge Most 0xffffffffffffffff
            VALUE Later Uno 1
            VALUE Later one 1
            """);
        final RadiusAttribute later = dictionary.attribute("Later");
        assertEquals(1L, later.value("ONE"));
        assertEquals(1L, later.value("Uno"));
        assertEquals("one", later.valueName(1), "what is said last counts");
        assertEquals("0x,odd:Name", later.valueName(32));
        assertNull(later.valueName(2));
        assertNull(later.value("Two"));
        assertEquals("Minus", dictionary.attribute("Signed").valueName(-1));
        assertEquals(-1L, dictionary.attribute("Huge").value("Most"));
    }

    /** A file read twice, or one that describes again what another has described, is no fault. */
    @Test
    void whatIsDescribedAgain() {
        final RadiusDictionary dictionary = load("""
            ATTRIBUTE Box 1 tlv
            ATTRIBUTE Part 1.1 string
            ATTRIBUTE Box 1 tlv
            ATTRIBUTE Other-Name 2 string
            ATTRIBUTE Name 2 octets
            """);
        assertEquals("Part", dictionary.attribute("Box").child(1).name(), "its parts stay");
        assertEquals("Name", dictionary.attribute(2).name(), "what is said last counts");
        assertEquals(2, dictionary.attribute("Other-Name").key(), "the other name still finds the number");
        assertEquals(List.of("Box", "Part", "Other-Name", "Name"),
            dictionary.attributes().stream().map(RadiusAttribute::name).toList());
    }

    @Test
    void includes() {
        final RadiusDictionary dictionary = RadiusDictionary.load("conf/dictionary", DictionaryFiles.of(Map.of(
            "conf/dictionary", "$INCLUDE more/one\n$INCLUDE /etc/two\n$INCLUDE- missing",
            "conf/more/one", "$include three\nATTRIBUTE One 1 string",
            "conf/more/three", "ATTRIBUTE Three 3 string",
            "/etc/two", "ATTRIBUTE Two 2 string")), RadiusAttributes.VENDOR_ATHENA).dictionary();
        assertEquals(3, dictionary.attribute("Three").key());
        assertEquals(2, dictionary.attribute("Two").key());
        assertEquals(1, dictionary.attribute("One").key());
    }

    @Test
    void aFileThatIncludesItselfIsFound() {
        final DictionaryResult result = RadiusDictionary.load("d/a",
            file -> DictionarySource.Text.of("$INCLUDE ../d/a\n$INCLUDE ../d/a"), 1);
        assertEquals("too many files include one another", result.problems().getFirst().message());
        assertTrue(result.problems().size() <= 1001, "and it ends");
    }

    @Test
    void filesThatCannotBeRead() {
        assertProblem(RadiusDictionary.load("none", DictionaryFiles.of(Map.of()), 1),
            "none: cannot be read: no such file: give the name of a dictionary file");
        assertProblem(RadiusDictionary.load("conf/d", DictionaryFiles.of(Map.of("conf/d", "\n$INCLUDE x")), 1),
            "conf/d:2: conf/x cannot be read: no such file: correct the name, or take the line out");
    }

    @Test
    void problemsOfLines() {
        assertRefused("PROTOCOL RADIUS 1", "d:1: \"PROTOCOL\" begins no line of a dictionary: write $INCLUDE, VENDOR,");
        assertRefused("ATTRIBUTE A 1", "d:1: something is missing: write ATTRIBUTE, a name, a number, a type,");
        assertRefused("ATTRIBUTE A 1 string secret more", "d:1: \"more\" is too much: write ATTRIBUTE,");
        assertRefused("ATTRIBUTE -A 1 string", "d:1: \"-A\" is no name: write letters,");
        assertRefused("ATTRIBUTE A 1 strin", "d:1: \"strin\" is no type: write one of string, octets, ipaddr,");
        assertRefused("ATTRIBUTE A 1 integer[4]", "d:1: \"integer[4]\" is no type: ");
        assertRefused("ATTRIBUTE A 1 octets[0]", "d:1: \"octets[0]\" is no type: ");
        assertRefused("ATTRIBUTE A 1 string huge", "d:1: \"huge\" is neither a flag nor a vendor: ");
        assertRefused("ATTRIBUTE A 1 string secret,", "d:1: \"\" is neither a flag nor a vendor: ");
        assertRefused("ATTRIBUTE A 1 ipaddr has_tag", "d:1: values of type ipaddr have no tag: ");
        assertRefused("ATTRIBUTE A 1 string concat", "d:1: values of type string are not concatenated: ");
        for (final String number : List.of("x", "1.", ".1", "1..2", "-1", "0x", "0xg", "4294967296", "1." + "1.".repeat(16) + "1")) {
            assertRefused("ATTRIBUTE A " + number + " string", "d:1: \"" + number + "\" is no attribute's number: ");
        }
        assertRefused("$INCLUDE", "d:1: something is missing: write $INCLUDE and the name of one file");
        assertRefused("VALUE A B", "d:1: something is missing: write VALUE,");
        assertRefused("ATTRIBUTE A 1 integer\nVALUE A B x", "d:2: \"x\" is no number: ");
    }

    @Test
    void problemsOfPlaces() {
        assertRefused("ATTRIBUTE A 26.9 string", "d:1: 26.9 names a vendor, and nothing of it: write the vendor's type after it, ");
        assertRefused("ATTRIBUTE A 241.26.9 string", "d:1: 241.26.9 names a vendor, and nothing of it: ");
        assertRefused("ATTRIBUTE A 241.256 string", "d:1: type 256 does not fit: write 0 to 255, ");
        assertRefused(ACME + "ATTRIBUTE A 256 string\nEND-VENDOR Acme", "d:3: type 256 does not fit: write 0 to 255, ");
        assertRefused("ATTRIBUTE A 26.9.256 string", "d:1: type 256 does not fit: ");
        assertRefused("ATTRIBUTE A 1 string\nATTRIBUTE B 1.1 string", "d:2: A holds no other attributes: ");
        assertRefused("ATTRIBUTE B 1.1 string", "d:1: what 1.1 is in holds no other attributes: describe it before this line, ");
        assertRefused("ATTRIBUTE B 2000.1 string", "d:1: what 2000.1 is in holds no other attributes: ");
        assertRefused("ATTRIBUTE A 1 tlv\nATTRIBUTE B 1.256 string", "d:2: type 256 does not fit: ");
        assertRefused("ATTRIBUTE A 1 string\nATTRIBUTE a 2 string", "d:2: a already is 1 (d:1), and cannot be 2, too: ");
    }

    @Test
    void problemsOfVendors() {
        assertRefused("VENDOR Acme", "d:1: something is missing: write VENDOR, ");
        for (final String number : List.of("x", "0", "-1", "16777216", "0x1000000")) {
            assertRefused("VENDOR Acme " + number, "d:1: \"" + number + "\" is no vendor's number: ");
        }
        for (final String format : List.of("format=3,1", "format=1,3", "format=1", "format=2,1,c", "format=1,1,d", "1,1", "format=")) {
            assertRefused("VENDOR Acme 99 " + format, "d:1: \"" + format + "\" is no layout: ");
        }
        assertRefused("VENDOR Acme 99\nVENDOR acme 98", "d:2: vendor acme already has the number 99: ");
        assertRefused("END-VENDOR Acme", "d:1: BEGIN-VENDOR Acme is not open: take the line out");
        assertRefused(ACME + "END-VENDOR Other", "d:3: BEGIN-VENDOR Other is not open: write END-VENDOR Acme");
        assertRefused(ACME, "d:2: BEGIN-VENDOR Acme is not closed: write END-VENDOR Acme after its attributes");
        assertRefused(ACME + "BEGIN-VENDOR Acme\nEND-VENDOR Acme", "d:3: BEGIN-VENDOR Acme is still open: ");
        assertRefused("VENDOR Acme 99\nBEGIN-VENDOR Acme parent=User-Name\nEND-VENDOR Acme",
            "d:2: \"parent=User-Name\" names nothing that holds vendors' attributes: ");
    }

    @Test
    void problemsOfTlvs() {
        assertRefused("BEGIN-TLV A", "d:1: A holds no other attributes: ");
        assertRefused("ATTRIBUTE A 1 string\nBEGIN-TLV A", "d:2: A holds no other attributes: ");
        assertRefused("ATTRIBUTE A 1 tlv\nEND-TLV A", "d:2: BEGIN-TLV A is not open: take the line out");
        assertRefused("ATTRIBUTE A 1 tlv\nBEGIN-TLV A", "d:2: BEGIN-TLV A is not closed: ");
        assertProblem(load(Map.of("d", "ATTRIBUTE A 1 tlv\nATTRIBUTE B 2 tlv\nBEGIN-TLV A\nEND-TLV B\nEND-TLV A")),
            "d:4: BEGIN-TLV B is not open: write END-TLV A");
    }

    @Test
    void problemsOfValues() {
        assertRefused("VALUE A B 1", "d:1: there is no attribute A: describe it by ATTRIBUTE");
        assertRefused("ATTRIBUTE A 1 string\nVALUE A B 1", "d:2: values of type string have no names: ");
        assertRefused("ATTRIBUTE A 1 byte\nVALUE A B 256", "d:2: 256 is no value of type byte: ");
        assertRefused("ATTRIBUTE A 1 short\nVALUE A B -1", "d:2: -1 is no value of type short: ");
        assertRefused("ATTRIBUTE A 1 integer\nVALUE A B 0x100000000", "d:2: 4294967296 is no value of type integer: ");
        assertRefused("ATTRIBUTE A 1 signed\nVALUE A B 0x80000000", "d:2: 2147483648 is no value of type signed: ");
        assertRefused("ATTRIBUTE A 1 integer\nVALUE A B 1\nVALUE A b 2", "d:3: b already is 1 of A, and cannot be 2, too: ");
    }

    /** Everything wrong is said at once, and what only follows from it is not. */
    @Test
    void allProblemsAtOnce() {
        final DictionaryResult result = load(Map.of(
            "d", """
                ATTRIBUTE A 1 strin
                VALUE A One 1
                $INCLUDE e
                BEGIN-VENDOR Nobody
                ATTRIBUTE B 1 integer
                BEGIN-TLV C
                END-TLV C
                END-VENDOR Nobody
                VALUE B One 1
                nonsense
                """,
            "e", "VENDOR X y\n"));
        assertEquals(List.of("d:1", "e:1", "d:4", "d:10"),
            result.problems().stream().map(problem -> problem.file() + ":" + problem.line()).toList());
        final IllegalStateException thrown = assertThrows(IllegalStateException.class, result::dictionary);
        assertEquals(4, thrown.getMessage().lines().count());
    }

    @Test
    void problemsWithoutEnd() {
        final DictionaryResult result = load(Map.of("d", "nonsense\n".repeat(1200)));
        assertEquals(1001, result.problems().size());
        assertEquals("200 more problems are not listed", result.problems().getLast().message());
    }

    private static void assertRefused(final String text, final String problem) {
        assertProblem(load(Map.of("d", text)), problem);
    }

    /** There is one problem, and its description begins like this. */
    private static void assertProblem(final DictionaryResult result, final String beginning) {
        assertInstanceOf(DictionaryResult.Refused.class, result);
        assertEquals(1, result.problems().size(), () -> result.problems().toString());
        final String described = result.problems().getFirst().describe();
        assertTrue(described.startsWith(beginning), described);
    }

    private static DictionaryResult load(final Map<String, String> files) {
        return RadiusDictionary.load("d", DictionaryFiles.of(files), RadiusAttributes.VENDOR_ATHENA);
    }

    private static RadiusDictionary load(final String text) {
        return load(Map.of("d", text)).dictionary();
    }
}
