package io.athenabng.core.port;

import io.athenabng.core.config.RadiusServerSettings;
import org.agrona.DirectBuffer;

/**
 * Whole RADIUS packets to and from servers. A <em>source</em> is one local socket (UDP) or one connection (TLS) towards one server: it has
 * 256 identifiers of its own. Used on the upstream agent's thread; never blocks.
 */
public interface RadiusTransport {
    /** Takes what comes. Called on the upstream agent's thread, from within its duty cycle. */
    interface Listener {
        /**
         * A packet came from the server's own address and port.
         *
         * @param sourceId the source that it came to
         * @param buffer   where it is, valid until the call returns
         * @param offset   where it begins
         * @param length   its length, bytes
         */
        void onPacket(int sourceId, DirectBuffer buffer, int offset, int length);

        /**
         * A source is gone: the connection ended or could not be made, or the kernel refuses the socket. Its id is not used again until
         * {@link RadiusTransport#openSource} gives it out.
         *
         * @param sourceId the source
         * @param reason   why, for people
         */
        void onSourceLost(int sourceId, String reason);
    }

    /**
     * Opens a source. A TLS source may be used at once: packets wait for the handshake.
     *
     * @param server     the server, one of those that the transport was last told of
     * @param accounting whether it is for the server's accounting port
     * @return its id, unique among all sources; -1 if the machine refuses (descriptors, address, interface), which is counted and logged
     */
    int openSource(RadiusServerSettings server, boolean accounting);

    /**
     * Sends a packet.
     *
     * @param sourceId the source
     * @param buffer   where the packet is
     * @param offset   where it begins
     * @param length   its length, bytes
     * @return false if it cannot be queued now
     */
    boolean send(int sourceId, DirectBuffer buffer, int offset, int length);

    /**
     * Closes a source.
     *
     * @param sourceId the source
     */
    void closeSource(int sourceId);
}
