package io.athenabng.daemon.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.ConfigurationChange;
import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.ConfigurationPathException;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.daemon.commit.Candidates.Operator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand random configurations, valid and invalid, committed by two operators while consumers fail at random steps: each is in force
 * everywhere, in the file, at each consumer and in what the gateway works with, or nowhere. {@code abng.fuzz.seed} repeats a run.
 */
final class CommitPropertyFuzzTest {
    private static final int ROUNDS = 1_000;
    private static final long SEED = Long.getLong("abng.fuzz.seed", System.nanoTime());
    private static final List<String> STEPS = List.of("", "", "", "", "plan", "apply", "verify");
    private static final String WHOLESALE = """
              - name: wholesale
                trunk: eth1
                vlans: [{ stack: 4000.1-99 }]
                gateway: 10.200.0.1/24
                dhcp: { mode: relay, relay: { servers: [192.0.2.1] } }
            """;

    @TempDir
    private Path directory;
    private final Random random = new Random(SEED);

    @Test
    void everyCommitIsFullyAppliedOrFullyNot() throws Exception {
        final Path file = directory.resolve("abng.yaml");
        Files.writeString(file, CommitDesk.MINIMAL + WHOLESALE);
        final CommitDesk desk = new CommitDesk(file);
        for (int i = 0; i < 4; i++) {
            set(desk, "radius servers r" + i + " address 192.0.2." + (i + 1) + " secret s");
            set(desk, "radius server-groups g" + i % 2 + " members r" + i);
        }
        desk.candidates.commit(CommitDesk.ALICE, false, new CommitOrder("alice", "", 0, false, false));
        int applied = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final String where = "-Dabng.fuzz.seed=" + SEED + ", round " + round;
            final Operator operator = random.nextBoolean() ? CommitDesk.ALICE : CommitDesk.BOB;
            for (int i = random.nextInt(4); i >= 0; i--) {
                edit(desk, operator);
            }
            desk.first.failsAt = STEPS.get(random.nextInt(STEPS.size()));
            desk.second.failsAt = STEPS.get(random.nextInt(STEPS.size()));
            desk.second.effect = random.nextInt(4) == 0 ? ChangeEffect.ENDS_SESSIONS : ChangeEffect.LIVE;
            desk.second.sessions = random.nextInt(2);
            desk.nowMs += random.nextInt(30_000);
            final String textBefore = desk.text();
            final RunningConfiguration before = desk.active.get();
            final long revision = desk.engine.revision();
            final int archived = desk.engine.archive().entries().size();
            final String candidate = desk.candidates.view(operator, false).tree().toYaml();
            boolean confirmedOnly = false;
            try {
                confirmedOnly = desk.candidates.commit(operator, false, new CommitOrder(operator.user(), "", random.nextInt(6) == 0 ? 1 : 0,
                        random.nextBoolean(), false)) == null;
                applied++;
            } catch (final CommitException e) {
                refused++;
                assertEquals(textBefore, desk.text(), where);
                assertEquals(before, desk.active.get(), where);
                assertEquals(revision, desk.engine.revision(), where);
                assertEquals(archived, desk.engine.archive().entries().size(), where);
            }
            if (desk.engine.revision() > revision) {
                assertEquals(candidate, desk.text(), where);
                assertEquals(candidate, desk.engine.running().toYaml(), where);
            } else {
                assertTrue(confirmedOnly || desk.text().equals(textBefore), where);
            }
            check(desk, where);
            desk.first.failsAt = "";
            desk.second.failsAt = "";
            desk.engine.onTick();
            check(desk, where);
            // Most begin anew, some go on with what was refused, some take an earlier one.
            final int next = random.nextInt(8);
            if (next > 1) {
                desk.candidates.rollBack(operator, false, next < 7 ? 0 : Math.min(1, desk.engine.archive().entries().size()));
            }
        }
        // Both outcomes were met often.
        assertTrue(applied > ROUNDS / 20 && refused > ROUNDS / 10, applied + " applied, " + refused + " refused");
        assertEquals(List.of(), desk.errors.entries());
    }

    private static void set(final CommitDesk desk, final String words) {
        desk.candidates.set(CommitDesk.ALICE, false, CommitDesk.words(words));
    }

    private static void check(final CommitDesk desk, final String where) throws Exception {
        assertEquals(desk.active.get(), desk.first.inForce, where);
        assertEquals(desk.active.get(), desk.second.inForce, where);
        assertTrue(ConfigurationLoader.load(desk.file).isLoaded(), where);
        assertTrue(!desk.engine.isFileEdited(), where);
        // What does not wait for the start is in force. A group that waits to go keeps its name, and what names it waits with it.
        final List<ConfigurationChange> waiting = desk.engine.waiting();
        final boolean groupGoes = waiting.stream()
                .anyMatch(change -> change.path().matches("access-groups \\S+") && change.after() == null);
        assertTrue(groupGoes || waiting.stream().allMatch(change -> change.effect() == ChangeEffect.RESTART)
                || waiting.stream().anyMatch(change -> change.path().startsWith("radius server-groups ")), () -> where + waiting);
    }

    private void edit(final CommitDesk desk, final Operator operator) {
        final String name = List.of("residential", "business", "iptv").get(random.nextInt(3));
        final int number = random.nextInt(200);
        final String words = switch (random.nextInt(36)) {
            case 0 -> "set logging level " + List.of("debug", "info", "warning", "error", "loud").get(random.nextInt(5));
            case 1 -> "set counters interval " + (number + 1) + "s";
            case 2 -> "set access-groups " + name + " shaping down " + (number + 1) + "mbit";
            case 3 -> "set access-groups " + name + " trunk eth1 vlans " + number + ".1-99";
            case 4 -> "set access-groups " + name + " gateway 10." + number + ".0.1/24 dhcp server pools " + name;
            case 5 -> "set pools " + name + " ranges 10." + number + ".0.10-10." + number + ".0.20";
            case 6 -> "set users u" + number + " down " + number + "mbit";
            case 7 -> "set archive keep " + (number + 1);
            case 8 -> "set bootstrap max-sessions " + (number + 1);
            case 9 -> "set trunks eth" + (number % 3) + " max-lines " + (number + 1);
            case 10 -> "delete access-groups " + name;
            case 11 -> "delete pools " + name;
            case 12 -> "delete users";
            case 13 -> "set access-groups " + name + " pppoe enabled " + (number % 3 == 0 ? "perhaps" : number % 2 == 0);
            case 14 -> "set access-groups " + name + " pppoe pools " + List.of("residential", "business", "iptv", "none").get(number % 4);
            case 15 -> "set access-groups " + name + " pppoe echo-interval " + number + "s";
            case 16 -> "set access-groups " + name + " pppoe discovery-limits line-rate " + number;
            case 17 -> "set radius servers r" + (number % 4) + " address 192.0.2." + (number + 1) + " secret s" + number;
            case 18 -> "set radius servers r" + (number % 4) + " timeout " + (number % 8 + 1) + "s";
            case 19 -> "delete radius servers r" + (number % 16);
            case 20 -> "set radius server-groups g" + (number % 2) + " members r" + (number % 4) + " priority " + number;
            case 21 -> "delete radius server-groups g" + (number % 8) + (number % 3 == 0 ? "" : " members r" + (number % 4));
            case 22 -> "set radius dynamic-authorization port " + (number + 1) + " clients c" + (number % 3) + " address 192.0.2."
                    + (number % 3 + 50) + (number % 16 == 0 ? "" : " secret s" + number);
            case 23 -> "delete radius dynamic-authorization" + (number % 2 == 0 ? "" : " clients c" + (number % 3));
            case 24 -> "set radius accounting interim-interval " + (number + 5) + "s spool-limit " + (number + 1) + "MiB";
            case 25 -> "set access-groups " + name + " authentication radius radius authentication g" + (number % 2);
            case 26 -> "set access-groups " + name + " radius accounting g" + (number % 2) + " sessions-per-mac " + number;
            case 27 -> "set access-groups wholesale dhcp relay servers 192.0.2." + number;
            case 28 -> "set access-groups wholesale dhcp relay max-hops " + number;
            case 29 -> "set access-groups wholesale dhcp relay server-retry " + number + "s";
            case 30 -> "set access-groups wholesale dhcp relay giaddr 10." + number + ".0.1";
            case 31 -> "set access-groups " + name + " user-name " + (number % 5 == 0 ? "{nobody}" : number + "-{mac}");
            case 32 -> "set access-groups wholesale shaping " + (number % 2 == 0 ? "overhead " : "mpu ") + number;
            default -> "set services s" + (number % 3) + " kind nftables file /etc/s" + number;
        };
        final List<String> all = CommitDesk.words(words);
        try {
            if (all.getFirst().equals("set")) {
                desk.candidates.set(operator, false, all.subList(1, all.size()));
            } else {
                desk.candidates.delete(operator, false, all.subList(1, all.size()));
            }
        } catch (final ConfigurationPathException e) {
            // The words were wrong, as an operator's are now and then: the candidate is as it was.
            assertTrue(!e.remedy().isBlank());
        }
    }
}
