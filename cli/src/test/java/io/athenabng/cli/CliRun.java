package io.athenabng.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** One run of the command line with everything that it wrote. */
record CliRun(int status, String out, String err) {

    static CliRun of(final Path socket, final String... args) {
        return onTerminal(socket, 0, args);
    }

    /** On a terminal of that many columns; 0 is a pipe. */
    static CliRun onTerminal(final Path socket, final int columns, final String... args) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final CliEnvironment environment = new CliEnvironment(
            new ByteArrayInputStream("groups: 1\n".getBytes(StandardCharsets.UTF_8)), new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), columns > 0, columns,
            Map.of("ABNG_SOCKET", socket.toString(), "NO_COLOR", "1"));
        final int status = new AbngCli(environment).run(args);
        return new CliRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
