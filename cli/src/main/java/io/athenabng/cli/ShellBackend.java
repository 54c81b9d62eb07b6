package io.athenabng.cli;

import io.athenabng.cli.shell.ShellCommands;
import io.athenabng.cli.shell.ShellMode;
import io.athenabng.rpc.api.Describe;
import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.ValueSource;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the shell runs and offers: the same commands as one-shot, and values that it asks the daemon for. */
final class ShellBackend implements ShellCommands {
    private static final int VALUES = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AbngCli cli;
    private final List<String> globalOptions;

    /** {@code globalOptions} were given to the shell and go for all of its commands. */
    ShellBackend(final AbngCli cli, final String... globalOptions) {
        this.cli = cli;
        this.globalOptions = List.of(globalOptions);
    }

    @Override
    public int run(final int columns, final List<String> words) {
        final List<String> args = new ArrayList<>(globalOptions);
        args.addAll(words);
        final CliEnvironment old = cli.environment();
        final CliEnvironment now = new CliEnvironment(old.in(), old.out(), old.err(), old.terminal(),
            columns > 0 ? columns : old.columns(), old.variables());
        return new AbngCli(now).run(args.toArray(new String[0]));
    }

    @Override
    public ShellMode configure(final List<String> words) {
        final List<String> kinds = List.of("private", "exclusive");
        if (words.size() > 1 || !kinds.containsAll(words)) {
            return null;
        }
        final boolean exclusive = words.contains("exclusive");
        final ConfigureStatements statements = new ConfigureStatements(cli.environment(), socket(),
            Duration.ofSeconds(CommandLines.DEFAULT_TIMEOUT_SECONDS), false, words.contains("private"),
            "shell " + ProcessHandle.current().pid());
        final ConfigureMode mode = new ConfigureMode(cli.environment(), statements, exclusive);
        return exclusive && mode.run(List.of("lock"), question -> false) != AbngCli.OK ? null : mode;
    }

    @Override
    public Map<String, String> wordsAfter(final List<String> words) {
        final Map<String, String> next = new LinkedHashMap<>();
        for (final String word : cli.commandLines().wordsAfter(words)) {
            final List<String> longer = new ArrayList<>(words);
            longer.add(word);
            final CliCommand command = cli.commandLines().find(longer);
            next.put(word, command != null ? command.summary() : String.join(", ", cli.commandLines().wordsAfter(longer)));
        }
        return next;
    }

    @Override
    public boolean isCommand(final List<String> words) {
        return cli.commandLines().find(words) != null;
    }

    @Override
    public Map<String, Option> options(final List<String> words) {
        final Map<String, Option> options = new LinkedHashMap<>();
        final CliCommand command = cli.commandLines().find(words);
        if (command != null && command.method() != null) {
            for (final RecordComponent component : command.method().params().getRecordComponents()) {
                final Describe describe = component.getAnnotation(Describe.class);
                options.put(CommandLines.optionName(component),
                    new Option(describe.value(), component.getType() != Boolean.class, describe.completes()));
            }
        }
        options.put("--json", new Option("Print the raw result", false, ValueSource.NONE));
        return options;
    }

    @Override
    public List<Operand> operands(final List<String> words) {
        final CliCommand command = cli.commandLines().find(words);
        if (command == null) {
            return List.of();
        }
        return command.operands().stream().map(operand -> Operand.valueOf(operand.replace(CliCommand.VARIADIC, ""))).toList();
    }

    @Override
    public Collection<String> methods() {
        return RpcCatalogue.methods().stream().map(RpcMethod::name).toList();
    }

    @Override
    public Collection<String> values(final ValueSource source) {
        final Set<String> values = new LinkedHashSet<>();
        switch (source) {
            case NONE -> {
                return values;
            }
            case EVENT_TYPE -> Arrays.stream(EventType.values()).map(EventType::wireName).forEach(values::add);
            case SESSION_ID -> ask(RpcCatalogue.SHOW_SUBSCRIBERS, "subscribers", "id", values);
            case MAC -> ask(RpcCatalogue.SHOW_SUBSCRIBERS, "subscribers", "mac", values);
            case ADDRESS -> ask(RpcCatalogue.SHOW_SUBSCRIBERS, "subscribers", "address", values);
            case USER -> ask(RpcCatalogue.SHOW_SUBSCRIBERS, "subscribers", "user", values);
            case LINE -> ask(RpcCatalogue.SHOW_INTERFACES, "lines", "name", values);
            case GROUP -> ask(RpcCatalogue.SHOW_INTERFACES, "lines", "group", values);
            case TRUNK -> ask(RpcCatalogue.SHOW_INTERFACES, "trunks", "name", values);
            case POOL -> ask(RpcCatalogue.SHOW_POOLS, "pools", "name", values);
            case COUNTER -> ask(RpcCatalogue.SHOW_COUNTERS, "counters", "name", values);
            default -> throw new IllegalArgumentException(source.name());
        }
        return values;
    }

    private void ask(final RpcMethod<?, ?> method, final String list, final String field, final Set<String> values) {
        final boolean paged = Arrays.stream(method.params().getRecordComponents()).anyMatch(c -> "limit".equals(c.getName()));
        try (RpcClient client = RpcClient.connect(socket(), PATIENCE)) {
            final Object result = client.callTree(method.name(), paged ? Map.of("limit", VALUES) : null);
            if (Invocation.object(result).get(list) instanceof List<?> elements) {
                for (final Object element : elements) {
                    final Object value = Invocation.object(element).get(field);
                    if (value != null) {
                        values.add(value.toString());
                    }
                }
            }
        } catch (final RpcException | IOException e) {
            // Somebody pressed the tab key: without a daemon there is nothing to offer, and the command itself will say why.
            values.clear();
        }
    }

    private Path socket() {
        for (int i = 0; i < globalOptions.size(); i++) {
            final String option = globalOptions.get(i);
            if (option.startsWith("--socket=")) {
                return Path.of(option.substring("--socket=".length()));
            }
            if ("--socket".equals(option) && i + 1 < globalOptions.size()) {
                return Path.of(globalOptions.get(i + 1));
            }
        }
        return cli.environment().socket();
    }
}
