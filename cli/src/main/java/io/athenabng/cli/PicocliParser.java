package io.athenabng.cli;

import io.athenabng.rpc.api.Describe;
import io.athenabng.rpc.api.FieldNames;
import io.athenabng.rpc.api.Suggestions;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** Builds picocli's model from the commands, without annotations: help texts, completion, and what is wrong with arguments. */
final class PicocliParser {
    private static final String NAME = "abng-cli";

    private final CommandLines commandLines;

    PicocliParser(final CommandLines commandLines) {
        this.commandLines = commandLines;
    }

    /**
     * Understands the arguments, or says why not.
     *
     * @throws UsageProblem if they name no command or are wrong for it
     */
    CommandLines.Parsed parse(final CliEnvironment environment, final String... args) throws UsageProblem {
        final CommandLine root = new CommandLine(model(args));
        ParseResult result;
        try {
            result = root.parseArgs(args);
        } catch (final CommandLine.UnmatchedArgumentException e) {
            throw unmatched(e);
        } catch (final CommandLine.ParameterException e) {
            throw new UsageProblem(qualified(e.getCommandLine()) + firstLine(e.getMessage()));
        }
        final Map<String, Object> given = new LinkedHashMap<>();
        boolean help = false;
        while (true) {
            result.matchedOptions().forEach(option -> given.put(option.longestName(), option.getValue()));
            help |= result.isUsageHelpRequested();
            if (!result.hasSubcommand()) {
                break;
            }
            result = result.subcommand();
        }
        final CliCommand command = commandLines.find(words(result.commandSpec().commandLine()));
        if (help) {
            return new CommandLines.Parsed(null, usage(result.commandSpec().commandLine(), environment));
        }
        if (command == null) {
            throw new UsageProblem(incomplete(result.commandSpec().commandLine()));
        }
        return new CommandLines.Parsed(CommandLines.invocation(environment, command, given, operands(result, command)), null);
    }

    /** The script for {@code completion bash}. */
    String bashCompletion() {
        return AutoComplete.bash(NAME, new CommandLine(model()));
    }

    /** The model; options are only made for commands whose first word is among the arguments, or for all if there are none. */
    private CommandSpec model(final String... args) {
        final CommandSpec root = CommandSpec.create().name(NAME);
        root.usageMessage().description("Operator's command line of Athena BNG. Without a command it opens a shell.")
            .synopsisHeading("Usage: ").commandListHeading("%nCommands:%n").optionListHeading("%nOptions:%n");
        addGlobalOptions(root);
        for (final CliCommand command : commandLines.commands()) {
            CommandSpec parent = root;
            for (int i = 0; i < command.words().size(); i++) {
                final String word = command.words().get(i);
                CommandLine child = parent.subcommands().get(word);
                if (child == null) {
                    final CommandSpec spec = CommandSpec.create().name(word);
                    parent.addSubcommand(word, spec);
                    child = parent.subcommands().get(word);
                }
                parent = child.getCommandSpec();
            }
            parent.usageMessage().description(command.summary() + ".");
            if (args.length == 0 || List.of(args).contains(command.words().getLast())) {
                addParameters(parent, command);
            }
        }
        for (final String group : commandLines.wordsAfter(List.of())) {
            final CommandSpec spec = root.subcommands().get(group).getCommandSpec();
            if (!spec.subcommands().isEmpty()) {
                spec.usageMessage().description(String.join(", ", spec.subcommands().keySet()) + ".");
            }
        }
        return root;
    }

    private static void addGlobalOptions(final CommandSpec root) {
        root.addOption(global("--socket", "Socket of the daemon; ABNG_SOCKET or " + CliEnvironment.DEFAULT_SOCKET + " if absent")
            .type(String.class).paramLabel("PATH").build());
        root.addOption(global("--timeout", "How long to wait for an answer; " + CommandLines.DEFAULT_TIMEOUT_SECONDS + " if absent")
            .type(Integer.class).paramLabel("SECONDS").build());
        root.addOption(global("--json", "Print the raw result").type(boolean.class).arity("0").build());
        root.addOption(global("--no-color", "Print without colours").type(boolean.class).arity("0").build());
        root.addOption(OptionSpec.builder("--version").description("Show the version of abng-cli").type(boolean.class).arity("0").build());
        root.addOption(OptionSpec.builder("-h", "--help").description("Show this help").type(boolean.class).arity("0")
            .scopeType(ScopeType.INHERIT).usageHelp(true).build());
    }

    private static OptionSpec.Builder global(final String name, final String description) {
        return OptionSpec.builder(name).description(description).scopeType(ScopeType.INHERIT);
    }

