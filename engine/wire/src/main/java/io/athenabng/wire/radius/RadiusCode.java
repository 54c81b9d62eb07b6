package io.athenabng.wire.radius;

/** The first octet of a packet: what it is (RFC 2865, section 4; RFC 2866; RFC 5176; RFC 5997). */
public final class RadiusCode {

    /** May this subscriber in. */
    public static final int ACCESS_REQUEST = 1;

    /** Yes, with these rights. */
    public static final int ACCESS_ACCEPT = 2;

    /** No. */
    public static final int ACCESS_REJECT = 3;

    /** A session began, goes on, or has ended. */
    public static final int ACCOUNTING_REQUEST = 4;

    /** It is on record. */
    public static final int ACCOUNTING_RESPONSE = 5;

    /** The server wants to know more before it decides. */
    public static final int ACCESS_CHALLENGE = 11;

    /** Are you alive (RFC 5997). */
    public static final int STATUS_SERVER = 12;

    /** End the session. */
    public static final int DISCONNECT_REQUEST = 40;

    /** It has ended. */
    public static final int DISCONNECT_ACK = 41;

    /** It has not. */
    public static final int DISCONNECT_NAK = 42;

    /** Change the session. */
    public static final int COA_REQUEST = 43;

    /** It has been changed. */
    public static final int COA_ACK = 44;

    /** It has not. */
    public static final int COA_NAK = 45;

    private RadiusCode() {
    }

    /** The name as in the RFCs, {@code Code-99} for a number that has none here. */
    public static String name(final int code) {
        return switch (code) {
            case ACCESS_REQUEST -> "Access-Request";
            case ACCESS_ACCEPT -> "Access-Accept";
            case ACCESS_REJECT -> "Access-Reject";
            case ACCOUNTING_REQUEST -> "Accounting-Request";
            case ACCOUNTING_RESPONSE -> "Accounting-Response";
            case ACCESS_CHALLENGE -> "Access-Challenge";
            case STATUS_SERVER -> "Status-Server";
            case DISCONNECT_REQUEST -> "Disconnect-Request";
            case DISCONNECT_ACK -> "Disconnect-ACK";
            case DISCONNECT_NAK -> "Disconnect-NAK";
            case COA_REQUEST -> "CoA-Request";
            case COA_ACK -> "CoA-ACK";
            case COA_NAK -> "CoA-NAK";
            default -> "Code-" + code;
        };
    }
}
