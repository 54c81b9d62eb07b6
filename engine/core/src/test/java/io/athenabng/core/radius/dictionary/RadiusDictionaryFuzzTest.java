package io.athenabng.core.radius.dictionary;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.GoldenRadius;
import io.athenabng.wire.testkit.Hex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is in the files, and whatever is printed with what they say: a dictionary or problems, nothing thrown, and an end. */
@Timeout(600)
class RadiusDictionaryFuzzTest {
    private static final String[] WORDS = {
        "ATTRIBUTE", "VALUE", "VENDOR", "BEGIN-VENDOR", "END-VENDOR", "BEGIN-TLV", "END-TLV", "$INCLUDE", "$INCLUDE-", "A", "B", "C",
        "Acme", "1", "2", "26", "26.9.1", "241.1", "245.26.9.1", "1.1", "1.2.3", "0x10", "2000", "2000.1", "-1", "256", "string",
        "octets", "octets[4]", "integer", "tlv", "byte", "date", "ipv6prefix", "evs", "has_tag", "encrypt=2", "array", "concat",
        "format=2,2", "format=1,1,c", "parent=Extended-Vendor-Specific-1", "format=4,0", "x", "y", "#", "\n", "\n", "\n", "\n", "\n", "\n"
    };

    private static final List<byte[]> PACKETS = List.copyOf(GoldenRadius.all().values());

    private int loaded;
    private int refused;

    @Test
    void randomWords() {
        final FuzzBytes fuzz = FuzzBytes.create("RadiusDictionaryFuzzTest.randomWords");
        for (int i = 0; i < fuzz.iterations() / 4; i++) {
            final StringBuilder text = new StringBuilder("ATTRIBUTE A 1 tlv\nATTRIBUTE B 2 integer\nVENDOR Acme 9\n");
            for (int words = fuzz.below(40); words > 0; words--) {
                text.append(WORDS[fuzz.below(WORDS.length)]).append(fuzz.oneIn(20) ? "" : " ");
            }
            check(text.toString(), text.toString(), fuzz);
        }
        assertTrue(loaded > 0 && refused > 0, loaded + " loaded, " + refused + " refused");
    }

    @Test
    void mutatedFiles() throws IOException {
        final List<byte[]> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(Path.of(DictionaryFiles.distribution()).getParent())) {
            for (final Path path : paths.sorted().toList()) {
                files.add(Files.readAllBytes(path));
            }
        }
        final FuzzBytes fuzz = FuzzBytes.create("RadiusDictionaryFuzzTest.mutatedFiles");
        for (int i = 0; i < fuzz.iterations() / 20; i++) {
            final String first = new String(fuzz.mutate(files.get(fuzz.below(files.size()))), StandardCharsets.ISO_8859_1);
            final String second = new String(fuzz.mutate(files.get(fuzz.below(files.size()))), StandardCharsets.UTF_8);
            check("$INCLUDE second\n" + first, second, fuzz);
        }
        assertTrue(loaded > 0 && refused > 0, loaded + " loaded, " + refused + " refused");
    }

    /** Every type, with every flag that it may have, and any value. */
    @Test
    void printing() {
        final StringBuilder text = new StringBuilder();
        int number = 1;
        for (final RadiusAttributeType type : RadiusAttributeType.values()) {
            for (final String flag : List.of("", "array", "secret", "has_tag", "concat")) {
                final boolean allowed = !flag.equals("has_tag") && !flag.equals("concat")
                    || flag.equals("has_tag") && (type == RadiusAttributeType.STRING || type == RadiusAttributeType.INTEGER)
                    || flag.equals("concat") && type == RadiusAttributeType.OCTETS;
                if (allowed) {
                    text.append(String.format("ATTRIBUTE N%d %d %s %s%n", number, number, type.dictionaryName(), flag));
                    text.append(type == RadiusAttributeType.TLV ? String.format("ATTRIBUTE N%d.1 %d.1 tlv%n", number, number) : "");
                    number++;
                }
            }
        }
        final RadiusDictionary dictionary = RadiusDictionary
            .load("d", file -> DictionarySource.Text.of(text.toString()), RadiusAttributes.VENDOR_ATHENA).dictionary();
        final FuzzBytes fuzz = FuzzBytes.create("RadiusDictionaryFuzzTest.printing");
        for (int i = 0; i < fuzz.iterations() / 4; i++) {
            final byte[] bytes = fuzz.random(60);
            for (int at = 0; at + 1 < bytes.length; at += Math.max(1, bytes[at + 1] & 0xff)) {
                bytes[at] = (byte) (1 + fuzz.below(number));
                bytes[at + 1] = (byte) (2 + fuzz.below(fuzz.oneIn(4) ? 20 : 8));
                for (int value = at + 2; value < bytes.length && fuzz.oneIn(2); value++) {
                    bytes[value] = (byte) fuzz.below(4);
                }
            }
            try {
                print(dictionary, bytes);
            } catch (final RuntimeException e) {
                throw new AssertionError("threw on " + Hex.toString(bytes), e);
            }
        }
    }

    private void check(final String first, final String second, final FuzzBytes fuzz) {
        final DictionaryResult result;
        try {
            result = RadiusDictionary.load("first", file -> switch (file) {
                case "first" -> DictionarySource.Text.of(first);
                case "second", "A", "x" -> DictionarySource.Text.of(second);
                default -> DictionarySource.Text.failed("no such file");
            }, RadiusAttributes.VENDOR_ATHENA);
        } catch (final RuntimeException e) {
            throw new AssertionError("threw on:\n" + first + "\n--\n" + second, e);
        }
        if (result instanceof DictionaryResult.Refused) {
            refused++;
            assertFalse(result.problems().isEmpty());
            result.problems().forEach(problem -> assertFalse(problem.message().isBlank() || problem.remedy().isBlank()));
        } else {
            loaded++;
            print(result.dictionary(), fuzz.oneIn(2) ? fuzz.random(100) : fuzz.mutate(PACKETS.get(fuzz.below(PACKETS.size()))));
        }
    }

    private static void print(final RadiusDictionary dictionary, final byte[] bytes) {
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor().vendorFormats(dictionary);
        int attributes = 0;
        cursor.wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        while (cursor.next()) {
            attributes++;
        }
        final List<String> lines = new RadiusAttributePrinter(dictionary).lines(cursor.rewind());
        // Those that are concatenated are one line together.
        assertTrue(lines.size() <= attributes && lines.isEmpty() == (attributes == 0), () -> lines.toString());
        lines.forEach(line -> assertTrue(line.contains(" = ") && line.chars().noneMatch(Character::isISOControl), line));
    }
}
