package io.athenabng.benchmarks.fakekernel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;

/**
 * Serves a {@link FakeKernel} to other processes over a Unix socket, each connection being one netlink socket. A thread of its own, which
 * never waits for anybody: what a process does not read is kept.
 */
public final class FakeKernelServer implements AutoCloseable {
    private static final long JOIN_MS = 10_000;

    private final FakeKernel kernel;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Thread thread;
    private volatile Throwable failure;

    /** Serves from now on. */
    public FakeKernelServer(FakeKernel kernel, Path socket) throws IOException {
        this.kernel = kernel;
        selector = Selector.open();
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::serve, "fake-kernel");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::onReady);
            }
        } catch (ClosedSelectorException e) {
            // close() ends the thread.
            return;
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void onReady(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            connection.onReady();
            return;
        }
        try {
            SocketChannel channel = server.accept();
            channel.configureBlocking(false);
            Connection connection = new Connection(channel);
            connection.key = channel.register(selector, SelectionKey.OP_READ, connection);
        } catch (IOException e) {
            throw new IllegalStateException("no connection can be taken", e);
        }
    }

    /** Throws if it serves no more. */
    public void requireAlive() {
        if (failure != null) {
            throw new IllegalStateException("the fake kernel has ended", failure);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        selector.close();
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Connection implements FakeKernel.Receiver {
        private final SocketChannel channel;
        private final ByteBuffer received = ByteBuffer.allocate(Frames.HEADER_LENGTH + Frames.MAX_LENGTH);
        private final ArrayDeque<ByteBuffer> toSend = new ArrayDeque<>();
        private SelectionKey key;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void onReady() {
            try {
                if (key.isReadable() && channel.read(received) < 0) {
                    end();
                    return;
                }
                received.flip();
                while (takeFrame()) {
                    send();
                }
                received.compact();
                send();
            } catch (IOException e) {
                // Its process was killed.
                end();
            }
        }

        private void end() {
            kernel.leave(this);
            key.cancel();
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("a connection cannot be closed", e);
            }
        }

        private boolean takeFrame() {
            if (received.remaining() < Frames.HEADER_LENGTH) {
                return false;
            }
            int length = Frames.checkLength(received.getInt(received.position()));
            if (received.remaining() < Frames.HEADER_LENGTH + length) {
                return false;
            }
            int kind = received.getInt(received.position() + Integer.BYTES);
            byte[] payload = new byte[length];
            received.position(received.position() + Frames.HEADER_LENGTH);
            received.get(payload);
            if (kind == Frames.JOIN) {
                kernel.join(ByteBuffer.wrap(payload).getInt(), this);
                queue(Frames.of(Frames.DONE, new byte[0]));
            } else if (kind != Frames.REQUEST) {
                throw new IllegalStateException("a frame of kind " + kind);
            } else if (kernel.request(payload, this)) {
                queue(Frames.of(Frames.DONE, new byte[0]));
            }
            return true;
        }

        @Override
        public void onDatagram(byte[] datagram) {
            queue(Frames.of(Frames.DATAGRAM, datagram));
        }

        private void queue(ByteBuffer frame) {
            toSend.add(frame);
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        }

        private void send() throws IOException {
            while (!toSend.isEmpty()) {
                channel.write(toSend.peek());
                if (toSend.peek().hasRemaining()) {
                    return;
                }
                toSend.remove();
            }
            key.interestOps(SelectionKey.OP_READ);
        }
    }
}
