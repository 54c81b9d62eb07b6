package io.athenabng.daemon.edge.store;

import io.athenabng.core.session.SessionAttributesFlyweight;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongPredicate;
import net.openhft.chronicle.hash.serialization.SizeMarshaller;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What sessions have beyond their records: a second persisted map, for the few that have it, and a mapped page with the change that is
 * being made. A process that is killed in the middle of a change leaves the old or the new list: the page is written whole before the map
 * is touched, and applied again when the file is opened after that.
 *
 * <pre>
 * attributes          the map: 8 bytes of session id, 1 to 4096 bytes of list, a checksum
 * attributes.intent   0 kind (4: 0 none, 1 put, 2 remove) | 4 length (4) | 8 session id (8) | 16 list
 * </pre>
 *
 * One writer, the session agent; any thread may read.
 */
final class SessionAttributesFile {
    private static final String MAP = "attributes";
    private static final String PART = "attributes.part";
    private static final String INTENT = "attributes.intent";
    private static final int INTENT_NONE = 0;
    private static final int INTENT_PUT = 1;
    private static final int INTENT_REMOVE = 2;
    private static final int LENGTH_AT = 4;
    private static final int SESSION_ID_AT = 8;
    private static final int LIST_AT = 16;
    private static final int INTENT_LENGTH = LIST_AT + SessionAttributesFlyweight.MAX_LENGTH;
    /** What most lists have: a Class or two, a name. */
    private static final int AVERAGE_LENGTH = 96;
    /** So many sessions are planned for even where the store is made for fewer: lists differ much in length. */
    private static final int MIN_ENTRIES = 4_096;
    private static final double MAX_BLOAT = 8.0;

    private final ThreadLocal<SessionKey> keys = ThreadLocal.withInitial(SessionKey::new);
    private final ThreadLocal<AttributeList> lists = ThreadLocal.withInitial(AttributeList::new);
    private final SessionKey writerKey = new SessionKey();
    private final AttributeList written = new AttributeList();
    private final Path file;
    private final UnsafeBuffer intent;
    private final ChronicleMap<SessionKey, AttributeList> map;

    private SessionAttributesFile(final Path file, final UnsafeBuffer intent, final ChronicleMap<SessionKey, AttributeList> map) {
        this.file = file;
        this.intent = intent;
        this.map = map;
    }

    private static ChronicleMapBuilder<SessionKey, AttributeList> builder(final long capacity) {
        final SessionKeyMarshaller keys = new SessionKeyMarshaller();
        final AttributeListMarshaller lists = new AttributeListMarshaller();
        return ChronicleMapBuilder.of(SessionKey.class, AttributeList.class)
            .name("session attributes")
            .entries(Math.max(capacity, MIN_ENTRIES))
            .averageValueSize(AVERAGE_LENGTH)
            .maxBloatFactor(MAX_BLOAT)
            .keyMarshallers(keys, keys)
            .keySizeMarshaller(SizeMarshaller.constant(Long.BYTES))
            .valueMarshallers(lists, lists)
            .putReturnsNull(true)
            .removeReturnsNull(true)
            .checksumEntries(true)
            .skipCloseOnExitHook(true);
    }

    /**
     * Opens the file, makes it if there is none, and mends it if the last daemon did not close it.
     *
     * @param directory the store's directory
     * @param capacity  how many sessions the store takes; the file is made anew for more
     * @param closed    whether the last daemon closed it
     * @param exists    whether there is a session; lists of others are dropped
     */
    static SessionAttributesFile open(final Path directory, final long capacity, final boolean closed, final LongPredicate exists)
            throws IOException {
        final Path file = directory.resolve(MAP);
        Files.deleteIfExists(directory.resolve(PART));
        final UnsafeBuffer intent = mapIntent(directory.resolve(INTENT));
        ChronicleMap<SessionKey, AttributeList> map = null;
        try {
            map = closed || !Files.exists(file) ? builder(capacity).createPersistedTo(file.toFile())
                : builder(capacity).recoverPersistedTo(file.toFile(), false);
            if (!closed) {
                mend(map, intent, exists);
            }
            intent.putIntVolatile(0, INTENT_NONE);
        } catch (final IOException | RuntimeException | AssertionError e) {
            if (map != null) {
                map.close();
            }
            throw new SessionStoreException("session store " + directory + ": its file '" + MAP + "' is damaged; Class and framed routes"
                + " of sessions are in it. To go on without them: mv " + file + ' ' + file + ".damaged", e);
        }
        return new SessionAttributesFile(file, intent, map);
    }

