package io.athenabng.daemon.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.rpc.api.ConfigCheck;
import io.athenabng.rpc.api.ConfigCommit;
import io.athenabng.rpc.api.ConfigComplete;
import io.athenabng.rpc.api.ConfigConfirm;
import io.athenabng.rpc.api.ConfigDiff;
import io.athenabng.rpc.api.ConfigGet;
import io.athenabng.rpc.api.ConfigHistory;
import io.athenabng.rpc.api.ConfigLoad;
import io.athenabng.rpc.api.ConfigLock;
import io.athenabng.rpc.api.ConfigRollback;
import io.athenabng.rpc.api.ConfigSchema;
import io.athenabng.rpc.api.ConfigSet;
import io.athenabng.rpc.api.ConfigShow;
import io.athenabng.rpc.api.ConfigStatus;
import io.athenabng.rpc.api.ConfigUnlock;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.socket.RpcException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Candidate and commit through the management socket, with a gateway that runs. */
final class ConfigurationManagementTest {
    @TempDir
    private Path directory;
    private ManagementHarness harness;

    @BeforeEach
    void open() throws Exception {
        harness = new ManagementHarness(directory.resolve("s.sock"));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static List<String> words(final String text) {
        return Arrays.asList(text.split(" "));
    }

    private void set(final String text) {
        harness.call(RpcCatalogue.CONFIG_SET, new ConfigSet.Params(words(text), null, null));
    }

    private static ConfigCommit.Params commit(final Integer minutes) {
        return new ConfigCommit.Params("why", minutes, null, null, null, null);
    }

    @Test
    void anEditIsCheckedCommittedKeptAndTakenBack() {
        harness.bringUp(1);
        set("counters interval 7s");
        set("logging level debug");
        final ConfigDiff.Result diff = harness.call(RpcCatalogue.CONFIG_DIFF, new ConfigDiff.Params(null, null, null, null));
        assertTrue(diff.diff().contains("+  level: debug") || diff.diff().contains("+    level: debug"), diff.diff());
        assertEquals(2, diff.changes().size());
        final ConfigCheck.Result check = harness.call(RpcCatalogue.CONFIG_CHECK, new ConfigCheck.Params(null, null));
        assertTrue(check.valid());
        assertEquals("live", check.changes().getFirst().effect());
        assertEquals(2, harness.call(RpcCatalogue.CONFIG_COMMIT, commit(null)).revision());
        synchronized (harness.engine) {
            assertEquals(7_000_000_000L, harness.pipeline.gateway.configuration().countersIntervalNs());
            assertEquals(1, harness.pipeline.gateway.upCount());
        }
        assertEquals("7s", ((Map<?, ?>) harness.call(RpcCatalogue.CONFIG_SHOW, new ConfigShow.Params("counters")).configuration()
                .get("counters")).get("interval"));
        assertEquals(7_000_000_000L, ConfigurationLoader.load(harness.file).configuration().countersIntervalNs());
        final ConfigHistory.Result history = harness.call(RpcCatalogue.CONFIG_HISTORY, new ConfigHistory.Params(null));
        assertEquals("why", history.commits().getFirst().comment());
        assertNotNull(history.commits().getFirst().by());
        assertEquals(2, history.commits().size());
        harness.call(RpcCatalogue.CONFIG_ROLLBACK, new ConfigRollback.Params(1, null, null));
        harness.call(RpcCatalogue.CONFIG_COMMIT, commit(null));
        synchronized (harness.engine) {
            assertEquals(harness.configuration.countersIntervalNs(), harness.pipeline.gateway.configuration().countersIntervalNs());
            assertEquals(1, harness.pipeline.gateway.upCount());
        }
        assertEquals(List.of(), harness.pipeline.errorLog.entries());
    }

    @Test
    void wrongWordsAndWrongWholesAreRefusedWithTheRemedy() {
        final RpcException key = harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.CONFIG_SET,
                new ConfigSet.Params(words("loging level debug"), null, null));
        assertTrue(key.remedy().contains("logging"), key.remedy());
        set("access-groups nowhere trunk eth9");
        assertFalse(harness.call(RpcCatalogue.CONFIG_CHECK, new ConfigCheck.Params(null, null)).valid());
        assertTrue(harness.call(RpcCatalogue.CONFIG_CHECK, new ConfigCheck.Params(null, null)).problems().size() > 1, "all at once");
        harness.refused(RpcErrorCode.CONFIG_INVALID, RpcCatalogue.CONFIG_COMMIT, commit(null));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.CONFIG_ROLLBACK, new ConfigRollback.Params(5, null, null));
        harness.refused(RpcErrorCode.CONFIG_INVALID, RpcCatalogue.CONFIG_LOAD, new ConfigLoad.Params("a: [", null, null, null, null));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.CONFIG_LOAD, new ConfigLoad.Params(null, null, null, null, null));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.CONFIG_COMMIT, commit(0));
        assertEquals(List.of(), harness.pipeline.errorLog.entries());
    }

    @Test
    void twoSessionsOfOneUserAreKeptApartByTheLock() {
        harness.call(RpcCatalogue.CONFIG_LOCK, new ConfigLock.Params("one"));
        final RpcException locked = harness.refused(RpcErrorCode.INVALID_STATE, RpcCatalogue.CONFIG_SET,
                new ConfigSet.Params(words("logging level debug"), null, "two"));
        assertTrue(locked.getMessage().contains("(one)"), locked.getMessage());
        harness.call(RpcCatalogue.CONFIG_SET, new ConfigSet.Params(words("logging level debug"), null, "one"));
        final ConfigStatus.Result status = harness.call(RpcCatalogue.CONFIG_STATUS, new ConfigStatus.Params());
        assertTrue(status.lockedBy().endsWith("(one)"), status.lockedBy());
        assertEquals(1, status.candidates().size());
        harness.call(RpcCatalogue.CONFIG_UNLOCK, new ConfigUnlock.Params("two", true));
        assertNull(harness.call(RpcCatalogue.CONFIG_STATUS, new ConfigStatus.Params()).lockedBy());
    }

    @Test
    void aCommitCanBeOneToBeConfirmed() {
        set("logging level debug");
        assertNotNull(harness.call(RpcCatalogue.CONFIG_COMMIT, commit(5)).returnsEpochMs());
        assertNotNull(harness.call(RpcCatalogue.CONFIG_STATUS, new ConfigStatus.Params()).returnsEpochMs());
        assertEquals(2, harness.call(RpcCatalogue.CONFIG_CONFIRM, new ConfigConfirm.Params()).revision());
        assertNull(harness.call(RpcCatalogue.CONFIG_STATUS, new ConfigStatus.Params()).returnsEpochMs());
        harness.refused(RpcErrorCode.INVALID_STATE, RpcCatalogue.CONFIG_CONFIRM, new ConfigConfirm.Params());
    }

    @Test
    void anEditByHandIsShownAndTakenOnlyWhenLoaded() throws Exception {
        Files.writeString(harness.file, Files.readString(harness.file).replaceFirst("level: \\w+", "level: error"));
        assertTrue(harness.call(RpcCatalogue.CONFIG_STATUS, new ConfigStatus.Params()).fileEdited());
        assertEquals("logging level", harness.call(RpcCatalogue.CONFIG_DIFF, new ConfigDiff.Params("running", "file", null, null))
                .changes().getFirst().path());
        set("counters interval 9s");
        harness.refused(RpcErrorCode.INVALID_STATE, RpcCatalogue.CONFIG_COMMIT, commit(null));
        harness.call(RpcCatalogue.CONFIG_LOAD, new ConfigLoad.Params(null, true, true, null, null));
        harness.call(RpcCatalogue.CONFIG_COMMIT, new ConfigCommit.Params(null, null, null, true, null, null));
        assertFalse(harness.call(RpcCatalogue.CONFIG_STATUS, new ConfigStatus.Params()).fileEdited());
        assertTrue(harness.call(RpcCatalogue.CONFIG_GET, new ConfigGet.Params(words("logging"), null, null)).yaml().contains("error"));
    }

    @Test
    void completionAndSchemaComeFromTheDeclarations() {
        assertTrue(harness.call(RpcCatalogue.CONFIG_COMPLETE, new ConfigComplete.Params(words("logging level"), null, null)).words()
                .stream().anyMatch(word -> word.word().equals("warning")));
        assertTrue(harness.call(RpcCatalogue.CONFIG_SCHEMA, new ConfigSchema.Params()).schema().containsKey("properties"));
    }
}
