/** The walls of the whole program, held by tests on the compiled classes of every module of the daemon. */
package io.athenabng.daemon.architecture;
