package io.athenabng.benchmarks.fakekernel;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkTransport;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A netlink socket to a {@link FakeKernelServer}. As with Linux, the kernel is through with all that was sent when {@link #send} returns. A
 * thread of its own takes what comes.
 */
public final class FakeKernelTransport implements NetlinkTransport {
    private static final int PORT_ID = 4711;

    private final SocketChannel channel;
    private final UnsafeBuffer sendBuffer = new UnsafeBuffer(new byte[Frames.MAX_LENGTH]);
    private final UnsafeBuffer receiveBuffer = new UnsafeBuffer(new byte[Frames.MAX_LENGTH]);
    private final LinkedBlockingDeque<byte[]> datagrams = new LinkedBlockingDeque<>();
    private final Semaphore done = new Semaphore(0);
    private volatile boolean ended;

    private FakeKernelTransport(SocketChannel channel) {
        this.channel = channel;
        Thread thread = new Thread(this::take, "fake-netlink");
        thread.setDaemon(true);
        thread.start();
    }

    /** Connects. */
    public static FakeKernelTransport open(Path socket) {
        try {
            return new FakeKernelTransport(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (IOException e) {
            throw new UncheckedIOException("no fake kernel at " + socket, e);
        }
    }

    private void take() {
        ByteBuffer header = ByteBuffer.allocate(Frames.HEADER_LENGTH);
        try {
            while (true) {
                header.clear();
                fill(header);
                byte[] payload = new byte[Frames.checkLength(header.getInt(0))];
                fill(ByteBuffer.wrap(payload));
                if (header.getInt(Integer.BYTES) == Frames.DONE) {
                    done.release();
                } else {
                    datagrams.add(payload);
                }
            }
        } catch (IOException e) {
            // Closed, by this end or by the other: whoever sends is told.
            ended = true;
            done.release();
        }
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the fake kernel is gone");
            }
        }
    }

    @Override
    public MutableDirectBuffer sendBuffer() {
        return sendBuffer;
    }

    @Override
    public DirectBuffer receiveBuffer() {
        return receiveBuffer;
    }

    @Override
    public int send(int length) {
        byte[] batch = new byte[length];
        sendBuffer.getBytes(0, batch);
        return ask(Frames.of(Frames.REQUEST, batch));
    }

    /** Answers 0 when it is done, or a negative errno. */
    private int ask(ByteBuffer frame) {
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
            done.acquire();
        } catch (IOException e) {
            return -Errno.EIO;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -Errno.EINTR;
        }
        return ended ? -Errno.EIO : 0;
    }

    @Override
    public int receive() {
        byte[] datagram = datagrams.poll();
        if (datagram == null) {
            return 0;
        }
        receiveBuffer.putBytes(0, datagram);
        return datagram.length;
    }

    @Override
    public int portId() {
        return PORT_ID;
    }

    @Override
    public void join(int group) {
        int errno = ask(Frames.of(Frames.JOIN, ByteBuffer.allocate(Integer.BYTES).putInt(group).array()));
        if (errno != 0) {
            throw new IllegalStateException("the fake kernel is gone: " + Errno.name(-errno));
        }
    }

    @Override
    public boolean await(int timeoutMs) {
        try {
            byte[] first = datagrams.poll(timeoutMs, TimeUnit.MILLISECONDS);
            if (first != null) {
                datagrams.addFirst(first);
            }
            return first != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing", e);
        }
    }
}
