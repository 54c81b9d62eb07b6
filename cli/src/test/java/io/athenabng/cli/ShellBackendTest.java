package io.athenabng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.cli.shell.ShellCommands;
import io.athenabng.rpc.api.ValueSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class ShellBackendTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void runsTheSameCommandsWithTheShellsOptions() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            final ShellBackend backend = backend("--socket", daemon.socket.toString());
            assertEquals(AbngCli.OK, backend.run(60, List.of("show", "version")));
            assertTrue(out.toString(StandardCharsets.UTF_8).contains("6.1.0-40-amd64"));
            assertEquals(AbngCli.USAGE, backend.run(60, List.of("show", "versoin")));
        }
    }

    @Test
    void asksTheDaemonForValues() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon()) {
            final ShellBackend backend = backend("--socket=" + daemon.socket);
            assertEquals(500, backend.values(ValueSource.SESSION_ID).size());
            assertTrue(backend.values(ValueSource.MAC).contains("02:00:00:00:00:01"));
            assertEquals(List.of("eth1.111.500.100"), List.copyOf(backend.values(ValueSource.LINE)));
            assertEquals(List.of("eth1"), List.copyOf(backend.values(ValueSource.TRUNK)));
            assertEquals(List.of("residential-1"), List.copyOf(backend.values(ValueSource.POOL)));
            assertEquals(List.of("rpc.calls"), List.copyOf(backend.values(ValueSource.COUNTER)));
            assertTrue(backend.values(ValueSource.EVENT_TYPE).contains("session.dhcp_up"));
            assertTrue(backend.values(ValueSource.NONE).isEmpty());
        }
    }

    @Test
    void offersNothingWithoutADaemon() {
        assertTrue(backend("--socket", "/nonexistent/abngd.sock").values(ValueSource.MAC).isEmpty());
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void knowsTheCommands() {
        final ShellBackend backend = backend();
        assertEquals(List.of("show", "clear", "set", "test", "system", "monitor", "configure", "config", "rpc", "completion"),
            List.copyOf(backend.wordsAfter(List.of()).keySet()));
        assertEquals("Lists sessions, filtered and a page at a time", backend.wordsAfter(List.of("show")).get("subscribers"));
        assertTrue(backend.isCommand(List.of("show", "subscribers")));
        final ShellCommands.Option group = backend.options(List.of("show", "subscribers")).get("--group");
        assertEquals(new ShellCommands.Option("Only sessions of this access group", true, ValueSource.GROUP), group);
        assertEquals(List.of(ShellCommands.Operand.METHOD, ShellCommands.Operand.PARAMS), backend.operands(List.of("rpc")));
    }

    private ShellBackend backend(final String... options) {
        final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new ShellBackend(new AbngCli(new CliEnvironment(new ByteArrayInputStream(new byte[0]), stream, stream, true, 80, Map.of())),
            options);
    }
}
