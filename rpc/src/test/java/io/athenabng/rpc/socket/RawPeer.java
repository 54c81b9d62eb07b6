package io.athenabng.rpc.socket;

import io.athenabng.rpc.jsonrpc.JsonTree;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A peer that sends any bytes and reads lines: what the server does must not depend on the project's own client. */
final class RawPeer implements Closeable {
    final SocketChannel channel;
    private final BufferedReader reader;

    RawPeer(final Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    void send(final String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(final byte[] bytes) throws IOException {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** The next line, or null at the end. */
    String line() throws IOException {
        return reader.readLine();
    }

    Object answer() throws IOException {
        return JsonTree.read(line());
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> answerObject() throws IOException {
        return (Map<String, Object>) answer();
    }

    Object ask(final String text) throws IOException {
        send(text + "\n");
        return answer();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
