package io.athenabng.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.api.ValueSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class AbngShellTest {
    private final FakeCommands commands = new FakeCommands();

    @TempDir
    private Path directory;

    /** Two commands, with the sessions 7 and 17. */
    private static final class FakeCommands implements ShellCommands {
        final List<List<String>> ran = new ArrayList<>();
        final FakeMode mode = new FakeMode();
        int columns;

        @Override
        public int run(final int terminalColumns, final List<String> words) {
            columns = terminalColumns;
            ran.add(words);
            return 0;
        }

        @Override
        public ShellMode configure(final List<String> words) {
            return words.isEmpty() ? mode : null;
        }

        @Override
        public Map<String, String> wordsAfter(final List<String> words) {
            return switch (String.join(" ", words)) {
                case "" -> Map.of("show", "session");
                case "show" -> Map.of("session", "Shows a session");
                default -> Map.of();
            };
        }

        @Override
        public boolean isCommand(final List<String> words) {
            return words.equals(List.of("show", "session"));
        }

        @Override
        public Map<String, Option> options(final List<String> words) {
            final Map<String, Option> options = new LinkedHashMap<>();
            options.put("--id", new Option("Session id", true, ValueSource.SESSION_ID));
            options.put("--json", new Option("Print the raw result", false, ValueSource.NONE));
            return options;
        }

        @Override
        public List<Operand> operands(final List<String> words) {
            return List.of(Operand.KEY);
        }

        @Override
        public Collection<String> methods() {
            return List.of();
        }

        @Override
        public Collection<String> values(final ValueSource source) {
            return source == ValueSource.SESSION_ID ? List.of("7", "17") : List.of();
        }
    }

    /** Remembers statements; {@code risky} asks, {@code exit} leaves. */
    private static final class FakeMode implements ShellMode {
        final List<String> ran = new ArrayList<>();
        boolean over;

        @Override
        public String prompt() {
            return "edit# ";
        }

        @Override
        public int run(final List<String> words, final Predicate<String> ask) {
            final boolean risky = words.getFirst().equals("risky");
            ran.add(String.join(" ", words) + (risky ? " " + ask.test("Sure?") : ""));
            over = words.getFirst().equals("exit");
            return 0;
        }

        @Override
        public Map<String, String> next(final List<String> before) {
            return before.isEmpty() ? Map.of("set", "Sets") : Map.of("logging", "The log", "<name>", "a name");
        }

        @Override
        public boolean wantsFile(final List<String> before) {
            return false;
        }

        @Override
        public boolean isOver() {
            return over;
        }
    }

    @Test
    void configureIsAModeWithItsOwnPromptAndWords() throws IOException {
        final String screen = type("configure\ns\tlog\t\nrisky\nyes\nrisky\nno\nexit\nshow session 5\nconfigure nonsense\nexit\n");
        assertEquals(List.of("set logging", "risky true", "risky false", "exit"), commands.mode.ran);
        assertEquals(List.of(List.of("show", "session", "5")), commands.ran);
        assertTrue(screen.contains("edit# "), screen);
        assertTrue(screen.contains("configure private"), screen);
    }

    @Test
    void runsLinesAndCompletesThem() throws IOException {
        final String screen = type("show session 5\n\nsh\tses\t17\nexit\nshow session 9\n");
        assertEquals(List.of(List.of("show", "session", "5"), List.of("show", "session", "17")), commands.ran);
        assertTrue(screen.contains("abng> "), screen);
        assertTrue(Files.readString(directory.resolve("history")).contains("show session 5"));
    }

    @Test
    void takesTheTerminalsWidthAndLeavesAtTheEndOfInput() throws IOException {
        type("show session \"a b\" {\"x\":1}\n");
        assertEquals(List.of("show", "session", "a b", "{\"x\":1}"), commands.ran.getFirst());
        assertEquals(97, commands.columns);
    }

    @Test
    void explainsWhatCanComeNext() throws IOException {
        final String screen = type("show session ?\u0015exit\n");
        assertTrue(screen.contains("--id"), screen);
        assertTrue(screen.contains("Session id"), screen);
        assertEquals(List.of(), commands.ran);
        assertTrue(type("help\nexit\n").contains("Leaves the shell"));
    }

    @Test
    void offersWordsOptionsAndLivingValues() {
        final ShellCompleter completer = new ShellCompleter(commands);
        assertEquals(Set.of("show", "configure", "help", "exit"), completer.next(List.of()).keySet());
        assertEquals(List.of("session"), List.copyOf(completer.next(List.of("show")).keySet()));
        assertEquals(List.of("7", "17", "--id", "--json"), List.copyOf(completer.next(List.of("show", "session")).keySet()));
        assertEquals(List.of("7", "17"), List.copyOf(completer.next(List.of("show", "session", "--id")).keySet()));
        assertEquals(List.of("--json"), List.copyOf(completer.next(List.of("show", "session", "5", "--id", "7")).keySet()));
        assertTrue(completer.next(List.of("show", "nonsense")).isEmpty());
        assertFalse(completer.next(List.of("show", "session", "--json")).containsKey("--json"));
    }

    private String type(final String input) throws IOException {
        final ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (Terminal terminal = new DumbTerminal("test", "ansi", new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), screen,
            StandardCharsets.UTF_8)) {
            terminal.setSize(new Size(97, 30));
            new AbngShell(commands, terminal, directory.resolve("history")).loop();
        }
        return screen.toString(StandardCharsets.UTF_8);
    }
}
