package io.athenabng.core.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configuration files for tests. */
final class TestConfigurations {
    /** The least that a gateway needs. Line numbers are asserted: add nothing. */
    static final String MINIMAL = """
            trunks:
              - name: eth1
            pools:
              - name: residential
                ranges: [10.64.0.10-10.64.0.250]
            access-groups:
              - name: residential
                trunk: eth1
                vlans:
                  - stack: 500.100-199
                gateway: 10.64.0.1/24
                dhcp:
                  server:
                    pools: [residential]
            """;

    private TestConfigurations() {
    }

    /** The project's top directory. */
    static Path root() {
        final String root = System.getProperty("abng.root");
        return root == null ? Path.of("").toAbsolutePath().getParent().getParent() : Path.of(root);
    }

    static Path examplePath() {
        return root().resolve("docs/abng-example.yaml");
    }

    static String example() {
        try {
            return Files.readString(examplePath());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
