package io.athenabng.daemon.commit;

import io.athenabng.core.config.ConfigurationPathException;
import io.athenabng.core.config.ConfigurationTree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A configuration that is being edited, by one operator or by several. Owned by the thread that commits. */
public final class Candidate {
    private record Edit(String description, UnaryOperator<ConfigurationTree> change) {
    }

    private final List<Edit> edits = new ArrayList<>();
    private ConfigurationTree tree;
    private long baseRevision;
    private String lastEditor = "";

    Candidate(final ConfigurationTree running, final long revision) {
        reset(running, revision);
    }

    void reset(final ConfigurationTree running, final long revision) {
        edits.clear();
        tree = running;
        baseRevision = revision;
        lastEditor = "";
    }

    /** A candidate that nobody has edited follows the running configuration. */
    void follow(final ConfigurationTree running, final long revision) {
        if (edits.isEmpty()) {
            reset(running, revision);
        }
    }

    void edit(final String editor, final String description, final UnaryOperator<ConfigurationTree> change) {
        tree = change.apply(tree);
        edits.add(new Edit(description, change));
        lastEditor = editor;
    }

    /** Does all edits once more, on the present configuration; returns those that no longer fit. */
    List<String> rebase(final ConfigurationTree running, final long revision) {
        final List<String> dropped = new ArrayList<>();
        final List<Edit> kept = new ArrayList<>();
        ConfigurationTree next = running;
        for (final Edit edit : edits) {
            try {
                next = edit.change.apply(next);
                kept.add(edit);
            } catch (final ConfigurationPathException e) {
                dropped.add(edit.description + ": " + e.getMessage());
            }
        }
        edits.clear();
        edits.addAll(kept);
        tree = next;
        baseRevision = revision;
        return dropped;
    }

    /** @return the configuration as edited */
    public ConfigurationTree tree() {
        return tree;
    }

    /** @return how many edits there are */
    public int edits() {
        return edits.size();
    }

    /** @return the revision of the running configuration that it was begun on */
    public long baseRevision() {
        return baseRevision;
    }

    /** @return who edited it last; empty if nobody has */
    public String lastEditor() {
        return lastEditor;
    }
}
