/** The interactive shell on JLine: history, completion from the catalogue and from the running daemon. */
package io.athenabng.cli.shell;
