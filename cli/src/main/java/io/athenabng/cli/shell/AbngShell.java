package io.athenabng.cli.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The interactive shell: a line is a command; the tab key completes, {@code ?} explains what can come next, {@code exit} or the end
 * of the input leaves. The history is kept in {@code ~/.abng_history} (or where {@code ABNG_HISTORY} says).
 */
public final class AbngShell {
    private static final String PROMPT = "abng> ";
    private static final String HELP_WIDGET = "abng-help";
    private static final int HISTORY_LINES = 1000;

    private final ShellCommands commands;
    private final Terminal terminal;
    private final LineReader reader;
    private final ShellCompleter completer;
    /** Where statements go; null outside of any mode. */
    private ShellMode mode;

    AbngShell(final ShellCommands commands, final Terminal terminal, final Path history) {
        this.commands = commands;
        this.terminal = terminal;
        this.completer = new ShellCompleter(commands);
        final DefaultParser parser = new DefaultParser();
        // JSON parameters and names are taken as they are typed; only quotes group.
        parser.setEscapeChars(new char[0]);
        final LineReaderBuilder builder = LineReaderBuilder.builder().terminal(terminal).appName("abng-cli").parser(parser)
            .completer(completer)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES);
        if (history != null) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        this.reader = builder.build();
        reader.getWidgets().put(HELP_WIDGET, this::explain);
        reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference(HELP_WIDGET), "?");
    }

    /** Opens a shell on the process's terminal; returns when the person leaves. */
    public static int run(final ShellCommands commands, final Map<String, String> variables) throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().name("abng-cli").system(true).build()) {
            new AbngShell(commands, terminal, history(variables)).loop();
        }
        return 0;
    }

    private static Path history(final Map<String, String> variables) {
        final String named = variables.get("ABNG_HISTORY");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        final String home = variables.get("HOME");
        return home == null || home.isBlank() ? null : Path.of(home, ".abng_history");
    }

    /** Reads and runs lines until the end. */
    void loop() {
        while (true) {
            final String line;
            try {
                line = reader.readLine(mode == null ? PROMPT : mode.prompt());
            } catch (final UserInterruptException e) {
                // Ctrl-C throws away the line, not the shell.
                continue;
            } catch (final EndOfFileException e) {
                if (mode != null) {
                    // Nobody is left to answer a question; edits are kept, and a lock is given back.
                    mode.run(List.of("quit"), question -> true);
                }
                return;
            }
            if (line.isBlank()) {
                continue;
            }
            final ParsedLine parsed = reader.getParser().parse(line, line.length());
            final List<String> words = parsed.words().stream().filter(word -> !word.isEmpty()).toList();
            if (words.isEmpty()) {
                continue;
            }
            if (mode != null) {
                runInMode(words);
                continue;
            }
            if ("configure".equals(words.getFirst()) && !commands.isCommand(words.subList(0, Math.min(2, words.size())))) {
                enter(words.subList(1, words.size()));
                continue;
            }
            if (words.size() == 1 && ("exit".equals(words.getFirst()) || "quit".equals(words.getFirst()))) {
                return;
            }
            if ("help".equals(words.getFirst())) {
                final String text = describe(words.subList(1, words.size()));
                terminal.writer().print(text);
                terminal.flush();
                continue;
            }
            runInterruptibly(words);
        }
    }

    private void enter(final List<String> words) {
        mode = commands.configure(words);
        completer.mode(mode);
        if (mode == null) {
            terminal.writer().println("write configure, configure private or configure exclusive");
            terminal.flush();
        }
    }

    private void runInMode(final List<String> words) {
        mode.run(words, question -> {
            try {
                return reader.readLine(question + " [yes/no] ").strip().equalsIgnoreCase("yes");
            } catch (final UserInterruptException | EndOfFileException e) {
                // Whoever breaks off has not agreed.
                return false;
            }
        });
        if (mode.isOver()) {
            mode = null;
            completer.mode(null);
        }
    }

    /** Ctrl-C ends the command, for example a stream of events, and leaves the shell alone. */
    private void runInterruptibly(final List<String> words) {
        final Thread thread = Thread.currentThread();
        final Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> thread.interrupt());
        try {
            commands.run(terminal.getWidth(), words);
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            // The interrupt was for the command, which is over.
            Thread.interrupted();
        }
    }

    /** The {@code ?} key. Inside quotes it is a character like any other. */
    private boolean explain() {
        final String typed = reader.getBuffer().upToCursor();
        final boolean quoted = typed.chars().filter(c -> c == '"' || c == '\'').count() % 2 == 1;
        if (quoted) {
            reader.getBuffer().write('?');
            return true;
        }
        final ParsedLine parsed = reader.getParser().parse(typed, typed.length(), org.jline.reader.Parser.ParseContext.COMPLETE);
        final String word = parsed.word().substring(0, parsed.wordCursor());
        reader.printAbove(describe(parsed.words().subList(0, parsed.wordIndex()), word).stripTrailing());
        return true;
    }

    private String describe(final List<String> before) {
        return describe(before, "");
    }

    private String describe(final List<String> before, final String prefix) {
        final StringBuilder text = new StringBuilder();
        completer.next(before).forEach((value, meaning) -> {
            if (value.startsWith(prefix)) {
                text.append("  ").append(value).append(" ".repeat(Math.max(1, 18 - value.length()))).append(meaning).append('\n');
            }
        });
        return text.isEmpty() ? "  nothing more\n" : text.toString();
    }
}
