package io.athenabng.benchmarks.radius;

import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/** A server that answers every Access-Request with Access-Accept after a fixed time, with its User-Name as Class. A thread of its own. */
final class SlowReflector implements AutoCloseable {
    private static final int SOCKET_BYTES = 64 << 20;
    private static final int USER_NAME_OFFSET = RadiusPacketFlyweight.HEADER_LENGTH + 18;
    private static final long IDLE_NS = 50_000;

    private record Due(long atNs, byte[] answer, SocketAddress client) {
    }

    private final DatagramChannel channel;
    private final RadiusSecret secret;
    private final long delayNs;
    private final ArrayDeque<Due> waiting = new ArrayDeque<>();
    private final Thread thread = new Thread(this::serve, "reflector");
    private volatile boolean running = true;

    SlowReflector(String secret, long delayNs) throws IOException {
        this.secret = new RadiusSecret(secret.getBytes(StandardCharsets.UTF_8));
        this.delayNs = delayNs;
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BYTES);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        try {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocate(RadiusPacketFlyweight.MAX_LENGTH);
        UnsafeBuffer request = new UnsafeBuffer(buffer.array());
        try {
            while (running) {
                boolean worked = false;
                buffer.clear();
                SocketAddress client = channel.receive(buffer);
                if (client != null) {
                    waiting.add(new Due(System.nanoTime() + delayNs, answer(request), client));
                    worked = true;
                }
                while (!waiting.isEmpty() && waiting.peek().atNs <= System.nanoTime()) {
                    Due due = waiting.peek();
                    if (channel.send(ByteBuffer.wrap(due.answer), due.client) == 0) {
                        break;
                    }
                    waiting.poll();
                    worked = true;
                }
                if (!worked) {
                    LockSupport.parkNanos(IDLE_NS);
                }
            }
        } catch (IOException e) {
            if (running) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private byte[] answer(UnsafeBuffer request) {
        int name = request.getByte(USER_NAME_OFFSET + 1) - 2;
        int length = RadiusPacketFlyweight.HEADER_LENGTH + 18 + 2 + name;
        UnsafeBuffer answer = new UnsafeBuffer(new byte[length]);
        new RadiusPacketFlyweight().wrapMutable(answer, 0).code(RadiusCode.ACCESS_ACCEPT).identifier(request.getByte(1) & 0xff)
            .packetLength(length);
        answer.putByte(20, (byte) RadiusAttributes.MESSAGE_AUTHENTICATOR);
        answer.putByte(21, (byte) 18);
        answer.putByte(38, (byte) RadiusAttributes.CLASS);
        answer.putByte(39, (byte) (2 + name));
        answer.putBytes(40, request, USER_NAME_OFFSET + 2, name);
        secret.signMessageAuthenticator(answer, 0, length, 22, request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        secret.signResponse(answer, 0, length, request, RadiusPacketFlyweight.AUTHENTICATOR_OFFSET);
        return answer.byteArray();
    }

    @Override
    public void close() throws IOException {
        running = false;
        channel.close();
    }
}
