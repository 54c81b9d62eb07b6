package io.athenabng.benchmarks.crash;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** What the kernel under the gateway has of subscribers. */
interface KernelView {
    /** Addresses that it sends to subscribers, each with its line's interface. */
    Map<String, String> routes() throws IOException;

    /** Addresses with the MAC that it keeps for them for good, as {@code ADDRESS MAC}. */
    Set<String> neighbours() throws IOException;

    /** Addresses with the MAC whose packets it lets in and takes to a shaper, in the same form. */
    Set<String> admitted() throws IOException;

    /** Interfaces that are shaped in both directions: CAKE at the root, and what comes in is looked at. */
    Set<String> shaped() throws IOException;
}
