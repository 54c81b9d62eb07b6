package io.athenabng.cli;

import io.athenabng.rpc.api.ConfigValidate;
import io.athenabng.rpc.api.MonitorEnd;
import io.athenabng.rpc.api.MonitorSession;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowSubscribers;
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

/** A daemon that answers with the catalogue's examples, and with a list of sessions that takes several pages. */
final class FakeDaemon implements AutoCloseable {
    static final int SESSIONS = 2_500;
    final Path directory;
    final Path socket;
    final RpcServer server;
    final List<Throwable> defects = new CopyOnWriteArrayList<>();
    /** Parameters of every call, in their order. */
    final List<Record> calls = new CopyOnWriteArrayList<>();

    /** How long a monitor lasts. */
    volatile long monitorMs = 60_000;

    FakeDaemon() throws IOException {
        directory = Files.createTempDirectory("abngcli");
        socket = directory.resolve("d.sock");
        final RpcDispatcher dispatcher = new RpcDispatcher()
            .on(RpcCatalogue.SHOW_SUBSCRIBERS, call -> {
                calls.add(call.params());
                call.result(subscribers(call.params()));
            })
            .on(RpcCatalogue.SHOW_SESSION, call -> {
                calls.add(call.params());
                if (call.params().id() != null && call.params().id() != 1) {
                    call.error(RpcErrorCode.NOT_FOUND, "no session " + call.params().id());
                } else {
                    call.result(new ShowSession.Result(RpcExamples.of(RpcCatalogue.SHOW_SESSION).result().sessions()));
                }
            })
            .on(RpcCatalogue.MONITOR_SESSION, call -> {
                calls.add(call.params());
                call.result(new MonitorSession.Result(1, "02:00:00:00:00:01", "eth1.500.101", System.currentTimeMillis() + monitorMs));
            })
            .on(RpcCatalogue.MONITOR_END, call -> {
                calls.add(call.params());
                call.result(new MonitorEnd.Result(0, 3));
            })
            .on(RpcCatalogue.CONFIG_VALIDATE, call -> {
                calls.add(call.params());
                call.result(call.params().yaml().equals("ok: 1\n") ? new ConfigValidate.Result(true, List.of())
                    : RpcExamples.of(RpcCatalogue.CONFIG_VALIDATE).result());
            });
        for (final RpcMethod<?, ?> method : RpcCatalogue.methods()) {
            if (dispatcher.missing().contains(method.name())) {
                example(dispatcher, method);
            }
        }
        server = RpcServer.start(RpcServerOptions.at(socket, defects::add).withAccess("rw-------", null), dispatcher);
    }

    private <P extends Record, R extends Record> void example(final RpcDispatcher dispatcher, final RpcMethod<P, R> method) {
        dispatcher.on(method, call -> {
            calls.add(call.params());
            call.result(RpcExamples.of(method).result());
        });
    }

    private static ShowSubscribers.Result subscribers(final ShowSubscribers.Params params) {
        final int offset = params.offset() == null ? 0 : params.offset();
        final int limit = params.limit() == null ? ShowSubscribers.DEFAULT_LIMIT : params.limit();
        final List<ShowSubscribers.Subscriber> page = new ArrayList<>();
        for (int i = offset + 1; i <= Math.min(SESSIONS, offset + limit); i++) {
            page.add(new ShowSubscribers.Subscriber(i, "ACTIVE", "ipoe", "user-" + i + "\033[31m",
                String.format("02:00:00:00:%02x:%02x", i >> 8, i & 255), "eth1.111.500." + i, "10.0." + (i >> 8) + "." + (i & 255),
                "residential", 2_500_000_000L, 640_000L, System.currentTimeMillis() - 3_725_000, null));
        }
        return new ShowSubscribers.Result(SESSIONS, offset, page);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(directory.resolve("d.sock.lock"));
        Files.delete(directory);
    }
}
