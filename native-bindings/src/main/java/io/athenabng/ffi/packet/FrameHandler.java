package io.athenabng.ffi.packet;

/**
 * Takes frames from a receive ring or a capture file. Called on the thread that polls; nothing is allocated for the call.
 */
@FunctionalInterface
public interface FrameHandler {
    /** Bit of {@code status}: {@code vlanTci} holds the outermost tag, which the kernel took out of the frame. */
    int STATUS_VLAN_VALID = 0x10;
    /** Bit of {@code status}: {@code vlanTpid} holds that tag's TPID; without it the TPID is 0x8100. */
    int STATUS_VLAN_TPID_VALID = 0x40;

    /**
     * One frame. Its bytes belong to the ring: they are gone when this method returns.
     *
     * @param address        the frame's first byte (destination MAC); inside the ring
     * @param snapLength     bytes that are there, checked to lie inside the ring's block; may be 0
     * @param originalLength bytes that the frame had
     * @param status         TP_STATUS_ bits
     * @param vlanTci        PCP, DEI and VID of the tag taken out, if any
     * @param vlanTpid       its TPID, if known
     * @param timestampNs    nanoseconds since the epoch, from the kernel
     * @param packetType     sll_pkttype: PACKET_HOST 0, BROADCAST 1, MULTICAST 2, OTHERHOST 3, OUTGOING 4
     */
    void onFrame(long address, int snapLength, int originalLength, int status, int vlanTci, int vlanTpid, long timestampNs,
                 int packetType);
}
