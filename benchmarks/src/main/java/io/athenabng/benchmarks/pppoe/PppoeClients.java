package io.athenabng.benchmarks.pppoe;

import io.athenabng.benchmarks.load.LatencyHistogram;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.load.RetransmitPolicy;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ppp.IpcpOption;
import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppOptionCursor;
import io.athenabng.wire.ppp.PppProtocol;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeDiscoveryParser;
import io.athenabng.wire.pppoe.PppoeFrameAppender;
import io.athenabng.wire.pppoe.PppoeTag;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Many PPPoE clients, each from PADI to its address: discovery with the cookie, LCP, CHAP with MD5, IPCP. Client n is {@code u<n>} and has
 * the plan's MAC and tags. What is not answered is sent again; afterwards each answers echoes until it is told to leave. Owned by the
 * thread that steps it.
 */
public final class PppoeClients {
    /** What every client's password is. */
    public static final String PASSWORD = "load-secret";

    private enum Phase { IDLE, PADI, PADR, LINK, AUTHENTICATION, NETWORK, UP, FAILED, GONE }

    private static final int FRAME_ROOM = 1_600;
    private static final int MRU = 1_492;
    private static final int COOKIE_MAX = 64;
    private static final int ACKED = 1;
    private static final int ASKED = 2;
    private static final long LOOK_NS = 50_000_000L;

