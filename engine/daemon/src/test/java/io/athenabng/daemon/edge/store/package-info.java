/** Tests of the session store, some of them with a JVM of their own that is killed. */
package io.athenabng.daemon.edge.store;
