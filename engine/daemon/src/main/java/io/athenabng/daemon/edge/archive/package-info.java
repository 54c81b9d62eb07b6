/** Configuration files on disk: replaced so that a power cut leaves the old or the new one, and kept in an archive. */
package io.athenabng.daemon.edge.archive;
