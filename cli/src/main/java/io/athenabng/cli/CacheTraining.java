package io.athenabng.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The run from which the JVM learns what a one-shot command loads: {@code java -XX:AOTCacheOutput=FILE … CacheTraining}. It runs
 * commands against a socket of its own that gives prepared answers, so that connection, JSON and tables are in the cache and not
 * only the start. Its output goes nowhere; exit status 0 if every command succeeded.
 */
public final class CacheTraining {
    private static final String SUBSCRIBERS = "{\"jsonrpc\":\"2.0\",\"result\":{\"total\":1,\"offset\":0,\"subscribers\":[{\"id\":1,"
        + "\"state\":\"ACTIVE\",\"mac\":\"02:00:00:00:00:01\",\"line\":\"eth1.5\",\"rate_down_bits_per_second\":2500000000,"
        + "\"started_epoch_ms\":1767268800000}]},\"id\":1}\n";
    private static final String STATUS = "{\"jsonrpc\":\"2.0\",\"result\":{\"state\":\"RUNNING\",\"started_epoch_ms\":1767268800000,"
        + "\"agents\":[{\"name\":\"session\",\"running\":true,\"errors\":0}],\"memory\":{\"heap_used_bytes\":96468992},"
        + "\"warnings\":[\"w\"]},\"id\":1}\n";

    private CacheTraining() {
    }

    /** Runs the commands. */
    public static void main(final String[] args) throws IOException {
        final Path directory = Files.createTempDirectory("abng-cli");
        final Path socket = directory.resolve("training.sock");
        int status = AbngCli.OK;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            final String[][] commands = {{"show", "subscribers", "--limit", "5"}, {"show", "subscribers", "--json"}, {"show", "status"}};
            for (final String[] command : commands) {
                final String answer = "status".equals(command[1]) ? STATUS : SUBSCRIBERS;
                Thread.ofPlatform().daemon().start(() -> answer(server, answer));
                status |= run(socket, command);
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(directory);
        }
        System.exit(status);
    }

    private static int run(final Path socket, final String... command) {
        final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new AbngCli(new CliEnvironment(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, true, 100,
            Map.of("ABNG_SOCKET", socket.toString()))).run(command);
    }

    private static void answer(final ServerSocketChannel server, final String answer) {
        try (SocketChannel peer = server.accept()) {
            // The question does not matter; it ends with its line.
            final ByteBuffer question = ByteBuffer.allocate(4096);
            while (question.position() == 0 || question.get(question.position() - 1) != '\n') {
                if (peer.read(question) < 0) {
                    return;
                }
            }
            final ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                peer.write(bytes);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the training socket failed", e);
        }
    }
}
