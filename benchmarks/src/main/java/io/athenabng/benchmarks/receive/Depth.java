package io.athenabng.benchmarks.receive;

import java.util.Locale;

/** How far a reader looks into a frame. */
public enum Depth {
    /** Tags, IPv4 with its header's checksum, UDP: what decides whose message it is. */
    HEADERS,
    /** And the UDP checksum, where nobody vouches for it: all that the gateway's receiver does. */
    FRAME,
    /** And the DHCP message with an index of its options. */
    DHCP;

    /** Its name on a command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
