/** The walls of the core, held by tests on the compiled classes. */
package io.athenabng.core.architecture;
