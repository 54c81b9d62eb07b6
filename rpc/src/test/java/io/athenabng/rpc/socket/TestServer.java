package io.athenabng.rpc.socket;

import io.athenabng.rpc.api.ConfigValidate;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.SessionClear;
import io.athenabng.rpc.api.ShowCounters;
import io.athenabng.rpc.api.ShowVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server on a socket of its own, with a few handlers that show what the protocol does with them. */
final class TestServer implements AutoCloseable {
    final Path directory;
    final Path socket;
    final RpcServer server;
    /** What handlers and server reported as defects. */
    final List<Throwable> defects = new CopyOnWriteArrayList<>();
    /** Calls of session.dhcp_up, which this server never answers by itself. */
    final List<RpcCall<?, ?>> unanswered = new CopyOnWriteArrayList<>();
    /** Prefixes that show.counters was called with, notifications included. */
    final List<String> prefixes = new CopyOnWriteArrayList<>();

    TestServer() throws IOException {
        this(UnaryOperator.identity());
    }

    TestServer(final UnaryOperator<RpcServerOptions> change) throws IOException {
        directory = Files.createTempDirectory("abng");
        socket = directory.resolve("run").resolve("t.sock");
        server = RpcServer.start(change.apply(RpcServerOptions.at(socket, defects::add).withAccess("rw-------", null)), handlers());
    }

    private RpcDispatcher handlers() {
        return new RpcDispatcher()
            .on(RpcCatalogue.SHOW_VERSION, call -> call.result(new ShowVersion.Result("1", "25", "6.1", "amd64", 7)))
            .on(RpcCatalogue.SHOW_COUNTERS, call -> {
                prefixes.add(String.valueOf(call.params().prefix()));
                call.result(new ShowCounters.Result(List.of(new ShowCounters.Counter(call.params().prefix() + ".x", 3, "counts x"))));
            })
            .on(RpcCatalogue.SESSION_CLEAR, call -> {
                if (call.params().id() == null) {
                    call.error(RpcErrorCode.CONFIRMATION_NEEDED, "every session would be ended");
                } else {
                    Thread.ofPlatform().start(() -> call.result(new SessionClear.Result(call.params().id())));
                }
            })
            .on(RpcCatalogue.CONFIG_VALIDATE, call -> {
                if (call.params().yaml().equals("throw")) {
                    throw new IllegalStateException("defect in a handler");
                }
                final List<ConfigValidate.Problem> problems = new ArrayList<>();
                problems.add(new ConfigValidate.Problem("x".repeat(Integer.parseInt(call.params().yaml())), 1, "long"));
                call.result(new ConfigValidate.Result(false, problems));
            })
            .on(RpcCatalogue.SESSION_DHCP_UP, unanswered::add);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(directory.resolve("run").resolve("t.sock.lock"));
        Files.deleteIfExists(directory.resolve("run"));
        Files.delete(directory);
    }
}
