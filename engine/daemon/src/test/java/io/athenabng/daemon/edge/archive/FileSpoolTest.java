package io.athenabng.daemon.edge.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.port.AccountingSpool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSpoolTest {
    private static final int START = 1;
    private static final int STOP = 2;
    private static final int INTERIM = 3;
    private static final long LIMIT = 1 << 20;

    @TempDir
    private Path directory;

    private final UnsafeBuffer into = new UnsafeBuffer(new byte[SpoolEntry.MAX_ATTRIBUTES]);

    private static List<Long> waiting(final FileSpool spool) {
        final List<Long> keys = new ArrayList<>();
        spool.forEachWaiting((position, statusType, key) -> keys.add(key));
        return keys;
    }

    private FileSpool open() throws IOException {
        return new FileSpool(directory, LIMIT, Runnable::run);
    }

    private static long append(final FileSpool spool, final int statusType, final int number) {
        return spool.append(statusType, number, SpoolChild.attributes(number), 0, SpoolChild.length(number));
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void whatIsReadAheadIsToldOnceAndAsWell() throws IOException {
        try (FileSpool spool = open()) {
            waiting(spool);
            for (int i = 1; i <= 10; i++) {
                append(spool, i == 3 ? INTERIM : START, i);
            }
        }
        try (FileSpool spool = open()) {
            spool.recover();
            final List<String> told = new ArrayList<>();
            spool.forEachWaiting((position, statusType, key) -> {
                told.add(key + " " + statusType);
                assertEquals(SpoolChild.length((int) key), spool.read(position, into, 0));
            });
            assertEquals(10, told.size());
            assertEquals("3 3", told.get(2));
            assertEquals(List.of(), waiting(spool));
            assertTrue(append(spool, STOP, 11) >= 0);
        }
    }

    @Test
    void theRoomMayBecomeLessOrMoreAndWhatWasTakenStays() throws IOException {
        try (FileSpool spool = open()) {
            waiting(spool);
            final long first = append(spool, START, 1);
            spool.limit(10);
            assertEquals(AccountingSpool.REFUSED, append(spool, START, 2));
            assertEquals(SpoolChild.length(1), spool.read(first, into, 0));
            spool.limit(LIMIT);
            assertTrue(append(spool, START, 3) > first);
        }
    }

    @Test
    void whatIsKeptIsReadAgainAndWhatIsDeliveredDoesNotComeBack() throws IOException {
        final List<Long> positions = new ArrayList<>();
        try (FileSpool spool = open()) {
            assertEquals(List.of(), waiting(spool));
            for (int i = 1; i <= 10; i++) {
                positions.add(append(spool, START, i));
            }
            for (int i = 1; i <= 10; i++) {
                assertEquals(SpoolChild.length(i), spool.read(positions.get(i - 1), into, 0));
                assertEquals(i, into.getLong(0));
            }
            spool.delivered(positions.get(0));
            spool.delivered(positions.get(4));
        }
        try (FileSpool spool = open()) {
            assertEquals(List.of(2L, 3L, 4L, 6L, 7L, 8L, 9L, 10L), waiting(spool));
            assertEquals(SpoolChild.length(2), spool.read(positions.get(1), into, 0));
            assertTrue(append(spool, START, 11) > positions.get(9), "positions go on growing");
        }
    }

    @Test
    void anEmptySpoolLeavesNoFile() throws IOException {
        try (FileSpool spool = open()) {
            waiting(spool);
            final long first = append(spool, START, 1);
            final long second = append(spool, START, 2);
            assertEquals(1, files());
            spool.delivered(first);
            spool.delivered(second);
            assertEquals(0, files());
            assertEquals(0, spool.bytes());
            assertNotEquals(AccountingSpool.REFUSED, append(spool, START, 3));
        }
    }

    @Test
    void segmentsAreBoundedAndGoWhenTheirReportsHaveGone() throws IOException {
        try (FileSpool spool = open()) {
            waiting(spool);
            final List<Long> positions = new ArrayList<>();
            for (int i = 1; i <= 600; i++) {
                positions.add(append(spool, START, i));
            }
            final long before = files();
            assertTrue(before >= 2, before + " segments of 64 KiB");
            positions.forEach(spool::delivered);
            assertEquals(0, files());
            assertEquals(0, spool.bytes());
        }
    }

    @Test
    void interimsFindHalfOfTheRoomStartsAndStopsAllOfIt() throws IOException {
        try (FileSpool spool = open()) {
            waiting(spool);
            int number = 1;
            while (append(spool, INTERIM, number) != AccountingSpool.REFUSED) {
                number++;
            }
            assertTrue(spool.bytes() <= LIMIT / 2);
            assertTrue(spool.bytes() > LIMIT / 2 - 1_000);
            final int interims = number;
            while (append(spool, STOP, number) != AccountingSpool.REFUSED) {
                number++;
            }
            assertTrue(number > interims + interims / 2, "stops find room that interims do not get");
            assertTrue(spool.bytes() <= LIMIT);
            assertEquals(AccountingSpool.REFUSED, append(spool, START, number));
        }
        try (FileSpool spool = open()) {
            assertTrue(waiting(spool).size() > 1_000, "nothing that was taken is thrown away");
        }
    }

    @Test
    void nothingIsDurableBeforeTheDiskHasIt() throws IOException {
        final List<Runnable> tasks = new ArrayList<>();
        try (FileSpool spool = new FileSpool(directory, LIMIT, tasks::add)) {
            waiting(spool);
            final long position = append(spool, STOP, 1);
            assertTrue(spool.durableTo() <= position);
            final long later = append(spool, STOP, 2);
            assertTrue(spool.durableTo() <= position);
            assertEquals(1, tasks.size(), "one wait at a time");
            tasks.removeFirst().run();
            assertTrue(spool.durableTo() > position && spool.durableTo() <= later);
            tasks.removeFirst().run();
            assertTrue(spool.durableTo() > later);
        }
    }

    @Test
    void aTornTailIsCutOffWhereverItIsTorn() throws IOException {
        try (FileSpool spool = open()) {
            waiting(spool);
            append(spool, START, 1);
            append(spool, START, 2);
        }
        final Path file = directory.resolve("0000000001.spool");
        final byte[] whole = Files.readAllBytes(file);
        final int first = SpoolEntry.FILE_HEADER + SpoolEntry.HEADER + SpoolChild.length(1);
        for (int cut = 0; cut < whole.length; cut += 3) {
            final byte[] torn = Arrays.copyOf(whole, cut);
            Files.write(file, torn);
            try (FileSpool spool = open()) {
                assertEquals(cut < first ? List.of() : List.of(1L), waiting(spool), "cut at " + cut);
            }
            assertEquals(cut >= first, Files.exists(file));
            Files.deleteIfExists(file);
        }
    }

    @Test
    void aDamagedReportEndsItsSegmentAndTheFileIsPutAside() throws IOException {
        try (FileSpool spool = open()) {
            waiting(spool);
            for (int i = 1; i <= 100; i++) {
                append(spool, START, i);
            }
        }
        final Path file = directory.resolve("0000000001.spool");
        final byte[] bytes = Files.readAllBytes(file);
        bytes[SpoolEntry.FILE_HEADER + SpoolEntry.HEADER + SpoolChild.length(1) + 20] ^= 1;
        Files.write(file, bytes);
        try (FileSpool spool = open()) {
            assertEquals(List.of(1L), waiting(spool));
        }
        assertEquals(bytes.length, Files.size(directory.resolve("0000000001.spool.damaged")));
    }

    @Test
    void anyBytesAreReadWithoutHarm() throws IOException {
        final Random random = new Random(7);
        final Path file = directory.resolve("0000000001.spool");
        for (int round = 0; round < 300; round++) {
            final byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            if (bytes.length >= 8 && random.nextBoolean()) {
                new UnsafeBuffer(bytes).putLong(0, SpoolEntry.MAGIC);
            }
            Files.write(file, bytes);
            try (FileSpool spool = open()) {
                waiting(spool);
                assertEquals(AccountingSpool.REFUSED, spool.read(1L << 40, into, 0));
            }
            Files.deleteIfExists(file);
        }
    }

    @Test
    void aFullDiskRefusesAndLeavesWhatWasThere() throws IOException {
        final int[] room = {3_000};
        final FileSpool.Opener opener = path -> new FullDiskChannel(FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), room);
        int kept = 0;
        try (FileSpool spool = new FileSpool(directory, LIMIT, Runnable::run, opener)) {
            waiting(spool);
            while (append(spool, STOP, kept + 1) != AccountingSpool.REFUSED) {
                kept++;
            }
            assertTrue(kept > 10);
            assertEquals(AccountingSpool.REFUSED, append(spool, STOP, 5_000));
            room[0] = 100_000;
            kept++;
            assertNotEquals(AccountingSpool.REFUSED, append(spool, STOP, kept), "room again");
        }
        try (FileSpool spool = open()) {
            assertEquals(kept, waiting(spool).size());
        }
    }

    @Test
    void aStrangeFileIsNotTouched() throws IOException {
        final Path strange = directory.resolve("1x.spool");
        Files.writeString(strange, "mine");
        try (FileSpool spool = open()) {
            assertThrows(UncheckedIOException.class, () -> waiting(spool));
        }
        assertTrue(Files.exists(strange));
    }

    @Test
    void groupsHaveDirectoriesThatNoNameLeaves() {
        assertEquals("aaa-1", AccountingSpools.directoryName("aaa-1"));
        assertFalse(AccountingSpools.directoryName("../x").contains("/"));
        assertFalse(AccountingSpools.directoryName("..").contains("."));
        assertNotEquals(AccountingSpools.directoryName("A"), AccountingSpools.directoryName("a"));
    }
}
