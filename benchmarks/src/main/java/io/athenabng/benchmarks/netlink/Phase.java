package io.athenabng.benchmarks.netlink;

import java.util.Locale;

/** What is done to all objects, in this order. */
enum Phase {
    /** All objects come. */
    CREATE,
    /** Their rates. */
    CHANGE,
    /** They go, interfaces by group. */
    DELETE;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
