package io.athenabng.daemon.edge.store;

import io.athenabng.core.port.SessionStore;
import io.athenabng.core.session.SessionRecordFlyweight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.hash.ChecksumEntry;
import net.openhft.chronicle.hash.serialization.SizeMarshaller;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.MapEntry;
import net.openhft.chronicle.map.MapSegmentContext;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The file of the map: how it is made, opened, copied, recovered, and read segment by segment. */
final class SessionMapFile {
    /** Segments are small, so that a reader that copies one holds the writer up for some ten microseconds only. */
    private static final int ENTRIES_PER_SEGMENT = 1024;
    /** Room in a segment beyond the mean, in standard deviations of how hashes spread: one in three million is fuller. */
    private static final int SPREAD = 5;
    private static final int COPY_BUFFER = 1 << 20;

    private SessionMapFile() {
    }

    private static ChronicleMapBuilder<SessionKey, SessionRecordFlyweight> builder(final long capacity) {
        final SessionKeyMarshaller keys = new SessionKeyMarshaller();
        final SessionRecordMarshaller records = new SessionRecordMarshaller();
        final int segments = BitUtil.findNextPositivePowerOfTwo((int) ((capacity + ENTRIES_PER_SEGMENT - 1) / ENTRIES_PER_SEGMENT));
        final double mean = (double) capacity / segments;
        return ChronicleMapBuilder.of(SessionKey.class, SessionRecordFlyweight.class)
            .name("sessions")
            .entries(capacity)
            .actualSegments(segments)
            .entriesPerSegment(segments == 1 ? capacity : (long) Math.ceil(mean + SPREAD * Math.sqrt(mean)))
            .keyMarshallers(keys, keys)
            .keySizeMarshaller(SizeMarshaller.constant(Long.BYTES))
            .valueMarshallers(records, records)
            .valueSizeMarshaller(SizeMarshaller.constant(SessionRecordFlyweight.LENGTH))
            .putReturnsNull(true)
            .removeReturnsNull(true)
            .checksumEntries(true)
            .skipCloseOnExitHook(true);
    }

    static ChronicleMap<SessionKey, SessionRecordFlyweight> open(final Path file, final long capacity) throws IOException {
        return builder(capacity).createPersistedTo(file.toFile());
    }

    /** Brings a map back that was not closed. Entries that it finds damaged are dropped from the file. */
    static ChronicleMap<SessionKey, SessionRecordFlyweight> recover(final Path file, final long capacity) throws IOException {
        return builder(capacity).recoverPersistedTo(file.toFile(), false);
    }

    /**
     * Makes an empty map's file with every block of it allocated: a full disk shows here, as an error, and not as a bus error at the first
     * write to a page that has no block.
     */
    static void create(final Path file, final long capacity) throws IOException {
        Files.deleteIfExists(file);
        open(file, capacity).close();
        checkSpace(file, Files.size(file));
        copy(file, file);
    }

    /** Says so if a file of a size will not fit. */
    static void checkSpace(final Path file, final long bytes) throws IOException {
        final long usable = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (usable < bytes) {
            throw new SessionStoreException("session store " + file.getParent() + " needs " + bytes + " bytes, the disk has " + usable
                + " left: free some, lower bootstrap.max-sessions, or move bootstrap.state-directory");
        }
    }

    /** Copies every byte, holes too, which are not holes in the copy; in place if both files are one. On disk when it returns. */
    static void copy(final Path from, final Path to) throws IOException {
        final ByteBuffer block = ByteBuffer.allocateDirect(COPY_BUFFER);
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
            FileChannel target = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            final long length = source.size();
            long at = 0;
            while (at < length) {
                block.clear();
                source.read(block, at);
                block.flip();
                while (block.hasRemaining()) {
                    at += target.write(block, at);
                }
            }
            target.force(true);
        }
    }

    static void force(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Counts the entries, each of them checked: its checksum, and that the record is the key's. -1 if one is wrong. */
    static long verify(final ChronicleMap<SessionKey, SessionRecordFlyweight> map) {
        final SessionKey key = new SessionKey();
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        final long[] count = new long[1];
        final boolean whole = map.forEachEntryWhile(entry -> {
            count[0]++;
            entry.key().getUsing(key);
            entry.value().getUsing(record);
            return ((ChecksumEntry) entry).checkSum() && record.sessionId() == key.sessionId() && key.sessionId() > 0;
        });
        return whole ? count[0] : -1;
    }

    /** Visits copies, taken segment by segment, so that no lock is held while a visitor works. */
    static void forEach(final ChronicleMap<SessionKey, SessionRecordFlyweight> map, final SessionStore.Visitor visitor) {
        final SegmentCopy copy = new SegmentCopy();
        final SessionRecordFlyweight record = new SessionRecordFlyweight();
        for (int segment = map.segments() - 1; segment >= 0; segment--) {
            copy.take(map, segment);
            for (int i = 0; i < copy.count; i++) {
                if (!visitor.onSession(record.wrap(copy.records, i * SessionRecordFlyweight.LENGTH))) {
                    return;
                }
            }
        }
    }

    /** The records of one segment. */
    private static final class SegmentCopy {
        private final SessionRecordFlyweight view = new SessionRecordFlyweight();
        private UnsafeBuffer records = new UnsafeBuffer(new byte[ENTRIES_PER_SEGMENT * SessionRecordFlyweight.LENGTH]);
        private int count;

        private void take(final ChronicleMap<SessionKey, SessionRecordFlyweight> map, final int segment) {
            count = 0;
            try (MapSegmentContext<SessionKey, SessionRecordFlyweight, ?> context = map.segmentContext(segment)) {
                context.forEachSegmentEntry(this::add);
            }
        }

        private void add(final MapEntry<SessionKey, SessionRecordFlyweight> entry) {
            final int at = count * SessionRecordFlyweight.LENGTH;
            if (at == records.capacity()) {
                final UnsafeBuffer larger = new UnsafeBuffer(new byte[at * 2]);
                larger.putBytes(0, records, 0, at);
                records = larger;
            }
            entry.value().getUsing(view.wrap(records, at));
            count++;
        }
    }
}
