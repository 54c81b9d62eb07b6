/** The machine's service manager: told when the gateway serves, what it does, that it is alive, and that it stops. */
package io.athenabng.daemon.edge.system;
