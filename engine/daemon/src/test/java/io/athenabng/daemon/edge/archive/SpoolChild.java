package io.athenabng.daemon.edge.archive;

import io.athenabng.core.port.AccountingSpool;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A daemon that does nothing but keep reports and deliver them, until it is killed. In a mapped file it notes, for each report by its
 * number, how far it has come.
 */
final class SpoolChild {
    static final int REPORTS = 400_000;
    static final int NOTES_LENGTH = REPORTS + 8;
    static final byte APPENDING = 1;
    static final byte APPENDED = 2;
    static final byte DELIVERING = 3;
    static final byte DELIVERED = 4;
    static final long LIMIT = 64L << 20;

    private SpoolChild() {
    }

    /**
     * Runs it: {@code DIRECTORY NOTES SEED}.
     *
     * @param arguments where, and how
     */
    public static void main(final String[] arguments) throws IOException {
        final UnsafeBuffer notes = map(Path.of(arguments[1]));
        final Random random = new Random(Long.parseLong(arguments[2]));
        final ArrayDeque<long[]> waiting = new ArrayDeque<>();
        try (FileSpool spool = new FileSpool(Path.of(arguments[0]), LIMIT, Runnable::run)) {
            spool.forEachWaiting((position, statusType, key) -> waiting.add(new long[] {position, key}));
            int next = 1;
            while (next < REPORTS && notes.getByte(8 + next) != 0) {
                next++;
            }
            System.out.println("ready");
            for (; next < REPORTS; next++) {
                notes.putByteVolatile(8 + next, APPENDING);
                final long position = spool.append(1, next, attributes(next), 0, length(next));
                if (position == AccountingSpool.REFUSED) {
                    throw new IllegalStateException("refused");
                }
                notes.putByteVolatile(8 + next, APPENDED);
                waiting.add(new long[] {position, next});
                if (waiting.size() > 1_000 || random.nextInt(3) == 0) {
                    final long[] first = random.nextBoolean() ? waiting.pollFirst() : waiting.pollLast();
                    notes.putByteVolatile(8 + (int) first[1], DELIVERING);
                    spool.delivered(first[0]);
                    notes.putByteVolatile(8 + (int) first[1], DELIVERED);
                }
            }
        }
    }

    static int length(final int number) {
        return 20 + number % 400;
    }

    static UnsafeBuffer attributes(final int number) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[length(number)]);
        buffer.setMemory(0, buffer.capacity(), (byte) number);
        buffer.putLong(0, number);
        return buffer;
    }

    static UnsafeBuffer map(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, NOTES_LENGTH));
        }
    }
}
