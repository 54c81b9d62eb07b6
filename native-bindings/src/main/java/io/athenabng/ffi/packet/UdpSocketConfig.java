package io.athenabng.ffi.packet;

/**
 * How a {@link UdpSocket} is made.
 *
 * @param ipv6              the family; an IPv6 socket takes no IPv4
 * @param addressHigh       the local IPv6 address, first 64 bits
 * @param addressLow        the last 64 bits; for IPv4 the low 32 are the address in host order; 0 for any
 * @param port              the local port; 0 has the kernel choose
 * @param scopeId           the interface index of a link-local address, otherwise 0
 * @param device            the only interface it sends and receives on, or null
 * @param reuseAddress      whether other sockets may be bound to the same port on other addresses or devices
 * @param broadcast         whether it may send to broadcast addresses
 * @param receiveQueueBytes the kernel's queue, beyond the system's limit if need be; 0 for the default
 * @param slots             datagrams moved by one call, and queued for sending
 * @param slotSize          the longest datagram, in bytes
 * @param filter            which datagrams get in, or null for all
 */
public record UdpSocketConfig(boolean ipv6, long addressHigh, long addressLow, int port, int scopeId, String device,
                              boolean reuseAddress, boolean broadcast, int receiveQueueBytes, int slots, int slotSize,
                              BpfProgram filter) {
    private static final int DEFAULT_SLOTS = 64;
    private static final int DEFAULT_SLOT_SIZE = 2048;

    /** Checks the port. */
    public UdpSocketConfig {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** An IPv4 socket with 64 slots of 2,048 bytes; address 0 for any. */
    public static UdpSocketConfig ipv4(int address, int port) {
        return new UdpSocketConfig(false, 0, address & 0xffff_ffffL, port, 0, null, false, false, 0, DEFAULT_SLOTS, DEFAULT_SLOT_SIZE,
            null);
    }

    /** An IPv6 socket with 64 slots of 2,048 bytes; address 0, 0 for any. */
    public static UdpSocketConfig ipv6(long addressHigh, long addressLow, int port) {
        return new UdpSocketConfig(true, addressHigh, addressLow, port, 0, null, false, false, 0, DEFAULT_SLOTS, DEFAULT_SLOT_SIZE,
            null);
    }

    /** The same on one interface only. */
    public UdpSocketConfig withDevice(String newDevice) {
        return new UdpSocketConfig(ipv6, addressHigh, addressLow, port, scopeId, newDevice, reuseAddress, broadcast, receiveQueueBytes,
            slots, slotSize, filter);
    }

    /** The same with SO_REUSEADDR and SO_BROADCAST. */
    public UdpSocketConfig withOptions(boolean newReuseAddress, boolean newBroadcast, int newReceiveQueueBytes) {
        return new UdpSocketConfig(ipv6, addressHigh, addressLow, port, scopeId, device, newReuseAddress, newBroadcast,
            newReceiveQueueBytes, slots, slotSize, filter);
    }

    /** The same with other slots. */
    public UdpSocketConfig withSlots(int newSlots, int newSlotSize) {
        return new UdpSocketConfig(ipv6, addressHigh, addressLow, port, scopeId, device, reuseAddress, broadcast, receiveQueueBytes,
            newSlots, newSlotSize, filter);
    }

    /** The same with a filter from the start. */
    public UdpSocketConfig withFilter(BpfProgram newFilter) {
        return new UdpSocketConfig(ipv6, addressHigh, addressLow, port, scopeId, device, reuseAddress, broadcast, receiveQueueBytes,
            slots, slotSize, newFilter);
    }

    /** The same with the interface of a link-local address. */
    public UdpSocketConfig withScopeId(int newScopeId) {
        return new UdpSocketConfig(ipv6, addressHigh, addressLow, port, newScopeId, device, reuseAddress, broadcast, receiveQueueBytes,
            slots, slotSize, filter);
    }
}
