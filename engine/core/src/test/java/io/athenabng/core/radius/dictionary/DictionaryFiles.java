package io.athenabng.core.radius.dictionary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Dictionary files for tests: those of the distribution, those of the machine, and made-up ones. */
public final class DictionaryFiles {
    private DictionaryFiles() {
    }

    /** @return the project's root directory */
    public static Path root() {
        final String root = System.getProperty("abng.root");
        if (root == null) {
            throw new IllegalStateException("tests need -Dabng.root=DIRECTORY, the project's root; the build gives it");
        }
        return Path.of(root);
    }

    /** @return the first of the distribution's files */
    public static String distribution() {
        return root().resolve("engine/dist/src/dictionary/dictionary").toString();
    }

    /** @return a source that reads the machine's files */
    public static DictionarySource machine() {
        return file -> {
            try {
                return DictionarySource.Text.of(Files.readString(Path.of(file), StandardCharsets.UTF_8));
            } catch (final NoSuchFileException e) {
                return DictionarySource.Text.failed("no such file");
            } catch (final IOException e) {
                return DictionarySource.Text.failed(e.toString());
            }
        };
    }

    /**
     * A source of made-up files.
     *
     * @param files texts by name
     * @return the source
     */
    public static DictionarySource of(final Map<String, String> files) {
        return file -> files.containsKey(file) ? DictionarySource.Text.of(files.get(file)) : DictionarySource.Text.failed("no such file");
    }
}
