/**
 * PPP of one client after another: the automaton of RFC 1661, LCP, authentication, IPCP and IPV6CP. Each option is a class. Frames leave by
 * {@code PppChannels}; what is decided about a subscriber is told to {@code PppSession.Listener}. Owned by the session agent.
 */
package io.athenabng.core.ppp;
