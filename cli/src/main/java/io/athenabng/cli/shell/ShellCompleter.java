package io.athenabng.cli.shell;

import io.athenabng.rpc.api.ValueSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.builtins.Completers;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers what can come next: words, options, and values that the daemon knows. */
final class ShellCompleter implements Completer {
    private final ShellCommands commands;
    private final Completer files = new Completers.FileNameCompleter();
    /** The mode that the shell is in; null outside of any. */
    private ShellMode mode;

    ShellCompleter(final ShellCommands commands) {
        this.commands = commands;
    }

    void mode(final ShellMode entered) {
        mode = entered;
    }

    @Override
    public void complete(final LineReader reader, final ParsedLine line, final List<Candidate> candidates) {
        final List<String> before = line.words().subList(0, line.wordIndex());
        if (wantsFile(before)) {
            files.complete(reader, line, candidates);
            return;
        }
        next(before).forEach((value, meaning) -> {
            // <rate> tells what to type and is no text to insert.
            if (!value.startsWith("<")) {
                candidates.add(new Candidate(value, value, null, meaning.isEmpty() ? null : meaning,
            null, null, true));
            }
        });
    }

    /** What can follow the words, with meanings where there are any. */
    Map<String, String> next(final List<String> before) {
        if (mode != null) {
            return mode.next(before);
        }
        final List<String> words = commandOf(before);
        final Map<String, String> next = new LinkedHashMap<>();
        if (!commands.isCommand(words)) {
            if (words.size() == before.size()) {
                next.putAll(commands.wordsAfter(words));
                if (words.isEmpty()) {
                    next.put("configure", "Edits the configuration: configure, configure private, configure exclusive");
                    next.put("help", "Lists the commands");
                    next.put("exit", "Leaves the shell");
                }
            }
            return next;
        }
        final Map<String, ShellCommands.Option> options = commands.options(words);
        final String last = before.getLast();
        final ShellCommands.Option waiting = options.get(last);
        if (waiting != null && waiting.takesValue()) {
            commands.values(waiting.completes()).forEach(value -> next.put(value, ""));
            return next;
        }
        final int given = operandsGiven(before.subList(words.size(), before.size()), options);
        final List<ShellCommands.Operand> operands = commands.operands(words);
        if (given < operands.size()) {
            values(operands.get(given)).forEach(value -> next.put(value, ""));
        }
        options.forEach((name, option) -> {
            if (!before.contains(name)) {
                next.put(name, option.meaning());
            }
        });
        return next;
    }

    private boolean wantsFile(final List<String> before) {
        if (mode != null) {
            return mode.wantsFile(before);
        }
        final List<String> words = commandOf(before);
        return commands.isCommand(words) && commands.operands(words).equals(List.of(ShellCommands.Operand.FILE))
            && before.size() == words.size();
    }

    private List<String> values(final ShellCommands.Operand operand) {
        final List<String> values = new ArrayList<>();
        switch (operand) {
            case KEY -> {
                for (final ValueSource source : List.of(ValueSource.SESSION_ID, ValueSource.MAC, ValueSource.ADDRESS, ValueSource.LINE)) {
                    values.addAll(commands.values(source));
                }
            }
            case METHOD -> values.addAll(commands.methods());
            case FILE, PARAMS, STATEMENT -> values.clear();
            default -> throw new IllegalArgumentException(operand.name());
        }
        return values;
    }

    /** The longest beginning of the words that is a command or may become one. */
    private List<String> commandOf(final List<String> before) {
        int length = 0;
        while (length < before.size() && !commands.isCommand(before.subList(0, length))
            && commands.wordsAfter(before.subList(0, length)).containsKey(before.get(length))) {
            length++;
        }
        return before.subList(0, length);
    }

    private static int operandsGiven(final List<String> rest, final Map<String, ShellCommands.Option> options) {
        int given = 0;
        for (int i = 0; i < rest.size(); i++) {
            final ShellCommands.Option option = options.get(rest.get(i));
            if (option != null) {
                i += option.takesValue() ? 1 : 0;
            } else if (!rest.get(i).startsWith("--")) {
                given++;
            }
        }
        return given;
    }
}
