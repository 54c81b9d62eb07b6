package io.athenabng.benchmarks.receive;

import java.util.Locale;

/** How far a reader looks into a frame. */
public enum Depth {
    /** Tags, IPv4 and UDP with their checksums: what decides whose message it is. */
    FRAME,
    /** And the DHCP message with an index of its options. */
    DHCP;

    /** Its name on a command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
