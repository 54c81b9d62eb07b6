package io.athenabng.daemon.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exclusive right to a store's directory: a lock on its file {@code lock}, which holds the owner's process id as text. The kernel
 * gives the lock up when the process ends, however it ends.
 */
final class StoreLock implements AutoCloseable {
    /** File locks belong to the process, and closing any descriptor of the file drops them: within it, this set is the lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private StoreLock(final Path file, final FileChannel channel, final FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @param directory the store's directory, which exists
     * @return the lock
     * @throws SessionStoreException if somebody else has it
     * @throws IOException           if the lock file cannot be written
     */
    static StoreLock acquire(final Path directory) throws IOException {
        final Path file = directory.toRealPath().resolve("lock");
        if (!HELD.add(file)) {
            throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
        }
        FileChannel channel = null;
        StoreLock acquired = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(directory, holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            acquired = new StoreLock(file, channel, lock);
            return acquired;
        } finally {
            if (acquired == null) {
                HELD.remove(file);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static String holder(final FileChannel channel) throws IOException {
        final ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        final String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
        return pid.isEmpty() ? "unknown" : pid;
    }

    private static SessionStoreException inUse(final Path directory, final String pid) {
        return new SessionStoreException("session store " + directory + " is in use by process " + pid
            + ": another daemon runs on it; stop that one, or give this one another state-directory");
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
