package io.athenabng.daemon.edge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.DescriptorSocket;
import io.athenabng.ffi.Errno;
import io.athenabng.ffi.EventFd;
import io.athenabng.ffi.NativeBuffer;
import io.athenabng.ffi.NativeException;
import io.athenabng.ffi.NativeMemory;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.testkit.Capabilities;
import io.athenabng.ffi.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keeper against {@code abng-holder} itself, built here from its source; event counters stand for a session's descriptors. */
final class HolderKeeperTest {
    private static final Path SOURCE = Path.of(System.getProperty("abng.root"), "engine/dist/src/c/abng-holder.c");

    @TempDir
    Path directory;
    private final List<EventFd> events = new ArrayList<>();
    private Process holder;
    private String socket;

    @BeforeEach
    void start() throws IOException {
        Capabilities.require(Capabilities.CC);
        Command.run("cc", "-O1", "-Wall", "-Wextra", "-Werror", "-std=c17", "-o", directory.resolve("abng-holder").toString(),
            SOURCE.toString());
        socket = directory.resolve("holder.sock").toString();
        startHolder();
    }

    private void startHolder() throws IOException {
        holder = new ProcessBuilder(directory.resolve("abng-holder").toString(), "--socket", socket).redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile()).start();
        await("the holder listens", () -> Files.exists(Path.of(socket)) && holder.isAlive());
    }

    @AfterEach
    void stop() throws InterruptedException {
        events.forEach(EventFd::close);
        if (holder != null) {
            holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, what + " did not happen");
            Thread.onSpinWait();
        }
    }

    private SessionKeeper.Kept session(final long id) {
        for (int i = 0; i < 3; i++) {
            events.add(EventFd.open());
        }
        final int last = events.size();
        return new SessionKeeper.Kept(
            id, (int) id + 7, events.get(last - 3).fd(), events.get(last - 2).fd(), events.get(last - 1).fd());
    }

    /** Steps a keeper until the holder has so many descriptors. */
    private void settle(final HolderKeeper keeper, final int descriptors) {
        await(descriptors + " descriptors", () -> {
            keeper.onDutyCycle();
            try (Stream<Path> open = Files.list(Path.of("/proc/" + holder.pid() + "/fd"))) {
                return open.filter(HolderKeeperTest::isEvent).count() == descriptors;
            } catch (final IOException e) {
                return false;
            }
        });
    }

    private static boolean isEvent(final Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("eventfd");
        } catch (final IOException e) {
            return false;
        }
    }

    private static List<SessionKeeper.Kept> taken(final HolderKeeper keeper) {
        final List<SessionKeeper.Kept> all = new ArrayList<>(keeper.takeAll());
        all.sort(Comparator.comparingLong(SessionKeeper.Kept::sessionId));
        return all;
    }

    private static long read(final int descriptor) {
        try (NativeBuffer value = NativeBuffer.allocate(Long.BYTES)) {
            return Syscalls.read(descriptor, value.address(), Long.BYTES) < 0 ? 0 : NativeMemory.getLong(value.address());
        }
    }

    private static void close(final List<SessionKeeper.Kept> all) {
        for (final SessionKeeper.Kept each : all) {
            assertEquals(0, Syscalls.close(each.socket()));
            assertEquals(0, Syscalls.close(each.channel()));
            assertEquals(0, Syscalls.close(each.unit()));
        }
    }

    @Test
    void givesTheSameDescriptorsToTheNextProcessInTheirOrder() {
        final HolderKeeper first = new HolderKeeper(socket);
        assertEquals(List.of(), first.takeAll());
        for (long id = 1; id <= 200; id++) {
            first.put(session(id));
        }
        settle(first, 600);
        first.close();
        for (int i = 0; i < events.size(); i++) {
            for (int times = 0; times <= i % 3; times++) {
                events.get(i).signal();
            }
        }
        events.forEach(EventFd::close);
        events.clear();

        final HolderKeeper second = new HolderKeeper(socket);
        final List<SessionKeeper.Kept> all = taken(second);
        assertEquals(200, all.size());
        for (int i = 0; i < all.size(); i++) {
            final SessionKeeper.Kept each = all.get(i);
            assertEquals(i + 1, each.sessionId());
            assertEquals(i + 8, each.ifIndex());
            assertEquals(1, read(each.socket()), "the first descriptor");
            assertEquals(2, read(each.channel()), "the second");
            assertEquals(3, read(each.unit()), "the third");
        }
        close(all);
        settle(second, 600);
        for (long id = 1; id <= 199; id++) {
            second.drop(id);
        }
        second.drop(4_711);
        settle(second, 3);
        second.close();
        final HolderKeeper third = new HolderKeeper(socket);
        final List<SessionKeeper.Kept> rest = taken(third);
        assertEquals(List.of(200L), rest.stream().map(SessionKeeper.Kept::sessionId).toList());
        close(rest);
        third.close();
    }

    @Test
    void ofASessionThatChangesOnlyTheLastStateIsKept() {
        final HolderKeeper keeper = new HolderKeeper(socket);
        keeper.takeAll();
        for (int round = 0; round < 5; round++) {
            keeper.put(session(5));
            keeper.put(session(6));
            keeper.drop(6);
        }
        settle(keeper, 3);
        keeper.put(session(5));
        events.getLast().signal();
        settle(keeper, 3);
        keeper.close();
        final HolderKeeper next = new HolderKeeper(socket);
        final List<SessionKeeper.Kept> all = taken(next);
        assertEquals(1, all.size());
        assertEquals(1, read(all.getFirst().unit()));
        close(all);
        next.close();
    }

    /** A daemon that is killed has said things that the holder has not read yet, and has not read all that the holder answered. */
    @Test
    void whatADaemonSaidBeforeItDiedIsKeptBeforeTheNextOneAsks() throws Exception {
        final HolderKeeper first = new HolderKeeper(socket);
        first.takeAll();
        first.put(session(1));
        settle(first, 3);
        signal("STOP");
        for (long id = 2; id <= 4; id++) {
            first.put(session(id));
            first.onDutyCycle();
            first.drop(id - 1);
            first.onDutyCycle();
        }
        first.close();
        final HolderKeeper next = new HolderKeeper(socket);
        final CompletableFuture<List<SessionKeeper.Kept>> all = CompletableFuture.supplyAsync(() -> taken(next));
        Thread.sleep(50);
        signal("CONT");
        final List<SessionKeeper.Kept> kept = all.get(20, TimeUnit.SECONDS);
        assertEquals(List.of(4L), kept.stream().map(SessionKeeper.Kept::sessionId).toList());
        close(kept);
        next.close();
    }

    @Test
    void manyDaemonsThatDieInTheMiddleOfItLoseNothing() {
        List<Long> expected = List.of();
        for (int round = 0; round < 200; round++) {
            final HolderKeeper keeper = new HolderKeeper(socket);
            final List<SessionKeeper.Kept> all = taken(keeper);
            assertEquals(expected, all.stream().map(SessionKeeper.Kept::sessionId).toList(), "round " + round);
            close(all);
            final long id = round + 1;
            for (long next = id; next <= id + 2; next++) {
                keeper.put(session(next));
                keeper.onDutyCycle();
                keeper.drop(next - 1);
                keeper.onDutyCycle();
            }
            expected = List.of(id + 2);
            events.forEach(EventFd::close);
            events.clear();
            keeper.close();
        }
    }

    private void signal(final String name) {
        Command.run("kill", "-" + name, Long.toString(holder.pid()));
    }

    @Test
    void aHolderThatComesBackIsGivenEverythingAgain() throws Exception {
        final HolderKeeper keeper = new HolderKeeper(socket);
        keeper.takeAll();
        for (long id = 1; id <= 100; id++) {
            keeper.put(session(id));
        }
        settle(keeper, 300);
        final long before = holder.pid();
        holder.destroyForcibly().waitFor();
        Files.deleteIfExists(Path.of(socket));
        keeper.drop(1);
        keeper.onDutyCycle();
        startHolder();
        assertNotEquals(before, holder.pid());
        settle(keeper, 297);
        keeper.close();
    }

    @Test
    void withoutAHolderNothingIsKeptAndNothingFails() throws Exception {
        holder.destroyForcibly().waitFor();
        final HolderKeeper keeper = new HolderKeeper(socket);
        assertEquals(List.of(), keeper.takeAll());
        keeper.put(session(1));
        assertEquals(0, keeper.onDutyCycle());
        keeper.close();
    }

    /** A connection without waiting: the holder may have enough to take in already. */
    private DescriptorSocket stranger() {
        while (true) {
            try {
                return DescriptorSocket.connect(socket);
            } catch (final NativeException e) {
                assertEquals(Errno.EAGAIN, e.errno());
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void theHolderEndsConnectionsThatSpeakAnotherLanguage() throws Exception {
        final HolderKeeper keeper = new HolderKeeper(socket);
        keeper.takeAll();
        keeper.put(session(1));
        settle(keeper, 3);
        final Random random = new Random(20_261_125);
        for (int i = 0; i < 500; i++) {
            try (DescriptorSocket stranger = stranger()) {
                final int length = 1 + random.nextInt(600);
                for (int at = 0; at < length; at++) {
                    NativeMemory.putByte(stranger.messageAddress() + at, (byte) random.nextInt());
                }
                if (random.nextBoolean()) {
                    NativeMemory.putInt(stranger.messageAddress(), 0x3148_4241);
                    NativeMemory.putInt(stranger.messageAddress() + 4, random.nextInt(6));
                    NativeMemory.putInt(stranger.messageAddress() + 8, random.nextInt(40));
                }
                final int descriptors = random.nextInt(5);
                for (int j = 0; j < descriptors; j++) {
                    stranger.putDescriptor(j, events.getFirst().fd());
                }
                assertTrue(stranger.send(length, descriptors) != 0);
            }
        }
        settle(keeper, 3);
        assertTrue(holder.isAlive());
        keeper.put(session(2));
        settle(keeper, 6);
        keeper.close();
    }
}
