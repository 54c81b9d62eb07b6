package io.athenabng.wire.dhcp;

/** Suboptions of option 82, relay agent information (RFC 3046, section 2.0, and those that extend it). */
public final class RelayAgentSubOption {

    /** The line on which the relay agent received the request (RFC 3046, 3.1). */
    public static final int CIRCUIT_ID = 1;

    /** The subscriber at the far end of the line (RFC 3046, 3.2). */
    public static final int REMOTE_ID = 2;

    /** An address of the subnet to choose from, if giaddr is not (RFC 3527). */
    public static final int LINK_SELECTION = 5;

    /** A name or number of the subscriber (RFC 3993). */
    public static final int SUBSCRIBER_ID = 6;

    /** Enterprise numbers, each with data of its own (RFC 4243). */
    public static final int VENDOR_SPECIFIC = 9;

    /** Flags; the highest bit: the request was unicast to the relay agent (RFC 5010). */
    public static final int RELAY_AGENT_FLAGS = 10;

    /** The address that the server puts into option 54, so that renewals pass the relay agent (RFC 5107). */
    public static final int SERVER_IDENTIFIER_OVERRIDE = 11;

    /** The VPN in which the address is valid (RFC 6607). */
    public static final int VIRTUAL_SUBNET_SELECTION = 151;

    /** Asks the server to say whether it knew suboption 151 (RFC 6607). */
    public static final int VIRTUAL_SUBNET_SELECTION_CONTROL = 152;

    private RelayAgentSubOption() {
    }
}
