package io.athenabng.core.ppp;

import io.athenabng.core.config.PppoeSettings;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.core.timer.TimerWheel;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppMalformedReason;
import io.athenabng.wire.ppp.PppProtocol;
import org.agrona.DirectBuffer;

/**
 * PPP with one client (RFC 1661 section 3.2).
 *
 * <pre>
 *   ESTABLISH ──► AUTHENTICATE ──► DECIDE ──► NETWORK ──► TERMINATE ──► DEAD
 *       ▲  LCP open     client answers  accepted,     │
 *       └───────────────────────────────data plane up─┘ the client negotiates LCP anew
 * </pre>
 *
 * Network protocols begin after {@link #authenticated}: their packets are dropped before. IPV6CP is made when it is needed. Owned by the
 * session agent.
 */
public final class PppSession {
    /** Network protocol: IPv4. */
    public static final int IPV4 = 0x0021;
    /** Network protocol: IPv6. */
    public static final int IPV6 = 0x0057;

    /** How long a client has to begin by itself. */
    private static final long START_DELAY_NS = 200_000_000L;

    /** Where it stands. */
    public enum Phase { ESTABLISH, AUTHENTICATE, DECIDE, NETWORK, TERMINATE, DEAD }

    /** What decides about clients, and is told of them. */
    public interface Listener {
        /**
         * The client says who it is, or needs not. The answer is {@link PppSession#authenticated}, {@link PppSession#rejected} or
         * {@link PppSession#undecided}, now or later.
         *
         * @param session the session
         * @param query   its credentials, valid until the call returns; the rest of it is for the listener to fill in
         */
        void onCredentials(PppSession session, AuthenticationQuery query);

        /**
         * A network protocol opened or closed.
         *
         * @param session  the session
         * @param protocol {@link PppSession#IPV4} or {@link PppSession#IPV6}
         * @param up       whether it is open now
         */
        void onNetwork(PppSession session, int protocol, boolean up);

        /**
         * The session is going to end: its traffic may stop. {@link #onFinished} follows.
         *
         * @param session the session
         * @param cause   why
         */
        void onTerminating(PppSession session, TerminateCause cause);

        /**
         * Nothing more is said or expected. Called once.
         *
         * @param session the session
         */
        void onFinished(PppSession session);
    }

    final PppContext context;
    final PppoeSettings settings;
    private final long channelId;
    private final Lcp lcp;
    private final Ipcp ipcp;
    private final PeerAuthentication authentication;
    private Ipv6cp ipv6cp;
    private Phase phase = Phase.ESTABLISH;
    private TerminateCause cause = TerminateCause.NONE;
    private boolean networkWasUp;
    /** Whether the client sent data since the last echo was due. */
    boolean active;

    int linkMru;
    int ownMru;
    int peerMru;
    boolean mruRejected;
    int magic;
    int peerMagic;
    int loops;
    /** Whether the request at hand has our own magic number. */
    boolean loopSuspected;
    PppoeSettings.Method method;
    int methodsRefused;
    int ownAddress;
    int clientAddress;
    boolean addressRejected;
    int primaryDns;
    int secondaryDns;
    long ownIdentifier;
    long peerIdentifier;

    int timer = TimerWheel.NONE;
    long timerDeadlineNs;
    private long setupDeadlineNs = Long.MAX_VALUE;
    private long startDeadlineNs = Long.MAX_VALUE;

    /**
     * A session that has not begun.
     *
     * @param context        what all share
     * @param settings       the group's
     * @param channelId      its channel
     * @param authenticates  whether the client must say who it is
     * @param linkMru        the largest packet that the link carries, bytes
     */
    public PppSession(
            final PppContext context, final PppoeSettings settings, final long channelId, final boolean authenticates, final int linkMru) {
        this.context = context;
        this.settings = settings;
        this.channelId = channelId;
        this.linkMru = linkMru;
        ownMru = linkMru;
        peerMru = linkMru;
        method = authenticates && !settings.authentication().isEmpty() ? settings.authentication().getFirst() : null;
        newMagic();
        ownIdentifier = newIdentifier();
        lcp = new Lcp(this);
        ipcp = new Ipcp(this);
        authentication = new PeerAuthentication(this);
    }

    /** @return its channel, which is its session's number, too */
    public long channelId() {
        return channelId;
    }

    /** @return where it stands */
    public Phase phase() {
        return phase;
    }

