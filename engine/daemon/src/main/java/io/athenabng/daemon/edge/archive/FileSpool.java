package io.athenabng.daemon.edge.archive;

import io.athenabng.core.port.AccountingSpool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongArrayList;

/**
 * An {@link AccountingSpool} in a directory: append-only segments of a bounded size, each deleted when all its entries are delivered. A
 * position is the segment's number in the upper 32 bits, the place in the file in the lower ones.
 *
 * <p>After the end of the process, however it ended, each segment is read up to its last whole entry; what is torn behind it was never
 * acknowledged. After a failed write the segment is cut back to its last whole entry, and if even that fails a new segment is begun.
 *
 * <p>Owner: the upstream agent. Waiting for the disk is left to an executor.
 */
public final class FileSpool implements AccountingSpool {
    private static final System.Logger LOG = System.getLogger(FileSpool.class.getName());
    private static final String SUFFIX = ".spool";
    private static final int SMALLEST_SEGMENT = 64 << 10;
    private static final int LARGEST_SEGMENT = 4 << 20;
    private static final int SEGMENTS = 64;
    private static final int NUMBER_SHIFT = 32;
    /** Position, type and session's key of each recovered entry. */
    private static final int FIELDS = 3;

    /** Opens a segment's file; tests give one that fails. */
    @FunctionalInterface
    interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    private final Path directory;
    private long limitBytes;
    private final int segmentBytes;
    private final Executor forcer;
    private final Opener opener;
    private final TreeMap<Long, SpoolSegment> segments = new TreeMap<>();
    private final List<SpoolSegment> dirty = new ArrayList<>();
    private final AtomicBoolean forcing = new AtomicBoolean();
    private final SpoolEntry format = new SpoolEntry();
    private final ByteBuffer buffer = SpoolEntry.newBuffer();
    private SpoolSegment active;
    private long nextNumber = 1;
    private long bytes;
    private long writtenTo;
    private boolean refusing;
    private final LongArrayList recovered = new LongArrayList();
    private boolean ready;
    private volatile long durableTo;

    /**
     * Opens a spool.
     *
     * @param directory  where it is; made if it is not there
     * @param limitBytes most bytes that it may take on disk
     * @param forcer     waits for the disk on a thread of its own
     * @throws IOException if the directory cannot be used
     */
    public FileSpool(final Path directory, final long limitBytes, final Executor forcer) throws IOException {
        this(directory, limitBytes, forcer, file -> FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    FileSpool(final Path directory, final long limitBytes, final Executor forcer, final Opener opener) throws IOException {
        this.directory = directory;
        this.limitBytes = limitBytes;
        this.segmentBytes = Math.clamp(limitBytes / SEGMENTS, SMALLEST_SEGMENT, LARGEST_SEGMENT);
        this.forcer = forcer;
        this.opener = opener;
        Files.createDirectories(directory);
    }

    /** Reads what an earlier run left, so that {@link #forEachWaiting} has not to wait for the disk. */
    void recover() {
        forEachWaiting((position, statusType, sessionKey) -> {
            recovered.addLong(position);
            recovered.addLong(statusType);
            recovered.addLong(sessionKey);
        });
        ready = true;
    }

    @Override
    public void forEachWaiting(final Visitor visitor) {
        if (ready) {
            for (int i = 0; i < recovered.size(); i += FIELDS) {
                visitor.onEntry(recovered.getLong(i), (int) recovered.getLong(i + 1), recovered.getLong(i + 2));
            }
            recovered.clear();
            return;
        }
        final TreeMap<Long, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "[0-9]*" + SUFFIX)) {
            for (final Path file : stream) {
                files.put(number(file), file);
            }
            for (final var each : files.entrySet()) {
                recover(each.getKey(), each.getValue(), visitor);
                nextNumber = each.getKey() + 1;
            }
        } catch (final IOException exception) {
            throw new UncheckedIOException("the accounting spool " + directory + " cannot be read: " + exception.getMessage(), exception);
        }
        writtenTo = nextNumber << NUMBER_SHIFT;
        durableTo = writtenTo;
    }

    private static long number(final Path file) throws IOException {
        final String name = file.getFileName().toString();
        try {
            return Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
        } catch (final NumberFormatException exception) {
            throw new IOException("the file " + file + " is not one of the spool's: move it away", exception);
        }
    }

