/** IPv4, UDP, ARP and what is needed of IPv6: headers, addresses, the Internet checksum, and frames built around a payload. */
package io.athenabng.wire.ip;
