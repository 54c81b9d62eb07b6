package io.athenabng.core.radius.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** docs/radius.md lists the attributes that are sent and obeyed, no more and no less, each with a test that exists. */
final class RadiusDocumentTest {
    private static final String SENT = "## Sent in an Access-Request";
    private static final String OBEYED = "## Obeyed in an Access-Accept";

    private static Path root() {
        final String root = System.getProperty("abng.root");
        return root == null ? Path.of("").toAbsolutePath().getParent().getParent() : Path.of(root);
    }

    /** Rows of the first table below a heading: the cells of each. */
    private static List<String[]> table(final String heading) throws IOException {
        final String text = Files.readString(root().resolve("docs/radius.md"));
        assertTrue(text.contains(heading + "\n"), heading);
        return text.substring(text.indexOf(heading) + heading.length()).lines().dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|")).skip(2).map(line -> line.substring(1).split("\\|")).toList();
    }

    private static Map<String, Long> keyByName() {
        final Map<String, Long> keys = new TreeMap<>();
        Arrays.stream(RadiusAttributes.class.getFields()).filter(field -> Modifier.isStatic(field.getModifiers())
                && field.getType() == long.class).forEach(field -> {
                    try {
                        keys.put(field.getName(), field.getLong(null));
                    } catch (final IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
        return keys;
    }

    private static Set<Long> documented(final String heading) throws IOException {
        final Map<String, Long> keys = keyByName();
        final Set<Long> documented = new TreeSet<>();
        for (final String[] row : table(heading)) {
            final String name = row[0].strip().toUpperCase(Locale.ROOT).replace('-', '_');
            assertTrue(keys.containsKey(name), "no attribute " + row[0]);
            assertTrue(documented.add(keys.get(name)), row[0] + " stands there twice");
        }
        return documented;
    }

    @Test
    void whatIsSentIsDocumented() throws IOException {
        assertEquals(AccessRequestComposerTest.everythingSent(), documented(SENT));
    }

    @Test
    void whatIsObeyedIsDocumented() throws IOException {
        final Set<Long> obeyed = new TreeSet<>();
        keyByName().values().stream().filter(AccessAnswerDecoder::isObeyed).forEach(obeyed::add);
        assertEquals(obeyed, documented(OBEYED));
    }

    @Test
    void eachTestExists() throws IOException {
        for (final String heading : List.of(SENT, OBEYED)) {
            for (final String[] row : table(heading)) {
                final String[] test = row[row.length - 1].strip().replace("`", "").split("#");
                final List<Path> files;
                try (var walk = Files.walk(root().resolve("engine"))) {
                    files = walk.filter(path -> path.endsWith(test[0] + ".java")).toList();
                }
                assertEquals(1, files.size(), row[0] + ": " + test[0]);
                assertTrue(Files.readString(files.getFirst()).contains("void " + test[1] + "("), row[0] + ": " + test[1]);
            }
        }
    }

    /** An attribute that is obeyed is taken in some form; one that is not is passed over in every form. */
    @Test
    void theDecoderTakesWhatIsObeyedAndNothingElse() {
        final TestCounters counters = new TestCounters();
        final AccessAnswerDecoder decoder = new AccessAnswerDecoder(
                AccessConfigurations.of("wispr, mikrotik, cisco, filter-id", 32473, ""), counters);
        final List<byte[]> forms = List.of("gold".getBytes(), "10mbit".getBytes(), "1M/2M".getBytes(), "evening".getBytes(),
                "198.51.100.0/24".getBytes(), "ip:sub-qos-policy-in=gold".getBytes(), new byte[] {10, 64, 0, 7}, new byte[] {0, 0, 0, 1},
                new byte[] {0, 64, 0x20, 1, 0, 0, 0, 0, 0, 0});
        keyByName().forEach((name, key) -> {
            if (key == RadiusAttributes.VENDOR_SPECIFIC || key >= 241 && key <= 246) {
                // These hold others.
                return;
            }
            boolean taken = false;
            for (final byte[] form : forms) {
                final UnsafeBuffer list = new UnsafeBuffer(new byte[300]);
                final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(list, 0, 300);
                appender.putBytes(key, form);
                final long before = counters.value("radius.access.ignored_attributes");
                decoder.decode(list, 0, appender.length(), "asked");
                taken |= counters.value("radius.access.ignored_attributes") == before;
            }
            assertEquals(AccessAnswerDecoder.isObeyed(key), taken, name);
        });
    }
}
