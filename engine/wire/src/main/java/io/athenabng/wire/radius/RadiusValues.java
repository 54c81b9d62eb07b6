package io.athenabng.wire.radius;

/**
 * Values of attributes that have names.
 *
 * <p>Generated from the dictionaries of the distribution; a test fails when it is out of date. Write it again with
 * {@code mvn -pl engine/core -am test -Dtest=RadiusConstantsTest -Dabng.regenerate=true}.
 */
public final class RadiusValues {

    /** Login of Service-Type. */
    public static final int SERVICE_TYPE_LOGIN = 1;

    /** Framed of Service-Type. */
    public static final int SERVICE_TYPE_FRAMED = 2;

    /** Authenticate-Only of Service-Type. */
    public static final int SERVICE_TYPE_AUTHENTICATE_ONLY = 8;

    /** Call-Check of Service-Type. */
    public static final int SERVICE_TYPE_CALL_CHECK = 10;

    /** Authorize-Only of Service-Type. */
    public static final int SERVICE_TYPE_AUTHORIZE_ONLY = 17;

    /** PPP of Framed-Protocol. */
    public static final int FRAMED_PROTOCOL_PPP = 1;

    /** None of Framed-Routing. */
    public static final int FRAMED_ROUTING_NONE = 0;

    /** Broadcast of Framed-Routing. */
    public static final int FRAMED_ROUTING_BROADCAST = 1;

    /** Listen of Framed-Routing. */
    public static final int FRAMED_ROUTING_LISTEN = 2;

    /** Broadcast-Listen of Framed-Routing. */
    public static final int FRAMED_ROUTING_BROADCAST_LISTEN = 3;

    /** None of Framed-Compression. */
    public static final int FRAMED_COMPRESSION_NONE = 0;

    /** Van-Jacobson-TCP-IP of Framed-Compression. */
    public static final int FRAMED_COMPRESSION_VAN_JACOBSON_TCP_IP = 1;

    /** Default of Termination-Action. */
    public static final int TERMINATION_ACTION_DEFAULT = 0;

    /** RADIUS-Request of Termination-Action. */
    public static final int TERMINATION_ACTION_RADIUS_REQUEST = 1;

    /** Virtual of NAS-Port-Type. */
    public static final int NAS_PORT_TYPE_VIRTUAL = 5;

    /** Ethernet of NAS-Port-Type. */
    public static final int NAS_PORT_TYPE_ETHERNET = 15;

    /** xDSL of NAS-Port-Type. */
    public static final int NAS_PORT_TYPE_XDSL = 16;

    /** Cable of NAS-Port-Type. */
    public static final int NAS_PORT_TYPE_CABLE = 17;

    /** PPPoA of NAS-Port-Type. */
    public static final int NAS_PORT_TYPE_PPPOA = 30;

    /** PPPoEoA of NAS-Port-Type. */
    public static final int NAS_PORT_TYPE_PPPOEOA = 31;

    /** PPPoEoE of NAS-Port-Type. */
    public static final int NAS_PORT_TYPE_PPPOEOE = 32;

    /** PPPoEoVLAN of NAS-Port-Type. */
    public static final int NAS_PORT_TYPE_PPPOEOVLAN = 33;

    /** PPPoEoQinQ of NAS-Port-Type. */
    public static final int NAS_PORT_TYPE_PPPOEOQINQ = 34;

    /** Start of Acct-Status-Type. */
    public static final int ACCT_STATUS_TYPE_START = 1;

    /** Stop of Acct-Status-Type. */
    public static final int ACCT_STATUS_TYPE_STOP = 2;

    /** Interim-Update of Acct-Status-Type. */
    public static final int ACCT_STATUS_TYPE_INTERIM_UPDATE = 3;

    /** Accounting-On of Acct-Status-Type. */
    public static final int ACCT_STATUS_TYPE_ACCOUNTING_ON = 7;

    /** Accounting-Off of Acct-Status-Type. */
    public static final int ACCT_STATUS_TYPE_ACCOUNTING_OFF = 8;

    /** Failed of Acct-Status-Type. */
    public static final int ACCT_STATUS_TYPE_FAILED = 15;

    /** RADIUS of Acct-Authentic. */
    public static final int ACCT_AUTHENTIC_RADIUS = 1;

    /** Local of Acct-Authentic. */
    public static final int ACCT_AUTHENTIC_LOCAL = 2;

    /** Remote of Acct-Authentic. */
    public static final int ACCT_AUTHENTIC_REMOTE = 3;

