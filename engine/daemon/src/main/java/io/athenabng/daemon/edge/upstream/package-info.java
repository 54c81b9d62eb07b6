/** Sockets towards servers: DHCP. */
package io.athenabng.daemon.edge.upstream;
