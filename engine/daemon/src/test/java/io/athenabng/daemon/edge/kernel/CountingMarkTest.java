package io.athenabng.daemon.edge.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The note that the kernel keeps about a session's counting. */
final class CountingMarkTest {
    @Test
    void whatIsWrittenIsRead() {
        final Random random = new Random(20);
        for (int i = 0; i < 1_000; i++) {
            final CountingMark mark = new CountingMark(random.nextLong() >>> 1,
                new long[] {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()});
            final CountingMark read = CountingMark.parse(mark.note());
            assertEquals(mark.sessionId(), read.sessionId());
            assertArrayEquals(mark.added(), read.added());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abng", "abng 1 ", "abng 1 7 1 2 3", "abng 1 7 1 2 3 4 5", "abng 2 7 1 2 3 4", "abng 1 x 1 2 3 4",
        "abng 1 7 1 2 3 99999999999999999999", "uplink to the exchange", "abng 1 7  1 2 3 4"})
    void notesOfOthersAreNone(final String note) {
        assertNull(CountingMark.parse(note));
    }
}
