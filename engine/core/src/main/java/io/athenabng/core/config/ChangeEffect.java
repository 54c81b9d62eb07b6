package io.athenabng.core.config;

/** What changing a key does to a gateway that runs, from the mildest to the hardest. */
public enum ChangeEffect {
    /** It holds at once; no session notices. */
    LIVE("live"),
    /** It holds for sessions that begin from now on; those that are up keep what they have. */
    NEW_SESSIONS("new sessions"),
    /** Sessions that are up are shaped anew in place; no packet is lost. */
    RESHAPE("re-shape"),
    /** Sessions that depend on what was there end. */
    ENDS_SESSIONS("ends sessions"),
    /** It is kept in the file and holds when the daemon is started again; sessions stay. */
    RESTART("restart");

    private final String text;

    ChangeEffect(final String text) {
        this.text = text;
    }

    /** @return the words for people */
    public String text() {
        return text;
    }
}
