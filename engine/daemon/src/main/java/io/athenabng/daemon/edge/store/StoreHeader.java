package io.athenabng.daemon.edge.store;

import io.athenabng.core.session.SessionRecordFlyweight;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the store knows beside its records, in a small mapped file {@code header}: format, size, whether the last daemon closed it, the
 * highest session id, and the change that is being made. The change is written here whole before the map is touched: a process killed in
 * the middle of changing a record leaves one in the map that is neither old nor new, and this is what it is mended from.
 *
 * <pre>
 *    0 magic "ABNGSESS"
 *    8 format version | 12 record length
 *   16 capacity         24 length of the map's file
 *   32 state (1 closed, 2 open) | 36 intent (0 none, 1 put, 2 remove)
 *   40 highest session id
 *   48 sessions         56 sessions after the intended change
 *   64 session id of the intended change
 *  128 record of the intended put (320)
 *  4096
 * </pre>
 *
 * Little-endian. Written by the session agent; any thread reads the number of sessions. It is unmapped when nobody
 * refers to it any more, not when the store is closed: a reader may come late.
 */
final class StoreHeader {
    /** The format that this version writes, and the only one that it reads. */
    static final int FORMAT_VERSION = 1;
    static final int INTENT_NONE = 0;
    static final int INTENT_PUT = 1;
    static final int INTENT_REMOVE = 2;

    private static final String FILE = "header";
    private static final int LENGTH = 4096;
    private static final long MAGIC = Long.reverseBytes(0x41424e47_53455353L);
    private static final int STATE_CLOSED = 1;
    private static final int STATE_OPEN = 2;
    private static final int VERSION_AT = 8;
    private static final int RECORD_LENGTH_AT = 12;
    private static final int CAPACITY_AT = 16;
    private static final int MAP_LENGTH_AT = 24;
    private static final int STATE_AT = 32;
    private static final int INTENT_AT = 36;
    private static final int HIGHEST_AT = 40;
    private static final int SESSIONS_AT = 48;
    private static final int INTENT_SESSIONS_AT = 56;
    private static final int INTENT_ID_AT = 64;
    private static final int INTENT_RECORD_AT = 128;

    private final MappedByteBuffer mapping;
    private final UnsafeBuffer buffer;

    private StoreHeader(final MappedByteBuffer mapping) {
        this.mapping = mapping;
        buffer = new UnsafeBuffer(mapping);
    }

