package io.athenabng.cli;

import io.athenabng.rpc.api.FieldNames;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The commands, and what becomes of arguments: an {@link Invocation}, a help text or a {@link UsageProblem}. */
final class CommandLines {
    static final int DEFAULT_TIMEOUT_SECONDS = 35;

    private final List<CliCommand> commands;

    CommandLines(final List<CliCommand> commands) {
        this.commands = commands;
    }

    /**
     * What came of the arguments: exactly one of both is set.
     *
     * @param invocation a command to run
     * @param help       text to print instead
     */
    record Parsed(Invocation invocation, String help) {
    }

    /**
     * Understands the arguments: by itself if they are in order, and only otherwise with picocli, which knows how to explain them but
     * whose classes are too old for the JVM's cache and cost half of a one-shot command's time.
     *
     * @throws UsageProblem if they name no command or are wrong for it
     */
    Parsed parse(final CliEnvironment environment, final String... args) throws UsageProblem {
        final Invocation quick = quick(environment, args);
        return quick != null ? new Parsed(quick, null) : new PicocliParser(this).parse(environment, args);
    }

    /** The command that the arguments are, or null if there is anything about them that needs a closer look. */
    Invocation quick(final CliEnvironment environment, final String... args) {
        final List<String> words = new ArrayList<>();
        final Map<String, Object> given = new LinkedHashMap<>();
        final List<String> operands = new ArrayList<>();
        CliCommand command = null;
        for (int i = 0; i < args.length; i++) {
            // What follows a variadic command may look like an option, as the value -1 does.
            final boolean word = command != null && command.isVariadic() && optionType(command, args[i].replaceFirst("=.*", "")) == null
                && !"--help".equals(args[i]) && !"-h".equals(args[i]);
            if (args[i].startsWith("-") && args[i].length() > 1 && !word) {
                final int equals = args[i].indexOf('=');
                final String name = equals < 0 ? args[i] : args[i].substring(0, equals);
                final Class<?> type = optionType(command, name);
                if (type == null || given.containsKey(name) || type == Boolean.class && equals >= 0
                    || type != Boolean.class && equals < 0 && ++i == args.length) {
                    return null;
                }
                final Object value = type == Boolean.class ? Boolean.TRUE
                    : value(type, equals < 0 ? args[i] : args[i].substring(equals + 1));
                if (value == null) {
                    return null;
                }
                given.put(name, value);
            } else if (command == null) {
                words.add(args[i]);
                command = find(words);
            } else {
                operands.add(args[i]);
            }
        }
        if (command == null || operands.size() < command.needed() || operands.size() > command.operands().size() && !command.isVariadic()) {
            return null;
        }
        return invocation(environment, command, given, operands);
    }

    private static Class<?> optionType(final CliCommand command, final String name) {
        switch (name) {
            case "--json", "--no-color" -> {
                return Boolean.class;
            }
            case "--socket" -> {
                return String.class;
            }
            case "--timeout" -> {
                return Integer.class;
            }
            default -> {
                if (command == null || command.method() == null) {
                    return null;
                }
            }
        }
        for (final RecordComponent component : command.method().params().getRecordComponents()) {
            if (optionName(component).equals(name)) {
                return component.getType();
            }
        }
        return null;
    }

    /** The option's value, or null if the text is none. */
    private static Object value(final Class<?> type, final String text) {
        if (text.startsWith("-") || text.startsWith("\"")) {
            return null;
        }
        if (type == String.class) {
            return text;
        }
        if (type == List.class) {
            return List.of(text.split(","));
        }
        if (text.isEmpty() || text.length() > 9) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        return type == Integer.class ? (Object) Integer.valueOf(text) : (Object) Long.valueOf(text);
    }

    /** Whether the arguments are global options only (a shell), and not a request for help. */
    boolean hasNoCommand(final String... args) {
        for (int i = 0; i < args.length; i++) {
            if ("--socket".equals(args[i]) || "--timeout".equals(args[i])) {
                i++;
            } else if (!args[i].startsWith("--") || "--help".equals(args[i])) {
                return false;
            }
        }
        return true;
    }

    /** Words that may follow these: subcommands; empty after a complete command. */
    Set<String> wordsAfter(final List<String> prefix) {
        final Set<String> next = new LinkedHashSet<>();
        for (final CliCommand command : commands) {
            final List<String> words = command.words();
            if (words.size() > prefix.size() && words.subList(0, prefix.size()).equals(prefix)) {
                next.add(words.get(prefix.size()));
            }
        }
        return next;
    }

    /** The command with exactly these words, or null. */
    CliCommand find(final List<String> words) {
        for (final CliCommand command : commands) {
            if (command.words().equals(words)) {
                return command;
            }
        }
        return null;
    }

    List<CliCommand> commands() {
        return commands;
    }

    /** {@code --rate-down} for {@code rateDown}. */
    static String optionName(final RecordComponent component) {
        return "--" + FieldNames.wireName(component.getName()).replace('_', '-');
    }

    /** The command as it was typed: {@code given} are the options by name, dashes included. */
    static Invocation invocation(final CliEnvironment environment, final CliCommand command, final Map<String, Object> given,
                                         final List<String> operands) {
        final Map<String, Object> options = new LinkedHashMap<>();
        if (command.method() != null) {
            for (final RecordComponent component : command.method().params().getRecordComponents()) {
                final Object value = given.get(optionName(component));
                if (value != null) {
                    options.put(FieldNames.wireName(component.getName()), value);
                }
            }
        }
        final Object socket = given.get("--socket");
        final int seconds = given.get("--timeout") instanceof Integer number ? Math.max(1, number) : DEFAULT_TIMEOUT_SECONDS;
        return new Invocation(environment, command, options, operands,
            socket == null ? environment.socket() : Path.of(socket.toString()), given.containsKey("--json"),
            environment.style(given.containsKey("--no-color")), Duration.ofSeconds(seconds));
    }
}
