package io.athenabng.daemon.ring;

/**
 * A subscriber's control message, from a receiver to the session agent: what the frame said, then the UDP payload, or PPPoE from its
 * header on.
 *
 * <pre>
 *   0 trunkIndex (4) | 4 frameClass (4)
 *   8 vlanStack (8)
 *  16 srcMac (8)
 *  24 dstAddress (4) | 28 reserved (4); of PPPoE dstMac (8)
 *  32 payload
 * </pre>
 */
final class ControlFrameDescriptor {
    static final int MSG_TYPE_ID = 1;
    static final int TRUNK_INDEX = 0;
    static final int FRAME_CLASS = 4;
    static final int VLAN_STACK = 8;
    static final int SRC_MAC = 16;
    static final int DST_ADDRESS = 24;
    static final int DST_MAC = 24;
    static final int PAYLOAD = 32;

    private ControlFrameDescriptor() {
    }
}
