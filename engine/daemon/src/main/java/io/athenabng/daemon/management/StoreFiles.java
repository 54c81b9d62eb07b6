package io.athenabng.daemon.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How large the state directory's files are. */
final class StoreFiles {
    private StoreFiles() {
    }

    static long bytes(final String directory) {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        } catch (final IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
