package io.athenabng.core.config;

/**
 * One RADIUS server.
 *
 * @param name                  its name
 * @param address               its address
 * @param authenticationPort    UDP port of authentication; with TLS the TCP port of everything
 * @param accountingPort        UDP port of accounting
 * @param secret                the shared secret
 * @param sourceAddress         the local address; null lets the kernel choose
 * @param sourceInterface       the interface or VRF that its sockets are bound to; empty is none
 * @param timeoutNs             initial retransmission time (RFC 5080 IRT), ns; doubled with jitter
 * @param maxTimeoutNs          largest retransmission time (MRT), ns
 * @param maxTries              transmissions of one packet to this server before the next server is asked (MRC)
 * @param maxOutstanding        requests that may wait for this server; more wait in the queue
 * @param deadAfter             requests in a row that it left unanswered before it counts as dead
 * @param deadTimeNs            how long a dead server is left alone, ns
 * @param statusServer          whether a dead server is probed by Status-Server (RFC 5997) before it is used again
 * @param requireMessageAuthenticator whether Access answers without a valid Message-Authenticator are dropped (CVE-2024-3596)
 * @param tls                   RadSec (RFC 6614); null is UDP
 */
public record RadiusServerSettings(
        String name,
        IpAddress address,
        int authenticationPort,
        int accountingPort,
        Secret secret,
        IpAddress sourceAddress,
        String sourceInterface,
        long timeoutNs,
        long maxTimeoutNs,
        int maxTries,
        int maxOutstanding,
        int deadAfter,
        long deadTimeNs,
        boolean statusServer,
        boolean requireMessageAuthenticator,
        Tls tls) {
    /**
     * How TLS is done.
     *
     * @param trustFile       PEM file of the authorities that may sign the server's certificate
     * @param certificateFile PEM file of our certificate chain; empty is none
     * @param keyFile         PEM file of our private key (PKCS#8); empty is none
     * @param serverName      the name that the server's certificate must bear; empty is its address
     */
    public record Tls(String trustFile, String certificateFile, String keyFile, String serverName) {
    }
}
