/** PPP control protocols (RFC 1661, 1332, 1877, 5072, 1334, 1994, 2759): packets and options, without state. */
package io.athenabng.wire.ppp;
