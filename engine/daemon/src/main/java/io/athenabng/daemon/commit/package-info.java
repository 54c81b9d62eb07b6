/** Candidates and commits: edits are gathered, checked, put in force at every consumer or at none, kept, and taken back. */
package io.athenabng.daemon.commit;
