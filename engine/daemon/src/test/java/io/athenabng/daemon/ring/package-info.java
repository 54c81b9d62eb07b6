/** Tests of the rings between agents. */
package io.athenabng.daemon.ring;
