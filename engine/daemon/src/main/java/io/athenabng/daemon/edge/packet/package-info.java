/** Frames from and to the trunks over AF_PACKET. A view over a mapped ring never leaves the agent that owns the mapping. */
package io.athenabng.daemon.edge.packet;
