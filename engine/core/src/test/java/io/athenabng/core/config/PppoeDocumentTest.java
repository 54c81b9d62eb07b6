package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/pppoe.md: its configuration can be loaded, and the counters that it names exist. */
class PppoeDocumentTest {
    private static String read(final String name) throws IOException {
        final String root = System.getProperty("abng.root");
        return Files.readString((root == null ? Path.of("").toAbsolutePath().getParent().getParent() : Path.of(root)).resolve(name));
    }

    @Test
    void itsConfigurationIsSound() throws IOException {
        final Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(read("docs/pppoe.md"));
        assertTrue(yaml.find());
        final LoadResult result = ConfigurationLoader.load("docs/pppoe.md", yaml.group(1));
        assertInstanceOf(LoadResult.Loaded.class, result, () -> ((LoadResult.Refused) result).describe());
    }

    @Test
    void itsCountersExist() throws IOException {
        final String counters = read("docs/counters.md");
        final Matcher names = Pattern.compile("`((?:pppoe|ppp|kernel)\\.[a-z_.]+)`").matcher(read("docs/pppoe.md"));
        int found = 0;
        while (names.find()) {
            assertTrue(counters.contains("`" + names.group(1) + "`"), names.group(1));
            found++;
        }
        assertTrue(found > 0);
    }
}
