/** The walls of the client, held by tests on the compiled classes. */
package io.athenabng.cli.architecture;
