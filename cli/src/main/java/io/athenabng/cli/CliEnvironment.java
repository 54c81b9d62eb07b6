package io.athenabng.cli;

import io.athenabng.cli.render.Style;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the command line runs.
 *
 * @param in       standard input
 * @param out      standard output
 * @param err      standard error
 * @param terminal whether standard output is a terminal
 * @param columns  width of the terminal
 * @param variables environment variables
 */
record CliEnvironment(InputStream in, PrintStream out, PrintStream err, boolean terminal, int columns, Map<String, String> variables) {
    /** Where the daemon of an installation listens. */
    static final String DEFAULT_SOCKET = "/opt/athena-bng/run/abngd.sock";
    private static final int DEFAULT_COLUMNS = 80;

    /** The process's own. The launch script passes the terminal's width in COLUMNS, which shells do not export. */
    static CliEnvironment ofProcess() {
        final Map<String, String> variables = System.getenv();
        return new CliEnvironment(System.in, System.out, System.err, isTerminal(1), columns(variables.get("COLUMNS")), variables);
    }

    /** Whether a person types: standard input is a terminal as well. */
    boolean isInteractive() {
        return terminal && isTerminal(0);
    }

    /** The socket if the command names none. */
    Path socket() {
        final String named = variables.get("ABNG_SOCKET");
        return Path.of(named == null || named.isBlank() ? DEFAULT_SOCKET : named);
    }

    /** What the output can do. */
    Style style(final boolean noColour) {
        final boolean colour = terminal && !noColour && !variables.containsKey("NO_COLOR") && !"dumb".equals(variables.get("TERM"));
        final String ellipsis = StandardCharsets.UTF_8.equals(out.charset()) ? "…" : "...";
        return new Style(terminal ? columns : Integer.MAX_VALUE, colour, ellipsis);
    }

    private static int columns(final String text) {
        if (text == null) {
            return DEFAULT_COLUMNS;
        }
        try {
            final int columns = Integer.parseInt(text.trim());
            return columns < 20 ? DEFAULT_COLUMNS : columns;
        } catch (final NumberFormatException e) {
            // Anybody can set COLUMNS to anything; the usual width is then as good a guess as any.
            return DEFAULT_COLUMNS;
        }
    }

    /** Looks at the descriptor itself: java.io.Console is slow to load, and looks at input and output together. */
    private static boolean isTerminal(final int descriptor) {
        try {
            final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final java.io.IOException e) {
            // A closed descriptor, or no /proc: then nobody sees it.
            return false;
        }
    }
}