    private void recover(final long number, final Path file, final Visitor visitor) throws IOException {
        final SpoolSegment segment = new SpoolSegment(number, file, opener.open(file));
        final long fileSize = Files.size(file);
        if (fileSize > Integer.MAX_VALUE) {
            throw new IOException("the file " + file + " is larger than a segment can be: move it away");
        }
        final ByteBuffer whole = ByteBuffer.allocate((int) fileSize).order(ByteOrder.LITTLE_ENDIAN);
        segment.read(whole, 0);
        whole.flip();
        int at = SpoolEntry.FILE_HEADER;
        int waiting = 0;
        if (whole.limit() >= at && whole.getLong(0) == SpoolEntry.MAGIC) {
            for (int length = format.length(whole, at); length > 0; length = format.length(whole, at)) {
                if (SpoolEntry.isWaiting(whole, at)) {
                    visitor.onEntry(number << NUMBER_SHIFT | at, SpoolEntry.statusType(whole, at), SpoolEntry.sessionKey(whole, at));
                    waiting++;
                }
                at += length;
            }
        }
        if (at < fileSize) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1} bytes behind the last whole report are cut off", file, fileSize - at);
            if (fileSize - at > SpoolEntry.HEADER + SpoolEntry.MAX_ATTRIBUTES) {
                // More than one report can be: the file is damaged, not torn, and somebody may want to look at it.
                Files.copy(file, file.resolveSibling(file.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        segment.size(at);
        segment.waiting(waiting);
        if (waiting == 0) {
            segment.delete();
            return;
        }
        segment.truncate();
        segments.put(number, segment);
        bytes += at;
    }

    @Override
    public long append(final int statusType, final long sessionKey, final DirectBuffer attributes, final int offset, final int length) {
        final long room = statusType == INTERIM ? limitBytes / 2 : limitBytes;
        if (length > SpoolEntry.MAX_ATTRIBUTES || bytes + SpoolEntry.FILE_HEADER + SpoolEntry.HEADER + length > room) {
            return REFUSED;
        }
        buffer.clear();
        attributes.getBytes(offset, buffer, SpoolEntry.HEADER, length);
        format.seal(buffer, statusType, sessionKey, length);
        try {
            if (active == null || active.size() + buffer.remaining() > segmentBytes) {
                roll();
            }
            final int at = active.size();
            active.append(buffer);
            bytes += SpoolEntry.HEADER + length;
            writtenTo = active.number << NUMBER_SHIFT | active.size();
            if (!dirty.contains(active)) {
                dirty.add(active);
            }
            refusing = false;
            return active.number << NUMBER_SHIFT | at;
        } catch (final IOException exception) {
            onFailedWrite(exception);
            return REFUSED;
        }
    }

    private void roll() throws IOException {
        final SpoolSegment full = active;
        active = null;
        if (full != null && full.waiting() == 0) {
            remove(full);
        }
        final Path file = directory.resolve(String.format("%010d%s", nextNumber, SUFFIX));
        final SpoolSegment segment = new SpoolSegment(nextNumber++, file, opener.open(file));
        try {
            segment.begin();
        } catch (final IOException exception) {
            segment.delete();
            throw exception;
        }
        segments.put(segment.number, segment);
        bytes += segment.size();
        active = segment;
    }

    /** A full disk: reported once, not with each report. */
    private void onFailedWrite(final IOException exception) {
        if (!refusing) {
            LOG.log(System.Logger.Level.ERROR, "the accounting spool " + directory + " cannot be written: " + exception.getMessage());
        }
        refusing = true;
        if (active != null) {
            try {
                active.truncate();
            } catch (final IOException again) {
                LOG.log(System.Logger.Level.ERROR, "its last segment cannot be cut back; a new one follows: " + again.getMessage());
                retire();
            }
        }
    }

    private void retire() {
        final SpoolSegment torn = active;
        active = null;
        if (torn.waiting() == 0) {
            discard(torn);
        }
    }

    @Override
    public long durableTo() {
        if (durableTo < writtenTo && forcing.compareAndSet(false, true)) {
            final long target = writtenTo;
            final List<SpoolSegment> batch = List.copyOf(dirty);
            dirty.clear();
            try {
                forcer.execute(() -> force(batch, target));
            } catch (final RejectedExecutionException exception) {
                // The gateway is closing; what was written is in the kernel's hands.
                forcing.set(false);
            }
        }
        return durableTo;
    }

    private void force(final List<SpoolSegment> batch, final long target) {
        try {
            for (final SpoolSegment segment : batch) {
                segment.force();
            }
        } catch (final IOException exception) {
            // The kernel reports a failed write-back once and then forgets: to wait for it again would prove nothing.
            LOG.log(System.Logger.Level.ERROR, "the accounting spool " + directory + " may have lost reports: the disk refused them: "
                    + exception.getMessage());
        }
        durableTo = target;
        forcing.set(false);
    }

    @Override
    public int read(final long position, final MutableDirectBuffer into, final int offset) {
        final SpoolSegment segment = segments.get(position >>> NUMBER_SHIFT);
        if (segment == null) {
            return -1;
        }
        buffer.clear();
        try {
            segment.read(buffer, (int) position);
        } catch (final IOException exception) {
            LOG.log(System.Logger.Level.ERROR, "the accounting spool " + directory + " cannot be read: " + exception.getMessage());
            return -1;
        }
        buffer.flip();
        final int length = format.length(buffer, 0);
        if (length < 0) {
            return -1;
        }
        into.putBytes(offset, buffer, SpoolEntry.HEADER, length - SpoolEntry.HEADER);
        return length - SpoolEntry.HEADER;
    }

    @Override
    public void delivered(final long position) {
        final SpoolSegment segment = segments.get(position >>> NUMBER_SHIFT);
        if (segment == null) {
            return;
        }
        try {
            segment.delivered((int) position);
        } catch (final IOException exception) {
            LOG.log(System.Logger.Level.ERROR, "a delivered report may be delivered again after a restart, " + directory
                    + " cannot be written: " + exception.getMessage());
        }
        if (segment.waiting() == 0) {
            if (segment == active) {
                active = null;
            }
            discard(segment);
        }
    }

    private void discard(final SpoolSegment segment) {
        try {
            remove(segment);
        } catch (final IOException exception) {
            LOG.log(System.Logger.Level.ERROR, "a delivered segment of " + directory + " cannot be deleted: " + exception.getMessage());
        }
    }

    private void remove(final SpoolSegment segment) throws IOException {
        segments.remove(segment.number);
        bytes -= segment.size();
        segment.delete();
    }

    @Override
    public void limit(final long limit) {
        limitBytes = limit;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        for (final SpoolSegment segment : segments.values()) {
            try {
                segment.force();
                segment.close();
            } catch (final IOException exception) {
                LOG.log(System.Logger.Level.ERROR, "closing " + directory + " failed: " + exception.getMessage());
            }
        }
        segments.clear();
        active = null;
    }
}
