/** PPP over Ethernet (RFC 2516), as far as frames are classified by it. */
package io.athenabng.wire.pppoe;
