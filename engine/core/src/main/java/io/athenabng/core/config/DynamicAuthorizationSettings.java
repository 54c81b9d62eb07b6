package io.athenabng.core.config;

import java.util.List;

/**
 * CoA and Disconnect (RFC 5176).
 *
 * @param address              the local address; null is any
 * @param port                 the UDP port, 3799 by default
 * @param clients              who may ask
 * @param eventTimestampWindowNs how far an Event-Timestamp may be from our clock, ns; 0 is not looked at
 * @param requireEventTimestamp whether a request without Event-Timestamp is dropped
 * @param duplicateWindowNs    how long an answer is kept for a repeated request, ns
 * @param maxRequestsPerSecond requests of one client that are taken in a second; more are dropped and counted
 */
public record DynamicAuthorizationSettings(
        IpAddress address, int port, List<Client> clients, long eventTimestampWindowNs, boolean requireEventTimestamp,
        long duplicateWindowNs, int maxRequestsPerSecond) {
    /**
     * Who may ask.
     *
     * @param name                        its name
     * @param address                     its address
     * @param secret                      the shared secret
     * @param requireMessageAuthenticator whether a request without a valid Message-Authenticator is dropped
     */
    public record Client(String name, IpAddress address, Secret secret, boolean requireMessageAuthenticator) {
    }

    /** Takes a copy of the list. */
    public DynamicAuthorizationSettings {
        clients = List.copyOf(clients);
    }
}
