package io.athenabng.daemon.commit;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.daemon.ErrorLog;
import io.athenabng.daemon.commit.Candidates.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An engine with two recorded consumers, candidates and a clock that a test moves. */
final class CommitDesk {
    static final String MINIMAL = """
            # The operator's own words.
            trunks:
              - name: eth1
            pools:
              - name: residential
                ranges: [10.64.0.10-10.64.0.250]
            access-groups:
              - name: residential
                trunk: eth1
                vlans:
                  - stack: 500.100-199
                gateway: 10.64.0.1/24
                dhcp:
                  server:
                    pools: [residential]
            """;
    static final Operator ALICE = new Operator("alice", "pts/1");
    static final Operator BOB = new Operator("bob", "pts/2");

    final List<String> log = new ArrayList<>();
    final ErrorLog errors = new ErrorLog();
    final Path file;
    final ActiveConfiguration active;
    final RecordingConsumer first;
    final RecordingConsumer second;
    final CommitEngine engine;
    final Candidates candidates;
    long nowMs = 1_000_000;

    CommitDesk(final Path file) throws IOException {
        this.file = file;
        if (!Files.exists(file)) {
            Files.writeString(file, MINIMAL);
        }
        active = new ActiveConfiguration(ConfigurationLoader.load(file).configuration());
        first = new RecordingConsumer("first", active.get(), log);
        second = new RecordingConsumer("second", active.get(), log);
        engine = new CommitEngine(file, active, List.of(first, second), () -> nowMs, errors);
        candidates = new Candidates(engine, () -> nowMs);
    }

    static List<String> words(final String text) {
        return Arrays.asList(text.split(" "));
    }

    static CommitOrder order(final Operator operator) {
        return new CommitOrder(operator.user(), "because", 0, false, false);
    }

    static CommitOrder confirmed(final Operator operator, final int minutes) {
        return new CommitOrder(operator.user(), "try", minutes, false, false);
    }

    void set(final Operator operator, final String text) {
        candidates.set(operator, false, words(text));
    }

    CommitCheck commit(final Operator operator) {
        return candidates.commit(operator, false, order(operator));
    }

    String text() throws IOException {
        return Files.readString(file);
    }
}
