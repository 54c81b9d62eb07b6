/** Tests of the sockets towards servers. */
package io.athenabng.daemon.edge.upstream;
