package io.athenabng.benchmarks.crash;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@link AccountingSink}s as a process, for scripts; at its end (SIGTERM) it says as JSON what was reported. */
@Command(name = "accounting-server", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Takes RADIUS accounting on some ports and says at its end what was reported of sessions.")
public final class AccountingServer implements Callable<Integer> {
    private static final int START = 1;
    private static final int STOP = 2;
    private static final int INTERIM_UPDATE = 3;
    private static final int ACCOUNTING_ON = 7;
    private static final int ACCOUNTING_OFF = 8;

    @Option(names = "--namespace", required = true, paramLabel = "NAME", description = "Network namespace to listen in.")
    private String namespace;

    @Option(names = "--port", required = true, paramLabel = "N", description = "Port on 127.0.0.1; may be repeated.")
    private List<Integer> ports;

    @Option(names = "--secret", required = true, paramLabel = "TEXT", description = "The shared secret.")
    private String secret;

    @Option(names = "--json", required = true, paramLabel = "FILE", description = "Where the JSON object goes.")
    private Path json;

    private AccountingServer() {
    }

    /** Runs the command; a signal ends it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AccountingServer()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<Integer, AccountingSink> sinks = new TreeMap<>();
        ports.forEach(port -> sinks.put(port, new AccountingSink(namespace, port, secret)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Files.writeString(json, report(sinks).toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, "report"));
        System.out.println("ready");
        new CountDownLatch(1).await();
        return 0;
    }

    private static ObjectNode report(Map<Integer, AccountingSink> sinks) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        Map<String, Integer> starts = new HashMap<>();
        Map<String, Integer> stops = new HashMap<>();
        ObjectNode byPort = JsonNodeFactory.instance.objectNode();
        sinks.forEach((port, sink) -> {
            byPort.putObject(port.toString()).put("starts", sink.requests(START)).put("interims", sink.requests(INTERIM_UPDATE))
                .put("stops", sink.requests(STOP)).put("on", sink.requests(ACCOUNTING_ON)).put("off", sink.requests(ACCOUNTING_OFF));
            sink.reports().forEach((id, of) -> {
                starts.merge(id, of.starts(), Integer::sum);
                stops.merge(id, of.stops(), Integer::sum);
            });
        });
        report.put("sessions", starts.size());
        report.put("started", starts.values().stream().filter(count -> count > 0).count());
        report.put("stopped", stops.values().stream().filter(count -> count > 0).count());
        report.put("repeated", starts.values().stream().filter(count -> count > 1).count()
            + stops.values().stream().filter(count -> count > 1).count());
        report.set("ports", byPort);
        return report;
    }
}
