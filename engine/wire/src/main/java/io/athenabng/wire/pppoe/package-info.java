/** PPP over Ethernet (RFC 2516): the discovery stage's packets and tags, and the header of the session stage. */
package io.athenabng.wire.pppoe;
