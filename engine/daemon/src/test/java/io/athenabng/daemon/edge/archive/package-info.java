/** The accounting spool against full disks, torn tails and kills. */
package io.athenabng.daemon.edge.archive;
