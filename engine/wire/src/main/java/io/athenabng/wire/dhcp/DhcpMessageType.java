package io.athenabng.wire.dhcp;

/** Values of option 53 (RFC 2132, 9.6; RFC 3203; RFC 4388; RFC 6926; RFC 7724). */
public final class DhcpMessageType {

    /** Client looks for servers. */
    public static final int DISCOVER = 1;

    /** Server offers an address. */
    public static final int OFFER = 2;

    /** Client takes an offer, verifies an address after a restart, or extends its lease. */
    public static final int REQUEST = 3;

    /** Client found the address in use. */
    public static final int DECLINE = 4;

    /** Server commits the address. */
    public static final int ACK = 5;

    /** Server refuses the request. */
    public static final int NAK = 6;

    /** Client gives its address up. */
    public static final int RELEASE = 7;

    /** Client has an address and asks for the other parameters only. */
    public static final int INFORM = 8;

    /** Server asks the client to renew (RFC 3203). */
    public static final int FORCERENEW = 9;

    /** The largest value that is assigned. */
    public static final int LAST_ASSIGNED = 18;

    /** Assigned types that go towards the server: the classic ones, LEASEQUERY (10), BULKLEASEQUERY (14) and ACTIVELEASEQUERY (16). */
    private static final int REQUEST_TYPES = 1 << DISCOVER | 1 << REQUEST | 1 << DECLINE | 1 << RELEASE | 1 << INFORM
        | 1 << 10 | 1 << 14 | 1 << 16;

    private static final String[] NAMES = {
        "NONE", "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM", "FORCERENEW", "LEASEQUERY",
        "LEASEUNASSIGNED", "LEASEUNKNOWN", "LEASEACTIVE", "BULKLEASEQUERY", "LEASEQUERYDONE", "ACTIVELEASEQUERY",
        "LEASEQUERYSTATUS", "TLS"
    };

    private DhcpMessageType() {
    }

    /** Whether IANA has assigned the value. */
    public static boolean isAssigned(final int type) {
        return type > 0 && type <= LAST_ASSIGNED;
    }

    /** Whether a message of this assigned type may have this op. TLS (18) is used in both directions. */
    public static boolean matchesOp(final int type, final int op) {
        return type == LAST_ASSIGNED || (REQUEST_TYPES >>> type & 1) == (op == DhcpFlyweight.BOOTREQUEST ? 1 : 0);
    }

    /** The constant's name; {@code UNASSIGNED} for a value without one. */
    public static String name(final int type) {
        return type >= 0 && type <= LAST_ASSIGNED ? NAMES[type] : "UNASSIGNED";
    }
}
