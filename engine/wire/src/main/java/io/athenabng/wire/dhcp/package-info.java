/** DHCPv4: RFC 2131 messages, RFC 2132 options, RFC 3046 relay agent information. */
package io.athenabng.wire.dhcp;
