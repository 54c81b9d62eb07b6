package io.athenabng.cli;

import io.athenabng.cli.shell.AbngShell;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;

/**
 * {@code abng-cli}: one command, or without one a shell. Exit status 0 for success, 1 for an error from the daemon (and for an
 * invalid configuration), 2 for a wrong command line, 3 if the daemon cannot be reached.
 */
public final class AbngCli {
    /** Success. */
    public static final int OK = 0;
    /** The daemon answered with an error. */
    public static final int FAILED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The daemon cannot be reached or does not answer. */
    public static final int UNREACHABLE = 3;

    private final CliEnvironment environment;
    private final CommandLines commandLines = new CommandLines(CliCommands.all());

    AbngCli(final CliEnvironment environment) {
        this.environment = environment;
    }

    /** Runs the command line and exits with its status. */
    public static void main(final String[] args) {
        final AbngCli cli = new AbngCli(CliEnvironment.ofProcess());
        System.exit(cli.isShell(args) ? cli.shell(args) : cli.run(args));
    }

    /** Whether a shell is wanted: a person sits there and gave no command, but perhaps global options. */
    private boolean isShell(final String... args) {
        return environment.isInteractive() && commandLines.hasNoCommand(args);
    }

    private int shell(final String... args) {
        try {
            return AbngShell.run(new ShellBackend(this, args), environment.variables());
        } catch (final IOException e) {
            return fail(FAILED, "the shell ended: " + e.getMessage(), null);
        }
    }

    CliEnvironment environment() {
        return environment;
    }

    CommandLines commandLines() {
        return commandLines;
    }

    /** Runs one command; returns the exit status. */
    int run(final String... args) {
        if (args.length == 1 && "--version".equals(args[0])) {
            final String version = AbngCli.class.getPackage().getImplementationVersion();
            environment.out().println("abng-cli " + (version == null ? "(not from a distribution)" : version));
            return OK;
        }
        try {
            final CommandLines.Parsed parsed = commandLines.parse(environment, args);
            if (parsed.help() != null) {
                environment.out().print(parsed.help());
                environment.out().flush();
                return OK;
            }
            return parsed.invocation().command().action().run(parsed.invocation());
        } catch (final UsageProblem e) {
            return fail(USAGE, e.getMessage(), null);
        } catch (final RpcException e) {
            final boolean reachable = e.kind() == RpcException.Kind.REMOTE || e.kind() == RpcException.Kind.PROTOCOL;
            return fail(reachable ? FAILED : UNREACHABLE, e.getMessage(), e.remedy());
        } catch (final IOException e) {
            return fail(FAILED, String.valueOf(e.getMessage()), null);
        }
    }

    private int fail(final int status, final String message, final String remedy) {
        final StringBuilder text = new StringBuilder("abng-cli: ").append(message);
        if (remedy != null && !remedy.isBlank()) {
            text.append(": ").append(remedy);
        }
        environment.out().flush();
        environment.err().println(text);
        return status;
    }
}
