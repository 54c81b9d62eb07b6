package io.athenabng.wire.ppp;

/** Codes of control packets: LCP and network control (RFC 1661, section 5; RFC 1570), PAP (RFC 1334), CHAP (RFC 1994). */
public final class PppCode {

    /** Configure-Request. */
    public static final int CONFIGURE_REQUEST = 1;

    /** Configure-Ack. */
    public static final int CONFIGURE_ACK = 2;

    /** Configure-Nak. */
    public static final int CONFIGURE_NAK = 3;

    /** Configure-Reject. */
    public static final int CONFIGURE_REJECT = 4;

    /** Terminate-Request. */
    public static final int TERMINATE_REQUEST = 5;

    /** Terminate-Ack. */
    public static final int TERMINATE_ACK = 6;

    /** Code-Reject. */
    public static final int CODE_REJECT = 7;

    /** Protocol-Reject (LCP only). */
    public static final int PROTOCOL_REJECT = 8;

    /** Echo-Request (LCP only). */
    public static final int ECHO_REQUEST = 9;

    /** Echo-Reply (LCP only). */
    public static final int ECHO_REPLY = 10;

    /** Discard-Request (LCP only). */
    public static final int DISCARD_REQUEST = 11;

    /** Identification (RFC 1570, LCP only). */
    public static final int IDENTIFICATION = 12;

    /** Time-Remaining (RFC 1570, LCP only). */
    public static final int TIME_REMAINING = 13;

    /** PAP: Authenticate-Request. */
    public static final int PAP_REQUEST = 1;

    /** PAP: Authenticate-Ack. */
    public static final int PAP_ACK = 2;

    /** PAP: Authenticate-Nak. */
    public static final int PAP_NAK = 3;

    /** CHAP: Challenge. */
    public static final int CHAP_CHALLENGE = 1;

    /** CHAP: Response. */
    public static final int CHAP_RESPONSE = 2;

    /** CHAP: Success. */
    public static final int CHAP_SUCCESS = 3;

    /** CHAP: Failure. */
    public static final int CHAP_FAILURE = 4;

    private static final String[] CONTROL = {
        "0", "Configure-Request", "Configure-Ack", "Configure-Nak", "Configure-Reject", "Terminate-Request", "Terminate-Ack", "Code-Reject",
        "Protocol-Reject", "Echo-Request", "Echo-Reply", "Discard-Request", "Identification", "Time-Remaining"
    };
    private static final String[] PAP = {"0", "Authenticate-Request", "Authenticate-Ack", "Authenticate-Nak"};
    private static final String[] CHAP = {"0", "Challenge", "Response", "Success", "Failure"};

    private PppCode() {
    }

    /** The name of a protocol's code, its number if there is none. */
    public static String name(final int protocol, final int code) {
        final String[] names = protocol == PppProtocol.PAP ? PAP : protocol == PppProtocol.CHAP ? CHAP : CONTROL;
        return code > 0 && code < names.length ? names[code] : Integer.toString(code);
    }
}
