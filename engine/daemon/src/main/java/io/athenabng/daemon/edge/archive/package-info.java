/**
 * What must outlive the daemon beside the sessions: accounting reports that no server took, and configuration files, replaced so that a
 * power cut leaves the old or the new one, and kept in an archive.
 */
package io.athenabng.daemon.edge.archive;
