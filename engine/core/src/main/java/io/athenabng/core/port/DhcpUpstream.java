package io.athenabng.core.port;

import org.agrona.MutableDirectBuffer;

/**
 * Datagrams from the relay agent (UDP port 67 at its address) to DHCP servers (UDP port 67). Written in place like {@link FrameSink}.
 * Answers come to the core's DHCP relay.
 */
public interface DhcpUpstream {
    /**
     * Claims room for one message.
     *
     * @param giaddr        the relay agent's address that it is sent from, host order
     * @param serverAddress the server, host order
     * @param length        the DHCP message's length, bytes
     * @return the offset in {@link #buffer()}, or -1 if there is no room now
     */
    int claim(int giaddr, int serverAddress, int length);

    /** @return the buffer that {@link #claim} speaks of */
    MutableDirectBuffer buffer();

    /** The claimed message is whole: send it. */
    void commit();
}
