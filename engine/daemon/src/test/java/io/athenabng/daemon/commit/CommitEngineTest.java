package io.athenabng.daemon.commit;

import static io.athenabng.daemon.commit.CommitDesk.ALICE;
import static io.athenabng.daemon.commit.CommitDesk.BOB;
import static io.athenabng.daemon.commit.CommitDesk.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LogLevel;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.daemon.edge.archive.PendingConfirmation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits: in force everywhere or nowhere, kept, confirmed, taken back, and with several operators. */
final class CommitEngineTest {
    private static final long MINUTE_MS = 60_000;

    @TempDir
    private Path directory;
    private CommitDesk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new CommitDesk(directory.resolve("abng.yaml"));
    }

    private void assertNothingChanged(final RunningConfiguration before) throws IOException {
        assertEquals(CommitDesk.MINIMAL, desk.text());
        assertEquals(before, desk.active.get());
        assertEquals(before, desk.first.inForce);
        assertEquals(before, desk.second.inForce);
        assertEquals(List.of(), desk.engine.archive().entries());
        assertNull(desk.engine.pending());
        assertNull(PendingConfirmation.read(desk.engine.archive().directory()));
        assertEquals(1, desk.engine.revision());
    }

    private CommitException refused(final CommitException.Kind kind) {
        final CommitException refused = assertThrows(CommitException.class, () -> desk.commit(ALICE));
        assertEquals(kind, refused.kind(), refused.getMessage());
        return refused;
    }

    @Test
    void aCommitIsInForceEverywhereAndTheFileBeforeIsKept() throws IOException {
        desk.set(ALICE, "logging level debug");
        final CommitCheck done = desk.commit(ALICE);
        assertEquals("logging level", done.changes().getFirst().path());
        assertEquals(List.of("first plan", "second plan", "first apply", "second apply", "first verify", "second verify"), desk.log);
        assertEquals(LogLevel.DEBUG, desk.active.get().logLevel());
        assertEquals(desk.active.get(), desk.second.inForce);
        assertEquals(LogLevel.DEBUG, ConfigurationLoader.load(desk.file).configuration().logLevel());
        assertEquals(CommitDesk.MINIMAL, desk.engine.archive().read(1), "byte for byte, comments too");
        assertEquals("because", desk.engine.archive().entries().getFirst().comment());
        assertFalse(desk.engine.isFileEdited());
    }

    @Test
    void aFailureAnywhereTakesEveryStepBackAndNamesIt() throws IOException {
        final RunningConfiguration before = desk.active.get();
        for (final String step : List.of("plan", "apply", "verify")) {
            desk.set(ALICE, "logging level debug");
            desk.second.failsAt = step;
            final CommitException failed = refused(CommitException.Kind.FAILED);
            assertTrue(failed.getMessage().contains("second") && failed.getMessage().contains("told to fail"), failed.getMessage());
            assertTrue(failed.getMessage().contains("as it was before"), failed.getMessage());
            assertNothingChanged(before);
        }
        assertTrue(desk.log.indexOf("second rollBack") < desk.log.indexOf("first rollBack"), "the last first");
        desk.second.failsAt = "";
        desk.commit(ALICE);
        assertEquals(LogLevel.DEBUG, desk.active.get().logLevel());
    }

    @Test
    void whatCannotBeTakenBackIsSaid() {
        desk.set(ALICE, "logging level debug");
        desk.first.failsAt = "rollBack";
        desk.second.failsAt = "apply";
        final CommitException failed = refused(CommitException.Kind.FAILED);
        // The first consumer's roll-back throws once it has done its work; the message must name it all the same.
        assertTrue(failed.getMessage().contains("could not be rolled back: first"), failed.getMessage());
        assertEquals(1, desk.errors.entries().size());
    }

    @Test
    void aCandidateWithProblemsTouchesNothing() throws IOException {
        final RunningConfiguration before = desk.active.get();
        desk.candidates.delete(ALICE, false, words("pools residential"));
        assertTrue(refused(CommitException.Kind.INVALID).getMessage().contains("residential"));
        assertNothingChanged(before);
        assertEquals(List.of(), desk.log);
    }

    @Test
    void endingSessionsIsAskedFirst() throws IOException {
        final RunningConfiguration before = desk.active.get();
        desk.first.effect = ChangeEffect.ENDS_SESSIONS;
        desk.first.sessions = 3;
        desk.set(ALICE, "logging level debug");
        assertTrue(refused(CommitException.Kind.ENDS_SESSIONS).getMessage().contains("ends 3 sessions"));
        assertNothingChanged(before);
        desk.candidates.commit(ALICE, false, new CommitOrder("alice", "", 0, true, false));
        assertEquals(LogLevel.DEBUG, desk.active.get().logLevel());
    }

    @Test
    void keysThatAreReadAtStartWaitForIt() throws IOException {
        desk.set(ALICE, "bootstrap max-sessions 77");
        final CommitCheck done = desk.commit(ALICE);
        assertEquals("bootstrap max-sessions", done.waiting().getFirst().path());
        assertEquals(100_000, desk.active.get().bootstrap().maxSessions());
        assertEquals(77, ConfigurationLoader.load(desk.file).configuration().bootstrap().maxSessions());
        desk.set(ALICE, "logging level debug");
        desk.commit(ALICE);
        assertEquals(100_000, desk.active.get().bootstrap().maxSessions());
        assertEquals(1, desk.engine.waiting().size());
        assertEquals(77, new CommitDesk(desk.file).active.get().bootstrap().maxSessions(), "after the next start");
    }

    @Test
    void anUnconfirmedCommitReturnsByItself() throws IOException {
        desk.set(ALICE, "logging level debug");
        desk.candidates.commit(ALICE, false, CommitDesk.confirmed(ALICE, 5));
        desk.nowMs += 5 * MINUTE_MS - 1;
        desk.engine.onTick();
        assertEquals(LogLevel.DEBUG, desk.active.get().logLevel());
        desk.nowMs++;
        desk.engine.onTick();
        assertEquals(LogLevel.INFO, desk.active.get().logLevel());
        assertEquals(LogLevel.INFO, desk.second.inForce.logLevel());
        assertEquals(CommitDesk.MINIMAL, desk.text(), "byte for byte");
        assertNull(desk.engine.pending());
        assertTrue(desk.engine.archive().entries().getFirst().comment().contains("not confirmed in time"));
    }

    @Test
    void aConfirmedCommitStays() throws IOException {
        desk.set(ALICE, "logging level debug");
        desk.candidates.commit(ALICE, false, CommitDesk.confirmed(ALICE, 5));
        assertNotNull(PendingConfirmation.read(desk.engine.archive().directory()));
        assertNull(desk.candidates.commit(BOB, false, CommitDesk.order(BOB)), "a commit without edits confirms");
        desk.nowMs += 60 * MINUTE_MS;
        desk.engine.onTick();
        assertEquals(LogLevel.DEBUG, desk.active.get().logLevel());
        assertNull(PendingConfirmation.read(desk.engine.archive().directory()));
        assertThrows(CommitException.class, () -> desk.engine.confirm());
    }

    @Test
    void theReturnSurvivesARestartOfTheDaemon() throws IOException {
        desk.set(ALICE, "logging level debug");
        desk.candidates.commit(ALICE, false, CommitDesk.confirmed(ALICE, 5));
        // Started again in time: it still waits.
        final Path archive = desk.engine.archive().directory();
        assertFalse(PendingConfirmation.returnIfOverdue(desk.file, archive, desk.nowMs + MINUTE_MS));
        final CommitDesk restarted = new CommitDesk(desk.file);
        restarted.nowMs = desk.nowMs + 6 * MINUTE_MS;
        restarted.engine.onTick();
        assertEquals(LogLevel.INFO, restarted.active.get().logLevel());
        assertEquals(CommitDesk.MINIMAL, desk.text());
    }

    @Test
    void aDaemonThatStartsTooLateStartsWithTheConfigurationBefore() throws IOException {
        desk.set(ALICE, "logging level debug");
        desk.candidates.commit(ALICE, false, CommitDesk.confirmed(ALICE, 5));
        final Path archive = desk.engine.archive().directory();
        assertTrue(PendingConfirmation.returnIfOverdue(desk.file, archive, desk.nowMs + 5 * MINUTE_MS));
        assertEquals(CommitDesk.MINIMAL, desk.text());
        assertFalse(PendingConfirmation.returnIfOverdue(desk.file, archive, desk.nowMs + 6 * MINUTE_MS));
    }

    @Test
    void aReturnThatDoesNotBelongToTheFileIsForgotten() throws IOException {
        final Path archive = desk.engine.archive().directory();
        Files.createDirectories(archive);
        new PendingConfirmation(0, 7, PendingConfirmation.digest("something else"), "alice").write(archive);
        assertFalse(PendingConfirmation.returnIfOverdue(desk.file, archive, desk.nowMs));
        assertNull(PendingConfirmation.read(archive));
        assertEquals(CommitDesk.MINIMAL, desk.text());
    }

    @Test
    void anEditByHandIsNoticedAndNotOverwrittenSilently() throws IOException {
        final String byHand = CommitDesk.MINIMAL.replace("residential", "private");
        Files.writeString(desk.file, byHand);
        desk.engine.onTick();
        assertTrue(desk.engine.isFileEdited());
        assertEquals("residential", desk.active.get().pools().getFirst().name());
        desk.set(ALICE, "logging level debug");
        assertTrue(refused(CommitException.Kind.STATE).getMessage().contains("edited by hand"));
        assertEquals(byHand, desk.text());
        desk.candidates.commit(ALICE, false, new CommitOrder("alice", "", 0, false, true));
        assertEquals(byHand, desk.engine.archive().read(1), "nothing is lost");
        assertEquals("residential", ConfigurationLoader.load(desk.file).configuration().pools().getFirst().name());
    }

    @Test
    void aFileThatWasRemovedIsAnEdit() throws IOException {
        Files.delete(desk.file);
        desk.set(ALICE, "logging level debug");
        refused(CommitException.Kind.STATE);
        desk.candidates.commit(ALICE, false, new CommitOrder("alice", "", 0, false, true));
        assertTrue(ConfigurationLoader.load(desk.file).isLoaded());
    }

    @Test
    void anArchiveThatCannotBeWrittenStopsTheCommitBeforeAnythingChanged() throws IOException {
        final RunningConfiguration before = desk.active.get();
        // A file where the folder should be: the same to root, whom no mode keeps from writing.
        Files.writeString(directory.resolve("archive"), "in the way");
        desk.set(ALICE, "logging level debug");
        assertTrue(refused(CommitException.Kind.FAILED).getMessage().contains("archiving"));
        assertEquals(CommitDesk.MINIMAL, desk.text());
        assertEquals(before, desk.second.inForce);
        assertFalse(desk.log.contains("first apply"));
        Files.delete(directory.resolve("archive"));
        desk.commit(ALICE);
        assertEquals(1, desk.engine.archive().entries().size());
    }

    @Test
    void historyIsPrunedByCountAndAge() throws IOException {
        desk.set(ALICE, "archive keep 3 max-age 1h");
        desk.commit(ALICE);
        for (int i = 0; i < 5; i++) {
            desk.nowMs += MINUTE_MS;
            desk.set(ALICE, "counters interval " + (i + 5) + "s");
            desk.commit(ALICE);
        }
        assertEquals(3, desk.engine.archive().entries().size());
        assertEquals(6, desk.engine.archive().entries().getFirst().number());
        desk.nowMs += 3 * 60 * MINUTE_MS;
        desk.set(ALICE, "counters interval 77s");
        desk.commit(ALICE);
        assertEquals(1, desk.engine.archive().entries().size());
        assertEquals("9s", desk.engine.earlier(1).show(words("counters interval")).strip().split(" ")[1]);
    }

    @Test
    void rollbackIsACandidateLikeAnyOther() throws IOException {
        desk.set(ALICE, "logging level debug");
        desk.commit(ALICE);
        desk.set(ALICE, "logging level error");
        desk.commit(ALICE);
        desk.candidates.rollBack(ALICE, false, 2);
        desk.commit(ALICE);
        assertEquals(LogLevel.INFO, desk.active.get().logLevel());
        desk.set(ALICE, "logging level debug");
        assertEquals(0, desk.candidates.rollBack(ALICE, false, 0).edits());
        assertEquals(CommitException.Kind.NOT_FOUND,
                assertThrows(CommitException.class, () -> desk.candidates.rollBack(ALICE, false, 9)).kind());
    }

    @Test
    void anArchivedConfigurationOfAnotherVersionIsRefusedWithItsKey() throws IOException {
        desk.set(ALICE, "logging level debug");
        desk.commit(ALICE);
        final Path entry = desk.engine.archive().directory().resolve("00000001.yaml");
        Files.writeString(entry, Files.readString(entry) + "key-of-tomorrow: 1\n");
        final CommitException refused = assertThrows(CommitException.class, () -> desk.candidates.rollBack(ALICE, false, 1));
        assertTrue(refused.getMessage().contains("key-of-tomorrow"), refused.getMessage());
    }

    @Test
    void twoOperatorsShareACandidateOrHaveTheirOwn() {
        desk.set(ALICE, "logging level debug");
        desk.set(BOB, "counters interval 9s");
        assertEquals(2, desk.candidates.view(ALICE, false).edits());
        assertEquals("bob (pts/2)", desk.candidates.view(ALICE, false).lastEditor());
        desk.candidates.set(BOB, true, words("users carol down 1mbit"));
        desk.commit(ALICE);
        assertEquals(9_000_000_000L, desk.active.get().countersIntervalNs());
        // Bob's own candidate was begun before that commit.
        final CommitException stale = assertThrows(CommitException.class,
                () -> desk.candidates.commit(BOB, true, CommitDesk.order(BOB)));
        assertEquals(CommitException.Kind.STATE, stale.kind());
        assertEquals(List.of(), desk.candidates.update(BOB, true));
        desk.candidates.commit(BOB, true, CommitDesk.order(BOB));
        assertEquals(LogLevel.DEBUG, desk.active.get().logLevel());
        assertEquals(9_000_000_000L, desk.active.get().countersIntervalNs());
    }

    @Test
    void editsThatNoLongerFitAreNamedWhenACandidateIsUpdated() {
        desk.set(ALICE, "users carol down 1mbit");
        desk.commit(ALICE);
        desk.candidates.delete(BOB, true, words("users carol down"));
        desk.candidates.set(BOB, true, words("counters interval 8s"));
        desk.candidates.delete(ALICE, false, words("users carol"));
        desk.commit(ALICE);
        final List<String> dropped = desk.candidates.update(BOB, true);
        assertEquals(1, dropped.size(), dropped.toString());
        assertTrue(dropped.getFirst().startsWith("delete users carol down"), dropped.toString());
        assertEquals(1, desk.candidates.view(BOB, true).edits());
    }

    @Test
    void theLockKeepsOthersOutAndTellsWhoHoldsIt() {
        desk.candidates.lock(ALICE);
        for (final Runnable attempt : List.<Runnable>of(() -> desk.set(BOB, "logging level debug"), () -> desk.commit(BOB),
                () -> desk.candidates.lock(BOB), () -> desk.candidates.unlock(BOB, false),
                () -> desk.candidates.set(new Candidates.Operator("alice", "pts/9"), false, words("logging level debug")))) {
            final CommitException refused = assertThrows(CommitException.class, attempt::run);
            assertTrue(refused.getMessage().contains("locked by alice (pts/1)"), refused.getMessage());
        }
        desk.set(ALICE, "logging level debug");
        assertSame(ALICE, desk.candidates.unlock(BOB, true));
        desk.commit(BOB);
        assertEquals(LogLevel.DEBUG, desk.active.get().logLevel());
    }
}
