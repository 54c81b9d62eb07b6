package io.athenabng.core.dhcp;

/** What an address is for. */
public enum LeaseState {
    /** Nothing: the entry is not in use. */
    NONE,
    /** Free, but a client had it before and will be given it again if nobody else took it. */
    FORMER,
    /** Offered to a client, kept until the offer expires. */
    OFFERED,
    /** Leased. */
    BOUND,
    /** A client found it in use; not given until the quarantine ends. */
    QUARANTINED;

    private static final LeaseState[] VALUES = values();

    static LeaseState get(final int ordinal) {
        return VALUES[ordinal];
    }

    boolean isActive() {
        return ordinal() >= OFFERED.ordinal();
    }
}
