package io.athenabng.daemon.ring;

/**
 * Requests from the session agent to the data plane, and its answers.
 *
 * <pre>
 *   lineUp            0 lineId (4) | 4 trunkIndex (4) | 8 vlanStack (8) | 16 groupIndex (4)
 *   lineDown          0 lineId (8)
 *   sessionUp/Change  0 sessionId (8) | 8 mac (8) | 16 down (8) | 24 up (8) | 32 lineId (4) | 36 groupIndex (4) | 40 ipv4 (4)
 *                     44 overheadBytes (4) | 48 flags (4) | 56 upOctets (8) | 64 upPackets (8) | 72 downOctets (8)
 *                     80 downPackets (8) | 88 encapsulation (4) | 92 mtu (4) | 96 number of routes (4)
 *                     100 index of the outside server's interface (4) | 104 length of its name (1) | 105 its name (15)
 *                     120 routes, each 0 network (4) | 4 prefixLength (4) | 8 gateway (4) | 12 metric (4)
 *   sessionDown       0 sessionId (8)
 *   answers           0 id (8) | 8 error, byOther or up (4)
 *   down and counters 0 sessionId (8) | 8 upOctets (8) | 16 upPackets (8) | 24 downOctets (8) | 32 downPackets (8)
 * </pre>
 */
final class DataPlaneDescriptor {
    static final int LINE_UP = 1;
    static final int LINE_DOWN = 2;
    static final int SESSION_UP = 3;
    static final int SESSION_CHANGE = 4;
    static final int SESSION_DOWN = 5;
    static final int RESTORE_COMPLETE = 6;
    static final int READ_COUNTERS = 7;

    static final int ON_LINE_UP = 11;
    static final int ON_LINE_GONE = 12;
    static final int ON_SESSION_UP = 13;
    static final int ON_SESSION_CHANGED = 14;
    static final int ON_SESSION_DOWN = 15;
    static final int ON_COUNTERS = 16;
    static final int ON_TRUNK = 17;

    static final int LINE_ID = 0;
    static final int LINE_TRUNK_INDEX = 4;
    static final int LINE_VLAN_STACK = 8;
    static final int LINE_GROUP_INDEX = 16;
    static final int LINE_UP_LENGTH = 24;

    static final int SESSION_ID = 0;
    static final int SESSION_MAC = 8;
    static final int SESSION_DOWN_RATE = 16;
    static final int SESSION_UP_RATE = 24;
    static final int SESSION_LINE_ID = 32;
    static final int SESSION_GROUP_INDEX = 36;
    static final int SESSION_IPV4 = 40;
    static final int SESSION_OVERHEAD = 44;
    static final int SESSION_FLAGS = 48;
    static final int SESSION_UP_OCTETS = 56;
    static final int SESSION_UP_PACKETS = 64;
    static final int SESSION_DOWN_OCTETS = 72;
    static final int SESSION_DOWN_PACKETS = 80;
    static final int SESSION_ENCAPSULATION = 88;
    static final int SESSION_MTU = 92;
    static final int SESSION_ROUTE_COUNT = 96;
    static final int SESSION_INTERFACE_INDEX = 100;
    static final int SESSION_INTERFACE_NAME_LENGTH = 104;
    static final int SESSION_INTERFACE_NAME = 105;
    static final int SESSION_LENGTH = 120;
    static final int ROUTE_NETWORK = 0;
    static final int ROUTE_PREFIX_LENGTH = 4;
    static final int ROUTE_GATEWAY = 8;
    static final int ROUTE_METRIC = 12;
    static final int ROUTE_LENGTH = 16;
    static final int FLAG_SHARED_LINE = 1;
    static final int FLAG_RESTORED = 2;

    static final int ID = 0;
    static final int VALUE = 8;
    static final int UP_OCTETS = 8;
    static final int UP_PACKETS = 16;
    static final int DOWN_OCTETS = 24;
    static final int DOWN_PACKETS = 32;
    static final int COUNTERS_LENGTH = 40;

    private DataPlaneDescriptor() {
    }
}
