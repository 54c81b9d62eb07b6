/** The RADIUS client over real sockets: against FreeRADIUS in comparison with radclient, and against a server that takes its time. */
package io.athenabng.benchmarks.radius;
