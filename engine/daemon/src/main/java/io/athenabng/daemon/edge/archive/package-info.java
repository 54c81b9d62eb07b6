/** What must outlive the daemon beside the sessions: accounting reports that no server took. */
package io.athenabng.daemon.edge.archive;
