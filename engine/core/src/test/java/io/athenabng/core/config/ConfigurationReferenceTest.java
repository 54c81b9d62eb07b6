package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/configuration.md is what the declared keys say. {@code -Dabng.regenerate=true} writes it anew. */
final class ConfigurationReferenceTest {
    @Test
    void referenceIsWhatIsDeclared() throws IOException {
        final Path file = TestConfigurations.root().resolve("docs/configuration.md");
        final String wanted = ConfigurationReference.markdown();
        if (Boolean.getBoolean("abng.regenerate")) {
            Files.writeString(file, wanted);
        }
        assertEquals(wanted, Files.readString(file),
                "docs/configuration.md is not what ConfigurationSchema declares: run this test with -Dabng.regenerate=true");
    }

    @Test
    void declarationsAreSound() {
        final Set<String> paths = new HashSet<>();
        SchemaPaths.forEach((path, key) -> {
            assertTrue(paths.add(path), path + " is declared twice");
            assertTrue(key.name().matches("[a-z0-9]+(-[a-z0-9]+)*"), path);
            assertFalse(key.description().isBlank(), path);
            assertTrue(key.description().endsWith("."), path);
            if (key instanceof ConfigKey.Value<?> value) {
                assertSound(path, value);
            }
        });
        assertTrue(paths.size() > 80, paths.size() + " keys");
    }

    private static <T> void assertSound(final String path, final ConfigKey.Value<T> key) {
        key.type().parse(key.example());
        assertEquals(key.presence() == ConfigKey.Presence.DEFAULTED, key.defaultText() != null, path);
        if (key.defaultText() != null) {
            // The default is written as the writer writes it.
            assertEquals(key.defaultText(), key.type().format(key.defaultValue()), path);
        }
    }
}
