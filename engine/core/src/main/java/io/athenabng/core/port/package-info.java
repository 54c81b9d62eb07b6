/**
 * Every interface that the outside implements: frames out, the data plane, DHCP servers upstream, the session store, events, the clock. The
 * core states what it wants; how it is done is the business of {@code daemon.edge}. All methods run on the session agent's thread, none
 * blocks: where one returns a boolean, false means "full now, try again on a later cycle".
 */
package io.athenabng.core.port;
