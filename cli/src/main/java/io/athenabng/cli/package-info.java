/**
 * The operator's command line {@code abng-cli}: one-shot commands, made from the method catalogue. A one-shot command loads
 * neither JLine nor databind, so that it starts fast.
 */
package io.athenabng.cli;
