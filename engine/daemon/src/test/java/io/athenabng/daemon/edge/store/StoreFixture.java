package io.athenabng.daemon.edge.store;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Records whose every byte follows from a number, and child JVMs that run a main class of the tests. */
final class StoreFixture {
    private StoreFixture() {
    }

    /** A record of a session and a generation: a mixture of two generations is seen. */
    static SessionRecordFlyweight fill(final SessionRecordFlyweight record, final long sessionId, final long generation) {
        final MutableDirectBuffer buffer = record.clear().buffer();
        for (int i = 16; i < SessionRecordFlyweight.LENGTH; i += Long.BYTES) {
            buffer.putLong(i, (sessionId * 1_000_003 + generation) * 31 + i);
        }
        record.sessionId(sessionId).state(SessionState.UP);
        buffer.putLong(8, generation);
        return record;
    }

    static long generation(final SessionRecordFlyweight record) {
        return record.buffer().getLong(8);
    }

    /** How long the list of attributes of a generation is, bytes. */
    static int listLength(final long generation) {
        return Long.BYTES + (int) (generation % 200);
    }

    /** The list of attributes of a generation. */
    static UnsafeBuffer list(final long generation) {
        final UnsafeBuffer list = new UnsafeBuffer(new byte[listLength(generation)]);
        list.setMemory(0, list.capacity(), (byte) generation);
        list.putLong(0, generation);
        return list;
    }

    /** Whether a record is one of {@link #fill}'s, whole. */
    static boolean isWhole(final SessionRecordFlyweight record) {
        final SessionRecordFlyweight expected = fill(new SessionRecordFlyweight().allocate(), record.sessionId(), generation(record));
        return expected.buffer().compareTo(record.buffer()) == 0;
    }

    static Process child(final Class<?> main, final Path log, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of(System.getProperty("abng.root"), "scripts", "jvm.flags"));
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xmx256m");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }
}
