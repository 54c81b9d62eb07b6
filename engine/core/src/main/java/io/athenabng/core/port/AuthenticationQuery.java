package io.athenabng.core.port;

import io.athenabng.core.config.ClientWords;

/**
 * Who asks to be let in, and with what. Mutable and reused by its one owner, the session agent; an {@link Authenticator} copies what it
 * needs before it returns. Absent text is empty, absent octets have length 0.
 */
public final class AuthenticationQuery implements ClientWords {
    /** How the subscriber proves who they are. */
    public enum Credential {
        /** Not at all: the line and the MAC speak for them (IPoE). */
        NONE,
        /** PAP (RFC 1334): the password in clear. */
        PAP,
        /** CHAP with MD5 (RFC 1994): identifier, challenge and response. */
        CHAP_MD5,
        /** MS-CHAPv2 (RFC 2759): identifier, challenge and the 49-octet response. */
        MS_CHAP_V2
    }

    /** Longest password, challenge or response, octets. */
    public static final int SECRET_MAX = 253;

    private static final byte[] NOTHING = {};

    /** Names the request in the answer. */
    public long correlationId;
    /** The access group in the running configuration. */
    public int groupIndex;
    /** {@code SessionRecordFlyweight.ENCAPSULATION_IPOE} or {@code ENCAPSULATION_PPPOE}. */
    public int encapsulation;
    /** The number that the session will have, for Acct-Session-Id; 0 while it is not known. */
    public long sessionId;
    /** The session's Acct-Session-Id if it exists already; empty if not. */
    public String acctSessionId = "";
    /** The User-Name. */
    public String userName = "";
    /** The subscriber's MAC, first octet in bits 47-40. */
    public long mac;
    /** The trunk in the running configuration. */
    public int trunkIndex;
    /** The line's tags, packed as {@code VlanStack} says. */
    public long vlanStack;
    /** The line's Circuit-ID, NAS-Port-Id. */
    public String circuitId = "";
    /** What the access node calls the line (TR-101), ADSL-Agent-Circuit-Id; empty if it says nothing: then it is the Circuit-ID. */
    public String agentCircuitId = "";
    /** What else it says of the line: type (1), length (1), value, again and again, each an attribute of RFC 4679. */
    public byte[] accessLine = NOTHING;
    /** The line's Remote-ID. */
    public String remoteId = "";
    /** The host name that the client gave (option 12), or the Service-Name of PPPoE. */
    public String hostName = "";
    /** The client's vendor class (option 60). */
    public String vendorClass = "";
    /** The client identifier (option 61). */
    public final byte[] clientId = new byte[SECRET_MAX];
    /** Its length, octets. */
    public int clientIdLength;
    /** The address that the client wishes or has, host order; 0 is none. */
    public int requestedAddress;
    /** Whether this is a session that exists and is authenticated anew. */
    public boolean reauthentication;

    /** The State of the dynamic authorisation client that had this asked (RFC 5176 section 3.2): then the request is Authorize-Only. */
    public final byte[] state = new byte[SECRET_MAX];
    /** Its length, octets; 0 is none. */
    public int stateLength;

    /** How they prove who they are. */
    public Credential credential = Credential.NONE;
    /** CHAP's identifier. */
    public int chapIdentifier;
    /** PAP's password, or CHAP's response. */
    public final byte[] response = new byte[SECRET_MAX];
    /** Its length, octets. */
    public int responseLength;
    /** CHAP's challenge. */
    public final byte[] challenge = new byte[SECRET_MAX];
    /** Its length, octets. */
    public int challengeLength;

    /**
     * Nothing is asked yet.
     *
     * @return this
     */
    public AuthenticationQuery clear() {
        correlationId = 0;
        groupIndex = 0;
        encapsulation = 0;
        sessionId = 0;
        acctSessionId = "";
        userName = "";
        mac = 0;
        trunkIndex = 0;
        vlanStack = 0;
        circuitId = "";
        agentCircuitId = "";
        accessLine = NOTHING;
        remoteId = "";
        hostName = "";
        vendorClass = "";
        clientIdLength = 0;
        requestedAddress = 0;
        reauthentication = false;
        credential = Credential.NONE;
        chapIdentifier = 0;
        responseLength = 0;
        challengeLength = 0;
        stateLength = 0;
        return this;
    }

    /**
     * Sets {@link #state}.
     *
     * @param octets what it is, at most {@link #SECRET_MAX} octets; empty is none
     */
    public void state(final byte[] octets) {
        System.arraycopy(octets, 0, state, 0, octets.length);
        stateLength = octets.length;
    }

    @Override
    public CharSequence circuitId() {
        return circuitId;
    }

    @Override
    public CharSequence remoteId() {
        return remoteId;
    }

    @Override
    public CharSequence hostName() {
        return hostName;
    }

    @Override
    public CharSequence vendorClass() {
        return vendorClass;
    }

    @Override
    public int clientIdLength() {
        return clientIdLength;
    }

    @Override
    public int clientIdOctet(final int index) {
        return clientId[index] & 0xff;
    }
}