    /** User-Request of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_USER_REQUEST = 1;

    /** Lost-Carrier of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_LOST_CARRIER = 2;

    /** Lost-Service of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_LOST_SERVICE = 3;

    /** Idle-Timeout of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_IDLE_TIMEOUT = 4;

    /** Session-Timeout of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_SESSION_TIMEOUT = 5;

    /** Admin-Reset of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_ADMIN_RESET = 6;

    /** Admin-Reboot of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_ADMIN_REBOOT = 7;

    /** Port-Error of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_PORT_ERROR = 8;

    /** NAS-Error of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_NAS_ERROR = 9;

    /** NAS-Request of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_NAS_REQUEST = 10;

    /** NAS-Reboot of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_NAS_REBOOT = 11;

    /** Port-Unneeded of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_PORT_UNNEEDED = 12;

    /** Port-Preempted of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_PORT_PREEMPTED = 13;

    /** Port-Suspended of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_PORT_SUSPENDED = 14;

    /** Service-Unavailable of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_SERVICE_UNAVAILABLE = 15;

    /** Callback of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_CALLBACK = 16;

    /** User-Error of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_USER_ERROR = 17;

    /** Host-Request of Acct-Terminate-Cause. */
    public static final int ACCT_TERMINATE_CAUSE_HOST_REQUEST = 18;

    /** PPTP of Tunnel-Type. */
    public static final int TUNNEL_TYPE_PPTP = 1;

    /** L2TP of Tunnel-Type. */
    public static final int TUNNEL_TYPE_L2TP = 3;

    /** VLAN of Tunnel-Type. */
    public static final int TUNNEL_TYPE_VLAN = 13;

    /** IPv4 of Tunnel-Medium-Type. */
    public static final int TUNNEL_MEDIUM_TYPE_IPV4 = 1;

    /** IPv6 of Tunnel-Medium-Type. */
    public static final int TUNNEL_MEDIUM_TYPE_IPV6 = 2;

    /** IEEE-802 of Tunnel-Medium-Type. */
    public static final int TUNNEL_MEDIUM_TYPE_IEEE_802 = 6;

    /** Residual-Session-Context-Removed of Error-Cause. */
    public static final int ERROR_CAUSE_RESIDUAL_SESSION_CONTEXT_REMOVED = 201;

    /** Invalid-EAP-Packet of Error-Cause. */
    public static final int ERROR_CAUSE_INVALID_EAP_PACKET = 202;

    /** Unsupported-Attribute of Error-Cause. */
    public static final int ERROR_CAUSE_UNSUPPORTED_ATTRIBUTE = 401;

    /** Missing-Attribute of Error-Cause. */
    public static final int ERROR_CAUSE_MISSING_ATTRIBUTE = 402;

    /** NAS-Identification-Mismatch of Error-Cause. */
    public static final int ERROR_CAUSE_NAS_IDENTIFICATION_MISMATCH = 403;

    /** Invalid-Request of Error-Cause. */
    public static final int ERROR_CAUSE_INVALID_REQUEST = 404;

    /** Unsupported-Service of Error-Cause. */
    public static final int ERROR_CAUSE_UNSUPPORTED_SERVICE = 405;

    /** Unsupported-Extension of Error-Cause. */
    public static final int ERROR_CAUSE_UNSUPPORTED_EXTENSION = 406;

    /** Invalid-Attribute-Value of Error-Cause. */
    public static final int ERROR_CAUSE_INVALID_ATTRIBUTE_VALUE = 407;

    /** Administratively-Prohibited of Error-Cause. */
    public static final int ERROR_CAUSE_ADMINISTRATIVELY_PROHIBITED = 501;

    /** Request-Not-Routable of Error-Cause. */
    public static final int ERROR_CAUSE_REQUEST_NOT_ROUTABLE = 502;

    /** Session-Context-Not-Found of Error-Cause. */
    public static final int ERROR_CAUSE_SESSION_CONTEXT_NOT_FOUND = 503;

    /** Session-Context-Not-Removable of Error-Cause. */
    public static final int ERROR_CAUSE_SESSION_CONTEXT_NOT_REMOVABLE = 504;

    /** Other-Proxy-Processing-Error of Error-Cause. */
    public static final int ERROR_CAUSE_OTHER_PROXY_PROCESSING_ERROR = 505;

    /** Resources-Unavailable of Error-Cause. */
    public static final int ERROR_CAUSE_RESOURCES_UNAVAILABLE = 506;

    /** Request-Initiated of Error-Cause. */
    public static final int ERROR_CAUSE_REQUEST_INITIATED = 507;

    /** Multiple-Session-Selection-Unsupported of Error-Cause. */
    public static final int ERROR_CAUSE_MULTIPLE_SESSION_SELECTION_UNSUPPORTED = 508;

    /** No of Athena-Re-Authenticate. */
    public static final int ATHENA_RE_AUTHENTICATE_NO = 0;

    /** Yes of Athena-Re-Authenticate. */
    public static final int ATHENA_RE_AUTHENTICATE_YES = 1;

    private RadiusValues() {
    }
}