    /** @return the largest packet that both ends take, bytes */
    public int mtu() {
        return Math.min(ownMru, peerMru);
    }

    /** @return why it ends; {@link TerminateCause#NONE} while it does not */
    public TerminateCause cause() {
        return cause;
    }

    /** @return how the client authenticates; null if it needs not */
    public PppoeSettings.Method method() {
        return method;
    }

    /** @return whether IPCP is open */
    public boolean isIpv4Open() {
        return ipcp.isOpened();
    }

    /** @return whether IPV6CP is open */
    public boolean isIpv6Open() {
        return ipv6cp != null && ipv6cp.isOpened();
    }

    /**
     * The channel is there: begins with LCP when the client does, or after {@link #START_DELAY_NS}. The first request would overtake the
     * PADS otherwise, and be lost.
     */
    public void start() {
        setupDeadlineNs = context.clock.nowNs() + settings.setupNs();
        startDeadlineNs = context.clock.nowNs() + START_DELAY_NS;
        lcp.open();
        look();
    }

    private void startNow() {
        if (startDeadlineNs != Long.MAX_VALUE) {
            startDeadlineNs = Long.MAX_VALUE;
            lcp.lowerUp();
        }
    }

    /**
     * A session of before a restart: everything is agreed already. {@link #restart} follows.
     *
     * @param address   the client's address
     * @param gateway   the gateway's
     * @param storedMtu what {@link #mtu} was
     * @param ipv6      whether IPV6CP was open
     */
    public void restore(final int address, final int gateway, final int storedMtu, final boolean ipv6) {
        clientAddress = address;
        ownAddress = gateway;
        if (storedMtu > 0) {
            peerMru = storedMtu;
        }
        phase = Phase.NETWORK;
        networkWasUp = true;
        setupDeadlineNs = Long.MAX_VALUE;
        lcp.automaton.restore();
        ipcp.automaton.restore();
        if (ipv6 && settings.ipv6cp()) {
            // Which identifiers were agreed on is asked anew only if the client begins again.
            ownIdentifier = newIdentifier();
            ipv6cp = new Ipv6cp(this);
            ipv6cp.automaton.restore();
        }
    }

    /** The channel of a restored session is there: the client is asked for echoes again. */
    public void restart() {
        lcp.startEcho(context.clock.nowNs());
        look();
    }

    /**
     * A frame of the client.
     *
     * @param protocol the PPP protocol
     * @param buffer   where its payload is
     * @param offset   where it begins
     * @param length   its length, bytes
     */
    public void onFrame(final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        if (phase == Phase.DEAD) {
            return;
        }
        context.counters.received.increment();
        startNow();
        final PppControlParser packet = context.parser;
        switch (protocol) {
            case PppProtocol.LCP, PppProtocol.PAP, PppProtocol.CHAP, PppProtocol.IPCP, PppProtocol.IPV6CP -> {
                final int reason = packet.parse(buffer, offset, length);
                if (reason == PppMalformedReason.NONE) {
                    dispatch(protocol, packet);
                } else {
                    context.counters.malformed(reason);
                }
            }
            default -> rejectProtocol(protocol, buffer, offset, length);
        }
        if (loops >= MagicNumberOption.LOOPS_MAX) {
            onLoop();
        }
        look();
    }

    private void dispatch(final int protocol, final PppControlParser packet) {
        switch (protocol) {
            case PppProtocol.LCP -> lcp.onPacket(packet);
            case PppProtocol.PAP, PppProtocol.CHAP -> {
                if (lcp.isOpened()) {
                    authentication.onPacket(protocol, packet);
                } else {
                    context.counters.outOfPhase.increment();
                }
            }
            case PppProtocol.IPCP -> {
                if (phase == Phase.NETWORK) {
                    ipcp.onPacket(packet);
                } else {
                    context.counters.outOfPhase.increment();
                }
            }
            default -> onIpv6cp(packet);
        }
    }

    private void onIpv6cp(final PppControlParser packet) {
        if (phase != Phase.NETWORK) {
            context.counters.outOfPhase.increment();
        } else if (!settings.ipv6cp()) {
            rejectProtocol(PppProtocol.IPV6CP, packet.buffer(), packet.dataOffset() - PppControlParser.HEADER_LENGTH,
                    PppControlParser.HEADER_LENGTH + packet.dataLength());
        } else {
            if (ipv6cp == null) {
                // After a restart it is only made when the client negotiates anew; what it had agreed goes on in the kernel.
                startIpv6cp();
            }
            ipv6cp.onPacket(packet);
        }
    }

