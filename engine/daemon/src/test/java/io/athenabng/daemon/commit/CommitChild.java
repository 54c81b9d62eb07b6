package io.athenabng.daemon.commit;

import java.nio.file.Path;

/** Commits without pause until it is killed: a process for {@link CommitCrashTest}. */
final class CommitChild {
    private CommitChild() {
    }

    /**
     * Commits for ever.
     *
     * @param args the configuration file, and a number to begin with
     */
    public static void main(final String[] args) throws Exception {
        final CommitDesk desk = new CommitDesk(Path.of(args[0]));
        System.out.println("ready");
        for (int i = Integer.parseInt(args[1]);; i++) {
            desk.nowMs = System.currentTimeMillis();
            desk.set(CommitDesk.ALICE, "pools residential ranges 10.64.0.252");
            // A long file takes long to write: the kill is to fall into the middle of it.
            for (int user = 0; user < 20; user++) {
                desk.set(CommitDesk.ALICE, "users u" + i + "-" + user + " down " + (i % 1000 + 1) + "mbit");
            }
            desk.candidates.delete(CommitDesk.ALICE, false, CommitDesk.words("users"));
            desk.set(CommitDesk.ALICE, "users a" + i + " down 1mbit");
            desk.set(CommitDesk.ALICE, "users b" + i + " down 1mbit");
            desk.set(CommitDesk.ALICE, "archive keep 5");
            if (i % 3 == 0) {
                desk.candidates.commit(CommitDesk.ALICE, false, CommitDesk.confirmed(CommitDesk.ALICE, 60));
                desk.engine.confirm();
            } else {
                desk.commit(CommitDesk.ALICE);
            }
            System.out.println("committed " + i);
        }
    }
}