    private final LinePlan lines;
    private final int window;
    private final RetransmitPolicy retransmit;
    private final PppoeOutput output;
    private final Phase[] phase;
    private final int[] sessionIds;
    private final int[] addresses;
    private final byte[] flags;
    private final byte[] attempts;
    private final long[] gateways;
    private final long[] startedNs;
    private final long[] sentNs;
    private final byte[][] cookies;
    private final IntArrayList pending = new IntArrayList();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_ROOM]);
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[FRAME_ROOM]);
    private final PppoeFrameAppender discovery = new PppoeFrameAppender();
    private final PppoeDiscoveryParser discoveryParser = new PppoeDiscoveryParser();
    private final PppControlAppender control = new PppControlAppender();
    private final PppControlParser controlParser = new PppControlParser();
    private final PppOptionCursor options = new PppOptionCursor();
    private final UnsafeBuffer hostUniq = new UnsafeBuffer(new byte[Integer.BYTES]);
    private final UnsafeBuffer cookie = new UnsafeBuffer(0, 0);
    private final MessageDigest md5;
    private final byte[] password = PASSWORD.getBytes(StandardCharsets.US_ASCII);
    private final byte[] challenge = new byte[256];
    private final byte[] digest = new byte[16];
    private final LatencyHistogram setUp = new LatencyHistogram();

    private int next;
    private int up;
    private int failed;
    private int lost;
    private long echoes;
    private long retransmissions;
    private long malformed;
    private long asked;
    private long replies;
    private long lastReplyNs;
    private long longestSilenceNs;
    private long firstNs;
    private long lastNs;
    private long lookedNs;
    private long nowNs;

    /**
     * Clients that are still to come.
     *
     * @param lines      who is where
     * @param window     the most that are on their way at a time
     * @param retransmit when one repeats itself and gives up
     * @param output     takes what they send
     */
    public PppoeClients(LinePlan lines, int window, RetransmitPolicy retransmit, PppoeOutput output) {
        this.lines = lines;
        this.window = window;
        this.retransmit = retransmit;
        this.output = output;
        int count = lines.clients();
        phase = new Phase[count];
        Arrays.fill(phase, Phase.IDLE);
        sessionIds = new int[count];
        addresses = new int[count];
        flags = new byte[count];
        attempts = new byte[count];
        gateways = new long[count];
        startedNs = new long[count];
        sentNs = new long[count];
        cookies = new byte[count][];
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** Begins with more clients and repeats what was not answered; how much was done. */
    public int doWork(long timeNs) {
        nowNs = timeNs;
        int work = 0;
        while (next < lines.clients() && pending.size() < window) {
            if (next == 0) {
                firstNs = nowNs;
            }
            startedNs[next] = nowNs;
            pending.addInt(next);
            attempts[next] = 1;
            phase[next] = Phase.PADI;
            sentNs[next] = nowNs;
            padi(next++);
            work++;
        }
        if (nowNs - lookedNs >= LOOK_NS) {
            lookedNs = nowNs;
            work += repeat();
        }
        return work;
    }

    private int repeat() {
        int work = 0;
        for (int i = pending.size() - 1; i >= 0; i--) {
            int client = pending.getInt(i);
            if (nowNs - sentNs[client] < retransmit.timeoutNs(attempts[client])) {
                continue;
            }
            work++;
            if (attempts[client] >= retransmit.attempts()) {
                fail(client);
                continue;
            }
            attempts[client]++;
            sentNs[client] = nowNs;
            retransmissions++;
            switch (phase[client]) {
                case PADI -> padi(client);
                case PADR -> padr(client);
                case LINK -> lcpRequest(client);
                case NETWORK -> ipcpRequest(client);
                default -> {
                    // Who authenticates asks again.
                }
            }
        }
        return work;
    }

    private void fail(int client) {
        phase[client] = Phase.FAILED;
        pending.removeInt(client);
        failed++;
    }

    private void enter(int client, Phase to) {
        phase[client] = to;
        attempts[client] = 1;
        sentNs[client] = nowNs;
    }

    private void padi(int client) {
        hostUniq.putInt(0, client, ByteOrder.BIG_ENDIAN);
        discovery.wrap(frame, 0, FRAME_ROOM, lines.vlanStack(client)).appendAscii(PppoeTag.SERVICE_NAME, "")
            .appendTag(PppoeTag.HOST_UNIQ, hostUniq, 0, Integer.BYTES);
        output.discovery(frame, discovery.finish(lines.mac(client), MacAddress.BROADCAST, PppoeCode.PADI, 0));
    }

    private void padr(int client) {
        hostUniq.putInt(0, client, ByteOrder.BIG_ENDIAN);
        cookie.wrap(cookies[client]);
        discovery.wrap(frame, 0, FRAME_ROOM, lines.vlanStack(client)).appendAscii(PppoeTag.SERVICE_NAME, "")
            .appendTag(PppoeTag.HOST_UNIQ, hostUniq, 0, Integer.BYTES).appendTag(PppoeTag.AC_COOKIE, cookie, 0, cookie.capacity());
        output.discovery(frame, discovery.finish(lines.mac(client), gateways[client], PppoeCode.PADR, 0));
    }

    /** Every client leaves: its PADT goes out. */
    public void leave() {
        for (int client = 0; client < lines.clients(); client++) {
            if (phase[client] == Phase.UP) {
                discovery.wrap(frame, 0, FRAME_ROOM, lines.vlanStack(client));
                output.discovery(frame, discovery.finish(lines.mac(client), gateways[client], PppoeCode.PADT, sessionIds[client]));
                phase[client] = Phase.GONE;
            }
        }
    }

    /**
     * A frame of discovery for a client.
     *
     * @param srcMac where it came from
     * @param dstMac whose it is
     * @param buffer where it is
     * @param offset where its PPPoE header begins
     * @param length its length from there, bytes
     */
    public void onDiscovery(long srcMac, long dstMac, DirectBuffer buffer, int offset, int length) {
        int client = client(dstMac);
        if (client < 0) {
            return;
        }
        if (discoveryParser.parse(buffer, offset, length) != 0) {
            malformed++;
            return;
        }
        switch (discoveryParser.code()) {
            case PppoeCode.PADO -> {
                if (phase[client] == Phase.PADI) {
                    gateways[client] = srcMac;
                    cookies[client] = new byte[Math.min(COOKIE_MAX, discoveryParser.cookieLength())];
                    buffer.getBytes(discoveryParser.cookieOffset(), cookies[client]);
                    enter(client, Phase.PADR);
                    padr(client);
                }
            }
            case PppoeCode.PADS -> {
                if (phase[client] == Phase.PADR) {
                    sessionIds[client] = discoveryParser.sessionId();
                    if (sessionIds[client] == 0) {
                        fail(client);
                    } else {
                        enter(client, Phase.LINK);
                        lcpRequest(client);
                    }
                }
            }
            case PppoeCode.PADT -> ended(client);
            default -> malformed++;
        }
    }

    private void ended(int client) {
        if (phase[client] == Phase.UP) {
            lost++;
            up--;
            phase[client] = Phase.GONE;
        } else if (phase[client] != Phase.GONE && phase[client] != Phase.FAILED && phase[client] != Phase.IDLE) {
            fail(client);
        }
    }

    /** Which client has a MAC; -1 if none. */
    public int client(long mac) {
        long number = mac - lines.macBase();
        return number >= 0 && number < next ? (int) number : -1;
    }

    /** The client's session id; 0 before it has one. */
    public int sessionId(int client) {
        return sessionIds[client];
    }

    /** Where the client's gateway is. */
    public long gateway(int client) {
        return gateways[client];
    }

    private void send(int client, int protocol) {
        output.ppp(client, protocol, packet, control.finish());
    }

    private PppControlAppender begin(int code, int identifier) {
        return control.begin(packet, 0, MRU, code, identifier);
    }

    private void lcpRequest(int client) {
        begin(PppCode.CONFIGURE_REQUEST, 1).optionShort(LcpOption.MRU, MRU).optionInt(LcpOption.MAGIC_NUMBER, client + 1);
        send(client, PppProtocol.LCP);
    }

    private void ipcpRequest(int client) {
        begin(PppCode.CONFIGURE_REQUEST, 2).optionInt(IpcpOption.IP_ADDRESS, addresses[client]);
        send(client, PppProtocol.IPCP);
    }

    /**
     * A PPP control frame for a client.
     *
     * @param client   whose it is
     * @param protocol the PPP protocol number
     * @param buffer   where it is
     * @param offset   where the packet begins, behind the protocol number
     * @param length   its length, bytes
     */
    public void onPpp(int client, int protocol, DirectBuffer buffer, int offset, int length) {
        if (controlParser.parse(buffer, offset, length) != 0) {
            malformed++;
            return;
        }
        switch (protocol) {
            case PppProtocol.LCP -> lcp(client, buffer);
            case PppProtocol.CHAP -> chap(client, buffer);
            case PppProtocol.IPCP -> ipcp(client, buffer);
            default -> {
                if (controlParser.code() == PppCode.CONFIGURE_REQUEST) {
                    begin(PppCode.PROTOCOL_REJECT, 3).appendShort(protocol).appendBytes(buffer, offset, length);
                    send(client, PppProtocol.LCP);
                }
            }
        }
    }

    private void acknowledge(int client, int protocol, DirectBuffer buffer) {
        begin(PppCode.CONFIGURE_ACK, controlParser.identifier())
            .appendBytes(buffer, controlParser.dataOffset(), controlParser.dataLength());
        send(client, protocol);
    }

    private void lcp(int client, DirectBuffer buffer) {
        switch (controlParser.code()) {
            case PppCode.CONFIGURE_REQUEST -> {
                if (wantsChapMd5(buffer)) {
                    acknowledge(client, PppProtocol.LCP, buffer);
                    linked(client, ASKED);
                } else {
                    begin(PppCode.CONFIGURE_NAK, controlParser.identifier())
                        .optionShortByte(LcpOption.AUTHENTICATION, PppProtocol.CHAP, LcpOption.CHAP_MD5);
                    send(client, PppProtocol.LCP);
                }
            }
            case PppCode.CONFIGURE_ACK -> linked(client, ACKED);
            case PppCode.ECHO_REQUEST -> {
                echoes++;
                begin(PppCode.ECHO_REPLY, controlParser.identifier()).appendInt(client + 1);
                send(client, PppProtocol.LCP);
            }
            case PppCode.ECHO_REPLY -> {
                replies++;
                longestSilenceNs = Math.max(longestSilenceNs, lastReplyNs == 0 ? 0 : nowNs - lastReplyNs);
                lastReplyNs = nowNs;
            }
            case PppCode.TERMINATE_REQUEST -> {
                begin(PppCode.TERMINATE_ACK, controlParser.identifier());
                send(client, PppProtocol.LCP);
                ended(client);
            }
            case PppCode.CONFIGURE_NAK, PppCode.CONFIGURE_REJECT -> ended(client);
            default -> {
                // Only heard.
            }
        }
    }

    private boolean wantsChapMd5(DirectBuffer buffer) {
        options.wrap(buffer, controlParser.dataOffset(), controlParser.dataLength());
        while (options.next()) {
            if (options.type() == LcpOption.AUTHENTICATION) {
                return options.shortValue() == PppProtocol.CHAP && options.valueLength() > Short.BYTES
                    && (buffer.getByte(options.valueOffset() + Short.BYTES) & 0xff) == LcpOption.CHAP_MD5;
            }
        }
        return true;
    }

    private void linked(int client, int which) {
        flags[client] |= (byte) which;
        if (phase[client] == Phase.LINK && flags[client] == (ACKED | ASKED)) {
            flags[client] = 0;
            enter(client, Phase.AUTHENTICATION);
        }
    }

    private void chap(int client, DirectBuffer buffer) {
        if (controlParser.code() == PppCode.CHAP_CHALLENGE && controlParser.parseChapValue() == 0) {
            int length = controlParser.valueLength();
            buffer.getBytes(controlParser.valueOffset(), challenge, 0, length);
            md5.update((byte) controlParser.identifier());
            md5.update(password);
            md5.update(challenge, 0, length);
            byte[] response = md5.digest();
            System.arraycopy(response, 0, digest, 0, digest.length);
            begin(PppCode.CHAP_RESPONSE, controlParser.identifier()).appendByte(digest.length).appendBytes(digest, digest.length)
                .appendAscii(name(client));
            send(client, PppProtocol.CHAP);
        } else if (controlParser.code() == PppCode.CHAP_SUCCESS && phase[client] == Phase.AUTHENTICATION) {
            enter(client, Phase.NETWORK);
            ipcpRequest(client);
        } else if (controlParser.code() == PppCode.CHAP_FAILURE) {
            ended(client);
        }
    }

    /** A client's User-Name. */
    public static String name(int client) {
        return "u" + client;
    }

    private void ipcp(int client, DirectBuffer buffer) {
        switch (controlParser.code()) {
            case PppCode.CONFIGURE_REQUEST -> {
                acknowledge(client, PppProtocol.IPCP, buffer);
                opened(client, ASKED);
            }
            case PppCode.CONFIGURE_NAK -> {
                options.wrap(buffer, controlParser.dataOffset(), controlParser.dataLength());
                while (options.next()) {
                    if (options.type() == IpcpOption.IP_ADDRESS) {
                        addresses[client] = options.intValue();
                    }
                }
                ipcpRequest(client);
            }
            case PppCode.CONFIGURE_ACK -> opened(client, ACKED);
            default -> {
                // Only heard.
            }
        }
    }

    private void opened(int client, int which) {
        flags[client] |= (byte) which;
        if (phase[client] == Phase.NETWORK && flags[client] == (ACKED | ASKED)) {
            phase[client] = Phase.UP;
            pending.removeInt(client);
            up++;
            lastNs = nowNs;
            setUp.record(nowNs - startedNs[client]);
        }
    }

    /** A client asks the gateway for an echo; whether it is up. */
    public boolean askEcho(int client) {
        if (phase[client] != Phase.UP) {
            return false;
        }
        asked++;
        begin(PppCode.ECHO_REQUEST, (int) asked & 0xff).appendInt(client + 1);
        send(client, PppProtocol.LCP);
        return true;
    }

    /** Whether a client has its address. */
    public boolean isUp(int client) {
        return phase[client] == Phase.UP;
    }

    /** Echo-Requests that clients sent. */
    public long asked() {
        return asked;
    }

    /** Answers to them. */
    public long replies() {
        return replies;
    }

    /** The longest time between two of these answers, whoever got them, ns. */
    public long longestSilenceNs() {
        return longestSilenceNs;
    }

    /** Whether every client has its address or has given up. */
    public boolean isSettled() {
        return next == lines.clients() && pending.isEmpty();
    }

    public int up() {
        return up;
    }

    public int failed() {
        return failed;
    }

    /** Clients that were up and were told to leave. */
    public int lost() {
        return lost;
    }

    /** Echo-Requests that were answered. */
    public long echoes() {
        return echoes;
    }

    public long retransmissions() {
        return retransmissions;
    }

    public long malformed() {
        return malformed;
    }

    /** From the first PADI to the last client's address, ns. */
    public long bringUpNs() {
        return lastNs - firstNs;
    }

    /** From a client's PADI to its address. */
    public LatencyHistogram setUp() {
        return setUp;
    }

    /** A client's address, host order. */
    public int address(int client) {
        return addresses[client];
    }
}
