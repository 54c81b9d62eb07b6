package io.athenabng.daemon;

import io.athenabng.core.config.LogLevel;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Log lines go to standard error, one line each: the journal adds the rest. */
final class Logging {
    private static final String FORMAT = "%1$tF %1$tT.%1$tL %4$-7s %5$s%6$s%n";

    /** Kept: a logger that nobody holds is collected, and its level with it. */
    private static final Logger OURS = Logger.getLogger("io.athenabng");

    private Logging() {
    }

    static void level(final LogLevel level) {
        OURS.setLevel(least(level));
    }

    static boolean isLevel(final LogLevel level) {
        return least(level).equals(OURS.getLevel());
    }

    private static Level least(final LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }

    static void configure(final LogLevel level) {
        System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
        final Logger root = Logger.getLogger("");
        for (final Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        final ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new SimpleFormatter());
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        level(level);
    }
}
