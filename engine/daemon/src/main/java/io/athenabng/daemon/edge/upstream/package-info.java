/** Sockets towards servers: DHCP and RADIUS, the latter over UDP or TLS. */
package io.athenabng.daemon.edge.upstream;
