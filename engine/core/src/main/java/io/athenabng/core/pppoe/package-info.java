/** PPPoE discovery (RFC 2516) without state: cookies, limits, offers and confirmations. Sessions are the business of {@code lifecycle}. */
package io.athenabng.core.pppoe;
