package io.athenabng.daemon.commit;

/**
 * How a commit is wanted.
 *
 * @param by             who commits
 * @param comment        why; empty if nothing was said
 * @param confirmMinutes it returns by itself after so many minutes unless it is confirmed; 0 is a plain commit
 * @param force          whether sessions may end
 * @param overwrite      whether the file may be replaced although somebody has edited it
 */
public record CommitOrder(String by, String comment, int confirmMinutes, boolean force, boolean overwrite) {
}
