/**
 * What becomes of each DHCPv4 message: the built-in server with its pools and leases, the relay agent with Option 82 and its servers.
 *
 * <p>Both decide and write the DHCP message; addressing it, sending it and the session that follows are the caller's. Everything here is
 * owned by the session agent, and once warm nothing is allocated for a message.
 */
package io.athenabng.core.dhcp;