    static boolean exists(final Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /** Writes a header for an empty store, whole or not at all. */
    static void create(final Path directory, final long capacity, final long mapLength) throws IOException {
        final UnsafeBuffer content = new UnsafeBuffer(new byte[LENGTH]);
        content.putLong(0, MAGIC);
        content.putInt(VERSION_AT, FORMAT_VERSION);
        content.putInt(RECORD_LENGTH_AT, SessionRecordFlyweight.LENGTH);
        content.putLong(CAPACITY_AT, capacity);
        content.putLong(MAP_LENGTH_AT, mapLength);
        content.putInt(STATE_AT, STATE_CLOSED);
        write(directory, content.byteArray());
    }

    /** Writes this header into another directory, with another number of sessions, and as closed. */
    void copyTo(final Path directory, final long sessions) throws IOException {
        final UnsafeBuffer content = new UnsafeBuffer(new byte[LENGTH]);
        content.putBytes(0, buffer, 0, LENGTH);
        content.putInt(STATE_AT, STATE_CLOSED);
        content.putInt(INTENT_AT, INTENT_NONE);
        content.putLong(SESSIONS_AT, sessions);
        write(directory, content.byteArray());
    }

    private static void write(final Path directory, final byte[] content) throws IOException {
        final Path part = directory.resolve(FILE + ".part");
        try (FileChannel channel = FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            final ByteBuffer all = ByteBuffer.wrap(content);
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(part, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Maps the header and checks that this version understands it. */
    static StoreHeader open(final Path directory) throws IOException {
        final Path file = directory.resolve(FILE);
        final long length = Files.size(file);
        if (length < LENGTH) {
            throw new SessionStoreException("session store " + directory + ": its file 'header' is truncated to " + length
                + " bytes. " + beginEmpty(directory));
        }
        final StoreHeader header;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            header = new StoreHeader(channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH));
        }
        final String wrong = header.wrong(directory);
        if (wrong != null) {
            throw new SessionStoreException(wrong);
        }
        return header;
    }

    private String wrong(final Path directory) {
        final int version = buffer.getInt(VERSION_AT);
        final int state = buffer.getInt(STATE_AT);
        final int intent = buffer.getInt(INTENT_AT);
        if (buffer.getLong(0) != MAGIC) {
            return "session store " + directory + ": its file 'header' is not one of Athena BNG. " + beginEmpty(directory);
        }
        if (version > FORMAT_VERSION) {
            return "session store " + directory + " has format " + version + ", written by a newer Athena BNG; this one reads format "
                + FORMAT_VERSION + ". Run the newer version, or: " + beginEmpty(directory);
        }
        if (version != FORMAT_VERSION || buffer.getInt(RECORD_LENGTH_AT) != SessionRecordFlyweight.LENGTH
            || state != STATE_CLOSED && state != STATE_OPEN || intent < INTENT_NONE || intent > INTENT_REMOVE
            || capacity() <= 0 || sessions() < 0 || highestSessionId() < 0) {
            return "session store " + directory + ": its file 'header' is damaged. " + beginEmpty(directory);
        }
        return null;
    }

    /** What an operator does to begin without sessions. */
    static String beginEmpty(final Path directory) {
        return "To begin without sessions, move it aside: mv " + directory + ' ' + directory + ".damaged";
    }

    long capacity() {
        return buffer.getLong(CAPACITY_AT);
    }

    long mapLength() {
        return buffer.getLong(MAP_LENGTH_AT);
    }

    void map(final long capacity, final long length) {
        buffer.putLong(CAPACITY_AT, capacity);
        buffer.putLong(MAP_LENGTH_AT, length);
    }

    boolean closed() {
        return buffer.getInt(STATE_AT) == STATE_CLOSED;
    }

    /** Notes whether a daemon works on the store, on disk before this returns. */
    void closed(final boolean closed) {
        buffer.putIntVolatile(STATE_AT, closed ? STATE_CLOSED : STATE_OPEN);
        mapping.force();
    }

    long highestSessionId() {
        return buffer.getLong(HIGHEST_AT);
    }

    void highestSessionId(final long sessionId) {
        buffer.putLong(HIGHEST_AT, sessionId);
    }

    long sessions() {
        return buffer.getLongVolatile(SESSIONS_AT);
    }

    void sessions(final long sessions) {
        buffer.putLongRelease(SESSIONS_AT, sessions);
    }

    int intent() {
        return buffer.getIntVolatile(INTENT_AT);
    }

    long intentSessions() {
        return buffer.getLong(INTENT_SESSIONS_AT);
    }

    long intentSessionId() {
        return buffer.getLong(INTENT_ID_AT);
    }

    void intentRecord(final SessionRecordFlyweight into) {
        into.buffer().putBytes(0, buffer, INTENT_RECORD_AT, SessionRecordFlyweight.LENGTH);
    }

    /** Notes a put before it is made. The kind of the change is written last: until then there is no intent. */
    void intendPut(final SessionRecordFlyweight record, final long sessionsAfter) {
        VarHandle.storeStoreFence();
        buffer.putBytes(INTENT_RECORD_AT, record.buffer(), 0, SessionRecordFlyweight.LENGTH);
        buffer.putLong(INTENT_ID_AT, record.sessionId());
        buffer.putLong(INTENT_SESSIONS_AT, sessionsAfter);
        buffer.putIntVolatile(INTENT_AT, INTENT_PUT);
    }

    /** Notes a removal before it is made. */
    void intendRemove(final long sessionId, final long sessionsAfter) {
        VarHandle.storeStoreFence();
        buffer.putLong(INTENT_ID_AT, sessionId);
        buffer.putLong(INTENT_SESSIONS_AT, sessionsAfter);
        buffer.putIntVolatile(INTENT_AT, INTENT_REMOVE);
    }

    /** The intended change is made. */
    void done(final long sessions) {
        buffer.putLongRelease(SESSIONS_AT, sessions);
        buffer.putIntRelease(INTENT_AT, INTENT_NONE);
    }

    /** The intended change was not made, and the map is as before. */
    void abandon() {
        buffer.putIntRelease(INTENT_AT, INTENT_NONE);
    }
}
