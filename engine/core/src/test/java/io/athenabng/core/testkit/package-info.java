/** Fakes of the core's ports, for tests of the core and of the daemon. */
package io.athenabng.core.testkit;
