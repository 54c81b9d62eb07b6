/** Tests of the kernel data plane. */
package io.athenabng.daemon.edge.kernel;
