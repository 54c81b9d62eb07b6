package io.athenabng.core.radius.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.testkit.Allocations;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusVendorFormats;
import io.athenabng.wire.testkit.GoldenRadius;
import io.athenabng.wire.testkit.Hex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The distribution's dictionary, and the number that Athena's attributes go under. */
class RadiusDictionaryTest {
    private static final int OTHER_NUMBER = 50_000;

    private long sum;

    @Test
    void everyFileOfTheDistributionIsIncluded() throws IOException {
        final TreeSet<String> read = new TreeSet<>();
        final DictionarySource machine = DictionaryFiles.machine();
        final DictionaryResult result = RadiusDictionary.load(DictionaryFiles.distribution(), file -> {
            read.add(Path.of(file).getFileName().toString());
            return machine.read(file);
        }, RadiusAttributes.VENDOR_ATHENA);
        assertEquals("", result.problems().stream().map(DictionaryProblem::describe).collect(Collectors.joining("\n")));
        try (Stream<Path> files = Files.list(Path.of(DictionaryFiles.distribution()).getParent())) {
            assertEquals(files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)), read);
        }
    }

    /** The constants are made of the dictionary: their keys find the names. */
    @Test
    void constantsFindTheirNames() {
        final RadiusDictionary dictionary = distribution(RadiusAttributes.VENDOR_ATHENA);
        assertEquals("User-Name", dictionary.attribute(RadiusAttributes.USER_NAME).name());
        assertEquals("Athena-Rate-Down", dictionary.attribute(RadiusAttributes.ATHENA_RATE_DOWN).name());
        assertEquals("Mikrotik-Rate-Limit", dictionary.attribute(RadiusAttributes.MIKROTIK_RATE_LIMIT).name());
        assertNull(dictionary.attribute(RadiusAttributes.key(RadiusAttributes.VENDOR_ATHENA, 200)));
        assertEquals("Stop", dictionary.attribute("Acct-Status-Type").valueName(2));
    }

    /** With another number, dictionary, cursor and appender agree: the constants stay, the number on the wire changes. */
    @Test
    void anotherVendorNumber() {
        final RadiusDictionary dictionary = distribution(OTHER_NUMBER);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().athenaVendor(OTHER_NUMBER).vendorFormats(dictionary)
            .wrap(buffer, 0, 100);
        assertTrue(appender.put(RadiusAttributes.ATHENA_RATE_DOWN, "1gbit"));
        assertEquals(OTHER_NUMBER, buffer.getInt(2, java.nio.ByteOrder.BIG_ENDIAN));
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor().athenaVendor(OTHER_NUMBER).vendorFormats(dictionary)
            .wrap(buffer, 0, appender.length());
        assertTrue(cursor.next());
        assertEquals("Athena-Rate-Down", dictionary.attribute(cursor.key()).name());
        // What comes under the number for documentation now is nothing of ours.
        buffer.putInt(2, RadiusAttributes.VENDOR_ATHENA, java.nio.ByteOrder.BIG_ENDIAN);
        assertTrue(cursor.rewind().next());
        assertNull(dictionary.attribute(cursor.key()));
    }

    /** The file may also say the operator's own number: it is the same vendor. */
    @Test
    void theVendorNumberInTheFile() {
        final String text = "VENDOR Acme %d\nBEGIN-VENDOR Acme\nATTRIBUTE Acme-Rate 1 string\nEND-VENDOR Acme";
        final RadiusDictionary ours = load(String.format(text, OTHER_NUMBER), OTHER_NUMBER);
        assertEquals(RadiusAttributes.ATHENA_RATE_DOWN, ours.attribute("Acme-Rate").key());
        final RadiusDictionary documentation = load(String.format(text, RadiusAttributes.VENDOR_ATHENA), OTHER_NUMBER);
        assertEquals(RadiusAttributes.key(OTHER_NUMBER, 1), documentation.attribute("Acme-Rate").key());
        final RadiusDictionary other = load(String.format(text, 7), OTHER_NUMBER);
        assertEquals(RadiusAttributes.key(7, 1), other.attribute("Acme-Rate").key());
    }

    /** A layout belongs to the number on the wire. */
    @Test
    void layoutsGoByTheNumberOnTheWire() {
        final RadiusDictionary dictionary = load("VENDOR Athena 32473 format=2,2", OTHER_NUMBER);
        assertEquals(0x22, dictionary.format(OTHER_NUMBER));
        assertEquals(RadiusVendorFormats.STANDARD, dictionary.format(RadiusAttributes.VENDOR_ATHENA));
        assertEquals(0x21, load("VENDOR A 9 format=2,2\nVENDOR A 9 format=2,1", OTHER_NUMBER).format(9));
        assertEquals(RadiusVendorFormats.STANDARD, load("VENDOR A 9 format=2,2\nVENDOR A 9", OTHER_NUMBER).format(9));
    }

    @Test
    void lookingUpByNumberAllocatesNothing() {
        final RadiusDictionary dictionary = distribution(RadiusAttributes.VENDOR_ATHENA);
        final byte[] golden = Hex.bytes(GoldenRadius.FREERADIUS_ACCEPT);
        final UnsafeBuffer buffer = new UnsafeBuffer(golden);
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor().vendorFormats(dictionary);
        Allocations.assertNone("look-ups", () -> {
            cursor.wrap(buffer, 20, golden.length - 20);
            while (cursor.next()) {
                final RadiusAttribute attribute = dictionary.attribute(cursor.key());
                if (attribute != null) {
                    sum += attribute.key() + attribute.type().length();
                    final String value = attribute.valueName(cursor.intValue(0));
                    sum += value == null ? 0 : value.length();
                }
            }
        });
        assertNotNull(dictionary.attribute(RadiusAttributes.CLASS));
        assertTrue(sum != 0);
    }

    private static RadiusDictionary distribution(final int athenaVendor) {
        return RadiusDictionary.load(DictionaryFiles.distribution(), DictionaryFiles.machine(), athenaVendor).dictionary();
    }

    private static RadiusDictionary load(final String text, final int athenaVendor) {
        return RadiusDictionary.load("d", DictionaryFiles.of(Map.of("d", text)), athenaVendor).dictionary();
    }
}
