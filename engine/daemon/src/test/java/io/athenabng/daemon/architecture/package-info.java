/** The walls of the whole program, held by tests on the compiled classes of every module of the daemon; and the reference of counters. */
package io.athenabng.daemon.architecture;
