package io.athenabng.cli;

import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.docs.RpcExamples;
import io.athenabng.rpc.socket.RpcDispatcher;
import io.athenabng.rpc.socket.RpcServer;
import io.athenabng.rpc.socket.RpcServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What {@code bin/abng-cli} runs once to make its class cache: the client's usual commands against a socket of its own, which answers
 * with the catalogue's examples. The JVM records the classes that this loads; real commands then start from the cache.
 */
public final class StartupTraining {
    private static final List<List<String>> COMMANDS = List.of(
        List.of("show", "subscribers"), List.of("show", "subscribers", "--json"), List.of("show", "interfaces"), List.of("show", "status"));

    private StartupTraining() {
    }

    /** Runs the commands; exits with status 1 and a message if one of them failed. */
    public static void main(final String[] args) throws IOException {
        final List<String> failures = run(CliEnvironment.ofProcess());
        failures.forEach(System.err::println);
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    /** Runs the commands and says what failed. */
    static List<String> run(final CliEnvironment environment) throws IOException {
        final List<String> failures = new CopyOnWriteArrayList<>();
        final Path directory = Files.createTempDirectory("abng-cli");
        final Path socket = directory.resolve("abngd.sock");
        final RpcDispatcher dispatcher = new RpcDispatcher();
        RpcCatalogue.methods().stream().filter(method -> dispatcher.missing().contains(method.name())).toList()
            .forEach(method -> answerWithExample(dispatcher, method));
        final RpcServerOptions options = RpcServerOptions.at(socket, e -> failures.add(e.toString())).withAccess("rw-------", null);
        try (RpcServer server = RpcServer.start(options, dispatcher)) {
            for (final List<String> command : COMMANDS) {
                final List<String> words = new ArrayList<>(List.of("--socket", server.socket().toString()));
                words.addAll(command);
                final int status = new AbngCli(environment).run(words.toArray(String[]::new));
                if (status != AbngCli.OK) {
                    failures.add("status " + status + " of " + command);
                }
            }
        } finally {
            Files.deleteIfExists(directory.resolve("abngd.sock.lock"));
            Files.delete(directory);
        }
        return List.copyOf(failures);
    }

    private static <P extends Record, R extends Record> void answerWithExample(final RpcDispatcher dispatcher,
                                                                               final RpcMethod<P, R> method) {
        dispatcher.on(method, call -> call.result(RpcExamples.of(method).result()));
    }
}