    private static UnsafeBuffer mapIntent(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MappedByteBuffer mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, INTENT_LENGTH);
            return new UnsafeBuffer(mapping);
        }
    }

    private static void mend(
            final ChronicleMap<SessionKey, AttributeList> map, final UnsafeBuffer intent, final LongPredicate exists) {
        final SessionKey key = new SessionKey().sessionId(intent.getLong(SESSION_ID_AT));
        final int kind = intent.getIntVolatile(0);
        final int length = intent.getInt(LENGTH_AT);
        if (kind == INTENT_PUT && length > 0 && length <= SessionAttributesFlyweight.MAX_LENGTH) {
            map.put(key, new AttributeList().set(intent, LIST_AT, length));
        } else if (kind == INTENT_REMOVE) {
            map.remove(key);
        }
        map.forEachEntry(entry -> {
            if (!exists.test(entry.key().get().sessionId())) {
                entry.doRemove();
            }
        });
    }

    boolean put(final long sessionId, final DirectBuffer source, final int offset, final int length) {
        if (length < 0 || length > SessionAttributesFlyweight.MAX_LENGTH) {
            throw new IllegalArgumentException(length + " bytes of attributes");
        }
        if (length == 0) {
            remove(sessionId);
            return true;
        }
        intent.putBytes(LIST_AT, source, offset, length);
        intend(INTENT_PUT, sessionId, length);
        try (ExternalMapQueryContext<SessionKey, AttributeList, ?> context = map.queryContext(writerKey.sessionId(sessionId))) {
            context.updateLock().lock();
            final MapEntry<SessionKey, AttributeList> entry = context.entry();
            written.set(source, offset, length);
            if (entry == null) {
                context.absentEntry().doInsert(context.wrapValueAsData(written));
            } else {
                entry.doReplaceValue(context.wrapValueAsData(written));
            }
            return true;
        } catch (final IllegalStateException e) {
            // The map's word for "no room": it has done nothing.
            return false;
        } finally {
            intent.putIntRelease(0, INTENT_NONE);
        }
    }

    void remove(final long sessionId) {
        intend(INTENT_REMOVE, sessionId, 0);
        try (ExternalMapQueryContext<SessionKey, AttributeList, ?> context = map.queryContext(writerKey.sessionId(sessionId))) {
            context.updateLock().lock();
            final MapEntry<SessionKey, AttributeList> entry = context.entry();
            if (entry != null) {
                entry.doRemove();
            }
        } finally {
            intent.putIntRelease(0, INTENT_NONE);
        }
    }

    private void intend(final int kind, final long sessionId, final int length) {
        intent.putInt(LENGTH_AT, length);
        intent.putLong(SESSION_ID_AT, sessionId);
        VarHandle.storeStoreFence();
        intent.putIntVolatile(0, kind);
    }

    int get(final long sessionId, final MutableDirectBuffer into, final int offset) {
        final AttributeList list = map.getUsing(keys.get().sessionId(sessionId), lists.get());
        if (list == null) {
            return -1;
        }
        into.putBytes(offset, list.octets(), 0, list.length());
        return list.length();
    }

    /** Makes the file anew for more sessions, with the lists that it has. */
    SessionAttributesFile enlarge(final Path directory, final long capacity) throws IOException {
        final Path part = directory.resolve(PART);
        try (ChronicleMap<SessionKey, AttributeList> larger = builder(capacity).createPersistedTo(part.toFile())) {
            map.forEachEntry(entry -> larger.put(entry.key().get(), entry.value().get()));
        }
        SessionMapFile.force(part);
        map.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return new SessionAttributesFile(file, intent, builder(capacity).createPersistedTo(file.toFile()));
    }

    void close() throws IOException {
        map.close();
        SessionMapFile.force(file);
    }
}
