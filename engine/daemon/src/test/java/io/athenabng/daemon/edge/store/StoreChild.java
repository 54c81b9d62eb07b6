package io.athenabng.daemon.edge.store;

import io.athenabng.core.session.SessionRecordFlyweight;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A daemon that does nothing but write sessions, until it is killed. In a mapped file it notes, before each operation, the generation that
 * it is about to write, and after it the one that it has written: two longs a session, {@code acknowledged, intended}; generation 0 is
 * "removed". So a test knows what must be in the store: of each session the acknowledged generation, or the intended one.
 */
final class StoreChild {
    static final int SESSIONS = 2000;
    static final int NOTES_LENGTH = (SESSIONS + 1) * 16;

    private StoreChild() {
    }

    /**
     * Runs it: {@code open DIRECTORY} or {@code write DIRECTORY NOTES SEED}.
     *
     * @param arguments what to do
     */
    public static void main(final String[] arguments) throws IOException {
        try (ChronicleSessionStore store = ChronicleSessionStore.open(Path.of(arguments[1]), SESSIONS)) {
            System.out.println("recovered=" + store.recovered());
            if (arguments[0].equals("write")) {
                write(store, Path.of(arguments[2]), new Random(Long.parseLong(arguments[3])));
            }
        } catch (final SessionStoreException e) {
            System.out.println(e.getMessage());
            System.exit(3);
        }
    }

    private static void write(final ChronicleSessionStore store, final Path file, final Random random) throws IOException {
        final UnsafeBuffer notes = map(file);
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        long generation = 1;
        for (int id = 1; id <= SESSIONS; id++) {
            generation = Math.max(generation, Math.max(notes.getLong(id * 16), notes.getLong(id * 16 + 8)));
        }
        System.out.println("ready");
        while (true) {
            final int id = 1 + random.nextInt(SESSIONS);
            final boolean remove = random.nextInt(4) == 0;
            generation++;
            notes.putLongVolatile(id * 16 + 8, remove ? 0 : generation);
            if (remove) {
                store.remove(id);
            } else if (!store.putAttributes(id, StoreFixture.list(generation), 0, StoreFixture.listLength(generation))
                || !store.put(StoreFixture.fill(record, id, generation))) {
                throw new IllegalStateException("full");
            }
            notes.putLongVolatile(id * 16, remove ? 0 : generation);
        }
    }

    static UnsafeBuffer map(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MappedByteBuffer mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, NOTES_LENGTH);
            return new UnsafeBuffer(mapping);
        }
    }
}
