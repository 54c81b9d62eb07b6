/** A real daemon as a child process, for tests of what an operator and a subscriber see. */
package io.athenabng.daemon.testkit;