    private static void addParameters(final CommandSpec spec, final CliCommand command) {
        if (command.isVariadic()) {
            spec.parser().unmatchedOptionsArePositionalParams(true);
            spec.addPositional(PositionalParamSpec.builder().index("0..*").arity("1..*").required(true).type(List.class)
                .auxiliaryTypes(String.class).paramLabel(command.operands().getFirst())
                .description(operandMeaning(command.operands().getFirst())).build());
            return;
        }
        for (int i = 0; i < command.operands().size(); i++) {
            spec.addPositional(PositionalParamSpec.builder().index(Integer.toString(i)).arity(i < command.needed() ? "1" : "0..1")
                .required(i < command.needed())
                .type(String.class).paramLabel(command.operands().get(i)).description(operandMeaning(command.operands().get(i))).build());
        }
        if (command.method() == null) {
            return;
        }
        for (final RecordComponent component : command.method().params().getRecordComponents()) {
            final OptionSpec.Builder option = OptionSpec.builder(CommandLines.optionName(component))
                .description(component.getAnnotation(Describe.class).value());
            if (component.getType() == Boolean.class) {
                option.type(boolean.class).arity("0");
            } else if (component.getType() == List.class) {
                option.type(List.class).auxiliaryTypes(String.class).splitRegex(",").paramLabel("A,B,...");
            } else {
                option.type(component.getType()).paramLabel(FieldNames.wireName(component.getName()).toUpperCase(Locale.ROOT));
            }
            spec.addOption(option.build());
        }
    }

    private static String operandMeaning(final String operand) {
        return switch (operand) {
            case "KEY" -> "Session id, MAC address, IPv4 address, or line";
            case "FILE" -> "Configuration file, or - for standard input";
            case "USER" -> "User-Name to ask for";
            case "STATEMENT..." -> "The statement's words: " + String.join(", ", ConfigureStatements.ALL.keySet());
            case "METHOD" -> "Name of a method; rpc.methods lists them";
            case "PARAMS" -> "Parameters as a JSON object or array";
            default -> throw new IllegalArgumentException(operand);
        };
    }

    private static List<String> operands(final ParseResult result, final CliCommand command) {
        final List<String> operands = new ArrayList<>();
        if (command.isVariadic()) {
            return result.matchedPositionalValue(0, operands);
        }
        for (int i = 0; i < command.operands().size(); i++) {
            final String value = result.matchedPositionalValue(i, null);
            if (value != null) {
                operands.add(value);
            }
        }
        return operands;
    }

    private UsageProblem unmatched(final CommandLine.UnmatchedArgumentException e) {
        final CommandLine at = e.getCommandLine();
        final List<String> words = words(at);
        final String name = String.join(" ", words);
        final String argument = e.getUnmatched().getFirst();
        if (argument.startsWith("-")) {
            final List<String> known = new ArrayList<>();
            at.getCommandSpec().options().forEach(option -> known.add(option.longestName()));
            final String nearest = Suggestions.nearest(argument.replaceFirst("=.*", ""), known);
            return new UsageProblem("unknown option '" + argument + "'" + (name.isEmpty() ? "" : " of '" + name + "'")
                + (nearest == null ? ": see '" + (name + " --help").trim() + "'" : ": did you mean '" + nearest + "'?"));
        }
        final Set<String> next = commandLines.wordsAfter(words);
        if (next.isEmpty()) {
            return new UsageProblem("'" + name + "' does not take '" + argument + "': see '" + name + " --help'");
        }
        final String typed = (name + " " + argument).trim();
        final String nearest = nearestCommand(words, argument, next);
        return new UsageProblem("unknown command '" + typed + "'"
            + (nearest == null ? ": after " + (name.isEmpty() ? NAME : "'" + name + "'") + " come " + String.join(", ", next)
            : ": did you mean '" + nearest + "'?"));
    }

    /** The command that was meant: a word like the typed one here, or the same word in another place. */
    private String nearestCommand(final List<String> words, final String argument, final Set<String> next) {
        final String here = Suggestions.nearest(argument, next);
        if (here != null) {
            return (String.join(" ", words) + " " + here).trim();
        }
        final Map<String, String> elsewhere = new LinkedHashMap<>();
        commandLines.commands().forEach(command -> elsewhere.putIfAbsent(command.words().getLast(), command.name()));
        final String there = Suggestions.nearest(argument, elsewhere.keySet());
        return there == null ? null : elsewhere.get(there);
    }

    private String incomplete(final CommandLine at) {
        final List<String> words = words(at);
        return (words.isEmpty() ? "a command is needed: " : "'" + String.join(" ", words) + "' needs one more word: ")
            + String.join(", ", commandLines.wordsAfter(words));
    }

    private static String qualified(final CommandLine at) {
        final String name = String.join(" ", words(at));
        return name.isEmpty() ? "" : "'" + name + "': ";
    }

    private static String usage(final CommandLine at, final CliEnvironment environment) {
        at.setUsageHelpWidth(Math.max(60, Math.min(120, environment.columns())));
        return at.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    private static List<String> words(final CommandLine at) {
        final List<String> words = new ArrayList<>();
        for (CommandLine line = at; line != null && line.getParent() != null; line = line.getParent()) {
            words.addFirst(line.getCommandName());
        }
        return words;
    }

    private static String firstLine(final String text) {
        final int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end).trim();
    }
}
