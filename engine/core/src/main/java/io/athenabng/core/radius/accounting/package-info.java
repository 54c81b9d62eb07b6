/**
 * Accounting (RFC 2866, RFC 2869): what is reported of sessions and when, on the session agent's side; how a report reaches a server
 * exactly once as far as the protocol allows, or waits on disk, on the upstream agent's side.
 */
package io.athenabng.core.radius.accounting;
