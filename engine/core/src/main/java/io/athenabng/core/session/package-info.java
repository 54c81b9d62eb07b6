/** A session's record (the off-heap layout that outlives the daemon), the table of sessions with its indices, states, terminate causes. */
package io.athenabng.core.session;
