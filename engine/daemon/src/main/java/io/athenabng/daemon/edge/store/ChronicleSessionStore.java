package io.athenabng.daemon.edge.store;

import io.athenabng.core.port.SessionStore;
import io.athenabng.core.session.SessionRecordFlyweight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Sessions in a persisted Chronicle Map, in a directory of its own:
 *
 * <pre>
 * sessions/lock     exclusive lock; the owner's process id
 * sessions/header   {@link StoreHeader}
 * sessions/map      the map: 8 bytes of session id, {@link SessionRecordFlyweight#LENGTH} bytes of record, a checksum
 * sessions/attributes, sessions/attributes.intent   {@link SessionAttributesFile}
 * </pre>
 *
 * <p><b>What survives.</b> A process that is killed at any moment loses nothing: each {@link #put} and {@link #remove} that returned is in
 * the kernel's page cache, and the one in flight is made whole from the header. If the machine itself goes down, what the kernel had not
 * written back is lost, with the sessions' interfaces and routes. A clean {@link #close()} writes everything back.
 *
 * <p><b>Opening after a crash</b> recovers a copy of the map and puts it in the map's place only if every session that the header counts is
 * in it. If not, the store is left as it was, what can be read goes to {@code sessions.salvaged}, and the error says how to choose.
 *
 * <p>One writer, the session agent; any thread may read. Readers take a segment's lock for the time of a copy.
 */
public final class ChronicleSessionStore implements SessionStore {
    /** Largest number of sessions that a store may be made for. */
    public static final long MAX_CAPACITY = 1L << 24;

    private static final String MAP = "map";
    private static final String PART = "map.part";
    private static final String SALVAGED = ".salvaged";

    private final ThreadLocal<SessionKey> keys = ThreadLocal.withInitial(SessionKey::new);
    private final SessionKey writerKey = new SessionKey();
    private final Path directory;
    private final StoreLock lock;
    private final StoreHeader header;
    private final long capacity;
    private boolean recovered;
    private ChronicleMap<SessionKey, SessionRecordFlyweight> map;
    private SessionAttributesFile attributes;
    private boolean closed;

    private ChronicleSessionStore(final Path directory, final StoreLock lock, final StoreHeader header, final long capacity) {
        this.directory = directory;
        this.lock = lock;
        this.header = header;
        this.capacity = capacity;
    }

    /**
     * Opens the store, makes it if there is none, recovers it if the last daemon did not close it, and rebuilds it if it was made for fewer
     * sessions.
     *
     * @param directory the store's directory
     * @param capacity  how many sessions it takes; sessions beyond that stay if it has them already
     * @return the store
     * @throws SessionStoreException if it is in use, of a newer format, truncated or damaged, or the disk is full; the message says
     *                               what to do
     * @throws IOException           if the directory or its files cannot be read or written
     */
    public static ChronicleSessionStore open(final Path directory, final long capacity) throws IOException {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("max-sessions " + capacity + ": it must be 1 to " + MAX_CAPACITY);
        }
        Files.createDirectories(directory);
        final StoreLock lock = StoreLock.acquire(directory);
        boolean opened = false;
        try {
            Files.deleteIfExists(directory.resolve(PART));
            if (!StoreHeader.exists(directory)) {
                create(directory, capacity);
            }
            final ChronicleSessionStore store = new ChronicleSessionStore(directory, lock, StoreHeader.open(directory), capacity);
            store.openMap();
            opened = true;
            return store;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static void create(final Path directory, final long capacity) throws IOException {
        final Path map = directory.resolve(MAP);
        if (Files.exists(map)) {
            throw new SessionStoreException("session store " + directory + " has no file 'header', so nothing is known of its map. "
                + StoreHeader.beginEmpty(directory));
        }
        createMap(directory, capacity);
        StoreHeader.create(directory, capacity, Files.size(directory.resolve(PART)));
        Files.move(directory.resolve(PART), map, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void createMap(final Path directory, final long capacity) throws IOException {
        final Path part = directory.resolve(PART);
        try {
            SessionMapFile.create(part, capacity);
        } catch (final IOException e) {
            Files.deleteIfExists(part);
            throw e instanceof SessionStoreException ? e : new SessionStoreException("session store " + directory + " cannot be made for "
                + capacity + " sessions: " + e.getMessage(), e);
        }
    }

    private void openMap() throws IOException {
        final Path file = directory.resolve(MAP);
        if (!Files.exists(file) && header.sessions() == 0 && header.closed()) {
            createMap(directory, header.capacity());
            header.map(header.capacity(), Files.size(directory.resolve(PART)));
            Files.move(directory.resolve(PART), file, StandardCopyOption.ATOMIC_MOVE);
        }
        final long length = Files.exists(file) ? Files.size(file) : 0;
        if (length < header.mapLength()) {
            throw new SessionStoreException("session store " + directory + ": its file 'map' has " + length + " bytes of "
                + header.mapLength() + "; " + header.sessions() + " sessions were in it. " + StoreHeader.beginEmpty(directory));
        }
        if (!header.closed()) {
            recover(file);
            recovered = true;
        }
        // What was recovered was read whole a moment ago.
        map = recovered ? SessionMapFile.open(file, header.capacity()) : checked(file);
        try {
            final SessionKey key = new SessionKey();
            attributes = SessionAttributesFile.open(
                directory, header.capacity(), !recovered, sessionId -> map.containsKey(key.sessionId(sessionId)));
            if (header.capacity() < capacity) {
                attributes = attributes.enlarge(directory, capacity);
                enlarge(file);
            }
        } catch (final IOException | RuntimeException e) {
            map.close();
            throw e;
        }
        header.closed(false);
    }

    /** Opens a map that should be whole, and reads all of it to see that it is. */
    private ChronicleMap<SessionKey, SessionRecordFlyweight> checked(final Path file) throws IOException {
        ChronicleMap<SessionKey, SessionRecordFlyweight> opened = null;
        long found = -1;
        Throwable why = null;
        try {
            opened = SessionMapFile.open(file, header.capacity());
            found = SessionMapFile.verify(opened);
        } catch (final IOException | RuntimeException | AssertionError e) {
            why = e;
        }
        if (found != header.sessions()) {
            close(opened);
            throw new SessionStoreException("session store " + directory + ": its file 'map' is damaged; " + header.sessions()
                + " sessions were in it. " + StoreHeader.beginEmpty(directory), why);
        }
        return opened;
    }

    private void recover(final Path file) throws IOException {
        final Path part = directory.resolve(PART);
        SessionMapFile.checkSpace(file, Files.size(file));
        SessionMapFile.copy(file, part);
        final boolean intent = header.intent() != StoreHeader.INTENT_NONE;
        final long expected = intent ? header.intentSessions() : header.sessions();
        ChronicleMap<SessionKey, SessionRecordFlyweight> copy = null;
        long found = 0;
        Throwable why = null;
        try {
            copy = SessionMapFile.recover(part, header.capacity());
            applyIntent(copy);
            found = SessionMapFile.verify(copy);
        } catch (final IOException | RuntimeException | AssertionError e) {
            why = e;
        } finally {
            close(copy);
        }
        if (found != expected) {
            throw lost(part, Math.max(found, 0), expected, why);
        }
        SessionMapFile.force(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        header.map(header.capacity(), Files.size(file));
        header.done(expected);
    }

    private void applyIntent(final ChronicleMap<SessionKey, SessionRecordFlyweight> copy) {
        final SessionKey key = writerKey.sessionId(header.intentSessionId());
        if (header.intent() == StoreHeader.INTENT_PUT) {
            final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
            header.intentRecord(record);
            copy.put(key, record);
        } else if (header.intent() == StoreHeader.INTENT_REMOVE) {
            copy.remove(key);
        }
    }

    private SessionStoreException lost(final Path part, final long found, final long expected, final Throwable why) throws IOException {
        final Path salvaged = directory.resolveSibling(directory.getFileName() + SALVAGED);
        final String begin = "session store " + directory + " is damaged: " + found + " of " + expected
            + " sessions can be read. Nothing in it was changed. ";
        if (found == 0 || why != null) {
            Files.deleteIfExists(part);
            return new SessionStoreException(begin + StoreHeader.beginEmpty(directory), why);
        }
        Files.createDirectories(salvaged);
        header.copyTo(salvaged, found);
        Files.move(part, salvaged.resolve(MAP), StandardCopyOption.ATOMIC_MOVE);
        return new SessionStoreException(begin + "To go on with the readable ones: mv " + directory + ' ' + directory + ".damaged && mv "
            + salvaged + ' ' + directory + ". " + StoreHeader.beginEmpty(directory), why);
    }

    /** Copies every session into a map for more of them and puts that in the place of the old one. */
    private void enlarge(final Path file) throws IOException {
        createMap(directory, capacity);
        final Path part = directory.resolve(PART);
        final SessionKey key = new SessionKey();
        try (ChronicleMap<SessionKey, SessionRecordFlyweight> larger = SessionMapFile.open(part, capacity)) {
            SessionMapFile.forEach(map, record -> {
                larger.put(key.sessionId(record.sessionId()), record);
                return true;
            });
            if (SessionMapFile.verify(larger) != header.sessions()) {
                throw new SessionStoreException("session store " + directory + " cannot be copied into a larger one; it is as it was. Set "
                    + "bootstrap.max-sessions back to " + header.capacity());
            }
        }
        SessionMapFile.force(part);
        map.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        header.map(capacity, Files.size(file));
        map = SessionMapFile.open(file, capacity);
    }

    private static void close(final ChronicleMap<?, ?> opened) {
        if (opened != null) {
            opened.close();
        }
    }

    /** @return whether the last daemon had not closed the store, so that it was recovered */
    public boolean recovered() {
        return recovered;
    }

    /** @return how many sessions it takes */
    public long capacity() {
        return capacity;
    }

    @Override
    public long allocateSessionId() {
        final long sessionId = header.highestSessionId() + 1;
        header.highestSessionId(sessionId);
        return sessionId;
    }

    @Override
    public boolean put(final SessionRecordFlyweight record) {
        final long sessionId = record.sessionId();
        if (sessionId <= 0) {
            throw new IllegalArgumentException("session id " + sessionId);
        }
        if (sessionId > header.highestSessionId()) {
            header.highestSessionId(sessionId);
        }
        final long sessionsAfter = write(record, header.sessions());
        if (sessionsAfter < 0) {
            return false;
        }
        header.done(sessionsAfter);
        return true;
    }

    /** Returns how many sessions there are then, -1 if there is no room. The map stores an entry's checksum when the context closes. */
    private long write(final SessionRecordFlyweight record, final long sessions) {
        writerKey.sessionId(record.sessionId());
        try (ExternalMapQueryContext<SessionKey, SessionRecordFlyweight, ?> context = map.queryContext(writerKey)) {
            context.updateLock().lock();
            final MapEntry<SessionKey, SessionRecordFlyweight> entry = context.entry();
            if (entry != null) {
                header.intendPut(record, sessions);
                entry.doReplaceValue(context.wrapValueAsData(record));
                return sessions;
            }
            if (sessions >= capacity) {
                return -1;
            }
            header.intendPut(record, sessions + 1);
            try {
                context.absentEntry().doInsert(context.wrapValueAsData(record));
                return sessions + 1;
            } catch (final IllegalStateException e) {
                // The map's word for "no room in this segment, and none for another tier": it has done nothing.
                header.abandon();
                return -1;
            }
        }
    }

    @Override
    public boolean get(final long sessionId, final SessionRecordFlyweight into) {
        return map.getUsing(keys.get().sessionId(sessionId), into) != null;
    }

    @Override
    public boolean remove(final long sessionId) {
        final long sessionsAfter = header.sessions() - 1;
        try (ExternalMapQueryContext<SessionKey, SessionRecordFlyweight, ?> context = map.queryContext(writerKey.sessionId(sessionId))) {
            context.updateLock().lock();
            final MapEntry<SessionKey, SessionRecordFlyweight> entry = context.entry();
            if (entry == null) {
                return false;
            }
            header.intendRemove(sessionId, sessionsAfter);
            entry.doRemove();
        }
        header.done(sessionsAfter);
        // After the record, never before: what is left over if the process is killed here is dropped when the store is opened.
        attributes.remove(sessionId);
        return true;
    }

    @Override
    public boolean putAttributes(final long sessionId, final DirectBuffer source, final int offset, final int length) {
        return attributes.put(sessionId, source, offset, length);
    }

    @Override
    public int getAttributes(final long sessionId, final MutableDirectBuffer into, final int offset) {
        return attributes.get(sessionId, into, offset);
    }

    @Override
    public void forEach(final Visitor visitor) {
        SessionMapFile.forEach(map, visitor);
    }

    @Override
    public long size() {
        return header.sessions();
    }

    /** Writes everything to disk and gives the lock up. Readers must have stopped. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            try {
                attributes.close();
                map.close();
                final Path file = directory.resolve(MAP);
                SessionMapFile.force(file);
                header.map(header.capacity(), Files.size(file));
                header.closed(true);
            } finally {
                lock.close();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("session store " + directory + " cannot be written back", e);
        }
    }
}
