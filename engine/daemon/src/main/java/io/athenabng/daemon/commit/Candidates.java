package io.athenabng.daemon.commit;

import io.athenabng.core.config.ConfigurationProblem;
import io.athenabng.core.config.ConfigurationTree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.agrona.concurrent.EpochClock;

/**
 * The shared candidate, the operators' private ones, and the lock that keeps everybody else from editing and committing. Owned by the
 * thread
 * that commits.
 */
public final class Candidates {
    /**
     * Who is at work.
     *
     * @param user    the user's name
     * @param session tells a user's sessions apart, such as the terminal's name; may be empty
     */
    public record Operator(String user, String session) {
        /** @return the name for people */
        public String display() {
            return session.isEmpty() ? user : user + " (" + session + ")";
        }
    }

    /**
     * The lock.
     *
     * @param holder  who has it
     * @param sinceMs since when
     */
    public record Lock(Operator holder, long sinceMs) {
    }

    private static final int PRIVATE_MAX = 64;

    private final CommitEngine engine;
    private final EpochClock clock;
    private final Candidate shared;
    private final Map<String, Candidate> own = new TreeMap<>();
    private Lock lock;

    /**
     * No edits yet.
     *
     * @param engine what they will be committed with
     * @param clock  wall-clock time
     */
    public Candidates(final CommitEngine engine, final EpochClock clock) {
        this.engine = engine;
        this.clock = clock;
        this.shared = new Candidate(engine.running(), engine.revision());
    }

    /** @return the lock, or null */
    public Lock lock() {
        return lock;
    }

    /**
     * Takes the lock.
     *
     * @param operator who wants it
     * @throws CommitException if somebody else has it
     */
    public void lock(final Operator operator) {
        requireUnlocked(operator);
        if (lock == null) {
            lock = new Lock(operator, clock.time());
        }
    }

    /**
     * Gives the lock back.
     *
     * @param operator who asks
     * @param force    whether somebody else's is broken
     * @return who had it, or null
     */
    public Operator unlock(final Operator operator, final boolean force) {
        if (!force) {
            requireUnlocked(operator);
        }
        final Operator holder = lock == null ? null : lock.holder;
        lock = null;
        return holder;
    }

    private void requireUnlocked(final Operator operator) {
        if (lock != null && !lock.holder.equals(operator)) {
            throw new CommitException(CommitException.Kind.STATE, "the configuration is locked by " + lock.holder.display(),
                    "wait, or break the lock: config.unlock with \"force\": true");
        }
    }

    /**
     * A candidate to look at.
     *
     * @param operator who looks
     * @param isOwn    the operator's private one, or the shared one
     * @return the candidate; a private one begins with the running configuration
     */
    public Candidate view(final Operator operator, final boolean isOwn) {
        Candidate candidate = shared;
        if (isOwn) {
            candidate = own.get(operator.user);
            if (candidate == null) {
                if (own.size() >= PRIVATE_MAX) {
                    own.values().removeIf(each -> each.edits() == 0);
                }
                if (own.size() >= PRIVATE_MAX) {
                    throw new CommitException(CommitException.Kind.STATE, "there are " + PRIVATE_MAX + " private candidates already",
                            "use the shared candidate");
                }
                candidate = new Candidate(engine.running(), engine.revision());
                own.put(operator.user, candidate);
            }
        }
        candidate.follow(engine.running(), engine.revision());
        return candidate;
    }

    private Candidate edit(final Operator operator, final boolean isOwn) {
        requireUnlocked(operator);
        return view(operator, isOwn);
    }

    /** Sets what the words say in a candidate. */
    public Candidate set(final Operator operator, final boolean isOwn, final List<String> words) {
        final List<String> copy = List.copyOf(words);
        final Candidate candidate = edit(operator, isOwn);
        candidate.edit(operator.display(), "set " + String.join(" ", copy), tree -> tree.set(copy));
        return candidate;
    }

    /** Deletes what the words name in a candidate. */
    public Candidate delete(final Operator operator, final boolean isOwn, final List<String> words) {
        final List<String> copy = List.copyOf(words);
        final Candidate candidate = edit(operator, isOwn);
        candidate.edit(operator.display(), "delete " + String.join(" ", copy), tree -> tree.delete(copy));
        return candidate;
    }

    /**
     * Loads a text into a candidate.
     *
     * @param operator who loads
     * @param isOwn    the private candidate, or the shared one
     * @param yaml     the text
     * @param merge    whether it is laid over what is there, or takes its place
     * @return the candidate
     * @throws CommitException if it cannot be read; the message has every problem, one a line
     */
    public Candidate load(final Operator operator, final boolean isOwn, final String yaml, final boolean merge) {
        final Candidate candidate = edit(operator, isOwn);
        final ConfigurationTree.Parsed parsed = ConfigurationTree.parse(yaml);
        if (parsed.tree() == null) {
            final StringBuilder all = new StringBuilder();
            for (final ConfigurationProblem problem : parsed.problems()) {
                all.append(all.isEmpty() ? "" : "\n").append(problem.describe("text"));
            }
            throw new CommitException(CommitException.Kind.INVALID, all.toString(), "mend these and load it again");
        }
        final ConfigurationTree loaded = parsed.tree();
        candidate.edit(operator.display(), merge ? "load merge" : "load replace",
                tree -> merge ? tree.merge(loaded.withSecretsOf(tree)) : loaded.withSecretsOf(tree));
        return candidate;
    }

    /** Takes an earlier configuration as the candidate. */
    public Candidate rollBack(final Operator operator, final boolean isOwn, final int number) {
        final Candidate candidate = edit(operator, isOwn);
        final ConfigurationTree earlier = engine.earlier(number);
        if (number == 0) {
            candidate.reset(engine.running(), engine.revision());
        } else {
            candidate.edit(operator.display(), "rollback " + number, tree -> earlier);
        }
        return candidate;
    }

    /** Puts a candidate's edits on top of the present configuration; returns those that no longer fit. */
    public List<String> update(final Operator operator, final boolean isOwn) {
        return edit(operator, isOwn).rebase(engine.running(), engine.revision());
    }

    /**
     * Commits a candidate. Without an edit it confirms the commit that waits for it.
     *
     * @param operator who commits
     * @param isOwn    the private candidate, or the shared one
     * @param order    how
     * @return what was done; null if a commit was only confirmed
     * @throws CommitException if it is not in force
     */
    public CommitCheck commit(final Operator operator, final boolean isOwn, final CommitOrder order) {
        final Candidate candidate = edit(operator, isOwn);
        if (candidate.edits() == 0 && engine.pending() != null && order.confirmMinutes() == 0) {
            engine.confirm();
            return null;
        }
        if (candidate.baseRevision() != engine.revision()) {
            throw new CommitException(CommitException.Kind.STATE,
                    "another configuration was committed since this candidate was begun", "config.update puts its edits on top of it");
        }
        final CommitCheck done = engine.commit(candidate.tree(), order);
        candidate.reset(engine.running(), engine.revision());
        return done;
    }

    /**
     * Visits the candidates that have edits.
     *
     * @param visitor takes the owner's name (empty for the shared one) and the candidate
     */
    public void forEachEdited(final BiConsumer<String, Candidate> visitor) {
        if (shared.edits() > 0) {
            visitor.accept("", shared);
        }
        own.forEach((user, candidate) -> {
            if (candidate.edits() > 0) {
                visitor.accept(user, candidate);
            }
        });
    }
}
