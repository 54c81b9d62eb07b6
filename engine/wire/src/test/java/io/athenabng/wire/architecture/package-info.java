/** The walls of the wire module, held by tests on the compiled classes. */
package io.athenabng.wire.architecture;
