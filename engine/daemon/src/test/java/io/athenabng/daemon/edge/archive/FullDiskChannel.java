package io.athenabng.daemon.edge.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file on a disk with so much room left: writes what fits, then refuses, as the kernel does. */
final class FullDiskChannel extends FileChannel {
    private final FileChannel file;
    private final int[] room;

    FullDiskChannel(final FileChannel file, final int[] room) {
        this.file = file;
        this.room = room;
    }

    @Override
    public int write(final ByteBuffer from, final long position) throws IOException {
        if (room[0] == 0) {
            throw new IOException("No space left on device");
        }
        final int length = Math.min(room[0], from.remaining());
        final ByteBuffer part = from.duplicate();
        part.limit(part.position() + length);
        final int written = file.write(part, position);
        from.position(from.position() + written);
        room[0] -= written;
        return written;
    }

    @Override
    public FileChannel truncate(final long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public int read(final ByteBuffer into, final long position) throws IOException {
        return file.read(into, position);
    }

    @Override
    public void force(final boolean metaData) throws IOException {
        file.force(metaData);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public int read(final ByteBuffer into) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(final ByteBuffer[] into, final int offset, final int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(final ByteBuffer from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(final ByteBuffer[] from, final int offset, final int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(final long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(final long position, final long count, final WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(final ReadableByteChannel from, final long position, final long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(final MapMode mode, final long position, final long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(final long position, final long size, final boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(final long position, final long size, final boolean shared) {
        throw new UnsupportedOperationException();
    }
}
