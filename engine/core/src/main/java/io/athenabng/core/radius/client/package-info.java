/**
 * Requests to RADIUS servers: who is asked, with which identifier and authenticator, how often, who is asked next, and which answers are
 * believed. Knows no session and no socket: attributes come and go as lists, packets by {@code core.port.RadiusTransport}. Everything is
 * owned by the upstream agent, which steps it with the clock that was handed in.
 */
package io.athenabng.core.radius.client;
