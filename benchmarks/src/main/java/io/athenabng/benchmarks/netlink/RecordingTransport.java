package io.athenabng.benchmarks.netlink;

import io.athenabng.netlink.NetlinkTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Passes everything on, and writes what is sent into a file while there is one: each send as its length, 4 bytes in little-endian order,
 * and its bytes. {@code netlink_replay.c} sends them again.
 */
final class RecordingTransport implements NetlinkTransport {
    private final NetlinkTransport to;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private FileChannel file;

    RecordingTransport(NetlinkTransport to) {
        this.to = to;
    }

    /** Records into a file from now on; into none with null. */
    void record(Path path) throws IOException {
        if (file != null) {
            file.close();
        }
        file = path == null ? null : FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    }

    @Override
    public MutableDirectBuffer sendBuffer() {
        return to.sendBuffer();
    }

    @Override
    public DirectBuffer receiveBuffer() {
        return to.receiveBuffer();
    }

    @Override
    public int send(int bytes) {
        int sent = to.send(bytes);
        if (file != null && sent >= 0) {
            byte[] copy = new byte[bytes];
            to.sendBuffer().getBytes(0, copy);
            try {
                file.write(length.clear().putInt(bytes).flip());
                file.write(ByteBuffer.wrap(copy));
            } catch (IOException e) {
                throw new UncheckedIOException("what is sent cannot be recorded", e);
            }
        }
        return sent;
    }

    @Override
    public int receive() {
        return to.receive();
    }

    @Override
    public int portId() {
        return to.portId();
    }

    @Override
    public void join(int group) {
        to.join(group);
    }

    @Override
    public boolean await(int timeoutMs) {
        return to.await(timeoutMs);
    }

    @Override
    public void close() {
        to.close();
    }
}
