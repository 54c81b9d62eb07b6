/** The walls of the core, held by tests on the compiled classes; and the reference of its counters. */
package io.athenabng.core.architecture;
