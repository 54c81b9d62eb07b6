/** Commits with recorded consumers, at random, and killed at random moments. */
package io.athenabng.daemon.commit;