    private void startIpv6cp() {
        ipv6cp = new Ipv6cp(this);
        ipv6cp.open();
        ipv6cp.lowerUp();
    }

    /** RFC 1661 section 5.7: only in the state Opened of LCP; before, what is not known is dropped. */
    private void rejectProtocol(final int protocol, final DirectBuffer buffer, final int offset, final int length) {
        if (!lcp.isOpened()) {
            context.counters.outOfPhase.increment();
            return;
        }
        context.counters.protocolRejects.increment();
        send(PppProtocol.LCP, context.out.begin(context.outBuffer, 0, PppContext.PACKET_MAX, PppCode.PROTOCOL_REJECT,
                (int) context.random() & 0xff).appendShort(protocol)
                .appendBytes(buffer, offset, Math.min(length, PppContext.REJECTED_MAX)));
    }

    void onProtocolRejected(final int protocol) {
        switch (protocol) {
            case PppProtocol.LCP -> lcp.event(PppAutomaton.REJECT_FATAL);
            case PppProtocol.IPCP -> {
                if (ipcp.state() > PppAutomaton.STARTING) {
                    ipcp.event(PppAutomaton.REJECT_FATAL);
                }
            }
            case PppProtocol.IPV6CP -> {
                if (ipv6cp != null && ipv6cp.state() > PppAutomaton.STARTING) {
                    ipv6cp.event(PppAutomaton.REJECT_FATAL);
                }
            }
            case PppProtocol.PAP, PppProtocol.CHAP -> terminate(TerminateCause.USER_ERROR);
            default -> lcp.event(PppAutomaton.REJECT_PERMITTED);
        }
    }

    /** The client is who it says, and the data plane is up for it: tells it so and begins the network protocols. */
    public void authenticated(final int address, final int gateway, final int dns1, final int dns2, final String msChapProof,
            final String message) {
        if (phase != Phase.DECIDE) {
            return;
        }
        clientAddress = address;
        ownAddress = gateway;
        primaryDns = dns1;
        secondaryDns = dns2;
        phase = Phase.NETWORK;
        authentication.accept(msChapProof, message);
        ipcp.open();
        ipcp.lowerUp();
        if (settings.ipv6cp()) {
            if (ipv6cp == null) {
                startIpv6cp();
            } else {
                ipv6cp.open();
                ipv6cp.lowerUp();
            }
        }
        look();
    }

    /** The client is refused. */
    public void rejected(final String message) {
        if (phase == Phase.DECIDE) {
            authentication.reject(message);
            terminate(TerminateCause.USER_ERROR);
            look();
        }
    }

    /** Nobody could say who the client is: it may try again until its time is over. */
    public void undecided() {
        if (phase == Phase.DECIDE && method != null) {
            phase = Phase.AUTHENTICATE;
            authentication.askAgain(context.clock.nowNs());
            look();
        } else if (phase == Phase.DECIDE) {
            terminate(TerminateCause.NAS_ERROR);
        }
    }

    void onCredentials(final AuthenticationQuery query) {
        phase = Phase.DECIDE;
        context.listener.onCredentials(this, query);
    }

    void onLinkUp() {
        if (phase != Phase.ESTABLISH) {
            return;
        }
        lcp.startEcho(context.clock.nowNs());
        loops = 0;
        if (method == null) {
            onCredentials(context.query.clear());
        } else {
            phase = Phase.AUTHENTICATE;
            authentication.start(context.clock.nowNs());
        }
    }

    /** LCP leaves the state Opened: the session ends, or the client negotiates anew. */
    void onLinkDown() {
        authentication.stop();
        if (ipcp.state() > PppAutomaton.STARTING) {
            ipcp.lowerDown();
        }
        if (ipv6cp != null && ipv6cp.state() > PppAutomaton.STARTING) {
            ipv6cp.lowerDown();
        }
        if (phase != Phase.TERMINATE && phase != Phase.DEAD) {
            context.counters.renegotiated.increment();
            phase = Phase.ESTABLISH;
            setupDeadlineNs = context.clock.nowNs() + settings.setupNs();
        }
    }

    /** LCP has nothing more to do. */
    void onLinkFinished() {
        if (phase == Phase.TERMINATE) {
            finish();
        } else if (phase != Phase.DEAD) {
            // No answer to our requests, or the client rejects what cannot be gone without.
            begin(networkWasUp ? TerminateCause.LOST_CARRIER : TerminateCause.USER_ERROR);
            finish();
        }
    }

