/** What an access node says of a line by TR-101, in DHCP and in PPPoE alike. */
package io.athenabng.wire.accessline;
