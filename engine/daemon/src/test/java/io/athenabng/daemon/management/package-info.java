/** Tests of the management agent through its socket. */
package io.athenabng.daemon.management;
