package io.athenabng.ffi.packet;

/**
 * Takes datagrams from a {@link UdpSocket}. Called on the thread that receives; nothing is allocated for the call.
 */
@FunctionalInterface
public interface DatagramHandler {
    /**
     * One datagram. Its bytes are gone when this method returns.
     *
     * @param address  first byte of the UDP payload
     * @param length   bytes; may be 0
     * @param peerHigh the sender's IPv6 address, first 64 bits; 0 for IPv4
     * @param peerLow  the last 64 bits; an IPv4 address is in its mapped form, so {@code (int) peerLow} is the address
     * @param peerPort the sender's port
     * @param scopeId  the interface index of a link-local IPv6 sender, otherwise 0
     */
    void onDatagram(long address, int length, long peerHigh, long peerLow, int peerPort, int scopeId);
}
