package io.athenabng.daemon.edge.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file of a spool. Written by the upstream agent; {@link #force} runs on the spool's own thread. */
final class SpoolSegment {
    private static final ByteBuffer DELIVERED = ByteBuffer.wrap(new byte[] {SpoolEntry.DELIVERED}).asReadOnlyBuffer();

    final long number;
    private final Path file;
    private final FileChannel channel;
    /** Bytes of whole entries, with the file's header. */
    private int size;
    private int waiting;

    SpoolSegment(final long number, final Path file, final FileChannel channel) {
        this.number = number;
        this.file = file;
        this.channel = channel;
    }

    int size() {
        return size;
    }

    int waiting() {
        return waiting;
    }

    void size(final int bytes) {
        size = bytes;
    }

    void waiting(final int entries) {
        waiting = entries;
    }

    void begin() throws IOException {
        write(ByteBuffer.allocate(SpoolEntry.FILE_HEADER).order(ByteOrder.LITTLE_ENDIAN).putLong(0, SpoolEntry.MAGIC), 0);
        size = SpoolEntry.FILE_HEADER;
    }

    /** Writes an entry behind the last whole one; if that fails what was written of it is cut off again. */
    void append(final ByteBuffer entry) throws IOException {
        final int length = entry.remaining();
        write(entry, size);
        size += length;
        waiting++;
    }

    private void write(final ByteBuffer from, final long at) throws IOException {
        long to = at;
        while (from.hasRemaining()) {
            to += channel.write(from, to);
        }
    }

    /** Cuts off what stands behind the last whole entry. */
    void truncate() throws IOException {
        channel.truncate(size);
    }

    void read(final ByteBuffer into, final int at) throws IOException {
        while (into.hasRemaining() && channel.read(into, (long) at + into.position()) > 0) {
            // reads on until the buffer is full or the file ends
        }
    }

    void delivered(final int at) throws IOException {
        waiting--;
        write(DELIVERED.duplicate(), (long) at + SpoolEntry.STATE);
    }

    /** Waits for the disk. */
    void force() throws IOException {
        try {
            channel.force(false);
        } catch (final ClosedChannelException deleted) {
            // Every entry was delivered meanwhile and the file is gone: there is nothing left to lose.
            return;
        }
    }

    void close() throws IOException {
        channel.close();
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
