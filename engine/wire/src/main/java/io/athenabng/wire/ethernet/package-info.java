/** Ethernet II frames, stacks of IEEE 802.1Q and 802.1ad tags, and the classification of control frames. */
package io.athenabng.wire.ethernet;
