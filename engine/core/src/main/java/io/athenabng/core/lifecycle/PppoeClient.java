package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.ppp.PppSession;
import io.athenabng.core.pppoe.AccessLineInfo;
import io.athenabng.core.session.TerminateCause;

/** One PPPoE session from PADR to PADT. */
final class PppoeClient {
    /** What there is of its channel. */
    enum Channel { WAITS_FOR_LINE, OPENING, OPEN, CLOSED }

    final AccessLine line;
    final long mac;
    /** The number of its channel, and of its session once there is one. */
    final long id;
    final int pppoeSessionId;
    final PppSession ppp;
    final AccessLineInfo accessLine;
    /** Whether IPV6CP is open, as its session's record has it. */
    boolean ipv6;
    final String serviceName;
    /** What the PADR said that this session answers: the same again is a repetition. */
    final long requestHash;
    /** The PADS; null of a session of before a restart. */
    final byte[] confirmation;
    /** The next one on the same line. */
    PppoeClient next;

    Channel channel = Channel.WAITS_FOR_LINE;
    /** Whether it was there before a restart. */
    boolean restored;
    /** Whether there is a session in the table. */
    boolean granted;
    /** Whether the data plane delivers to it. */
    boolean delivering;
    /** Why it ends as soon as its channel is back; null if it does not. */
    TerminateCause endsBy;
    SubscriberProfile profile;
    /** The User-Name that authentication was asked with. */
    String askedName = "";
    int address;
    /** Network protocols that are open as the data plane should know them, and as it was told: bit 0 is IPv4, bit 1 is IPv6. */
    int networks;
    int networksTold;
    /** Whether a PADT is due when it ends. */
    boolean tellEnd = true;
    final long startedNs;

    PppoeClient(
            final AccessLine line, final long mac, final long id, final int pppoeSessionId, final PppSession ppp,
            final AccessLineInfo accessLine, final String serviceName, final long requestHash, final byte[] confirmation,
            final long startedNs) {
        this.line = line;
        this.mac = mac;
        this.id = id;
        this.pppoeSessionId = pppoeSessionId;
        this.ppp = ppp;
        this.accessLine = accessLine;
        this.serviceName = serviceName;
        this.requestHash = requestHash;
        this.confirmation = confirmation;
        this.startedNs = startedNs;
    }
}
