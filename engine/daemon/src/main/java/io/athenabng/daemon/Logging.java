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

    private Logging() {
    }

    static void configure(final LogLevel level) {
        final Level least = switch (level) {
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
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
        Logger.getLogger("io.athenabng").setLevel(least);
    }
}