    void onPeerTerminates() {
        if (phase != Phase.TERMINATE && phase != Phase.DEAD) {
            begin(TerminateCause.USER_REQUEST);
        }
    }

    void onPeerGaveUp() {
        if (phase != Phase.TERMINATE) {
            endWithoutPeer(TerminateCause.USER_REQUEST);
        }
    }

    void onIpv4Finished() {
        terminate(networkWasUp ? TerminateCause.USER_REQUEST : TerminateCause.USER_ERROR);
    }

    void onLoop() {
        if (phase != Phase.TERMINATE && phase != Phase.DEAD) {
            context.counters.loops.increment();
            endWithoutPeer(TerminateCause.LOST_SERVICE);
        }
    }

    void onNetworkUp(final int network) {
        networkWasUp = true;
        setupDeadlineNs = Long.MAX_VALUE;
        context.listener.onNetwork(this, network, true);
    }

    void onNetworkDown(final int network) {
        context.listener.onNetwork(this, network, false);
    }

    /**
     * Ends the session in good order: the client is told and may answer.
     *
     * @param why why
     */
    public void terminate(final TerminateCause why) {
        if (phase == Phase.TERMINATE || phase == Phase.DEAD) {
            return;
        }
        startDeadlineNs = Long.MAX_VALUE;
        begin(why);
        lcp.close();
        look();
    }

    /**
     * Ends the session at once: the client is gone, or its channel.
     *
     * @param why why
     */
    public void endWithoutPeer(final TerminateCause why) {
        if (phase != Phase.DEAD) {
            if (phase != Phase.TERMINATE) {
                begin(why);
            }
            finish();
        }
    }

    private void begin(final TerminateCause why) {
        phase = Phase.TERMINATE;
        cause = why;
        context.listener.onTerminating(this, why);
    }

    private void finish() {
        if (phase != Phase.DEAD) {
            phase = Phase.DEAD;
            context.timers.cancel(this);
            context.listener.onFinished(this);
        }
    }

    /** The client sent data since this was last said: it need not be asked whether it is there. */
    public void onActivity() {
        active = true;
    }

    void onTime(final long nowNs) {
        if (nowNs >= startDeadlineNs) {
            startNow();
        }
        lcp.onTime(nowNs);
        if (phase != Phase.DEAD) {
            authentication.onTime(nowNs);
            ipcp.onTime(nowNs);
            if (ipv6cp != null) {
                ipv6cp.onTime(nowNs);
            }
            lcp.onEchoTime(nowNs);
        }
        if (phase != Phase.DEAD && nowNs >= setupDeadlineNs) {
            setupDeadlineNs = Long.MAX_VALUE;
            context.counters.setupTimeouts.increment();
            terminate(TerminateCause.USER_ERROR);
        }
        look();
    }

    long deadlineNs() {
        long deadlineNs = Math.min(Math.min(lcp.restartDeadlineNs, lcp.echoDeadlineNs), Math.min(ipcp.restartDeadlineNs, setupDeadlineNs));
        deadlineNs = Math.min(deadlineNs, Math.min(authentication.deadlineNs, startDeadlineNs));
        return ipv6cp == null ? deadlineNs : Math.min(deadlineNs, ipv6cp.restartDeadlineNs);
    }

    private void look() {
        if (phase != Phase.DEAD) {
            context.timers.look(this, context.clock.nowNs());
        }
    }

    void send(final int protocol, final PppControlAppender packet) {
        send(protocol, context.outBuffer, packet.finish());
    }

    void send(final int protocol, final DirectBuffer buffer, final int length) {
        if (phase == Phase.DEAD) {
            return;
        }
        if (context.channels.send(channelId, protocol, buffer, 0, length)) {
            context.counters.sent.increment();
        } else {
            context.counters.notSent.increment();
        }
    }

    void newMagic() {
        magic = randomMagic();
    }

    int randomMagic() {
        int number = (int) context.random();
        while (number == 0 || number == magic) {
            number = (int) context.random();
        }
        return number;
    }

    long newIdentifier() {
        long identifier = context.random();
        while (identifier == 0 || identifier == ownIdentifier || identifier == peerIdentifier) {
            identifier = context.random();
        }
        return identifier;
    }
}
